"""Acts on organizations and persons."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people import passwords, queries
from workshop.people.likeness import folded
from workshop.people.models import Alike, KnownApart, Organization, Person, Sector
from workshop.text import one_line


def add_organization(name: str, sector: Sector, acronym: str = "") -> Organization:
    """Enter an organization; two may not have the same name, however it is written."""
    _require_free_name(name)
    return find_or_add_organization(name, sector, acronym)


def find_or_add_organization(name: str, sector: Sector, acronym: str = "") -> Organization:
    """A new organization; where somebody enters the same name at this very moment, theirs."""
    organization = Organization(name=one_line(name), sector=sector, acronym=one_line(acronym))
    try:
        with db.session.begin_nested():
            db.session.add(organization)
    except db.exc.IntegrityError:
        known = queries.organization_named(name)
        if known is None:
            raise
        return known
    return organization


def change_organization(
    organization: Organization, name: str, sector: Sector, acronym: str
) -> None:
    """Correct an organization's name, acronym or sector."""
    _require_free_name(name, organization)
    if organization.name != one_line(name):  # a double keeps its number behind the folded name
        organization.name = one_line(name)
    organization.acronym, organization.sector = one_line(acronym), sector
    db.session.flush()


def _require_free_name(name: str, own: Organization | None = None) -> None:
    if own and own.name == one_line(name):
        return
    other = db.session.scalar(db.select(Organization).filter_by(folded_name=folded(one_line(name))))
    if other and other is not own:
        raise Refusal(_("%(name)s is in the list already.", name=other.itself.name))


def tell_apart(kind: Alike, one_id: int, other_id: int) -> None:
    """Keep that two who look alike are not the same; said twice it is said once."""
    first, second = sorted((one_id, other_id))
    db.session.merge(KnownApart(kind=kind, first_id=first, second_id=second))
    db.session.flush()


def introduce(name: str, organization: Organization | None, *, now: datetime) -> Person:
    """A new person, known only by what they say: a name typed is no proof of being someone."""
    person = Person(
        name=one_line(name), organization=organization, created_at=now, session_number=0
    )
    db.session.add(person)
    db.session.flush()
    return person


def add_staff(name: str, email: str, password: str, *, is_admin: bool, now: datetime) -> Person:
    """Open an account with a password, for an administrator or a moderator."""
    email = email.strip().lower()
    if queries.staff_with(email):
        raise Refusal(_("%(email)s has an account already.", email=email))
    person = Person(
        name=one_line(name),
        email=email,
        password_hash=passwords.hash_password(password),
        is_admin=is_admin,
        created_at=now,
        session_number=0,
    )
    db.session.add(person)
    db.session.flush()
    return person


def change_password(person: Person, password: str) -> None:
    """Set one's own new password; every other session of that person ends."""
    person.password_hash = passwords.hash_password(password)
    person.session_number += 1
    db.session.flush()


def sign_in(email: str, password: str) -> Person:
    """The member of staff with this e-mail address and password; one sentence for all refusals."""
    person = queries.staff_with(email)
    if not passwords.is_right(person.password_hash if person else None, password) or not person:
        raise Refusal(_("The e-mail address and the password do not fit together."))
    return person
