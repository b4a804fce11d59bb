"""The commitment records of a plan: the list, and each as its entity's focal point fills it in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.commitments import notes as notes
from workshop.commitments import queries as queries
from workshop.commitments.editing import forms as forms
from workshop.commitments.editing import sections as sections
from workshop.commitments.editing import writing as writing
from workshop.commitments.fields import SECTIONS
from workshop.commitments.labels import COMMITMENT_STATE_NAMES
from workshop.commitments.models import Commitment, CommitmentState
from workshop.commitments.showing.page import milestone_picture, page_context, panel_context
from workshop.errors import require
from workshop.plans import queries as plan_queries
from workshop.plans.forms import MoveForm
from workshop.proposals.forms import LONGEST_REASON
from workshop.web import act, answer_act, check_form, step

bp = Blueprint("commitments", __name__, url_prefix="/plans/<int:plan_id>/commitments")


def load_readable(plan_id: int, commitment_id: int) -> Commitment:
    commitment = queries.commitment_in(plan_id, commitment_id)
    seated = queries.seated_themes(current_user, plan_id)
    require(queries.can_read(current_user, commitment, seated))
    return commitment


def load_writable(plan_id: int, commitment_id: int) -> Commitment:
    """The record, held for this act, for whoever may write it."""
    commitment = queries.commitment_in(plan_id, commitment_id, is_held=True)
    require(queries.can_write(current_user, commitment))
    return commitment


def to_record(commitment: Commitment, message: str, anchor: str = "") -> ResponseReturnValue:
    page = url_for(
        "commitments.show",
        plan_id=commitment.theme.plan_id,
        commitment_id=commitment.id,
        _anchor=anchor or None,
    )
    return answer_act(page, message, redirect=page)


def to_checks(commitment: Commitment, message: str) -> ResponseReturnValue:
    """A page without a script goes back to the checks; the others draw them anew in place."""
    page = url_for(
        "commitments.show",
        plan_id=commitment.theme.plan_id,
        commitment_id=commitment.id,
        _anchor="checks",
    )
    return answer_act(page, message)


def draw_page(template: str, commitment: Commitment, **details: Any) -> str:
    may_write = queries.can_write(current_user, commitment)
    return render_template(
        f"commitments/{template}.html",
        commitment=commitment,
        plan=commitment.theme.plan,
        may_write=may_write,
        is_written=may_write and commitment.state is CommitmentState.DRAFT,
        shows_checks=may_write or commitment.state is not CommitmentState.PUBLISHED,
        is_sgp=current_user.is_admin,
        state_names=COMMITMENT_STATE_NAMES,
        longest_reason=LONGEST_REASON,
        **details,
    )


@bp.get("")
def page(plan_id: int) -> ResponseReturnValue:
    """The records of the plan that this person may read, and how far each has come."""
    plan = plan_queries.plan(plan_id)
    seated = queries.seated_themes(current_user, plan_id)
    listed = [
        commitment
        for commitment in queries.of_plan(plan)
        if queries.can_read(current_user, commitment, seated)
    ]
    require(current_user.is_admin or bool(seated) or bool(listed))
    counts = Counter(commitment.state for commitment in listed)
    return render_template(
        "commitments/list.html",
        plan=plan,
        way_back=(url_for("plans.desk", plan_id=plan.id), _("Back to the plan"))
        if current_user.is_admin
        else (url_for("plans.start"), _("Back to your workshops")),
        listed=listed,
        counts=[(state, counts[state]) for state in CommitmentState if counts[state]],
        state_names=COMMITMENT_STATE_NAMES,
    )


@bp.get("/<int:commitment_id>")
def show(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_readable(plan_id, commitment_id)
    seated = queries.seated_themes(current_user, plan_id)
    return draw_page(
        "show",
        commitment,
        may_trace=current_user.is_admin or bool(seated),
        **page_context(commitment),
        **panel_context(commitment),
    )


@bp.get("/<int:commitment_id>/panel")
def panel(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    """What stands beside the form, as the record is now: checks and steps."""
    commitment = load_readable(plan_id, commitment_id)
    return draw_page("_panel", commitment, **panel_context(commitment))


@bp.get("/<int:commitment_id>/timeline")
def picture(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    """The milestones from half-year to half-year, as they are now."""
    commitment = load_readable(plan_id, commitment_id)
    return draw_page("_timeline", commitment, picture=milestone_picture(commitment))


@bp.post("/<int:commitment_id>/sections/<section>")
@act
def save(plan_id: int, commitment_id: int, section: str) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    if section not in SECTIONS:
        raise NotFound
    sent = forms.read_section(commitment, section, is_sgp=current_user.is_admin)
    writing.save(commitment, section, sent, request.form.get("revision", ""))
    return to_saved(commitment, sections.section_values(commitment, section))


def to_saved(commitment: Commitment, values: sections.Shown) -> ResponseReturnValue:
    """A page without a script goes back to the record; the others learn the new digest."""
    page = url_for(
        "commitments.show", plan_id=commitment.theme.plan_id, commitment_id=commitment.id
    )
    return answer_act(page, _("Saved."), fields={"revision": sections.digest(values)})


@bp.post("/<int:commitment_id>/milestones")
@act
def add_milestone(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    milestone = writing.add_milestone(commitment)
    return to_record(commitment, _("The milestone is added."), f"milestone-{milestone.id}")


@bp.post("/<int:commitment_id>/milestones/<int:milestone_id>")
@act
def save_milestone(plan_id: int, commitment_id: int, milestone_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    milestone = queries.milestone_in(commitment, milestone_id)
    writing.save_milestone(milestone, forms.read_milestone(), request.form.get("revision", ""))
    return to_saved(commitment, sections.milestone_values(milestone))


@bp.post("/<int:commitment_id>/milestones/<int:milestone_id>/remove")
@act
def remove_milestone(plan_id: int, commitment_id: int, milestone_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    writing.remove_milestone(queries.milestone_in(commitment, milestone_id))
    return to_record(commitment, _("The milestone is removed."), "milestones")


@bp.post("/<int:commitment_id>/milestones/<int:milestone_id>/move")
@step
def move_milestone(plan_id: int, commitment_id: int, milestone_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    milestone = queries.milestone_in(commitment, milestone_id)
    form = check_form(MoveForm())
    writing.move_milestone(milestone, form.step.data, form.seen.data)
    return to_record(commitment, "", f"milestone-{milestone.id}")


@bp.post("/<int:commitment_id>/warnings/accept")
@act
def accept(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    form = check_form(forms.NoteForm())
    notes.accept(commitment, form.warning.data, form.note.data, current_user, now=clock.now())
    return to_checks(commitment, _("The warning stands, with your note."))


@bp.post("/<int:commitment_id>/warnings/take-back")
@act
def take_back(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    notes.take_back(commitment, check_form(forms.WarningForm()).warning.data)
    return to_checks(commitment, _("The warning counts again."))
