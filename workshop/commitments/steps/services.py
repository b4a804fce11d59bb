"""The way of a record: draft, complete, validated twice, approved, published; and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from workshop.commitments import adopting, checks, notes, queries
from workshop.commitments.editing import versions
from workshop.commitments.models import (
    COMMITMENT_STATES,
    BasisKind,
    Commitment,
    CommitmentState,
    Stage,
    Step,
    Validator,
)
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.language import day_of
from workshop.people.models import Person

# From these a record may go back to draft: any time before approval.
RETURNABLE = (CommitmentState.COMPLETE, CommitmentState.VALIDATED, CommitmentState.VALIDATED_SGP)
# The text that is kept on reaching a state.
KEPT_AS = {
    CommitmentState.COMPLETE: Stage.DRAFTED,
    CommitmentState.VALIDATED: Stage.VALIDATED,
    CommitmentState.APPROVED: Stage.APPROVED,
}

# What a record waits for before it is published, as sentences. `assembly` says who tells.
before_publishing: tuple[Callable[[Commitment], list[str]], ...] = ()


def next_state(commitment: Commitment) -> CommitmentState | None:
    place = COMMITMENT_STATES.index(commitment.state) + 1
    return COMMITMENT_STATES[place] if place < len(COMMITMENT_STATES) else None


def advance(
    commitment: Commitment,
    state: CommitmentState,
    reason: str,
    revision: int,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Go one step on. What was on screen must still be the record.

    The entity's validation is `validate`, as it says who validates. A file may bring a record at
    any step, so that it is looked at again before it is published.
    """
    _require_next(commitment, state, revision)
    if state in (CommitmentState.COMPLETE, CommitmentState.PUBLISHED):
        _require_complete(commitment)
    if state is CommitmentState.PUBLISHED:
        notes.settle(commitment)
        _require_answered(commitment)
    step = Step(state=state, reason=reason)
    _take(commitment, step, by, now)


@dataclass(frozen=True)
class Basis:
    """The document in which an entity says that it validates a record."""

    kind: BasisKind
    number: str
    on: date


def validate(
    commitment: Commitment, basis: Basis | None, revision: int, by: Person, *, now: datetime
) -> None:
    """Validate the record for its entity: somebody of it does, or the SGP on a written basis.

    Raises `Refusal` for anybody else, for the SGP without a basis, and for one dated ahead.
    """
    _require_next(commitment, CommitmentState.VALIDATED, revision)
    step = Step(state=CommitmentState.VALIDATED)
    if queries.is_of_entity(by, commitment):
        step.validated_by = Validator.ENTITY
    elif by.is_admin and basis:
        if basis.on > day_of(now):
            raise Refusal(_("The date of the document lies in the future."))
        step.validated_by = Validator.SGP
        step.basis_kind, step.basis_number, step.basis_on = basis.kind, basis.number, basis.on
    else:
        raise Refusal(
            _("The entity validates, or the SGP on the basis of a document of the entity.")
        )
    _take(commitment, step, by, now)


def _require_next(commitment: Commitment, state: CommitmentState, revision: int) -> None:
    _require_seen(commitment, revision)
    if next_state(commitment) is not state:
        raise Refusal(_("The record is not at the step before this one."))


def approve(
    commitment: Commitment,
    instrument: str,
    approved_on: date,
    revision: int,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Put on record by which instrument it was approved, and when."""
    if approved_on > day_of(now):
        raise Refusal(_("The date of approval lies in the future."))
    commitment.approval_instrument, commitment.approved_on = instrument, approved_on
    advance(commitment, CommitmentState.APPROVED, "", revision, by, now=now)


def may_return(commitment: Commitment) -> bool:
    """Whether it may go back to draft; approved only if a file brought it so with errors in it."""
    is_approved = commitment.state is CommitmentState.APPROVED
    return commitment.state in RETURNABLE or (is_approved and bool(_errors(commitment)))


def send_back(
    commitment: Commitment, reason: str, revision: int, by: Person, *, now: datetime
) -> None:
    """Back to draft, with the reason."""
    _require_seen(commitment, revision)
    if not may_return(commitment):
        raise Refusal(_("Only a record that is complete and not yet approved goes back to draft."))
    _take(commitment, Step(state=CommitmentState.DRAFT, reason=reason), by, now)


def _errors(commitment: Commitment) -> list[checks.Finding]:
    return checks.errors(versions.content(commitment))


def _require_complete(commitment: Commitment) -> None:
    if errors := _errors(commitment):
        missing = " ".join(f"{error.sentence.rstrip('.')}." for error in errors)
        raise Refusal(_("The record is not complete yet. %(missing)s", missing=missing))


def missing_answers(commitment: Commitment) -> list[str]:
    """What must be answered before the record is published, each as a sentence."""
    return [sentence for missing in before_publishing for sentence in missing(commitment)]


def _require_answered(commitment: Commitment) -> None:
    if sentences := missing_answers(commitment):
        raise Refusal(_("It cannot be published yet. %(missing)s", missing=" ".join(sentences)))


def _require_seen(commitment: Commitment, revision: int) -> None:
    if commitment.revision != revision:
        raise Refusal(
            _("The record has changed since you opened this page. Reload it, read it, try again.")
        )


def _take(commitment: Commitment, step: Step, by: Person, now: datetime) -> None:
    """Take the step, and keep the text on reaching a state that keeps it."""
    step.commitment_id, step.person_id, step.taken_at = commitment.id, by.id, now
    if stage := KEPT_AS.get(step.state):
        is_changed = versions.has_changed_scope(commitment)
        beside: dict[str, Any] = {"warnings": notes.as_kept(commitment)}
        former = queries.validations([commitment]).get(commitment.id)
        beside["validation"] = said_of_validation(step) or said_of_validation(former)
        versions.keep(commitment, stage, step.reason or "", by, now=now, beside=beside)
        adopting.say_how_adopted(commitment, is_changed=is_changed, reason=step.reason or "")
    commitment.state = step.state
    commitment.revision += 1
    db.session.add(step)
    db.session.flush()


def said_of_validation(step: Step | None) -> dict[str, str]:
    """By whom and on what basis a record was validated for its entity; empty if it was not."""
    if step is None or step.validated_by is None:
        return {}
    said = {"by": str(step.validated_by), "at": day_of(step.taken_at).isoformat()}
    if step.basis_kind is None or step.basis_on is None:
        return said
    basis = {"kind": str(step.basis_kind), "number": step.basis_number}
    return {**said, **basis, "on": step.basis_on.isoformat()}
