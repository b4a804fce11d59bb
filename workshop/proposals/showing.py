"""A proposal as screens tell it: its text and origin, its versions, its suggestions, its checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workshop import links
from workshop.proposals import queries, services
from workshop.proposals.agreement import outcome
from workshop.proposals.agreement.outcome import RESERVATION
from workshop.proposals.differences import Piece, differences
from workshop.proposals.labels import (
    FIELD_NAMES,
    LEVEL_NAMES,
    OUTCOME_SENTENCES,
    STATE_NAMES,
    SUGGESTION_STATE_NAMES,
)
from workshop.proposals.models import (
    AgreementAnswer,
    AgreementCheck,
    Field,
    Proposal,
    Suggestion,
    SuggestionState,
    Wording,
)
from workshop.workshops.models import Workshop

NAMES: dict[str, Any] = {
    "state_names": STATE_NAMES,
    "outcome_sentences": OUTCOME_SENTENCES,
    "level_names": LEVEL_NAMES,
    "field_names": FIELD_NAMES,
    "suggestion_state_names": SUGGESTION_STATE_NAMES,
}


@dataclass(frozen=True)
class Version:
    """One wording and, field by field, how it differs from the one before."""

    wording: Wording
    changes: list[tuple[Field, list[Piece]]]


def versions(proposal: Proposal) -> list[Version]:
    """All wordings, the latest first."""
    history: list[Version] = []
    former: Wording | None = None
    for wording in proposal.wordings:
        changes = [
            (
                field,
                differences(services.text_of(former, field), services.text_of(wording, field)),
            )
            for field in Field
            if former and services.text_of(former, field) != services.text_of(wording, field)
        ]
        history.append(Version(wording, changes))
        former = wording
    return history[::-1]


@dataclass(frozen=True)
class Suggested:
    """A suggestion with its differences: to the text it was made against, and to the present."""

    suggestion: Suggestion
    pieces: list[Piece]
    # Empty unless the text has changed since it was made and it still awaits its answer.
    pieces_now: list[Piece]

    @property
    def is_open(self) -> bool:
        return self.suggestion.state is SuggestionState.OPEN

    @property
    def is_stale(self) -> bool:
        return bool(self.pieces_now)


def suggestion_rows(proposal: Proposal) -> list[Suggested]:
    """Every suggestion, those that await an answer first."""
    rows = [_suggestion_row(proposal, suggestion) for suggestion in queries.suggestions(proposal)]
    return sorted(rows, key=lambda row: not row.is_open)


def _suggestion_row(proposal: Proposal, suggestion: Suggestion) -> Suggested:
    present = services.text_of(proposal, suggestion.field)
    is_stale = suggestion.state is SuggestionState.OPEN and suggestion.former != present
    return Suggested(
        suggestion,
        differences(suggestion.former, suggestion.text),
        differences(present, suggestion.text) if is_stale else [],
    )


@dataclass(frozen=True)
class Checked:
    """An agreement check as far as it may be seen: before its close only how many answered."""

    check: AgreementCheck
    answered: int
    entitled: int
    levels: dict[int, int]
    reservations: list[AgreementAnswer]

    @property
    def is_open(self) -> bool:
        return self.check.closed_at is None

    @property
    def share(self) -> int:
        return round(100 * self.answered / self.entitled) if self.entitled else 0


def check_summary(check: AgreementCheck, workshop: Workshop) -> Checked:
    """Whoever answered and has since lost the vote is counted among those entitled."""
    answers = queries.answers(check)
    organizations = {answer.organization_id for answer in answers}
    entitled = organizations | {seat.organization_id for seat in queries.entitled_seats(workshop)}
    is_open = check.closed_at is None
    return Checked(
        check,
        len(answers),
        len(entitled),
        {} if is_open else outcome.counts(answer.level for answer in answers),
        []
        if is_open
        else sorted(
            (answer for answer in answers if answer.level >= RESERVATION),
            key=lambda answer: -answer.level,
        ),
    )


def proposal_details(workshop: Workshop, proposal: Proposal) -> dict[str, Any]:
    """All that may be told of a proposal that is before the room."""
    return {
        "proposal": proposal,
        "heading": queries.headings(workshop).get(proposal.id),
        "sources": queries.sources(proposal),
        "introduced": queries.introduction(proposal),
        "versions": versions(proposal),
        "is_adopted": links.is_adopted(proposal),
        **NAMES,
    }
