"""Weighing ideas: marks for feasibility and value, and lines between ideas that go together."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas.analysis.marks import Criterion
from workshop.ideas.analysis.synergies import pair
from workshop.ideas.models import Idea, IdeaState, Mark, Synergy
from workshop.workshops import log
from workshop.workshops.guides import Action, is_allowed
from workshop.workshops.models import Seat


def _require_analysis(seat: Seat, *ideas: Idea) -> None:
    if not is_allowed(seat.workshop.kind_in_force, seat.role, Action.MARK):
        raise Refusal(_("Ideas are weighed during the analysis. Your mark was not taken."))
    if any(idea.state is not IdeaState.LISTED for idea in ideas):
        raise Refusal(_("This idea is no longer on the list. Your mark was not taken."))


def weigh(seat: Seat, idea: Idea, criterion: Criterion, mark: int | None, *, now: datetime) -> Mark:
    """Mark an idea low, middling or high under one criterion, or take the mark back (None).

    The log says that the seat weighed the idea, not how: the room sees marks only as counts.
    """
    _require_analysis(seat, idea)
    kept = db.session.get(Mark, (idea.id, seat.id))
    if kept is None:
        kept = Mark(idea_id=idea.id, seat_id=seat.id)
        db.session.add(kept)
    setattr(kept, criterion, mark)
    db.session.flush()
    log.record(seat.workshop, "idea weighed", seat.person, now=now, idea=idea.id)
    return kept


def join_ideas(seat: Seat, idea: Idea, other: Idea, is_joined: bool, *, now: datetime) -> None:
    """Say that two ideas go together, or no longer; saying it again changes nothing."""
    _require_analysis(seat, idea, other)
    if idea.id == other.id:
        raise Refusal(_("An idea goes together with others, not with itself."))
    first, second = pair(idea.id, other.id)
    kept = db.session.get(Synergy, (first, second, seat.id))
    if (kept is not None) == is_joined:
        return
    if kept is None:
        db.session.add(Synergy(first_id=first, second_id=second, seat_id=seat.id))
    else:
        db.session.delete(kept)
    db.session.flush()
    log.record(
        seat.workshop,
        "synergy marked" if is_joined else "synergy taken back",
        seat.person,
        now=now,
        ideas=[first, second],
    )
