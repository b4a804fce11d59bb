"""The start page, the list of plans, and the plan desk: themes down, rounds across."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.closing import due
from workshop.commitments.queries import led_by
from workshop.contributions import lateness
from workshop.desk import board
from workshop.errors import require
from workshop.plans import queries, services
from workshop.plans.forms import MoveForm, PlanForm, ThemeDetailsForm, ThemeForm
from workshop.plans.models import Plan, Theme
from workshop.preparation import services as preparation_services
from workshop.preparation.forms import MeetingForm
from workshop.room import news
from workshop.web import act, answer_act, check_form, public, step
from workshop.workshops import queries as workshop_queries
from workshop.workshops.guides import GUIDES, ROLE_NAMES, TITLES

bp = Blueprint("plans", __name__)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Where everyone begins: the doors, one's own workshops, or the desk."""
    if not current_user.is_authenticated:
        return render_template("desk/welcome.html")
    if current_user.is_admin:
        plans = queries.plans()
        return redirect(desk_of(plans[0]) if len(plans) == 1 else url_for("plans.index"))
    seats = board.own_seats(current_user.id)
    return render_template(
        "desk/own.html",
        seats=seats,
        answering={seat.id for seat in seats if lateness.takes_answers(seat, clock.now())},
        is_live=board.is_live,
        commitments=led_by(current_user.organization_id),
        role_names=ROLE_NAMES,
        state_names=preparation_services.STATE_NAMES,
    )


@bp.get("/plans")
def index() -> ResponseReturnValue:
    require(current_user.is_admin)
    return draw_index(PlanForm())


@bp.post("/plans")
@act
def create() -> ResponseReturnValue:
    require(current_user.is_admin)
    form = PlanForm()
    if not form.validate():
        return draw_index(form), 422
    plan = services.create_plan(form.name.data, form.first_year.data, form.last_year.data)
    return answer_act(desk_of(plan), _("The plan has been created. Add its themes."))


def draw_index(form: PlanForm) -> str:
    return render_template("desk/index.html", plans=queries.plans(), form=form)


@bp.get("/plans/<int:plan_id>")
def desk(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = queries.plan(plan_id)
    return draw_desk(plan, ThemeForm(plan))


def draw_desk(plan: Plan, form: ThemeForm) -> str:
    return render_template(
        "desk/plan.html",
        plan=plan,
        board=board.board(plan),
        responses_missing=len(due.missing_responses([theme.id for theme in plan.themes])),
        rounds=board.ROUNDS,
        form=form,
        state_names=preparation_services.STATE_NAMES,
        phase_titles=TITLES,
    )


def desk_of(plan: Plan) -> str:
    return url_for("plans.desk", plan_id=plan.id)


@bp.get("/plans/<int:plan_id>/edit")
def edit(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = queries.plan(plan_id)
    return render_template("desk/edit.html", plan=plan, form=PlanForm(plan))


@bp.post("/plans/<int:plan_id>/edit")
@act
def change(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = queries.plan(plan_id)
    form = PlanForm(plan)
    if not form.validate():
        return render_template("desk/edit.html", plan=plan, form=form), 422
    services.change_plan(plan, form.name.data, form.first_year.data, form.last_year.data)
    return answer_act(desk_of(plan), _("The plan has been changed."))


@bp.post("/plans/<int:plan_id>/themes")
@act
def add_theme(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = queries.plan(plan_id)
    form = ThemeForm(plan)
    if not form.validate():
        return draw_desk(plan, form), 422
    theme = services.add_theme(plan, form.name.data)
    return answer_act(desk_of(plan), _("%(name)s is now a theme of the plan.", name=theme.name))


@bp.get("/plans/<int:plan_id>/themes/<int:theme_id>/edit")
def edit_theme(plan_id: int, theme_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    theme = queries.theme_in(plan_id, theme_id)
    form = ThemeDetailsForm(theme.plan, theme)
    return render_template("desk/theme.html", theme=theme, form=form)


@bp.post("/plans/<int:plan_id>/themes/<int:theme_id>/edit")
@act
def change_theme(plan_id: int, theme_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    theme = queries.theme_in(plan_id, theme_id)
    form = ThemeDetailsForm(theme.plan, theme)
    if not form.validate():
        return render_template("desk/theme.html", theme=theme, form=form), 422
    services.change_theme(theme, form.name.data, form.is_developed.data, form.note.data)
    for workshop in workshop_queries.workshops_of([theme.id]):
        news.tell(workshop, "phase")
    return answer_act(desk_of(theme.plan), _("The theme has been changed."))


@bp.post("/plans/<int:plan_id>/themes/<int:theme_id>/move")
@step
def move_theme(plan_id: int, theme_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    theme = queries.theme_in(plan_id, theme_id)
    form = check_form(MoveForm())
    services.move_theme(theme, form.step.data, form.seen.data)
    return answer_act(f"{desk_of(theme.plan)}#theme-{theme.id}")


@bp.get("/plans/<int:plan_id>/themes/<int:theme_id>/rounds/<int:round>/workshop")
def new_workshop(plan_id: int, theme_id: int, round: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    return draw_new_workshop(queries.theme_in(plan_id, theme_id), round, MeetingForm())


@bp.post("/plans/<int:plan_id>/themes/<int:theme_id>/rounds/<int:round>/workshop")
@act
def create_workshop(plan_id: int, theme_id: int, round: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    theme = queries.theme_in(plan_id, theme_id)
    form = MeetingForm()
    if not form.validate():
        return draw_new_workshop(theme, round, form), 422
    workshop = preparation_services.plan(theme, round, form.values, current_user, now=clock.now())
    sentence = _("The workshop has been created. Now fill its seats and its list of problems.")
    return answer_act(url_for("preparation.show", workshop_id=workshop.id), sentence)


def draw_new_workshop(theme: Theme, round: int, form: MeetingForm) -> str:
    if round not in GUIDES:
        raise NotFound
    return render_template(
        "desk/new_workshop.html",
        theme=theme,
        round=round,
        form=form,
        guide=GUIDES[round],
        phase_titles=TITLES,
    )
