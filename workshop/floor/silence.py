"""How much each seat has spoken, for the moderator's list of people."""

from __future__ import annotations

from collections.abc import Mapping

from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.room.door.people_part import Speech
from workshop.workshops.models import Workshop


def speeches(workshop: Workshop) -> Mapping[int, Speech]:
    """By seat: turns that have begun, when the last one ended, and since when it waits."""
    query = db.select(Turn).filter_by(workshop_id=workshop.id).order_by(Turn.id)
    turns: dict[int, list[Turn]] = {}
    for turn in db.session.scalars(query):
        turns.setdefault(turn.seat_id, []).append(turn)
    phase = workshop.current_phase
    return {seat_id: _speech(own, phase.id if phase else None) for seat_id, own in turns.items()}


def _speech(turns: list[Turn], phase_id: int | None) -> Speech:
    spoken = [turn for turn in turns if turn.started_at]
    ended = [turn.ended_at for turn in spoken if turn.ended_at]
    waits = [turn.asked_at for turn in turns if turn.is_waiting and turn.phase_id == phase_id]
    return Speech(
        turns=len(spoken),
        ended_at=max(ended, default=None),
        waits_since=min(waits, default=None),
        is_speaking=any(turn.is_speaking for turn in spoken),
    )
