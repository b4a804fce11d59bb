"""The opinion of the sectors: what each public entity says of each idea, signed by its official.

It is given in its phase. An entity that was absent may hand its opinion in for three working days
after the meeting; it is then shown as late.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from workshop.diagnoses.lead_time import is_working_day
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas.models import Budget, Feasibility, Idea, IdeaState, Opinion
from workshop.language import day_of
from workshop.workshops import log
from workshop.workshops.guides import Action, Role, is_allowed
from workshop.workshops.models import Seat, Workshop

LATE_WORKING_DAYS = 3


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


def last_late_day(workshop: Workshop) -> date | None:
    """The third working day after the meeting, in Peru's calendar."""
    if workshop.closed_at is None:
        return None
    day, left = day_of(workshop.closed_at), LATE_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def may_be_late(seat: Seat, now: datetime) -> bool:
    """Whether this seat may still write, the meeting being over."""
    last = last_late_day(seat.workshop)
    return seat.role is Role.OFFICIAL and last is not None and day_of(now) <= last


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
    is_late = _is_late(seat, now)
    if idea.state not in (IdeaState.LISTED, IdeaState.REPLACED, IdeaState.LEFT_OUT):
        raise Refusal(_("The room has not seen this idea yet."))
    if feasibility is Feasibility.WITH_CONDITIONS and not text:
        raise Refusal(_("Say what the conditions are."))
    opinion = _opinion_of(seat, idea) or _first_opinion(seat, idea, is_late=is_late)
    if opinion.revision != revision:
        raise Refusal(
            _("A colleague has answered for your entity meanwhile."),
            current={"text": opinion.text, "revision": opinion.revision},
        )
    opinion.seat, opinion.feasibility, opinion.budget = seat, feasibility, budget
    opinion.unit, opinion.text, opinion.written_at = unit, text, now
    opinion.revision += 1
    db.session.add(opinion)
    db.session.flush()
    _note(opinion, now)
    return opinion


def _is_late(seat: Seat, now: datetime) -> bool:
    """Whether what this seat writes comes after its phase; `Refusal` where it comes too late."""
    if is_allowed(seat.workshop.kind_in_force, seat.role, Action.OPINE):
        return False
    if may_be_late(seat, now):
        return True
    raise Refusal(_("This part is reserved for officials, while their phase is under way."))


def _opinion_of(seat: Seat, idea: Idea) -> Opinion | None:
    """What the entity of this seat has said of the idea so far."""
    query = db.select(Opinion).filter_by(idea_id=idea.id, organization_id=seat.organization_id)
    return db.session.scalar(query)


def _first_opinion(seat: Seat, idea: Idea, *, is_late: bool) -> Opinion:
    """The entity's opinion before anything is said in it."""
    return Opinion(
        workshop_id=seat.workshop_id,
        idea_id=idea.id,
        organization_id=seat.organization_id,
        revision=0,
        is_late=is_late,
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
