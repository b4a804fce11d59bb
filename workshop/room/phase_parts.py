"""What the phase, agenda and people parts are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.room import parts, presence
from workshop.room.controls import controls_context
from workshop.room.forms import LONGEST_NOTES
from workshop.room.parts import Audience
from workshop.web import local_time
from workshop.workshops import interruptions, queries
from workshop.workshops.guides import PURPOSES, TITLES, VOTING
from workshop.workshops.models import Phase, PhaseState, Workshop, WorkshopState

STATES = {
    PhaseState.PENDING: _l("to come"),
    PhaseState.CURRENT: _l("under way"),
    PhaseState.COMPLETED: _l("done"),
    PhaseState.SKIPPED: _l("skipped"),
}

INTERRUPTED = {
    WorkshopState.POSTPONED: _l("The workshop is postponed."),
    WorkshopState.CANCELLED: _l("The workshop is cancelled."),
    WorkshopState.SUSPENDED: _l("The workshop is suspended since %(time)s; it will be resumed."),
}


def no_headings(_workshop: Workshop) -> Mapping[int, Any]:
    return {}


def phase_state(phase: Phase) -> str:
    """Where a phase stands; one that never ran is not done, and in a closed workshop not to come.

    A file marked phases as completed that nobody had run. Of a cancelled workshop none was held.
    """
    if phase.workshop.state is WorkshopState.CANCELLED:
        return _("not held")
    never = phase.state is PhaseState.COMPLETED and not phase.spans
    if never or (phase.state is PhaseState.PENDING and phase.workshop.is_over):
        return _("not run")
    return str(STATES[phase.state])


# What a phase that deals with one item is about, by the item's id; `assembly` says where from.
headings: Callable[[Workshop], Mapping[int, Any]] = no_headings


def phase_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The current phase and its clock, or what comes next."""
    phase = workshop.current_phase
    reading = phase.reading(now) if phase else None
    has_hard_end = phase is not None and phase.has_hard_end
    name = "observer" if audience.name == "screen" else audience.name
    return {
        "phase": phase,
        "next_phase": workshop.next_phase,
        "reading": reading.without_overtime if reading and has_hard_end else reading,
        "has_hard_end": has_hard_end,
        "is_shut": phase is not None and phase.is_shut(now),
        "expected": phase.family.expected[name] if phase else None,
        "drift": workshop.drift(now),
        "titles": TITLES,
        "purposes": PURPOSES,
        "headings": headings(workshop),
        "extra_minutes": max(0, phase.extra_seconds // 60) if phase else 0,
        **interruption_context(workshop),
    }


def interruption_context(workshop: Workshop) -> dict[str, Any]:
    """That the workshop stands still, and why; nothing while it goes its way."""
    interruption = interruptions.interruption(workshop)
    if interruption is None:
        return {"interruption": None}
    since = local_time(interruption.since, "d MMM, HH:mm")
    return {
        "interruption": interruption,
        "interruption_text": INTERRUPTED[interruption.state] % {"time": since},
    }


def agenda_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The agenda with where each phase stands, and what the moderator may press."""
    context = {**phase_context(workshop, audience, now), "phase_state": phase_state}
    if audience.view == "desk":
        context |= controls_context(workshop, context["headings"], now)
        context["noted_phase"] = workshop.current_phase or workshop.next_phase
        context["longest_notes"] = LONGEST_NOTES
    return context


def count_present(workshop: Workshop) -> dict[str, int]:
    """Of the people who are to take part, how many are connected or marked as present now."""
    taking_part = [seat for seat in queries.seats(workshop.id) if seat.role in VOTING]
    here = set(presence.present(workshop.id))
    return {
        "invited": len(taking_part),
        "present": sum(bool(seat.id in here or seat.ticked_at) for seat in taking_part),
    }


def register() -> None:
    parts.register(
        "phase",
        phase_context,
        room="room/_phase.html",
        desk="room/_phase.html",
        screen="room/_phase_screen.html",
    )
    parts.register("agenda", agenda_context, room="room/_agenda.html", desk="room/_controls.html")
