"""That an entity owes opinions of the ideas: for the desk, and for its officials in the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workshop.contributions import lateness, sheet
from workshop.ideas import listing
from workshop.ideas.opinions import services
from workshop.room import mine
from workshop.workshops.guides import Action, Role, is_allowed
from workshop.workshops.models import Seat, Workshop


def ideas_to_answer(workshop: Workshop) -> list[sheet.Item]:
    """The ideas on the list, with the entities that have said what they hold of each."""
    by_idea = services.opinions(workshop)
    return [
        sheet.Item(
            idea.number,
            idea.id,
            idea.text,
            frozenset(opinion.organization_id for opinion in by_idea.get(idea.id, [])),
        )
        for idea in listing.ideas(workshop)
    ]


def asked_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """For an official: what the moderator asks for, and the way to the page of opinions."""
    workshop = seat.workshop
    is_phase = is_allowed(workshop.kind, seat.role, Action.OPINE)
    asked = sheet.asked_of(workshop, seat.organization_id)
    if not lateness.has_phase_for(workshop, Action.OPINE):
        return None
    if not (is_phase or asked or lateness.may_be_late(seat, now)):
        return None
    if workshop.is_over and not lateness.may_be_late(seat, now):
        return None
    items = ideas_to_answer(workshop)
    unanswered = [item for item in items if seat.organization_id not in item.answered_by]
    return {
        "unanswered": len(unanswered),
        "total": len(items),
        "is_asked": bool(asked and unanswered),
        "is_phase": is_phase,
    }


def open_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """On the page of opinions: how many ideas are without one, and where the first of them is."""
    answered = {
        item.id
        for item in ideas_to_answer(seat.workshop)
        if seat.organization_id in item.answered_by
    }
    # An idea that answers two problems stands under both: it is answered once.
    places: dict[int, str] = {}
    for problem, ideas in listing.by_problem(seat.workshop):
        for idea in ideas:
            places.setdefault(idea.id, f"{problem.id if problem else 0}-{idea.id}")
    if not places:
        return None
    return {
        "unanswered": [place for number, place in places.items() if number not in answered],
        "total": len(places),
    }


def register() -> None:
    sheet.others[Action.OPINE] = ideas_to_answer
    officials = frozenset({Role.OFFICIAL})
    mine.register("opinions_asked", "ideas/_opinions_asked.html", asked_context, officials)
    mine.register("opinions_open", "ideas/_opinions_open.html", open_context, officials)
