"""What the clerk has in the room, and what the desk shows of the clerk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workshop.clerk import services
from workshop.clerk.forms import LONGEST_PROBLEM
from workshop.contributions import queries as contributions
from workshop.contributions.models import LONGEST_CONTRIBUTION
from workshop.floor import queries as floor
from workshop.ideas import listing
from workshop.ideas.models import LONGEST_IDEA
from workshop.proposals import queries as proposals
from workshop.proposals.models import LONGEST_SCOPE
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.text import name_order
from workshop.workshops import queries
from workshop.workshops.guides import LOOKING_ON, VOTING, Action, Role, Subject, is_allowed
from workshop.workshops.models import Seat, Workshop, WorkshopState


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part and has no page open: in the hall once marked as present."""

    seat: Seat
    is_waiting: bool
    is_speaking: bool

    @property
    def is_here(self) -> bool:
        return self.seat.ticked_at is not None

    @property
    def may_ask(self) -> bool:
        return self.is_here and self.seat.may_speak and not (self.is_waiting or self.is_speaking)


def hall_context(clerk: Seat, now: datetime) -> dict[str, Any] | None:
    """For the clerk: the people without a device, and what can be written for them now."""
    workshop = clerk.workshop
    if workshop.is_over:
        return None
    guests = _guests(workshop)
    here = [guest.seat for guest in guests if guest.is_here]
    proposal = proposals.current(workshop)

    def those_who_may(action: Action) -> list[Seat]:
        return [seat for seat in here if is_allowed(workshop.kind, seat.role, action)]

    return {
        "guests": guests,
        "here": len(here),
        "may_mark": workshop.state in (WorkshopState.LIVE, WorkshopState.SUSPENDED),
        "writers": those_who_may(Action.CONTRIBUTE),
        "proposers": those_who_may(Action.PROPOSE),
        "thinkers": those_who_may(Action.FORMULATE),
        "suggesting": those_who_may(Action.SUGGEST) if proposal else [],
        "problems": []
        if workshop.subject is Subject.PROPOSAL
        else contributions.problems(workshop),
        "ideas": listing.ideas(workshop) if workshop.subject is Subject.IDEA else [],
        "wording_number": max((w.number for w in proposal.wordings), default=0) if proposal else 0,
        "longest": {
            "contribution": LONGEST_CONTRIBUTION,
            "problem": LONGEST_PROBLEM,
            "idea": LONGEST_IDEA,
            "scope": LONGEST_SCOPE,
        },
    }


def _guests(workshop: Workshop) -> list[Guest]:
    """Those who take part and have no page open, by organization."""
    phase = workshop.current_phase
    waiting = {turn.seat_id for turn in floor.waiting(phase)} if phase else set()
    current = floor.current_turn(workshop.id)
    seats = [
        seat
        for seat in queries.seats(workshop.id)
        if seat.role in VOTING and not services.has_device(seat)
    ]
    seats.sort(key=lambda seat: name_order(seat.organization.name if seat.organization else ""))
    return [
        Guest(seat, seat.id in waiting, current is not None and current.seat_id == seat.id)
        for seat in seats
    ]


def desk_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """Who is clerk, and who could be made one."""
    seats = [] if workshop.is_over else queries.seats(workshop.id)
    return {
        "clerks": [seat for seat in seats if seat.role is Role.CLERK],
        "candidates": [seat for seat in seats if seat.role in LOOKING_ON],
    }


def register() -> None:
    parts.register("clerk", desk_context, desk="clerk/_desk.html")
    mine.register("hall", "clerk/_hall.html", hall_context, frozenset({Role.CLERK}))
