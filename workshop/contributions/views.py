"""What people write in the room, each as one act."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.contributions import forms, queries, services
from workshop.contributions.held.services import received
from workshop.contributions.models import CommentStatus, Contribution
from workshop.contributions.parts import STATUS_NAMES
from workshop.errors import require
from workshop.extensions import db
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.parts import audience_of
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form, reversible
from workshop.workshops import queries as live_queries
from workshop.workshops import seating
from workshop.workshops.guides import Role
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import required_seat

bp = Blueprint("contributions", __name__, url_prefix="/workshops/<int:workshop_id>")


def own_seat(workshop_id: int) -> Seat:
    """The person's own seat in the workshop, which is held for this act."""
    return seating.seat_to_act(current_user, live_queries.lock(workshop_id), now=clock.now())


def to_room(workshop: Workshop, message: str = "", **details: object) -> ResponseReturnValue:
    news.tell(workshop, "problems")
    return answer_act(url_for("live.room", workshop_id=workshop.id), message, **details)


@bp.post("/contributions")
@act
def contribute(workshop_id: int) -> ResponseReturnValue:
    seat = required_seat(current_user, live_queries.lock(workshop_id))
    form = check_form(forms.ContributionForm())
    problem = None
    if form.problem_id.data:
        problem = queries.problem_in(seat.workshop, form.problem_id.data)
    contribution = services.contribute(seat, form.text.data, problem, now=clock.now())
    return to_room(seat.workshop, received(contribution))


def contribution_in(workshop_id: int, contribution_id: int) -> Contribution:
    """A contribution of this workshop; 404 for any other."""
    query = db.select(Contribution).filter_by(id=contribution_id, workshop_id=workshop_id)
    return db.first_or_404(query)


@bp.post("/contributions/<int:contribution_id>/correct")
@act
def correct(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """Correct a word of one's own."""
    seat = own_seat(workshop_id)
    contribution = contribution_in(workshop_id, contribution_id)
    require(contribution.seat_id == seat.id)
    text = check_form(forms.ContributionForm()).text.data
    services.correct_contribution(contribution, text, current_user, now=clock.now())
    news.tell(seat.workshop, "ideas", "proposal")
    return to_room(seat.workshop, _("Your text is corrected."))


@bp.post("/contributions/<int:contribution_id>/hide")
@reversible
def hide(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    contribution = contribution_in(workshop_id, contribution_id)
    form = check_form(forms.ReasonForm())
    services.hide_contribution(contribution, form.reason.data, current_user, now=clock.now())
    news.tell(workshop, "ideas", "proposal", seats=[contribution.seat_id])
    return to_room(workshop, _("The text is hidden; its author reads your reason."))


@bp.post("/contributions/<int:contribution_id>/show")
@reversible
def show(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    contribution = contribution_in(workshop_id, contribution_id)
    services.show_contribution(contribution, current_user, now=clock.now())
    news.tell(workshop, "ideas", "proposal", seats=[contribution.seat_id])
    return to_room(workshop, _("The room reads the text again."))


@bp.post("/problems")
@act
def propose(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    form = check_form(forms.ProblemForm())
    services.propose_problem(seat, form.text.data, now=clock.now())
    return to_room(seat.workshop, _("Your proposal is with the moderator."))


@bp.post("/problems/<int:problem_id>/admit")
@reversible
def admit(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    problem = queries.problem_in(workshop, problem_id)
    by = seating.seat_to_act(current_user, workshop, now=clock.now())
    services.admit_problem(workshop, problem, by, now=clock.now())
    return to_room(workshop, _("The problem is on the list."))


@bp.post("/problems/<int:problem_id>/decline")
@reversible
def decline(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    problem = queries.problem_in(workshop, problem_id)
    form = check_form(forms.ReasonForm())
    by = seating.seat_to_act(current_user, workshop, now=clock.now())
    services.decline_problem(workshop, problem, form.reason.data, by, now=clock.now())
    return to_room(
        workshop, _("The proposal was not taken into the list; the reason is on record.")
    )


@bp.post("/problems/<int:problem_id>/reword")
@act
def reword(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    problem = queries.problem_in(seat.workshop, problem_id)
    form = check_form(forms.ProblemForm())
    services.reword_problem(
        seat.workshop, problem, form.text.data, form.revision.data or 0, seat, now=clock.now()
    )
    return to_room(seat.workshop, "", fields={"revision": problem.revision})


@bp.post("/problems/<int:problem_id>/summary")
@act
def summarize(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    problem = queries.problem_in(seat.workshop, problem_id)
    form = check_form(forms.SummaryForm())
    summary = services.write_summary(
        seat.workshop, problem, form.text.data, form.revision.data, seat, now=clock.now()
    )
    return to_room(seat.workshop, "", fields={"revision": summary.revision})


@bp.get("/problems/<int:problem_id>/comment")
def comment_form(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    """The entity's answer to one problem, as a page of its own with the clock on it."""
    workshop = live_queries.get(workshop_id)
    seat = required_seat(current_user, workshop)
    require(seat.role is Role.OFFICIAL)
    problem = queries.problem_in(workshop, problem_id)
    kept = queries.standing_answer(seat, problem)
    form = forms.CommentForm(obj=kept)
    form.revision.data = kept.revision if kept else 0
    return draw(
        "contributions/comment.html",
        workshop,
        audience_of(seat),
        seat,
        form=form,
        problem=problem,
        status_names=STATUS_NAMES,
        is_reworded=kept is not None and kept.problem_revision not in (None, problem.revision),
    )


@bp.post("/problems/<int:problem_id>/comment")
@act
def comment(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    seat = required_seat(current_user, live_queries.lock(workshop_id))
    problem = queries.problem_in(seat.workshop, problem_id)
    form = check_form(forms.CommentForm())
    services.comment_officially(
        seat,
        problem,
        CommentStatus(form.status.data),
        action=form.action.data,
        unit=form.unit.data,
        text=form.text.data,
        revision=form.revision.data,
        now=clock.now(),
    )
    return to_room(
        seat.workshop,
        _("Your entity's answer is on record."),
        redirect=url_for("live.room", workshop_id=workshop_id),
    )
