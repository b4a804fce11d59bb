"""The officials' sheet, on which an entity prepares and gives its answers; asking for one."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.contributions import answers, forms, lateness, queries
from workshop.contributions.models import CommentStatus
from workshop.diagnoses.models import Problem
from workshop.errors import require
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.parts import audience_of
from workshop.room.views import draw
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import Action, Role
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import required_seat

bp = Blueprint("answers", __name__, url_prefix="/workshops/<int:workshop_id>/answers")

# The parts that show what entities have answered.
SHOWING = ("problems", "answers")


def official_seat(workshop: Workshop) -> Seat:
    """The person's own seat, if it is that of an official: they alone answer for an entity."""
    seat = required_seat(current_user, workshop)
    require(seat.role is Role.OFFICIAL)
    return seat


def address(workshop_id: int, problem: Problem | None = None) -> str:
    """The sheet, at the place of one problem."""
    place = f"answer-{problem.id}" if problem else None
    return url_for("answers.page", workshop_id=workshop_id, _anchor=place)


def sent_words(form: forms.PreparedForm) -> answers.Words:
    return answers.Words(
        status=CommentStatus(form.status.data) if form.status.data else None,
        action=form.action.data or "",
        unit=form.unit.data or "",
        text=form.text.data or "",
        wording=form.wording.data,
    )


@bp.get("")
def page(workshop_id: int) -> ResponseReturnValue:
    seat = official_seat(live_queries.get(workshop_id))
    if not lateness.has_phase_for(seat.workshop, Action.COMMENT):
        raise NotFound  # in this round officials answer something else
    return draw("contributions/answers.html", seat.workshop, audience_of(seat), seat)


@bp.post("/<int:problem_id>")
@act
def prepare(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    """Keep an answer for the entity's own officials; nobody else is told."""
    seat = official_seat(live_queries.lock(workshop_id))
    problem = queries.problem_in(seat.workshop, problem_id)
    form = check_form(forms.PreparedForm())
    prepared = answers.prepare(seat, problem, sent_words(form), form.revision.data, now=clock.now())
    message = _("Kept for your entity. It is not on record yet.")
    fields = {"revision": prepared.revision}
    return answer_act(address(workshop_id, problem), message, fields=fields)


@bp.post("/<int:problem_id>/record")
@act
def record(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    seat = official_seat(live_queries.lock(workshop_id))
    problem = queries.problem_in(seat.workshop, problem_id)
    form = check_form(forms.PreparedForm())
    comment = answers.put_on_record(
        seat, problem, sent_words(form), form.revision.data, now=clock.now()
    )
    news.tell(seat.workshop, *SHOWING)
    message = _("Your entity's answer is on record.")
    fields = {"revision": comment.revision}
    return answer_act(address(workshop_id, problem), message, fields=fields)


@bp.post("/record")
@act
def record_all(workshop_id: int) -> ResponseReturnValue:
    seat = official_seat(live_queries.lock(workshop_id))
    seen = {
        problem.id: request.form.get(f"revision-{problem.id}", 0, type=int)
        for problem in queries.problems(seat.workshop)
    }
    recorded, left = answers.put_all_on_record(seat, seen, now=clock.now())
    news.tell(seat.workshop, *SHOWING)
    sentences = [
        ngettext("%(num)d answer is on record.", "%(num)d answers are on record.", recorded)
    ]
    if left:
        sentences.append(
            ngettext(
                "%(num)d is left: it does not say where your entity stands, or its problem was"
                " worded otherwise since.",
                "%(num)d are left: they do not say where your entity stands, or their problems"
                " were worded otherwise since.",
                left,
            )
        )
    return answer_act(address(workshop_id), " ".join(sentences))


@bp.post("/ask")
@act
def ask(workshop_id: int) -> ResponseReturnValue:
    """The moderator asks one entity to answer."""
    workshop = require_moderator(workshop_id)
    form = check_form(forms.RequestForm())
    query = db.select(Organization).filter_by(id=form.organization_id.data)
    entity = db.first_or_404(query)
    number = form.problem_id.data
    problem = queries.problem_in(workshop, number) if number else None
    answers.ask(workshop, entity, problem, current_user, now=clock.now())
    news.tell(workshop, "answers")
    message = _("%(name)s has been asked to answer.", name=entity.short)
    return answer_act(url_for("live.desk", workshop_id=workshop_id), message)
