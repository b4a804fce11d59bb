"""Reads of organizations and persons that have a name and more than one caller."""

from __future__ import annotations

from collections.abc import Iterable

from workshop.extensions import db
from workshop.people.likeness import MOST_OFFERED, doubles, folded, likely, names_agree, squeezed
from workshop.people.models import Alike, KnownApart, Organization, Person
from workshop.text import name_order


def organizations() -> list[Organization]:
    """All of them, by name; none that was found to be another."""
    query = db.select(Organization).filter(Organization.merged_into_id.is_(None))
    everyone = db.session.scalars(query.order_by(Organization.id))
    return sorted(everyone, key=lambda organization: name_order(organization.name))


def organization_named(name: str) -> Organization | None:
    """The organization of this name, however it is written, or the only one of this acronym.

    The former names of organizations that were found to be the same lead to the one they are.
    """
    wanted = folded(name)
    if not wanted:
        return None
    by_name = db.session.scalar(db.select(Organization).filter_by(folded_name=wanted))
    if by_name:
        return by_name.itself
    having = db.session.scalars(db.select(Organization).filter(Organization.acronym != ""))
    short = {row.itself for row in having if squeezed(row.acronym) == squeezed(wanted)}
    return short.pop() if len(short) == 1 else None


def organizations_like(name: str) -> list[Organization]:
    """The few that a name which is nobody's may well mean, the likeliest first."""
    rows = db.session.scalars(db.select(Organization).order_by(Organization.id))
    near = likely(name, rows, most=3 * MOST_OFFERED)
    return list(dict.fromkeys(row.itself for row in near))[:MOST_OFFERED]


def known_apart(kind: Alike) -> set[frozenset[int]]:
    """The pairs of which somebody has said that they are two."""
    rows = db.session.scalars(db.select(KnownApart).filter_by(kind=kind))
    return {frozenset((row.first_id, row.second_id)) for row in rows}


def double_organizations(known: Iterable[Organization]) -> list[tuple[Organization, Organization]]:
    """Every two of these that are likely one, the earlier first, unless they are known apart."""
    apart = known_apart(Alike.ORGANIZATION)
    ordered = sorted(known, key=lambda row: row.id)
    return [pair for pair in doubles(ordered) if frozenset(row.id for row in pair) not in apart]


def former_names(organization: Organization) -> list[str]:
    """The names under which it also was in the list before it was found to be one."""
    query = db.select(Organization).filter_by(merged_into_id=organization.id)
    return [row.name for row in db.session.scalars(query.order_by(Organization.id))]


def participant_with(name: str, email: str) -> Person | None:
    """The participant whose name and address both agree; an address alone names nobody.

    An institution has one address for several of its people. Staff are appointed instead.
    """
    query = db.select(Person).filter(
        Person.email == email.strip().lower(),
        Person.password_hash.is_(None),
        Person.merged_into_id.is_(None),
    )
    sharing = list(db.session.scalars(query.order_by(Person.id)))
    same = [person for person in sharing if folded(person.name) == folded(name)]
    longer = [person for person in sharing if names_agree(person.name, name)]
    for people in (same, longer):
        if len(people) == 1:
            return people[0]
    return None


def staff() -> list[Person]:
    """Everyone with a password: administrators first, then by name."""
    query = db.select(Person).filter(Person.password_hash.is_not(None)).order_by(Person.id)
    return sorted(
        db.session.scalars(query), key=lambda person: (not person.is_admin, name_order(person.name))
    )


def staff_with(email: str) -> Person | None:
    """The member of staff who signs in with this e-mail address."""
    return db.session.scalar(
        db.select(Person).filter(
            Person.email == email.strip().lower(), Person.password_hash.is_not(None)
        )
    )
