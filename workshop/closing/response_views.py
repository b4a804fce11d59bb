"""The response desk: of a whole plan for the SGP, of one round for who moderated it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from workshop import clock
from workshop.closing import response_desk, responses
from workshop.closing.due import Owed, owed_responses
from workshop.closing.forms import LONGEST_RESPONSE, ResponseForm
from workshop.closing.labels import CATEGORY_NAMES, CAUSE_NAMES, KIND_NAMES
from workshop.closing.response_desk import Entry
from workshop.contributions.parts import STATUS_NAMES
from workshop.errors import Refusal, require
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.language import day_of
from workshop.plans import queries as plan_queries
from workshop.plans.models import Theme
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.permissions import can_prepare

bp = Blueprint("responses", __name__)


def today() -> date:
    return day_of(clock.now())


@bp.get("/plans/<int:plan_id>/responses")
def of_plan(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = plan_queries.plan(plan_id)
    theme_id = request.args.get("theme", type=int)
    themes = [theme for theme in plan.themes if theme_id in (None, theme.id)]
    entries = response_desk.entries(
        [theme.id for theme in themes], request.args.get("round", type=int)
    )
    home = url_for("plans.desk", plan_id=plan_id)
    send_to = url_for("responses.answer_in_plan", plan_id=plan_id)
    return draw(entries, send_to, home, plan.themes, title=plan.name)


@bp.get("/workshops/<int:workshop_id>/responses")
def of_workshop(workshop_id: int) -> ResponseReturnValue:
    workshop = live_queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    entries = response_desk.entries([workshop.theme_id], workshop.round)
    home = url_for("closing.page", workshop_id=workshop_id)
    send_to = url_for("responses.answer_in_workshop", workshop_id=workshop_id)
    title = f"{workshop.theme.name} · {_('Round %(number)s', number=workshop.round)}"
    return draw(entries, send_to, home, [], title=title)


def draw(
    entries: list[Entry], send_to: str, home: str, themes: Sequence[Theme], title: str
) -> ResponseReturnValue:
    missing = [entry for entry in entries if entry.owed.is_missing]
    return render_template(
        "closing/responses.html",
        title=title,
        home=home,
        send_to=send_to,
        themes=themes,
        missing=missing,
        answered=[entry for entry in entries if not entry.owed.is_missing],
        entities=response_desk.entities(),
        today=today(),
        kind_names=KIND_NAMES,
        cause_names=CAUSE_NAMES,
        category_names=CATEGORY_NAMES,
        status_names=STATUS_NAMES,
        feasibility_names=FEASIBILITY_NAMES,
        budget_names=BUDGET_NAMES,
        longest=LONGEST_RESPONSE,
    )


@bp.post("/plans/<int:plan_id>/responses")
@act
def answer_in_plan(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = plan_queries.plan(plan_id)
    cases = owed_responses([theme.id for theme in plan.themes])
    return answer(cases, url_for("responses.of_plan", plan_id=plan_id))


@bp.post("/workshops/<int:workshop_id>/responses")
@act
def answer_in_workshop(workshop_id: int) -> ResponseReturnValue:
    workshop = live_queries.lock(workshop_id)
    require(can_prepare(current_user, workshop))
    cases = [
        case for case in owed_responses([workshop.theme_id]) if case.round in (0, workshop.round)
    ]
    return answer(cases, url_for("responses.of_workshop", workshop_id=workshop_id))


def answer(cases: list[Owed], page: str) -> ResponseReturnValue:
    """Write one response, or the same one for all that are ticked."""
    entities = response_desk.entities()
    form = check_form(ResponseForm(entities, today()))
    about = [case for case in cases if case.key in form.about.data]
    if len(about) < len(set(form.about.data)):
        raise Refusal(_("One of these no longer owes a response. Reload the page and look again."))
    entity = next(
        organization for organization in entities if organization.id == form.organization_id.data
    )
    said = (form.category.data, form.text.data, entity, form.answered_on.data)
    if form.revision.data is not None and len(about) == 1:
        responses.answer(about[0], *said, form.revision.data, current_user, now=clock.now())
    else:
        responses.answer_all(about, *said, current_user, now=clock.now())
    number = len(about)
    message = ngettext("The response is on record.", "%(num)d responses are on record.", number)
    return answer_act(page, message, redirect=page)
