"""The way of a record: draft, complete, validated twice, approved, published; and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask_babel import gettext as _

from workshop.commitments import adopting, checks
from workshop.commitments.editing import versions
from workshop.commitments.models import (
    COMMITMENT_STATES,
    Commitment,
    CommitmentState,
    Stage,
    Step,
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
    """Go one step on. What was on screen must still be the record."""
    _require_seen(commitment, revision)
    if next_state(commitment) is not state:
        raise Refusal(_("The record is not at the step before this one."))
    if state is CommitmentState.COMPLETE:
        _require_complete(commitment)
    if state is CommitmentState.PUBLISHED:
        _require_answered(commitment)
    if stage := KEPT_AS.get(state):
        is_changed = versions.has_changed_scope(commitment)
        versions.keep(commitment, stage, reason, by, now=now)
        adopting.say_how_adopted(commitment, is_changed=is_changed, reason=reason)
    _take(commitment, state, reason, by, now)


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


def send_back(
    commitment: Commitment, reason: str, revision: int, by: Person, *, now: datetime
) -> None:
    """Back to draft, with the reason."""
    _require_seen(commitment, revision)
    if commitment.state not in RETURNABLE:
        raise Refusal(_("Only a record that is complete and not yet approved goes back to draft."))
    _take(commitment, CommitmentState.DRAFT, reason, by, now)


def _require_complete(commitment: Commitment) -> None:
    errors = checks.errors(versions.content(commitment))
    if errors:
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


def _take(
    commitment: Commitment, state: CommitmentState, reason: str, by: Person, now: datetime
) -> None:
    commitment.state = state
    commitment.revision += 1
    db.session.add(
        Step(
            commitment_id=commitment.id,
            state=state,
            reason=reason,
            person_id=by.id,
            taken_at=now,
        )
    )
    db.session.flush()
