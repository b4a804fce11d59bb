"""Reads of organizations and persons that have a name and more than one caller."""

from __future__ import annotations

from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.text import name_order


def organizations() -> list[Organization]:
    """All of them, by name."""
    everyone = db.session.scalars(db.select(Organization).order_by(Organization.id))
    return sorted(everyone, key=lambda organization: name_order(organization.name))


def organization_named(name: str) -> Organization | None:
    """The organization with this name or acronym, however it is spaced and capitalized."""
    wanted = " ".join(name.split()).casefold()
    known = organizations()
    by_name = (organization for organization in known if organization.name.casefold() == wanted)
    by_acronym = (
        organization
        for organization in known
        if wanted and organization.acronym.casefold() == wanted
    )
    return next(by_name, None) or next(by_acronym, None)


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
