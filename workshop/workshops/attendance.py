"""Who took part in a workshop, by organization: as the room saw it, or as an imported file says.

That an organization came is written down when it acts, and stays when its seat is taken back. Of a
vote only that it voted, which the roll tells anyway: noted at the close, so that no instant of it
points to a ballot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from workshop.database import writing
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.plans.models import Identifier, Kind
from workshop.text import name_order
from workshop.workshops import log, queries
from workshop.workshops.guides import VOTING
from workshop.workshops.models import (
    Attendance,
    Came,
    Seat,
    SeatState,
    Workshop,
    WorkshopState,
)
from workshop.workshops.permissions import admitted_seat

# In seconds: how long a room must have been open, and what lies between two looks at most.
LONG_ENOUGH = 60
LONGEST_GAP = 10
# That somebody else saw it there: what it does itself takes the place of that.
SEEN_THERE = (Came.TICKED, Came.CLERK)
TICKED, UNTICKED = "present ticked", "present unticked"

CAME_NAMES = {
    Came.ENTERED: _l("had the room open"),
    Came.SPOKE: _l("had the floor"),
    Came.ACTED: _l("wrote or answered"),
    Came.VOTED: _l("voted"),
    Came.TICKED: _l("marked as present by the moderator"),
    Came.CLERK: _l("marked as present by the clerk"),
}


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


def came(workshop: Workshop) -> set[Organization]:
    """The organizations that came to this workshop."""
    return set(attendance([workshop])[workshop.id])


def how(workshop: Workshop) -> dict[int, str]:
    """By what it is known of each organization that it came; nothing of what a file brought."""
    query = db.select(Attendance).filter_by(workshop_id=workshop.id)
    return {
        arrival.organization_id: str(CAME_NAMES[arrival.how])
        for arrival in db.session.scalars(query)
    }


def invited(workshop: Workshop) -> set[Organization]:
    """The organizations that had a seat to take part when the workshop was held.

    A seat that was taken back once it had begun was one all the same.
    """
    seats = queries.seats(workshop.id, SeatState.ADMITTED, SeatState.REMOVED)
    removed_since = _removed_since_opening(workshop)
    return {
        seat.organization
        for seat in seats
        if seat.organization
        and seat.role in VOTING
        and (seat.state is SeatState.ADMITTED or seat.id in removed_since)
    }


def _removed_since_opening(workshop: Workshop) -> set[int]:
    if workshop.opened_at is None:
        return set()
    removals = log.standing([workshop.id], "seat removed")
    return {entry.details["seat"] for entry in removals if entry.at >= workshop.opened_at}


# Noting it


def note(workshop_id: int, organization_ids: Iterable[int], how: Came, *, now: datetime) -> None:
    """Keep that these organizations came; of one that is noted already the first act stays.

    What somebody did takes the place of a tick, so that taking the tick back changes nothing.

    Whoever calls holds the workshop (`queries.lock`).
    """
    wanted = set(organization_ids)
    query = db.select(Attendance).filter(
        Attendance.workshop_id == workshop_id, Attendance.organization_id.in_(wanted)
    )
    known = {arrival.organization_id: arrival for arrival in db.session.scalars(query)}
    db.session.add_all(
        Attendance(workshop_id=workshop_id, organization_id=organization_id, how=how, noted_at=now)
        for organization_id in sorted(wanted - set(known))
    )
    for arrival in known.values():
        if arrival.how in SEEN_THERE and how not in SEEN_THERE:
            arrival.how, arrival.noted_at = how, now
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


def tick(seat: Seat, by: Person, *, now: datetime, how: Came = Came.TICKED) -> None:
    """The moderator, or the clerk, sees somebody in the room who has no device of their own."""
    _require_tickable(seat)
    if seat.ticked_at is not None:
        raise Refusal(_("%(name)s is marked as present already.", name=seat.name))
    seat.ticked_at = now
    note(seat.workshop_id, [_organization_of(seat)], how, now=now)
    log.record(seat.workshop, TICKED, by, now=now, seat=seat.id)


def untick(seat: Seat, by: Person, *, now: datetime) -> None:
    """Take a tick back; what the organization did itself, or another's tick, stands."""
    _require_tickable(seat)
    if seat.ticked_at is None:
        raise Refusal(_("%(name)s is not marked as present.", name=seat.name))
    seat.ticked_at = None
    db.session.flush()
    here = {"workshop_id": seat.workshop_id, "organization_id": _organization_of(seat)}
    others = db.select(Seat.id).filter_by(**here).filter(Seat.ticked_at.is_not(None))
    if db.session.scalar(others.limit(1)) is None:
        seen = db.select(Attendance).filter_by(**here).filter(Attendance.how.in_(SEEN_THERE))
        for arrival in db.session.scalars(seen):
            db.session.delete(arrival)
    log.record(seat.workshop, UNTICKED, by, now=now, seat=seat.id)


def _require_tickable(seat: Seat) -> None:
    if seat.state is not SeatState.ADMITTED or seat.role not in VOTING:
        raise Refusal(_("Only people who take part are marked as present."))
    if seat.workshop.state not in (WorkshopState.LIVE, WorkshopState.SUSPENDED):
        raise Refusal(_("Who is present is marked while the workshop is held."))


def _organization_of(seat: Seat) -> int:
    assert seat.organization_id is not None  # a seat that takes part is for an organization
    return seat.organization_id


def note_present(seats: Collection[int], *, now: datetime) -> None:
    """Count the time of these seats, each with its room open; a minute of it while live is enough.

    The stretches add up: a phone that loses its line every half minute is in the room all the same.
    They are kept with the seat, so neither a restart nor a change of worker loses them; of two
    workers that see the same seat each adds what passed since the other did.
    """
    if not seats:
        return
    present = list(db.session.scalars(_uncounted(seats)))
    if not present:
        return
    arrived: dict[int, list[int]] = {}
    with writing():
        for seat in db.session.scalars(
            db.select(Seat)
            .filter(Seat.id.in_(present))
            .order_by(Seat.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ):
            passed = (now - seat.seen_at).total_seconds() if seat.seen_at else 0.0
            if 0 < passed <= LONGEST_GAP:
                seat.seconds_present += round(passed)
            # Of two workers the later look counts on, whichever gets its turn last.
            seat.seen_at = max(now, seat.seen_at or now)
            if seat.seconds_present >= LONG_ENOUGH:
                arrived.setdefault(seat.workshop_id, []).append(_organization_of(seat))
    for workshop_id, organization_ids in arrived.items():
        with writing():
            queries.lock(workshop_id)
            note(workshop_id, organization_ids, Came.ENTERED, now=now)


def _uncounted(seats: Collection[int]) -> Select[int]:
    """Which of these seats are in a live workshop, for an organization that has not come yet."""
    return (
        db.select(Seat.id)
        .join(Workshop, Workshop.id == Seat.workshop_id)
        .outerjoin(
            Attendance,
            (Attendance.workshop_id == Seat.workshop_id)
            & (Attendance.organization_id == Seat.organization_id)
            & Attendance.how.not_in(SEEN_THERE),
        )
        .filter(
            Seat.id.in_(seats),
            Seat.role.in_(VOTING),
            Seat.state == SeatState.ADMITTED,
            Workshop.state == WorkshopState.LIVE,
            Attendance.workshop_id.is_(None),
            Seat.organization_id.is_not(None),
        )
    )


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
