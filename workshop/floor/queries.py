"""Reads of the floor."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from workshop.extensions import db
from workshop.floor.models import Turn, TurnEnd
from workshop.people.models import Organization, Sector
from workshop.text import name_order
from workshop.workshops import timing
from workshop.workshops.models import Phase, Seat, SeatState


def _turns() -> Select[Turn]:
    seat = joinedload(Turn.seat)
    return db.select(Turn).options(seat.joinedload(Seat.person), seat.joinedload(Seat.organization))


def current_turn(workshop_id: int) -> Turn | None:
    """The turn of whoever has the floor."""
    query = _turns().filter(
        Turn.workshop_id == workshop_id, Turn.started_at.is_not(None), Turn.ended_at.is_(None)
    )
    return db.session.scalar(query)


def waiting(phase: Phase) -> list[Turn]:
    """Those who wait in this phase, the next one first."""
    query = _turns().filter(
        Turn.phase_id == phase.id, Turn.started_at.is_(None), Turn.ended_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Turn.place, Turn.id)))


def turns_under_way(seat: Seat) -> list[Turn]:
    """The turns for which this seat waits, in any phase, or that it is speaking."""
    return list(db.session.scalars(_turns().filter_by(seat_id=seat.id, ended_at=None)))


def spoken_turns(workshop_id: int) -> list[Turn]:
    """Every turn that has begun in this workshop, in order, the current one included."""
    query = _turns().filter(Turn.workshop_id == workshop_id, Turn.started_at.is_not(None))
    return list(db.session.scalars(query.order_by(Turn.started_at)))


def turns_by_seat(turns: list[Turn]) -> Counter[int]:
    return Counter(turn.seat_id for turn in turns)


def turns_by_sector(turns: list[Turn]) -> Counter[str | None]:
    return Counter(sector_of(turn) for turn in turns)


def time_by_sector(turns: list[Turn], now: datetime) -> dict[Sector | None, timedelta]:
    """Speaking time of each sector so far, the most first."""
    total: dict[Sector | None, timedelta] = {}
    for turn in turns:
        sector = sector_of(turn)
        total[sector] = total.get(sector, timing.ZERO) + turn.time_spoken(now)
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def silent(workshop_id: int, heard: set[int]) -> list[str]:
    """The organizations with a vote that are not among those heard, by name."""
    query = db.select(Organization.id, Organization.acronym, Organization.name).join(
        Seat,
        (Seat.organization_id == Organization.id)
        & (Seat.workshop_id == workshop_id)
        & Seat.holds_vote,
    )
    rows = db.session.execute(query)
    names = (acronym or name for number, acronym, name in rows if number not in heard)
    return sorted(names, key=name_order)


def sector_of(turn: Turn) -> Sector | None:
    return turn.seat.organization.sector if turn.seat.organization else None


def last_spoken(phase: Phase) -> Turn | None:
    """The last turn of this phase that was spoken, which can be put back."""
    query = _turns().filter(Turn.phase_id == phase.id, Turn.outcome == TurnEnd.SPOKE)
    return db.session.scalar(query.order_by(Turn.ended_at.desc()).limit(1))


def turn_cut_off(phase: Phase) -> Turn | None:
    """The turn that ended because its phase was left, if its speaker is still seated."""
    turn = last_spoken(phase)
    if turn is None or phase.left_at is None or turn.ended_at != phase.left_at:
        return None
    return turn if turn.seat.state is SeatState.ADMITTED else None
