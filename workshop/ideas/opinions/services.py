"""The opinion of the sectors: what each public entity says of each idea, signed by its official.

It is given in its phase. An entity that was absent may hand its opinion in for three working days
after the meeting; it is then shown as late.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from workshop.contributions import lateness
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas.models import Budget, Feasibility, Idea, IdeaState, Opinion
from workshop.workshops import log
from workshop.workshops.guides import Action
from workshop.workshops.models import Seat, Workshop


def opinions(workshop: Workshop) -> dict[int, list[Opinion]]:
    """What was said of each idea, oldest first."""
    query = (
        db.select(Opinion)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(Opinion.organization), joinedload(Opinion.seat).joinedload(Seat.person))
        .order_by(Opinion.id)
    )
    by_idea: dict[int, list[Opinion]] = {}
    for opinion in db.session.scalars(query):
        by_idea.setdefault(opinion.idea_id, []).append(opinion)
    return by_idea


def give_opinion(
    seat: Seat,
    idea: Idea,
    feasibility: Feasibility,
    budget: Budget,
    *,
    unit: str,
    text: str,
    revision: int,
    now: datetime,
) -> Opinion:
    """Put the entity's opinion of one idea on record; it can be bettered while it may be given.

    `revision` is that of the opinion as it was on the screen, 0 for none. Raises `Refusal` when
    it may not be given now, says too little, or a colleague has answered in the meantime.
    """
    is_late = lateness.require_may_answer(seat, Action.OPINE, now)
    if idea.state not in (IdeaState.LISTED, IdeaState.REPLACED, IdeaState.LEFT_OUT):
        raise Refusal(_("The room has not seen this idea yet."))
    if feasibility is Feasibility.WITH_CONDITIONS and not text:
        raise Refusal(_("Say what the conditions are."))
    opinion = _opinion_of(seat, idea) or _first_opinion(seat, idea)
    if opinion.revision != revision:
        raise Refusal(
            _("A colleague has answered for your entity meanwhile."),
            current={"text": opinion.text, "revision": opinion.revision},
        )
    opinion.seat, opinion.feasibility, opinion.budget = seat, feasibility, budget
    opinion.unit, opinion.text, opinion.written_at = unit, text, now
    opinion.is_late = is_late
    opinion.revision += 1
    db.session.add(opinion)
    db.session.flush()
    _note(opinion, now)
    return opinion


def _opinion_of(seat: Seat, idea: Idea) -> Opinion | None:
    """What the entity of this seat has said of the idea so far."""
    query = db.select(Opinion).filter_by(idea_id=idea.id, organization_id=seat.organization_id)
    return db.session.scalar(query)


def _first_opinion(seat: Seat, idea: Idea) -> Opinion:
    """The entity's opinion before anything is said in it."""
    return Opinion(
        workshop_id=seat.workshop_id,
        idea_id=idea.id,
        organization_id=seat.organization_id,
        revision=0,
    )


def _note(opinion: Opinion, now: datetime) -> None:
    """Write in the log what was said, as it stands now."""
    log.record(
        opinion.seat.workshop,
        "opinion given",
        opinion.seat.person,
        now=now,
        idea=opinion.idea_id,
        organization=opinion.organization_id,
        feasibility=opinion.feasibility,
        budget=opinion.budget,
        unit=opinion.unit,
        text=opinion.text,
        is_late=opinion.is_late,
    )
