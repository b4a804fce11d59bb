"""Weighing the ideas: a page of one's own with one press for each mark, live for the room."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.ideas import listing
from workshop.ideas.analysis import news, services
from workshop.ideas.analysis.forms import JoinForm, MarkForm
from workshop.ideas.analysis.marks import Criterion
from workshop.ideas.analysis.parts import companions_context
from workshop.room.parts import audience_of
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import VOTING
from workshop.workshops.models import Seat
from workshop.workshops.permissions import required_seat

bp = Blueprint("weighing", __name__, url_prefix="/workshops/<int:workshop_id>/weigh")


def weighing_seat(workshop_id: int) -> Seat:
    """The seat of someone who weighs ideas when it is time to."""
    seat = required_seat(current_user, live_queries.get(workshop_id))
    require(seat.role in VOTING)
    return seat


def own_seat(workshop_id: int) -> Seat:
    """The person's own seat in the workshop, which is held for this act."""
    return required_seat(current_user, live_queries.lock(workshop_id))


@bp.get("")
def page(workshop_id: int) -> ResponseReturnValue:
    """All ideas of the list with one's own marks, the clock of the phase above them."""
    seat = weighing_seat(workshop_id)
    return draw("ideas/weigh.html", seat.workshop, audience_of(seat), seat)


@bp.get("/<int:idea_id>")
def companions(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    """Which other ideas go together with this one."""
    seat = weighing_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    return draw(
        "ideas/companions.html",
        seat.workshop,
        audience_of(seat),
        seat,
        **companions_context(seat, idea),
    )


@bp.get("/<int:idea_id>/mine")
def my_companions(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    """The same as a fragment, for the page on which it has changed."""
    seat = weighing_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    return render_template(
        "ideas/_companions.html", workshop=seat.workshop, **companions_context(seat, idea)
    )


@bp.post("/<int:idea_id>/mark")
@act
def mark(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(MarkForm())
    criterion = Criterion(form.criterion.data)
    services.weigh(seat, idea, criterion, form.mark.data, now=clock.now())
    news.note(workshop_id)
    return answer_act(url_for("weighing.page", workshop_id=workshop_id, _anchor=f"weigh-{idea_id}"))


@bp.post("/<int:idea_id>/join")
@act
def join(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(JoinForm())
    other = listing.idea_in(seat.workshop, form.other.data)
    services.join_ideas(seat, idea, other, bool(form.joined.data), now=clock.now())
    news.note(workshop_id)
    return answer_act(url_for("weighing.companions", workshop_id=workshop_id, idea_id=idea_id))
