"""The steps of a commitment record, and its versions beside each other."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.commitments import notes as notes
from workshop.commitments import queries as queries
from workshop.commitments.editing import forms as forms
from workshop.commitments.editing import versions as versions
from workshop.commitments.editing.views import draw_page, load_readable, load_writable, to_record
from workshop.commitments.labels import STAGE_NAMES, validation_sentence, warning_sentence
from workshop.commitments.models import Commitment, CommitmentState
from workshop.commitments.steps import services as steps
from workshop.errors import require
from workshop.forms import Form
from workshop.web import act, check_form

bp = Blueprint(
    "commitment_steps",
    __name__,
    url_prefix="/plans/<int:plan_id>/commitments/<int:commitment_id>",
)


def load_for_sgp(plan_id: int, commitment_id: int) -> Commitment:
    require(current_user.is_admin)
    return load_writable(plan_id, commitment_id)


def advance(commitment: Commitment, state: CommitmentState, message: str) -> ResponseReturnValue:
    form = check_form(forms.StepForm())
    reason, seen = form.reason.data, form.seen.data
    steps.advance(commitment, state, reason, seen, current_user, now=clock.now())
    return to_record(commitment, message)


@bp.post("/complete")
@act
def complete(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    return advance(commitment, CommitmentState.COMPLETE, _("The record is complete."))


def basis_of(form: Form) -> steps.Basis:
    return steps.Basis(form.basis_kind.data, form.basis_number.data, form.basis_on.data)


@bp.post("/validate")
@act
def validate(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    """For the entity: by somebody of it, or by the SGP, which says on what basis."""
    commitment = load_writable(plan_id, commitment_id)
    is_own = queries.is_of_entity(current_user, commitment)
    form = check_form(forms.StepForm() if is_own else forms.BasisForm())
    basis = None if is_own else basis_of(form)
    steps.validate(commitment, basis, form.seen.data, current_user, now=clock.now())
    return to_record(commitment, _("The record is validated by the entity."))


@bp.post("/validate-sgp")
@act
def validate_by_sgp(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_for_sgp(plan_id, commitment_id)
    message = _("The record is validated by the SGP.")
    return advance(commitment, CommitmentState.VALIDATED_SGP, message)


@bp.post("/approve")
@act
def approve(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_for_sgp(plan_id, commitment_id)
    form = check_form(forms.ApprovalForm())
    steps.approve(
        commitment,
        form.instrument.data,
        form.approved_on.data,
        form.seen.data,
        current_user,
        now=clock.now(),
    )
    return to_record(commitment, _("The approval is on record."))


@bp.post("/publish")
@act
def publish(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_for_sgp(plan_id, commitment_id)
    return advance(commitment, CommitmentState.PUBLISHED, _("The record is published."))


@bp.post("/send-back")
@act
def send_back(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    commitment = load_writable(plan_id, commitment_id)
    form = check_form(forms.BackForm())
    steps.send_back(commitment, form.reason.data, form.seen.data, current_user, now=clock.now())
    return to_record(commitment, _("The record is a draft again."))


def made_public(commitment: Commitment) -> dict[str, Any] | None:
    """When the record was published, and by which notes its warnings stood then."""
    if commitment.state is not CommitmentState.PUBLISHED:
        return None
    taken = {step.state: step.taken_at for step in queries.steps(commitment)}
    return {"at": taken.get(commitment.state), "warnings": notes.as_kept(commitment)}


@bp.get("/versions")
def compare(plan_id: int, commitment_id: int) -> ResponseReturnValue:
    """Two versions side by side: the last two, or those that were asked for."""
    commitment = load_readable(plan_id, commitment_id)
    kept = versions.all_of(commitment)
    by_number = {version.number: version for version in kept}
    last = len(kept)
    former = by_number.get(request.args.get("from", max(last - 1, 1), type=int))
    later = by_number.get(request.args.get("to", last, type=int))
    return draw_page(
        "versions",
        commitment,
        kept=kept,
        are_comparable=len(kept) > 1,
        former=former,
        later=later,
        lines=versions.compare(former.content, later.content) if former and later else [],
        stage_names=STAGE_NAMES,
        made_public=made_public(commitment),
        validation_sentence=validation_sentence,
        warning_sentence=warning_sentence,
    )
