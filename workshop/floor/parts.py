"""What the floor part is drawn from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.clock import minutes_text
from workshop.extensions import db
from workshop.floor import queries
from workshop.floor.labels import HEADINGS
from workshop.floor.models import Turn, TurnKind
from workshop.floor.services import turns_left, who_speaks
from workshop.people.models import SECTOR_NAMES
from workshop.room import parts
from workshop.room.parts import Audience
from workshop.workshops.guides import VOTING, Action
from workshop.workshops.models import Phase, Seat, Workshop

# As many of those who wait as the projector shows by name.
ON_WALL = 6


def has_floor(phase: Phase | None) -> bool:
    """Whether anyone may take the floor in this phase."""
    return phase is not None and phase.family.has_floor


def floor_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """Who speaks, who waits, and whether the time left is enough for them."""
    phase = workshop.current_phase
    if phase is None or not has_floor(phase):
        return {"has_floor": False}
    queue = queries.waiting(phase)
    current = queries.current_turn(workshop.id)
    may_speak = audience.role in phase.family.allowed[Action.SPEAK]
    may_raise = audience.role in VOTING and not audience.is_screen
    return {
        "has_floor": True,
        "phase": phase,
        "current": current,
        "turn_clock": current.reading(now) if current else None,
        "queue": queue,
        "queue_on_wall": queue[:ON_WALL],
        "not_on_wall": len(queue[ON_WALL:]),
        "may_speak": may_speak and not phase.is_shut(now),
        # Whoever has the floor keeps its button, and all who take part raise points of order.
        "may_take_floor": may_speak or may_raise,
        "is_shut": phase.is_shut(now),
        "beside": queries.waiting_beside(phase),
        "kind_names": HEADINGS,
        "speech_to_answer": queries.speech_to_answer(phase),
        "may_raise": may_raise,
        "budget": budget_sentences(phase, len(queue), phase.reading(now).remaining),
        "balance": _balance(workshop, now) if audience.view == "desk" else None,
        "who_speaks": who_speaks(phase),
        "last": _last_heard(phase) if audience.view == "desk" else None,
    }


def _last_heard(phase: Phase) -> Turn | None:
    """The last turn that was spoken, if its speaker may be given the floor again."""
    turn = queries.last_spoken(phase)
    return turn if turn and turn.seat.may_speak else None


def budget_sentences(phase: Phase, waiting: int, remaining: timedelta | None) -> list[str]:
    """How long the turns take and how many still fit; none where one speaks or no limit is set."""
    seconds = phase.seconds_per_turn
    if not seconds or (phase.length and phase.length.total_seconds() < 2 * seconds):
        return []
    each = in_minutes(seconds)
    sentences = [
        _(
            "%(waiting)d waiting, %(minutes)s min each: %(total)s min in all.",
            waiting=waiting,
            minutes=each,
            total=in_minutes(waiting * seconds),
        )
        if waiting
        else _("Each turn lasts %(minutes)s min.", minutes=each)
    ]
    if (left := turns_left(remaining, seconds)) is not None:
        sentences.append(
            ngettext("There is time for %(num)d turn.", "There is time for %(num)d turns.", left)
        )
    return sentences


def in_minutes(seconds: int) -> str:
    """Seconds as minutes with at most one decimal: "2", "1.5"."""
    return f"{seconds / 60:.1f}".removesuffix(".0")


def _balance(workshop: Workshop, now: datetime) -> dict[str, Any]:
    """Turns and time by sector, and the organizations that have not spoken yet."""
    spoken = queries.spoken_turns(workshop.id)
    turns = queries.turns_by_sector(spoken)
    heard = {of for turn in spoken if (of := turn.seat.organization_id) is not None}
    sectors = [
        (
            str(SECTOR_NAMES[sector]) if sector else _("Without organization"),
            turns[sector],
            minutes_text(time).removeprefix("0"),
        )
        for sector, time in queries.time_by_sector(spoken, now).items()
    ]
    return {"sectors": sectors, "silent": queries.silent(workshop.id, heard)}


def turn_of(seat: Seat) -> str:
    """Where this seat stands on the floor: none, waiting or speaking."""
    phase = seat.workshop.current_phase
    if phase is None:
        return "none"
    turns = _own_turns(seat, phase)
    if any(turn.is_speaking for turn in turns):
        return "speaking"
    return "waiting" if any(turn.kind is TurnKind.SPEECH for turn in turns) else "none"


def aside_of(seat: Seat) -> str:
    """What this seat has asked for beside the queue: none, direct_reply or point_of_order."""
    phase = seat.workshop.current_phase
    waiting = [turn for turn in _own_turns(seat, phase) if turn.is_waiting] if phase else []
    beside = (str(turn.kind) for turn in waiting if turn.kind is not TurnKind.SPEECH)
    return next(beside, "none")


def _own_turns(seat: Seat, phase: Phase) -> list[Turn]:
    query = db.select(Turn).filter_by(phase_id=phase.id, seat_id=seat.id, ended_at=None)
    return list(db.session.scalars(query))


def register() -> None:
    parts.register(
        "floor",
        floor_context,
        room="floor/_floor.html",
        desk="floor/_floor_desk.html",
        screen="floor/_floor_screen.html",
    )
    parts.personal("turn", turn_of)
    parts.personal("aside", aside_of)
