"""Reads of the floor."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from workshop.extensions import db
from workshop.floor.models import Turn, TurnEnd, TurnKind
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
    """Those who wait in the queue of this phase, the next one first."""
    query = _waiting(phase).filter(Turn.kind == TurnKind.SPEECH)
    return list(db.session.scalars(query.order_by(Turn.place, Turn.id)))


def waiting_beside(phase: Phase) -> list[Turn]:
    """The points of order and the direct replies that are asked for: the former first."""
    query = _waiting(phase).filter(Turn.kind != TurnKind.SPEECH)
    return list(db.session.scalars(query.order_by(Turn.kind.desc(), Turn.id)))


def _waiting(phase: Phase) -> Select[Turn]:
    return _turns().filter(
        Turn.phase_id == phase.id, Turn.started_at.is_(None), Turn.ended_at.is_(None)
    )


def turns_under_way(seat: Seat) -> list[Turn]:
    """The turns for which this seat waits, in any phase, or that it is speaking."""
    return list(db.session.scalars(_turns().filter_by(seat_id=seat.id, ended_at=None)))


def spoken_turns(workshop_id: int) -> list[Turn]:
    """Every turn that has begun in this workshop, in order, the current one included."""
    query = _turns().filter(Turn.workshop_id == workshop_id, Turn.started_at.is_not(None))
    return list(db.session.scalars(query.order_by(Turn.started_at)))


def turns_by_seat(turns: list[Turn]) -> Counter[int]:
    """How often each has spoken from the queue: a reply or a point of order costs no turn."""
    return Counter(turn.seat_id for turn in turns if turn.kind is TurnKind.SPEECH)


def turns_by_sector(turns: list[Turn]) -> Counter[str | None]:
    return Counter(sector_of(turn) for turn in turns if turn.kind is TurnKind.SPEECH)


def seconds_by_party(turns: list[Turn], now: datetime) -> dict[str, float]:
    """How long each organization has spoken so far; points of order are about procedure."""
    total: dict[str, float] = {}
    for turn in turns:
        if turn.kind is not TurnKind.POINT_OF_ORDER:
            party = party_of(turn)
            total[party] = total.get(party, 0) + turn.time_spoken(now).total_seconds()
    return total


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


def party_of(turn: Turn) -> str:
    """Whose time a turn uses: that of its organization, or of the seat where it has none."""
    organization = turn.seat.organization_id
    return f"seat {turn.seat_id}" if organization is None else f"organization {organization}"


def last_spoken(phase: Phase) -> Turn | None:
    """The last speech of this phase that was held, whose speaker can be given the floor again."""
    query = _turns().filter(
        Turn.phase_id == phase.id, Turn.outcome == TurnEnd.SPOKE, Turn.kind == TurnKind.SPEECH
    )
    return db.session.scalar(query.order_by(Turn.ended_at.desc()).limit(1))


def speech_to_answer(phase: Phase) -> Turn | None:
    """The speech under way or, when there is none, the last one; None if it was replied to."""
    current = current_turn(phase.workshop_id)
    speech = current if current and current.kind is TurnKind.SPEECH else last_spoken(phase)
    return None if speech is None or is_replied_to(speech) else speech


def is_replied_to(speech: Turn) -> bool:
    replies = db.select(Turn.id).filter(
        Turn.replies_to_id == speech.id, Turn.started_at.is_not(None)
    )
    return db.session.scalar(replies.limit(1)) is not None


def turn_cut_off(phase: Phase) -> Turn | None:
    """The turn that ended because its phase was left, if its speaker is still seated."""
    turn = last_spoken(phase)
    if turn is None or phase.left_at is None or turn.ended_at != phase.left_at:
        return None
    return turn if turn.seat.state is SeatState.ADMITTED else None
