"""Two persons that are one, as when a guest comes back by another device: one seat is left.

The other keeps the row that the log names, and its sessions go on as the one that stays.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.workshops import log, queries
from workshop.workshops.identity import moving
from workshop.workshops.identity.corrections import note_seat
from workshop.workshops.models import Corrected, Seat, SeatState, Workshop
from workshop.workshops.signals import seats_merging

# Of two seats of one person stays the one that is furthest in; of two alike the earlier one.
FURTHEST_IN = (SeatState.ADMITTED, SeatState.WAITING, SeatState.DECLINED, SeatState.REMOVED)


def first_of(seat: Seat, other: Seat) -> tuple[Seat, Seat]:
    """Which of two seats of one person stays, and which is joined into it."""
    stays, former = sorted((seat, other), key=lambda row: (FURTHEST_IN.index(row.state), row.id))
    return stays, former


def merge(former: Person, kept: Person, by: Person, *, now: datetime) -> list[Seat]:
    """Make one person of two; gives back the seats that stay, in workshops held for this act."""
    workshops = queries.lock_all(db.session.scalars(_workshops_of(former)))
    moving.hold(former, kept)
    if former is kept or former.merged_into_id or kept.merged_into_id:
        raise Refusal(_("These are one person already."))
    if former.is_staff or kept.is_staff:
        raise Refusal(_("Staff sign in with a password and are never joined with somebody else."))
    seats = [_join_in(workshop, former, kept, by, now) for workshop in workshops]
    _join_scrutineers(former, kept)
    moving.move(Person.__table__, former.id, kept.id)
    kept.email = kept.email or former.email
    kept.organization = kept.organization or former.organization
    former.merged_into = kept
    db.session.flush()
    return seats


def _workshops_of(person: Person) -> Select[int]:
    return db.select(Seat.workshop_id).filter_by(person_id=person.id)


def _join_in(workshop: Workshop, former: Person, kept: Person, by: Person, now: datetime) -> Seat:
    """In one workshop: the former's seat becomes the other's, or is joined into the one it has."""
    seats = {seat.person_id: seat for seat in workshop.seats}
    seat, other = seats[former.id], seats.get(kept.id)
    if other is None:
        seat.person = kept
        db.session.flush()
        note_seat(seat, Corrected.MERGED, former.name, kept.name, by, now=now)
        return seat
    join_seats(seat, other, by, now=now)
    return other


def join_seats(former: Seat, kept: Seat, by: Person, *, now: datetime) -> None:
    """Leave one seat of two in a workshop; what was said from the other is said from this one."""
    held = former.holds_vote and former.organization_id == kept.organization_id
    if FURTHEST_IN.index(former.state) < FURTHEST_IN.index(kept.state):
        kept.state, kept.admitted_at = former.state, former.admitted_at
    kept.ticked_at = kept.ticked_at or former.ticked_at
    kept.seconds_present += former.seconds_present
    former.holds_vote, former.state = False, SeatState.REMOVED
    db.session.flush()  # frees the right before the one that stays takes it
    if held and kept.may_hold_vote and kept.state is SeatState.ADMITTED:
        kept.holds_vote = True
    seats_merging.send(former, kept=kept, by=by, now=now)
    moving.move(Seat.__table__, former.id, kept.id)
    note_seat(kept, Corrected.MERGED, former.name, kept.name, by, now=now)
    log.record(kept.workshop, "seats joined", by, now=now, seat=kept.id, former=former.id)


def _join_scrutineers(former: Person, kept: Person) -> None:
    """Who was to see the single ballots still is; both at once nobody can be."""
    for own, other in (
        ("state_scrutineer_id", "society_scrutineer_id"),
        ("society_scrutineer_id", "state_scrutineer_id"),
    ):
        for workshop in db.session.scalars(db.select(Workshop).filter_by(**{own: former.id})):
            setattr(workshop, own, None if getattr(workshop, other) == kept.id else kept.id)
    db.session.flush()
