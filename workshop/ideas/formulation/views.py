"""Writing ideas: a page of one's own, live for the room, and the moderator's reveal."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from workshop import clock
from workshop.contributions import services
from workshop.contributions.forms import ContributionForm
from workshop.contributions.held.services import received
from workshop.errors import require
from workshop.extensions import db
from workshop.ideas import listing
from workshop.ideas.formulation import services as formulation_services
from workshop.ideas.formulation.forms import IdeaForm
from workshop.ideas.formulation.parts import write_context
from workshop.ideas.models import Idea
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.parts import at_the_desk, audience_of
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops import seating
from workshop.workshops.guides import MODERATING, VOTING
from workshop.workshops.models import Seat
from workshop.workshops.permissions import admitted_seat, can_moderate

bp = Blueprint("formulation", __name__, url_prefix="/workshops/<int:workshop_id>/ideas")


def writing_seat(seat: Seat | None) -> Seat:
    """The seat of someone who may write ideas at some time of the workshop."""
    if seat is None or seat.role not in VOTING | MODERATING:
        raise Forbidden
    return seat


def own_seat(workshop_id: int) -> Seat:
    """The person's own seat in the workshop, which is held for this act."""
    workshop = live_queries.lock(workshop_id)
    return writing_seat(seating.seat_to_act(current_user, workshop, now=clock.now()))


def own_idea(seat: Seat, idea_id: int) -> Idea:
    """An idea that this seat wrote; 403 for another's, 404 for one that is not of the workshop."""
    query = db.select(Idea).filter_by(id=idea_id, workshop_id=seat.workshop_id)
    idea = db.first_or_404(query)
    require(idea.seat_id == seat.id)
    return idea


def to_page(seat: Seat, message: str = "", idea: Idea | None = None) -> ResponseReturnValue:
    anchor = f"idea-{idea.id}" if idea else None
    page = url_for("formulation.page", workshop_id=seat.workshop_id, _anchor=anchor)
    return answer_act(page, message, redirect=page)


@bp.get("")
def page(workshop_id: int) -> ResponseReturnValue:
    """One's own ideas, drafts and handed in, with the clock of the phase above them."""
    workshop = live_queries.get(workshop_id)
    seat = admitted_seat(current_user, workshop)
    if can_moderate(current_user, workshop):
        audience = at_the_desk()
    else:
        audience = audience_of(writing_seat(seat))
    return draw("ideas/write.html", workshop, audience, seat, **write_context(workshop, seat))


@bp.post("")
@act
def begin(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = formulation_services.begin_idea(seat, now=clock.now())
    return to_page(seat, "", idea)


@bp.post("/<int:idea_id>")
@act
def save(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    """Keep a draft as it is typed. Nobody else is told, save how many have one to hand in."""
    seat = own_seat(workshop_id)
    idea = own_idea(seat, idea_id)
    form = check_form(IdeaForm())
    problems = formulation_services.chosen_problems(seat.workshop, form.problem.data)
    before = formulation_services.still_writing(seat.workshop)
    formulation_services.save_idea(
        idea, form.text.data, problems, form.revision.data, seat, now=clock.now()
    )
    if formulation_services.still_writing(seat.workshop) != before:
        news.tell(seat.workshop, "ideas")
    page = url_for("formulation.page", workshop_id=workshop_id, _anchor=f"idea-{idea.id}")
    return answer_act(page, "", fields={"revision": idea.revision})


@bp.post("/<int:idea_id>/hand-in")
@act
def hand_in(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = own_idea(seat, idea_id)
    formulation_services.hand_in(idea, seat, now=clock.now())
    news.tell(seat.workshop, "ideas")
    return to_page(seat, _("Your idea is handed in."), idea)


@bp.post("/<int:idea_id>/take-back")
@act
def take_back(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = own_idea(seat, idea_id)
    formulation_services.take_back(idea, seat, now=clock.now())
    news.tell(seat.workshop, "ideas")
    return to_page(seat, _("The idea is a draft of yours again."), idea)


@bp.post("/<int:idea_id>/contributions")
@act
def contribute(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    """Write about an idea that is on the list."""
    seat = own_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(ContributionForm())
    contribution = services.contribute(seat, form.text.data, idea, now=clock.now())
    news.tell(seat.workshop, "ideas")
    return answer_act(url_for("live.room", workshop_id=workshop_id), received(contribution))


@bp.post("/reveal")
@act
def reveal(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    number = formulation_services.reveal(workshop, current_user, now=clock.now())
    news.tell(workshop, "ideas", "agenda", "problems")
    message = ngettext("%(num)d idea is revealed.", "%(num)d ideas are revealed.", number)
    return answer_act(url_for("live.desk", workshop_id=workshop.id), message)
