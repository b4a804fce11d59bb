"""Who took part in a workshop, by organization: as the room saw it, or as an imported file says.

That an organization came is written down when it acts, and stays when its seat is taken back. Of a
vote only that it voted, which the roll tells anyway: noted at the close, so that no instant of it
points to a ballot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload

from workshop import clock
from workshop.database import writing
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.plans.models import Identifier, Kind
from workshop.text import name_order
from workshop.workshops import queries
from workshop.workshops.guides import VOTING
from workshop.workshops.models import Attendance, Came, Seat, SeatState, Workshop, WorkshopState
from workshop.workshops.permissions import admitted_seat


def attendance(workshops: Sequence[Workshop]) -> dict[int, list[Organization]]:
    """For each workshop the organizations that took part; observers and staff do not count."""
    by_workshop = _codes_from_files(workshops)
    codes = {code for several in by_workshop.values() for code in several}
    known = _organizations({workshop.theme.plan_id for workshop in workshops}, codes)
    came = _came([workshop.id for workshop in workshops])
    return {
        workshop.id: [known[code] for code in by_workshop[workshop.id] if code in known]
        if workshop.id in by_workshop
        else came.get(workshop.id, [])
        for workshop in workshops
    }


def _came(workshop_ids: Collection[int]) -> dict[int, list[Organization]]:
    query = (
        db.select(Attendance)
        .filter(Attendance.workshop_id.in_(workshop_ids))
        .options(joinedload(Attendance.organization))
    )
    organizations: dict[int, list[Organization]] = {}
    for arrival in db.session.scalars(query):
        organizations.setdefault(arrival.workshop_id, []).append(arrival.organization)
    return {
        key: sorted(came, key=lambda organization: name_order(organization.name))
        for key, came in organizations.items()
    }


# Noting it


def note(workshop_id: int, organization_ids: Iterable[int], how: Came, *, now: datetime) -> None:
    """Keep that these organizations came; of one that is noted already the first act stays.

    Whoever calls holds the workshop (`queries.lock`).
    """
    wanted = set(organization_ids)
    known = db.select(Attendance.organization_id).filter(
        Attendance.workshop_id == workshop_id, Attendance.organization_id.in_(wanted)
    )
    db.session.add_all(
        Attendance(workshop_id=workshop_id, organization_id=organization_id, how=how, noted_at=now)
        for organization_id in sorted(wanted - set(db.session.scalars(known)))
    )
    db.session.flush()


def note_seat(seat: Seat, how: Came, *, now: datetime) -> None:
    """The same of the organization a seat is for, if the workshop is live."""
    is_live = seat.workshop.state is WorkshopState.LIVE
    if is_live and seat.role in VOTING and seat.organization_id is not None:
        note(seat.workshop_id, [seat.organization_id], how, now=now)


def note_act(workshop_id: int | None, person: Any, *, now: datetime) -> None:
    """Whoever has carried out an act in a live workshop is there, whatever the act was."""
    workshop = db.session.get(Workshop, workshop_id) if workshop_id else None
    if workshop and (seat := admitted_seat(person, workshop)):
        note_seat(seat, Came.ACTED, now=now)


def note_present(seats: Collection[int]) -> None:
    """Those of these seats, each with a connected page, whose workshop is live now."""
    if not seats:
        return
    query = (
        db.select(Seat.workshop_id, Seat.organization_id)
        .join(Workshop, Workshop.id == Seat.workshop_id)
        .outerjoin(
            Attendance,
            (Attendance.workshop_id == Seat.workshop_id)
            & (Attendance.organization_id == Seat.organization_id),
        )
        .filter(
            Seat.id.in_(seats),
            Seat.role.in_(VOTING),
            Seat.state == SeatState.ADMITTED,
            Workshop.state == WorkshopState.LIVE,
            Attendance.workshop_id.is_(None),
        )
    )
    new: dict[int, list[int]] = {}
    for workshop_id, organization_id in db.session.execute(query):
        if organization_id is not None:
            new.setdefault(workshop_id, []).append(organization_id)
    for workshop_id, organization_ids in new.items():
        with writing():
            queries.lock(workshop_id)
            note(workshop_id, organization_ids, Came.ENTERED, now=clock.now())


# What a file says
def _codes_from_files(workshops: Iterable[Workshop]) -> dict[int, list[str]]:
    """The organizations' codes, by workshop, where a file brought them."""
    query = db.select(Identifier).filter(
        Identifier.kind == Kind.WORKSHOP,
        Identifier.row_id.in_([workshop.id for workshop in workshops]),
    )
    return {
        identifier.row_id: [each["org"] for each in identifier.details["participants"] or []]
        for identifier in db.session.scalars(query)
        if "participants" in identifier.details
    }


def _organizations(plan_ids: set[int], codes: set[str]) -> dict[str, Organization]:
    query = (
        db.select(Identifier.code, Organization)
        .join(Organization, Organization.id == Identifier.row_id)
        .filter(
            Identifier.plan_id.in_(plan_ids),
            Identifier.kind == Kind.ORGANIZATION,
            Identifier.code.in_(codes),
        )
    )
    return {code: organization for code, organization in db.session.execute(query)}
