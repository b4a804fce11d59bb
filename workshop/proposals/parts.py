"""What the proposal and agreement parts, and each person's own beside them, are drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workshop import links
from workshop.contributions import queries as contribution_queries
from workshop.contributions.models import LONGEST_CONTRIBUTION
from workshop.proposals import forms, queries, showing
from workshop.proposals.agreement import services
from workshop.proposals.models import LONGEST_SCOPE, LONGEST_TITLE, ProposalState
from workshop.proposals.permissions import stands_for
from workshop.proposals.strengthening.services import MOST_CHECKS, may_change
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.workshops.guides import VOTING, Action, PhaseKind, Role, Subject, is_allowed
from workshop.workshops.models import Seat, Workshop

# How much of what is said of a proposal the wall has room for.
LAST_ON_WALL = 4
FIRST_ON_WALL = 3
LONGEST = {
    "title": LONGEST_TITLE,
    "scope": LONGEST_SCOPE,
    "reason": forms.LONGEST_REASON,
    "left_out": forms.LONGEST_LEFT_OUT,
    "reservation": forms.LONGEST_RESERVATION,
    "contribution": LONGEST_CONTRIBUTION,
}


def proposal_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The proposal of the current phase with what is said of it; between phases, the list."""
    if workshop.subject is not Subject.PROPOSAL:
        return {"is_shown": False}
    proposal = queries.current(workshop)
    shared = {"is_shown": True, "longest": LONGEST, **showing.NAMES}
    is_desk = audience.view == "desk"
    if proposal is None:
        listed = queries.standing_proposals(workshop)
        return {
            **shared,
            "proposal": None,
            "listed": listed,
            "may_write": audience.role is Role.OFFICIAL and not workshop.is_over,
            "may_close_without": is_desk and not listed and not workshop.is_over,
        }
    kind, in_force = workshop.kind, workshop.kind_in_force
    changes = may_change(workshop, proposal)
    said = contribution_queries.contributions_about(workshop, "proposal").get(proposal.id, [])
    suggested = showing.suggestion_rows(proposal)
    return {
        **shared,
        **showing.proposal_details(workshop, proposal),
        "is_presented": kind is PhaseKind.PRESENTATION,
        "is_questioned": kind is PhaseKind.QUESTIONS,
        "is_strengthened": kind is PhaseKind.STRENGTHENING,
        "is_introduced": kind in (PhaseKind.PRESENTATION, PhaseKind.QUESTIONS),
        "is_read_out": kind in (PhaseKind.PRESENTATION, PhaseKind.STRENGTHENING),
        "contributions": said,
        "suggested": suggested,
        "last_contributions": said[-LAST_ON_WALL:],
        "first_suggested": suggested[:FIRST_ON_WALL],
        "suggestion_boxes": showing.suggestion_boxes(proposal),
        "ever_contributes": audience.may_ever(Action.CONTRIBUTE),
        "may_decide": is_desk,
        "may_contribute": is_allowed(in_force, audience.role, Action.CONTRIBUTE),
        "may_suggest": changes and is_allowed(in_force, audience.role, Action.SUGGEST),
        "may_settle": changes and is_desk,
        "entities": queries.public_entities() if changes else [],
    }


def agreement_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """How many have answered; once the check is closed, what it came to."""
    proposal = queries.current(workshop)
    phase = workshop.current_phase
    if proposal is None or phase is None or not phase.family.checks_support:
        return {"is_shown": False}
    last = queries.last_check(proposal)
    is_desk = audience.view == "desk"
    is_closed = last is not None and last.closed_at is not None
    is_adopted = links.is_adopted(proposal)
    silent = services.still_silent(last) if last and is_desk else []
    return {
        "is_shown": True,
        "proposal": proposal,
        "checked": showing.check_summary(last, workshop) if last else None,
        "former": [
            showing.check_summary(check, workshop) for check in queries.checks(proposal)[:-1]
        ],
        "silent": silent,
        "may_close": is_desk,
        "is_read_out": workshop.kind is PhaseKind.AGREEMENTS,
        "asks_for_changes": is_desk
        and last is not None
        and last.wording_id == proposal.wordings[-1].id,
        "may_repeat": is_desk
        and last is not None
        and is_closed
        and last.number < MOST_CHECKS
        and not is_adopted,
        "may_go_ahead": proposal.state is ProposalState.NOT_AGREED and not proposal.going_ahead,
        "gives_reason": audience.role in (Role.OFFICIAL, Role.MODERATOR),
        "is_adopted": is_adopted,
        "longest": LONGEST,
        **showing.NAMES,
    }


def answer_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """The own answer to the open check, for whoever may give it or would if they held the vote."""
    check = queries.open_check(seat.workshop)
    if check is None or seat.role not in VOTING or seat.organization_id is None:
        return None
    holder = next(
        (
            voter
            for voter in queries.entitled_seats(seat.workshop)
            if voter.organization_id == seat.organization_id
        ),
        None,
    )
    answer = services.own_answer(check, seat)
    return {
        "check": check,
        "proposal": check.proposal,
        "holder": holder,
        "is_mine": holder is not None and holder.id == seat.id,
        "answer": answer,
        "own_level": answer.level if answer else None,
        "longest": LONGEST,
        **showing.NAMES,
    }


def decisions_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """What the officials of the proposal's own entity decide on while its text is bettered."""
    workshop = seat.workshop
    proposal = queries.current(workshop)
    if proposal is None or seat.role is not Role.OFFICIAL or not stands_for(seat, proposal):
        return None
    if not may_change(workshop, proposal):
        return None
    return {
        "proposal": proposal,
        "waiting": [
            suggestion for suggestion in showing.suggestion_rows(proposal) if suggestion.is_open
        ],
        "entities": queries.public_entities(),
        "longest": LONGEST,
        **showing.NAMES,
    }


def register() -> None:
    parts.register(
        "proposal",
        proposal_context,
        room="proposals/_proposal.html",
        desk="proposals/_proposal.html",
        screen="proposals/_proposal_screen.html",
    )
    parts.register(
        "agreement",
        agreement_context,
        room="proposals/_agreement.html",
        desk="proposals/_agreement.html",
        screen="proposals/_agreement_screen.html",
    )
    mine.register("answer", "proposals/_answer.html", answer_context)
    mine.register("decisions", "proposals/_decisions.html", decisions_context)
