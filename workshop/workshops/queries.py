"""Reads of workshops and seats that have a name and more than one caller."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort
from sqlalchemy.orm import defaultload, joinedload, selectinload

from workshop.extensions import db
from workshop.workshops.guides import VOTING, Role
from workshop.workshops.models import Phase, Seat, SeatState, VoteUnit, Workshop

# Written once: what a statement is made of need not be looked through at every request.
_WORKSHOP = (
    db.select(Workshop)
    .filter(Workshop.id == db.bindparam("id"))
    .options(
        joinedload(Workshop.theme),
        joinedload(Workshop.phases).joinedload(Phase.spans),
        defaultload(Workshop.seats).joinedload(Seat.organization),
    )
)
_HOLD = db.select(Workshop.id).filter(Workshop.id == db.bindparam("id")).with_for_update()


def version_of(workshop_id: int | None) -> int:
    """The version of a workshop, as this transaction has it; 0 of none."""
    query = db.select(Workshop.version).filter_by(id=workshop_id)
    return (db.session.scalar(query) or 0) if workshop_id else 0


def find(workshop_id: int) -> Workshop | None:
    """The workshop with its theme and agenda, if there is one."""
    return db.session.scalars(_WORKSHOP, {"id": workshop_id}).unique().one_or_none()


def get(workshop_id: int) -> Workshop:
    """The workshop with its theme and agenda; 404 when there is none."""
    return find(workshop_id) or abort(404)


def lock(workshop_id: int) -> Workshop:
    """The workshop for an act on it: PostgreSQL locks its row, SQLite has locked everything."""
    if db.engine.dialect.name != "sqlite":
        # Apart from the reading: what is joined to a row that was waited for is not read again.
        db.session.execute(_HOLD, {"id": workshop_id})
    return get(workshop_id)


def lock_all(workshop_ids: Iterable[int]) -> list[Workshop]:
    """Several workshops for one act: held in one order, so that two such acts never wait in a ring.

    What was read of them before may be stale, and is read anew.
    """
    numbers = sorted(set(workshop_ids))
    db.session.flush()
    for number in numbers:
        lock(number)
    db.session.expire_all()
    return [get(number) for number in numbers]


def seats(workshop_id: int, *states: SeatState) -> list[Seat]:
    """The seats in these states (admitted, unless told), in the order they were made."""
    query = (
        db.select(Seat)
        .filter(Seat.workshop_id == workshop_id, Seat.state.in_(states or [SeatState.ADMITTED]))
        .options(joinedload(Seat.person), joinedload(Seat.organization))
        .order_by(Seat.id)
    )
    return list(db.session.scalars(query))


def voting_holder(workshop_id: int, organization_id: int) -> Seat | None:
    """Who holds this organization's voting right."""
    return db.session.scalar(
        db.select(Seat).filter_by(
            workshop_id=workshop_id, organization_id=organization_id, holds_vote=True
        )
    )


def voters(workshop: Workshop) -> list[Seat]:
    """The seats that hold a voting right under this workshop's settings."""
    seated = [seat for seat in seats(workshop.id) if seat.role in VOTING]
    if not workshop.officials_vote:
        seated = [seat for seat in seated if seat.role is not Role.OFFICIAL]
    if workshop.vote_unit is VoteUnit.PERSON:
        return [seat for seat in seated if seat.organization_id is not None]
    return [seat for seat in seated if seat.holds_vote]


def workshops_of(theme_ids: Iterable[int]) -> list[Workshop]:
    """The workshops of these themes with their agenda and everyone seated."""
    query = (
        db.select(Workshop)
        .filter(Workshop.theme_id.in_(theme_ids))
        .options(
            joinedload(Workshop.theme),
            selectinload(Workshop.phases),
            selectinload(Workshop.seats).joinedload(Seat.organization),
        )
    )
    return list(db.session.scalars(query))
