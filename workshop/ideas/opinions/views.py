"""The opinion of the sectors: a page on which an entity answers idea by idea."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from workshop import clock
from workshop.ideas import listing
from workshop.ideas.formulation.forms import OpinionForm
from workshop.ideas.formulation.parts import opinion_context
from workshop.ideas.models import Budget, Feasibility
from workshop.ideas.opinions import services
from workshop.room import news
from workshop.room.parts import audience_of
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import Role
from workshop.workshops.models import Seat
from workshop.workshops.permissions import admitted_seat

bp = Blueprint("opinion", __name__, url_prefix="/workshops/<int:workshop_id>/opinions")


def require_official(seat: Seat | None) -> Seat:
    """The seat of an official, who alone answers for an entity."""
    if seat is None or seat.role is not Role.OFFICIAL:
        raise Forbidden
    return seat


@bp.get("")
def page(workshop_id: int) -> ResponseReturnValue:
    seat = require_official(admitted_seat(current_user, live_queries.get(workshop_id)))
    context = opinion_context(seat, clock.now())
    return draw("ideas/opinions.html", seat.workshop, audience_of(seat), seat, **context)


@bp.post("/<int:idea_id>")
@act
def give(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = require_official(admitted_seat(current_user, live_queries.lock(workshop_id)))
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(OpinionForm())
    opinion = services.give_opinion(
        seat,
        idea,
        Feasibility(form.feasibility.data),
        Budget(form.budget.data),
        unit=form.unit.data,
        text=form.text.data,
        revision=form.revision.data,
        now=clock.now(),
    )
    news.tell(seat.workshop, "ideas", "answers")
    page = url_for("opinion.page", workshop_id=workshop_id, _anchor=f"opinion-{idea.id}")
    message = _("Your entity's answer is on record.")
    return answer_act(page, message, fields={"revision": opinion.revision})
