"""The diagnoses and problems of a workshop, edited while it is being prepared."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.diagnoses import queries, services
from workshop.diagnoses.forms import DiagnosisForm, ProblemEditForm, ProblemForm
from workshop.diagnoses.models import Diagnosis, Problem
from workshop.errors import require
from workshop.people import queries as people
from workshop.plans.forms import MoveForm
from workshop.preparation import services as preparation_services
from workshop.preparation.page import draw, require_preparer, to_section
from workshop.web import act, check_form, step
from workshop.workshops import log
from workshop.workshops import queries as live
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("diagnoses", __name__, url_prefix="/workshops/<int:workshop_id>/prepare")


def require_unopened(workshop_id: int) -> Workshop:
    """The workshop, held for an act on what it will discuss, while that may still change."""
    workshop = require_preparer(workshop_id)
    preparation_services.require_not_opened(workshop)
    return workshop


def record_act(
    workshop: Workshop, section: str, verb: str, message: str, **details: object
) -> ResponseReturnValue:
    """Put the act on record and go back to its section."""
    log.record(workshop, verb, current_user, now=clock.now(), **details)
    return to_section(workshop, section, message, "problems", "vote")


def diagnosis_in(workshop: Workshop, diagnosis_id: int) -> Diagnosis:
    return queries.diagnosis_in(workshop.theme_id, diagnosis_id)


def problem_in(workshop: Workshop, problem_id: int) -> Problem:
    return queries.problem_in(workshop.theme_id, workshop.round, problem_id)


def problem_form(workshop: Workshop, kind: type[ProblemForm], **options: object) -> ProblemForm:
    return kind(queries.diagnoses_of([workshop.theme_id]), people.organizations(), **options)


@bp.post("/diagnoses")
@act
def add_diagnosis(workshop_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    form = DiagnosisForm(people.organizations())
    if not form.validate():
        return draw(workshop, diagnosis=form), 422
    diagnosis = services.add_diagnosis(workshop.theme, form.values)
    message = _("The diagnosis has been added.")
    return record_act(workshop, "diagnoses", "diagnosis added", message, diagnosis=diagnosis.id)


@bp.get("/diagnoses/<int:diagnosis_id>")
def edit_diagnosis(workshop_id: int, diagnosis_id: int) -> ResponseReturnValue:
    workshop = live.get(workshop_id)
    require(can_prepare(current_user, workshop))
    diagnosis = diagnosis_in(workshop, diagnosis_id)
    return draw_diagnosis(workshop, diagnosis, DiagnosisForm(people.organizations(), obj=diagnosis))


def draw_diagnosis(workshop: Workshop, diagnosis: Diagnosis, form: DiagnosisForm) -> str:
    return render_template(
        "preparation/diagnosis.html",
        workshop=workshop,
        diagnosis=diagnosis,
        form=form,
        has_begun=workshop.opened_at is not None,
        names_problems=queries.names_problems(diagnosis),
    )


@bp.post("/diagnoses/<int:diagnosis_id>")
@act
def change_diagnosis(workshop_id: int, diagnosis_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    diagnosis = diagnosis_in(workshop, diagnosis_id)
    form = DiagnosisForm(people.organizations())
    if not form.validate():
        return draw_diagnosis(workshop, diagnosis, form), 422
    services.change_diagnosis(diagnosis, form.values)
    message = _("The diagnosis has been changed.")
    return record_act(workshop, "diagnoses", "diagnosis changed", message, diagnosis=diagnosis.id)


@bp.post("/diagnoses/<int:diagnosis_id>/delete")
@act
def delete_diagnosis(workshop_id: int, diagnosis_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    diagnosis = diagnosis_in(workshop, diagnosis_id)
    services.delete_diagnosis(diagnosis)
    message = _("The diagnosis has been deleted.")
    return record_act(workshop, "diagnoses", "diagnosis deleted", message, title=diagnosis.title)


@bp.post("/problems")
@act
def add_problem(workshop_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    form = problem_form(workshop, ProblemForm)
    if not form.validate():
        return draw(workshop, problem=form), 422
    problem = services.add_problem(workshop.theme, workshop.round, form.values)
    message = _("The problem has been added to the list.")
    return record_act(workshop, "problems", "problem added", message, problem=problem.id)


@bp.get("/problems/<int:problem_id>")
def edit_problem(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    workshop = live.get(workshop_id)
    require(can_prepare(current_user, workshop))
    problem = problem_in(workshop, problem_id)
    return draw_problem(workshop, problem, problem_form(workshop, ProblemEditForm, obj=problem))


def draw_problem(workshop: Workshop, problem: Problem, form: ProblemForm) -> str:
    return render_template(
        "preparation/problem.html",
        workshop=workshop,
        problem=problem,
        form=form,
        is_worded_in_room=workshop.opened_at is not None or problem.frozen_at is not None,
    )


@bp.post("/problems/<int:problem_id>")
@act
def change_problem(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    problem = problem_in(workshop, problem_id)
    form = problem_form(workshop, ProblemEditForm)
    if not form.validate():
        return draw_problem(workshop, problem, form), 422
    former = problem.text
    services.change_problem(problem, form.values, form.revision.data)
    message = _("The problem has been changed.")
    return record_act(
        workshop,
        "problems",
        "problem changed",
        message,
        problem=problem.id,
        former=former,
        text=problem.text,
    )


@bp.post("/problems/<int:problem_id>/move")
@step
def move_problem(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    problem = problem_in(workshop, problem_id)
    form = check_form(MoveForm())
    services.move_problem(problem, form.step.data, form.seen.data)
    return record_act(workshop, "problems", "problem moved", "", problem=problem.id)


@bp.post("/problems/<int:problem_id>/delete")
@act
def delete_problem(workshop_id: int, problem_id: int) -> ResponseReturnValue:
    workshop = require_unopened(workshop_id)
    problem = problem_in(workshop, problem_id)
    services.delete_problem(problem)
    message = _("The problem has been deleted.")
    return record_act(
        workshop, "problems", "problem deleted", message, problem=problem_id, text=problem.text
    )
