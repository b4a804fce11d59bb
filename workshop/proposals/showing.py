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
    RESERVATION_NAMES,
    STATE_NAMES,
    SUGGESTION_STATE_NAMES,
)
from workshop.proposals.models import (
    AgreementAnswer,
    AgreementCheck,
    Field,
    Proposal,
    ProposalState,
    Suggestion,
    SuggestionState,
    Wording,
)
from workshop.proposals.strengthening.services import MOST_CHECKS
from workshop.workshops.models import Workshop

# How the state of a proposal and of a suggestion looks.
STATE_BADGES = {
    ProposalState.DRAFT: "is-warning",
    ProposalState.WITHDRAWN: "is-warning",
    ProposalState.AGREED: "is-ok",
    ProposalState.WITH_RESERVATIONS: "is-ok",
    ProposalState.NOT_AGREED: "is-warning",
}
SUGGESTION_BADGES = {SuggestionState.ACCEPTED: "is-ok", SuggestionState.OPEN: "is-warning"}

NAMES: dict[str, Any] = {
    "state_names": STATE_NAMES,
    "outcome_sentences": OUTCOME_SENTENCES,
    "level_names": LEVEL_NAMES,
    "field_names": FIELD_NAMES,
    "suggestion_state_names": SUGGESTION_STATE_NAMES,
    "reservation_names": RESERVATION_NAMES,
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

    @property
    def is_of_text(self) -> bool:
        """Whether it changes words, which may be adjusted before they are accepted."""
        return self.suggestion.field is not Field.ORGANIZATION

    @property
    def height(self) -> int:
        """How many lines of text the box shows in which it is adjusted."""
        return 2 if self.suggestion.field is Field.TITLE else 6

    @property
    def badge(self) -> str:
        return SUGGESTION_BADGES.get(self.suggestion.state, "")


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
    def is_last(self) -> bool:
        """Whether the room is not asked again after it."""
        return self.check.number == MOST_CHECKS

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


@dataclass(frozen=True)
class Box:
    """What of a proposal a suggestion may change: an entity to choose, or a text to edit."""

    field: Field
    name: str
    is_entity: bool
    text: str
    height: int


def suggestion_boxes(proposal: Proposal) -> list[Box]:
    """One box for each field, filled with what stands: whoever suggests edits it."""
    return [
        Box(
            field,
            FIELD_NAMES[field],
            field is Field.ORGANIZATION,
            services.text_of(proposal, field),
            3 if field is Field.TITLE else 8,
        )
        for field in Field
    ]


def proposal_details(workshop: Workshop, proposal: Proposal) -> dict[str, Any]:
    """All that may be told of a proposal that is before the room."""
    history = versions(proposal)
    return {
        "proposal": proposal,
        "heading": queries.headings(workshop).get(proposal.id),
        "sources": queries.sources(proposal),
        "introduced": queries.introduction(proposal),
        "versions": history,
        "has_changed": len(history) > 1,
        "wording_number": history[0].wording.number if history else 0,
        "is_adopted": links.is_adopted(proposal),
        **NAMES,
    }
