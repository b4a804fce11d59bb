"""The clerk's acts for people in the hall, and the moderator's word on who is clerk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.clerk import forms, services
from workshop.contributions import queries as contributions
from workshop.errors import Refusal
from workshop.ideas import listing
from workshop.proposals import queries as proposals
from workshop.proposals.models import Field
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.door.seat_views import seat_in
from workshop.text import one_line
from workshop.web import act, answer_act, check_form, reversible
from workshop.workshops import queries, seating
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import required_clerk

bp = Blueprint("clerk", __name__, url_prefix="/workshops/<int:workshop_id>/clerk")


def own_seat(workshop_id: int) -> Seat:
    """The clerk's own seat in the workshop, which is held for this act."""
    return required_clerk(current_user, queries.lock(workshop_id))


def to_room(workshop: Workshop, message: str, *changed: str, seat: Seat) -> ResponseReturnValue:
    news.tell(workshop, *changed, seats=[seat.id])
    return answer_act(url_for("live.room", workshop_id=workshop.id), message)


@bp.post("/seats/<int:seat_id>/present")
@reversible
def mark_present(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    clerk, seat = own_seat(workshop_id), seat_in(workshop_id, seat_id)
    services.mark_present(clerk, seat, now=clock.now())
    message = _("%(name)s is marked as present.", name=seat.name)
    return to_room(clerk.workshop, message, "people", seat=seat)


@bp.post("/seats/<int:seat_id>/absent")
@reversible
def take_mark_back(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    clerk, seat = own_seat(workshop_id), seat_in(workshop_id, seat_id)
    services.take_mark_back(clerk, seat, now=clock.now())
    message = _("%(name)s is no longer marked.", name=seat.name)
    return to_room(clerk.workshop, message, "people", seat=seat)


@bp.post("/seats/<int:seat_id>/ask")
@reversible
def ask(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    clerk, seat = own_seat(workshop_id), seat_in(workshop_id, seat_id)
    services.ask_for_floor(clerk, seat, now=clock.now())
    message = _("%(name)s is in the queue.", name=seat.name)
    return to_room(clerk.workshop, message, "floor", seat=seat)


@bp.post("/seats/<int:seat_id>/withdraw")
@reversible
def withdraw(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    clerk, seat = own_seat(workshop_id), seat_in(workshop_id, seat_id)
    services.withdraw(clerk, seat, now=clock.now())
    message = _("%(name)s left the queue.", name=seat.name)
    return to_room(clerk.workshop, message, "floor", seat=seat)


@bp.post("/contributions")
@act
def contribute(workshop_id: int) -> ResponseReturnValue:
    clerk = own_seat(workshop_id)
    form = check_form(forms.HallContributionForm())
    seat = seat_in(workshop_id, form.seat_id.data)
    about = _about(clerk.workshop, form.problem_id.data, form.idea_id.data)
    services.contribute(clerk, seat, form.text.data, about, now=clock.now())
    message = _("The contribution of %(name)s is in.", name=seat.name)
    return to_room(clerk.workshop, message, "problems", "ideas", "proposal", seat=seat)


def _about(workshop: Workshop, problem_id: int | None, idea_id: int | None) -> Any:
    """What is written about: in a round on proposals the one that the phase deals with."""
    if idea_id:
        return listing.idea_in(workshop, idea_id)
    if problem_id:
        return contributions.problem_in(workshop, problem_id)
    return proposals.current(workshop)


@bp.post("/problems")
@act
def propose(workshop_id: int) -> ResponseReturnValue:
    clerk = own_seat(workshop_id)
    form = check_form(forms.HallProblemForm())
    seat = seat_in(workshop_id, form.seat_id.data)
    services.propose_problem(clerk, seat, form.text.data, now=clock.now())
    message = _("The proposal of %(name)s is with the moderator.", name=seat.name)
    return to_room(clerk.workshop, message, "problems", seat=seat)


@bp.post("/ideas")
@act
def write_idea(workshop_id: int) -> ResponseReturnValue:
    clerk = own_seat(workshop_id)
    form = check_form(forms.HallIdeaForm())
    seat = seat_in(workshop_id, form.seat_id.data)
    problem = contributions.problem_in(clerk.workshop, form.problem_id.data)
    services.write_idea(clerk, seat, form.text.data, [problem], now=clock.now())
    message = _("The idea of %(name)s is handed in.", name=seat.name)
    return to_room(clerk.workshop, message, "ideas", seat=seat)


@bp.post("/suggestions")
@act
def suggest(workshop_id: int) -> ResponseReturnValue:
    clerk = own_seat(workshop_id)
    form = check_form(forms.HallSuggestionForm())
    seat = seat_in(workshop_id, form.seat_id.data)
    proposal = proposals.current(clerk.workshop)
    if proposal is None:
        raise Refusal(_("The text is bettered in the proposal's own phase. Nothing was sent."))
    subject = Field(form.field.data)
    text = form.text.data if subject is Field.SCOPE else one_line(form.text.data)
    services.suggest(clerk, seat, proposal, subject, text, form.revision.data, now=clock.now())
    message = _("The suggestion of %(name)s is before the room.", name=seat.name)
    return to_room(clerk.workshop, message, "proposal", seat=seat)


@bp.post("/appoint")
@reversible
def appoint(workshop_id: int) -> ResponseReturnValue:
    """The moderator makes a clerk of somebody who looks on."""
    workshop = require_moderator(workshop_id)
    form = check_form(forms.SeatForm())
    seat = seat_in(workshop_id, form.seat_id.data)
    seating.appoint_clerk(seat, current_user, now=clock.now())
    return _to_desk(workshop, seat, _("%(name)s is clerk now.", name=seat.name))


@bp.post("/seats/<int:seat_id>/dismiss")
@reversible
def dismiss(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    seating.dismiss_clerk(seat, current_user, now=clock.now())
    return _to_desk(workshop, seat, _("%(name)s is no longer clerk.", name=seat.name))


def _to_desk(workshop: Workshop, seat: Seat, message: str) -> ResponseReturnValue:
    news.tell(workshop, "clerk", "people")
    news.send_away(seat, url_for("live.room", workshop_id=workshop.id))
    return answer_act(url_for("live.desk", workshop_id=workshop.id), message)
