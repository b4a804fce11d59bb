"""The moderator's acts on the list of ideas, and the authors' objections."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.contributions import queries as problem_queries
from workshop.errors import require
from workshop.ideas import listing
from workshop.ideas.models import Idea
from workshop.ideas.reconfiguration import forms as forms
from workshop.ideas.reconfiguration import objections, services
from workshop.ideas.reconfiguration.parts import change_context, merge_context
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.parts import at_the_desk
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form, reversible
from workshop.workshops import queries as live_queries
from workshop.workshops import seating
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import admitted_seat, can_moderate, required_seat

bp = Blueprint("reconfiguring", __name__, url_prefix="/workshops/<int:workshop_id>/list")

# What an act on the list changes on the screens.
PARTS = ("ideas", "synergies", "reconfiguration")


def moderating_seat(workshop_id: int) -> Seat:
    """The moderator's own seat, in the workshop that is held for this act."""
    return seating.seat_to_act(current_user, require_moderator(workshop_id), now=clock.now())


def own_seat(workshop_id: int) -> Seat:
    return required_seat(current_user, live_queries.lock(workshop_id))


def to_desk(workshop: Workshop, message: str, *, leads_back: bool = True) -> ResponseReturnValue:
    """Tell the room that the list has changed; from a page of its own, go back to the desk."""
    news.tell(workshop, *PARTS)
    desk = url_for("live.desk", workshop_id=workshop.id, _anchor="reconfiguration")
    return answer_act(desk, message, **({"redirect": desk} if leads_back else {}))


def chosen_ideas(workshop: Workshop, ids: list[int]) -> list[Idea]:
    """The ideas with these numbers; 404 when one is not of this workshop."""
    ideas = listing.by_numbers(workshop, ids)
    if len(ideas) != len(set(ids)):
        raise NotFound
    return ideas


@bp.get("/merge")
def merge_page(workshop_id: int) -> ResponseReturnValue:
    """Choose the ideas to merge, or, once they are chosen, write the new one."""
    workshop = live_queries.get(workshop_id)
    require(can_moderate(current_user, workshop))
    ideas = chosen_ideas(workshop, request.args.getlist("idea", type=int))
    seat = admitted_seat(current_user, workshop)
    return draw("ideas/merge.html", workshop, at_the_desk(), seat, **merge_context(workshop, ideas))


@bp.post("/merge")
@act
def merge(workshop_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    form = check_form(forms.MergeForm())
    ideas = chosen_ideas(seat.workshop, form.idea.data)
    made = services.merge(seat, ideas, form.text.data, form.reason.data, now=clock.now())
    return to_desk(
        seat.workshop, _("The ideas are merged into idea %(number)d.", number=made.number)
    )


@bp.get("/<int:idea_id>")
def change_page(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    """Everything that can be done with one idea: reword, split, move, leave out."""
    workshop = live_queries.get(workshop_id)
    require(can_moderate(current_user, workshop))
    idea = listing.idea_in(workshop, idea_id)
    seat = admitted_seat(current_user, workshop)
    return draw(
        "ideas/change.html", workshop, at_the_desk(), seat, **change_context(workshop, idea)
    )


@bp.post("/<int:idea_id>/reword")
@act
def reword(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(forms.RewordForm())
    made = services.reword(seat, idea, form.text.data, form.reason.data, now=clock.now())
    return to_desk(
        seat.workshop, _("The new wording is on the list as idea %(number)d.", number=made.number)
    )


@bp.post("/<int:idea_id>/split")
@act
def split(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(forms.SplitForm())
    services.split(seat, idea, form.pieces, form.reason.data, now=clock.now())
    return to_desk(seat.workshop, _("The idea is split."))


@bp.post("/<int:idea_id>/move")
@act
def move(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(forms.MoveForm())
    problems = [
        problem_queries.problem_in(seat.workshop, problem_id) for problem_id in form.problem.data
    ]
    services.move(seat, idea, problems, form.reason.data, set(form.seen.data), now=clock.now())
    return to_desk(seat.workshop, _("The idea now stands with the problems you chose."))


@bp.post("/<int:idea_id>/leave-out")
@reversible
def leave_out(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(forms.LeaveOutForm())
    services.leave_out(seat, idea, form.reason.data, now=clock.now())
    return to_desk(seat.workshop, _("The idea is left out; the reason is on record."))


@bp.post("/<int:idea_id>/take-back")
@reversible
def take_back(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    services.take_back(seat, idea, now=clock.now())
    return to_desk(seat.workshop, _("The idea is on the list again."), leads_back=False)


@bp.post("/undo")
@act
def undo(workshop_id: int) -> ResponseReturnValue:
    seat = moderating_seat(workshop_id)
    form = check_form(forms.UndoForm())
    services.undo(seat, form.seen.data, now=clock.now())
    return to_desk(seat.workshop, _("The last act on the list is undone."), leads_back=False)


@bp.post("/<int:idea_id>/object")
@act
def object_to(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    form = check_form(forms.ObjectionForm())
    objections.object_to(seat, idea, form.text.data, now=clock.now())
    return to_room(seat, _("Your objection is with the moderator and on the list."))


@bp.post("/<int:idea_id>/withdraw-objection")
@act
def withdraw(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    idea = listing.idea_in(seat.workshop, idea_id)
    objections.withdraw(seat, idea, now=clock.now())
    return to_room(seat, _("Your objection is withdrawn."))


def to_room(seat: Seat, message: str) -> ResponseReturnValue:
    news.tell(seat.workshop, "reconfiguration")
    return answer_act(url_for("live.room", workshop_id=seat.workshop_id), message)
