"""The response desk: of a whole plan for the SGP, of one round for who moderated it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from workshop import clock
from workshop.closing import publishing, response_desk, responses
from workshop.closing.due import Owed, owed_responses
from workshop.closing.forms import LONGEST_REASON, LONGEST_RESPONSE, ResponseForm
from workshop.closing.labels import CATEGORY_NAMES, CAUSE_NAMES, KIND_NAMES
from workshop.closing.response_desk import Entry
from workshop.contributions.parts import STATUS_NAMES
from workshop.errors import Refusal, require
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.language import day_of
from workshop.plans import queries as plan_queries
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("responses", __name__)


def today() -> date:
    return day_of(clock.now())


@bp.get("/plans/<int:plan_id>/responses")
def of_plan(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = plan_queries.plan(plan_id)
    shown = filters()
    themes = [theme for theme in plan.themes if shown.get("theme") in (None, theme.id)]
    ids = [theme.id for theme in themes]
    rounds = [
        workshop
        for workshop in publishing.unpublished(ids)
        if shown.get("round") in (None, workshop.round)
    ]
    return draw(
        response_desk.entries(ids, shown.get("round")),
        rounds,
        home=url_for("plans.desk", plan_id=plan_id),
        send_to=url_for("responses.answer_in_plan", plan_id=plan_id, **shown),
        themes=plan.themes,
        title=plan.name,
    )


def filters() -> dict[str, Any]:
    """What of a plan is shown: one theme, one round, or all."""
    asked = {name: request.args.get(name, type=int) for name in ("theme", "round")}
    return {name: value for name, value in asked.items() if value is not None}


@bp.get("/workshops/<int:workshop_id>/responses")
def of_workshop(workshop_id: int) -> ResponseReturnValue:
    workshop = live_queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    return draw(
        response_desk.entries([workshop.theme_id], workshop.round),
        [] if workshop.published_at else [workshop],
        home=url_for("closing.page", workshop_id=workshop_id),
        send_to=url_for("responses.answer_in_workshop", workshop_id=workshop_id),
        themes=[],
        title=f"{workshop.theme.name} · {_('Round %(number)s', number=workshop.round)}",
    )


def draw(
    entries: list[Entry], rounds: Sequence[Workshop], *, send_to: str, **page: Any
) -> ResponseReturnValue:
    """The desk: what is missing, by groups; the form; what is answered; what can be published.

    One response is changed at a time, the one that `change` in the address names.
    """
    missing = [entry for entry in entries if entry.owed.is_missing]
    return render_template(
        "closing/responses.html",
        send_to=send_to,
        groups=response_desk.grouped(missing),
        missing=missing,
        start=response_desk.start_of(entries),
        answered=[entry for entry in entries if not entry.owed.is_missing],
        changing=request.args.get("change", ""),
        to_publish=[publishable(workshop) for workshop in rounds],
        entities=response_desk.entities(),
        today=today(),
        kind_names=KIND_NAMES,
        cause_names=CAUSE_NAMES,
        category_names=CATEGORY_NAMES,
        status_names=STATUS_NAMES,
        feasibility_names=FEASIBILITY_NAMES,
        budget_names=BUDGET_NAMES,
        filters={**(request.view_args or {}), **filters()},
        longest=LONGEST_RESPONSE,
        longest_reason=LONGEST_REASON,
        **page,
    )


def publishable(workshop: Workshop) -> dict[str, Any]:
    """A round with what it waits for, for the place where it is published."""
    return {
        "workshop": workshop,
        "waits": publishing.obstacles(workshop).waits,
        "moderators": [seat.name for seat in workshop.seats if seat.moderates],
        "early": publishing.early_sentence(publishing.unpublished_before(workshop)),
    }


@bp.post("/plans/<int:plan_id>/responses")
@act
def answer_in_plan(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = plan_queries.plan(plan_id)
    cases = owed_responses([theme.id for theme in plan.themes])
    return answer(cases, url_for("responses.of_plan", plan_id=plan_id, **filters()))


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
    """Write one response, or the same one for all that are marked."""
    entities = response_desk.entities()
    form = check_form(ResponseForm(entities, today()))
    about = [case for case in cases if case.key in form.keys]
    if len(about) < len(form.keys):
        raise Refusal(_("One of these no longer owes a response. Reload the page and look again."))
    if any("@" in mark for mark in form.marks - {case.mark for case in about}):
        raise Refusal(
            _("The record has changed since you opened this page. Reload it, read it, try again.")
        )
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
