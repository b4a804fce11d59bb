"""Corrections on record: of a seat and its person, and of an organization."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people import queries as people
from workshop.people import services
from workshop.people.models import Organization, Person, Sector
from workshop.text import one_line
from workshop.workshops import log, queries, seating
from workshop.workshops.guides import MODERATING, VOTING, Role
from workshop.workshops.models import (
    Attendance,
    Corrected,
    Correction,
    Seat,
    SeatState,
    Workshop,
)


def note_seat(
    seat: Seat, field: Corrected, former: object, new: object, by: Person, *, now: datetime
) -> None:
    """Keep what was corrected of a seat or its person; the log says that it was, in no words."""
    _keep(field, former, new, by, now, seat_id=seat.id)
    log.record(seat.workshop, "seat corrected", by, now=now, seat=seat.id, field=field)


def note_organization(
    organization: Organization,
    field: Corrected,
    former: object,
    new: object,
    by: Person,
    *,
    now: datetime,
) -> None:
    _keep(field, former, new, by, now, organization_id=organization.id)


def _keep(
    field: Corrected, former: object, new: object, by: Person, now: datetime, **subject: int
) -> None:
    values = {"former": str(former or ""), "new": str(new or "")}
    db.session.add(Correction(field=field, by_id=by.id, at=now, **values, **subject))
    db.session.flush()


def of_seat(seat: Seat) -> list[Correction]:
    """What was corrected of this seat, the last first."""
    query = db.select(Correction).filter_by(seat_id=seat.id)
    return list(db.session.scalars(query.order_by(Correction.id.desc())))


def of_organization(organization: Organization) -> list[Correction]:
    """What was corrected of this organization, the last first."""
    query = db.select(Correction).filter_by(organization_id=organization.id)
    return list(db.session.scalars(query.order_by(Correction.id.desc())))


def hold_workshops_of(person: Person) -> list[Workshop]:
    """Where this person has a seat, held for the act: their name stands there too."""
    return queries.lock_all(
        db.session.scalars(db.select(Seat.workshop_id).filter_by(person_id=person.id))
    )


def correct_name(seat: Seat, name: str, by: Person, *, now: datetime) -> bool:
    """Correct the name of the person in a seat; False when it is the same."""
    person, name = seat.person, one_line(name)
    if person.name == name:
        return False
    former, person.name = person.name, name
    note_seat(seat, Corrected.NAME, former, name, by, now=now)
    return True


def correct_email(seat: Seat, email: str | None, by: Person, *, now: datetime) -> bool:
    """Correct an e-mail address. Several people may share one, but not with who signs in by it."""
    person, email = seat.person, (email or "").strip().lower() or None
    if person.email == email:
        return False
    owner = people.staff_with(email) if email else None
    if person.is_staff and (email is None or not by.is_admin):
        raise Refusal(_("Staff sign in with their address: only the SGP changes it."))
    if owner and owner is not person:
        raise Refusal(_("Somebody of the staff signs in with this address."))
    former, person.email = person.email, email
    note_seat(seat, Corrected.EMAIL, former, email, by, now=now)
    return True


def correct_place(
    seat: Seat, organization: Organization | None, role: Role, by: Person, *, now: datetime
) -> Seat | None:
    """Correct for whom somebody sits and with which role; gives back who votes for the former now.

    A ballot that is in stands, and so does what was said. The voting right stays with the
    organization: another of its seats takes it, if there is one.
    """
    if (seat.organization, seat.role) == (organization, role):
        return None
    if seat.role in MODERATING or role in MODERATING:
        raise Refusal(_("Moderators are appointed by the SGP."))
    seating.require_fitting(organization, role)
    former, former_role, held = seat.organization, seat.role, seat.holds_vote
    if organization is not former or role not in VOTING:
        seat.holds_vote = False
    db.session.flush()  # frees the right before another takes it
    seat.organization, seat.role = organization, role
    db.session.flush()
    heir = _pass_on(seat, former) if held and not seat.holds_vote and former else None
    if seat.state is SeatState.ADMITTED:
        seating.take_free_right(seat)
    if former is not organization:
        _move_arrival(seat, former)
        before, after = (row.name if row else "" for row in (former, organization))
        note_seat(seat, Corrected.ORGANIZATION, before, after, by, now=now)
    if former_role is not role:
        note_seat(seat, Corrected.ROLE, former_role, role, by, now=now)
    return heir


def _pass_on(seat: Seat, organization: Organization) -> Seat | None:
    """Give the right that a seat has left to the first of its organization that may hold it."""
    order = list(VOTING_ORDER)
    others = [
        other
        for other in queries.seats(seat.workshop_id)
        if other is not seat and other.organization_id == organization.id and other.role in VOTING
    ]
    heir = min(others, key=lambda other: (order.index(other.role), other.id), default=None)
    if heir:
        heir.holds_vote = True
        db.session.flush()
    return heir


VOTING_ORDER = (Role.TITULAR, Role.OFFICIAL, Role.ALTERNATE)


def _move_arrival(seat: Seat, former: Organization | None) -> None:
    """An organization that came by this seat alone did not come: the one it sits for did."""
    if former is None:
        return
    others = db.select(Seat.id).filter(
        Seat.workshop_id == seat.workshop_id,
        Seat.organization_id == former.id,
        Seat.state.in_((SeatState.ADMITTED, SeatState.REMOVED)),
    )
    arrival = db.session.get(Attendance, (seat.workshop_id, former.id))
    if arrival is None or db.session.scalar(others.limit(1)):
        return
    new = seat.organization_id if seat.role in VOTING else None
    if new and db.session.get(Attendance, (seat.workshop_id, new)) is None:
        db.session.add(
            Attendance(
                workshop_id=seat.workshop_id,
                organization_id=new,
                how=arrival.how,
                noted_at=arrival.noted_at,
            )
        )
    db.session.delete(arrival)
    db.session.flush()


def require_no_officials(organization: Organization) -> None:
    """Refuse to take an entity out of the State while its people sit as officials somewhere."""
    query = db.select(Seat).filter_by(organization_id=organization.id, role=Role.OFFICIAL)
    here = query.filter(Seat.state.in_((SeatState.ADMITTED, SeatState.WAITING)))
    if seat := db.session.scalar(here.limit(1)):
        sentence = _("%(name)s sits as an official of %(organization)s. Correct that role first.")
        raise Refusal(sentence % {"name": seat.name, "organization": organization.short})


def correct_organization(
    organization: Organization,
    name: str,
    sector: Sector,
    acronym: str,
    by: Person,
    *,
    now: datetime,
) -> list[Workshop]:
    """Correct an organization; gives back the workshops in which it has a seat."""
    if organization.sector.is_public and not sector.is_public:
        require_no_officials(organization)
    seated = db.select(Seat.workshop_id).filter_by(organization_id=organization.id)
    workshops = queries.lock_all(db.session.scalars(seated))
    names = (Corrected.NAME, Corrected.ACRONYM, Corrected.SECTOR)
    former = (organization.name, organization.acronym, organization.sector)
    services.change_organization(organization, name, sector, acronym)
    new = (organization.name, organization.acronym, organization.sector)
    changes = [change for change in zip(names, former, new, strict=True) if change[1] != change[2]]
    for field, before, after in changes:
        note_organization(organization, field, before, after, by, now=now)
    details: dict[str, Any] = {
        str(field): {"former": str(before), "new": str(after)} for field, before, after in changes
    }
    for workshop in workshops if changes else ():
        log.record(
            workshop,
            "organization corrected",
            by,
            now=now,
            organization=organization.id,
            **details,
        )
    return workshops if changes else []
