"""Proposals of round 3, suggestions and agreement checks, and the commitments they become."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model
from workshop.extensions import db
from workshop.live.models import Seat, Workshop
from workshop.people.models import Organization, Person, one_of
from workshop.plans.models import Theme

LONGEST_TITLE = 400
LONGEST_SCOPE = 3000


class ProposalState(enum.StrEnum):
    """Draft until its presentation; the last three are outcomes of the agreement check."""

    DRAFT = "draft"
    PRESENTED = "presented"
    WITHDRAWN = "withdrawn"
    AGREED = "agreed"
    WITH_RESERVATIONS = "agreed_with_reservations"
    NOT_AGREED = "not_agreed"


class Proposal(Model):
    """What an entity proposes to commit to: its ideas are links, its wording grows."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("length(trim(title)) > 0", "has_title"),
        CheckConstraint(
            "state != 'withdrawn' OR length(trim(reason)) > 0", "withdrawn_with_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    scope: Mapped[str] = mapped_column(Text, default="")
    # The responsible entity, and how a printed plan names it when that differs.
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    # What of its ideas was left out, and why.
    left_out: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ProposalState] = mapped_column(one_of(ProposalState), default=ProposalState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")
    # Why the entity goes ahead although the room did not agree; published.
    going_ahead: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]
    revision: Mapped[int] = mapped_column(default=1)

    theme: Mapped[Theme] = relationship()
    organization: Mapped[Organization] = relationship()
    wordings: Mapped[list[Wording]] = relationship(
        back_populates="proposal", order_by="Wording.number", cascade="all, delete-orphan"
    )
    checks: Mapped[list[AgreementCheck]] = relationship(
        back_populates="proposal", order_by="AgreementCheck.number"
    )


class Wording(Model):
    """One version of a proposal's title, scope and responsible entity, kept for ever."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    scope: Mapped[str] = mapped_column(Text, default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    # Why it was changed; the suggestion it took up, if one.
    reason: Mapped[str] = mapped_column(Text, default="")
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]

    proposal: Mapped[Proposal] = relationship(back_populates="wordings")
    organization: Mapped[Organization] = relationship()


class Field(enum.StrEnum):
    """What of a proposal a suggestion would change."""

    TITLE = "title"
    SCOPE = "scope"
    ORGANIZATION = "organization"


class SuggestionState(enum.StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Suggestion(Model):
    """A seat's suggestion to change a proposal; accepted or declined with a reason."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR length(trim(reason)) > 0",
            "decided_with_reason",
        ),
        CheckConstraint(
            "(field = 'organization') = (organization_id IS NOT NULL)", "entity_suggested"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    field: Mapped[Field] = mapped_column(one_of(Field))
    # The text it was made against and the one it asks for; differences are shown word by word.
    former: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SuggestionState] = mapped_column(
        one_of(SuggestionState), default=SuggestionState.OPEN
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]
    decided_at: Mapped[Instant | None]

    proposal: Mapped[Proposal] = relationship()
    seat: Mapped[Seat] = relationship()
    organization: Mapped[Organization | None] = relationship()
    decided_by: Mapped[Person | None] = relationship()


class Outcome(enum.StrEnum):
    """What an agreement check came to, as section 5 of the method computes it."""

    AGREED = "agreed"
    WITH_RESERVATIONS = "agreed_with_reservations"
    NOT_AGREED = "not_agreed"


class AgreementCheck(Model):
    """How far the room supports a proposal, asked once and at most once more after changes."""

    __tablename__ = "agreement_check"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 2", "at_most_two"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", "closed_with_outcome"),
        Index(
            "uq_agreement_check_open",
            "workshop_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    number: Mapped[int]
    # The wording the room was asked about.
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    opened_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))

    proposal: Mapped[Proposal] = relationship(back_populates="checks")
    workshop: Mapped[Workshop] = relationship()
    wording: Mapped[Wording] = relationship()
    answers: Mapped[list[AgreementAnswer]] = relationship(
        back_populates="check", order_by="AgreementAnswer.id", cascade="all, delete-orphan"
    )


class AgreementAnswer(Model):
    """One organization's level of support: 1 full, 2 minor points, 3 can live with it,
    4 reservation, 5 objection."""

    __tablename__ = "agreement_answer"
    __table_args__ = (
        UniqueConstraint("check_id", "organization_id"),
        CheckConstraint("level BETWEEN 1 AND 5", "level_known"),
        CheckConstraint("level < 4 OR length(trim(reservation)) > 0", "reservation_stated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("agreement_check.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    level: Mapped[int]
    reservation: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[Instant]

    check: Mapped[AgreementCheck] = relationship(back_populates="answers")
    organization: Mapped[Organization] = relationship()
    seat: Mapped[Seat] = relationship()


class CommitmentState(enum.StrEnum):
    DRAFT = "draft"
    COMPLETE = "complete"
    VALIDATED = "validated_by_the_entity"
    VALIDATED_SGP = "validated_by_sgp"
    APPROVED = "approved"
    PUBLISHED = "published"


# The order in which a record goes; from any of these it may be sent back to draft, with a reason.
COMMITMENT_STATES = tuple(CommitmentState)


class Value(enum.StrEnum):
    """What of open government a commitment serves."""

    TRANSPARENCY = "transparency"
    PARTICIPATION = "participation"
    ACCOUNTABILITY = "accountability"


class Commitment(Model):
    """A commitment record, in the fields of the method's section 9 and those kept beside it.

    The long texts are paragraphs and lists in a restricted Markdown; lists of short texts are JSON.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("length(trim(title)) > 0", "has_title"),
        CheckConstraint("number IS NULL OR number >= 1", "number_positive"),
        CheckConstraint(
            "state NOT IN ('approved', 'published')"
            " OR (length(trim(approval_instrument)) > 0 AND approved_on IS NOT NULL)",
            "approved_by_instrument",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    # Its number in the plan, once the plan is numbered.
    number: Mapped[int | None]
    state: Mapped[CommitmentState] = mapped_column(
        one_of(CommitmentState), default=CommitmentState.DRAFT
    )
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    # Months, both included: YYYY-MM.
    period_start: Mapped[str] = mapped_column(String(7), default="")
    period_end: Mapped[str] = mapped_column(String(7), default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    problem: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    contribution: Mapped[str] = mapped_column(Text, default="")
    relevance: Mapped[str] = mapped_column(Text, default="")
    stakeholders: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    final_products: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    outcome_indicators: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    monitoring_entity: Mapped[str] = mapped_column(String(300), default="")
    monitoring_unit: Mapped[str] = mapped_column(String(300), default="")
    # Each with its mark, what it is anchored to, and its text.
    footnotes: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    # Beside the record: what there is already, what is new, what it serves, who supports it.
    so_far: Mapped[str] = mapped_column(Text, default="")
    novelty: Mapped[str] = mapped_column(Text, default="")
    values: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    # Names by "government", "civil_society" and "other".
    supporters: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    # Each with its title and address.
    web_links: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    # The baseline and target of each outcome indicator, in its place.
    indicator_levels: Mapped[list[Any]] = mapped_column(db.JSON, default=list)
    # Warnings that were accepted, each with the note that says why.
    accepted: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    approval_instrument: Mapped[str] = mapped_column(String(200), default="")
    approved_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Instant]

    theme: Mapped[Theme] = relationship()
    organization: Mapped[Organization] = relationship()
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="commitment", order_by="Milestone.position", cascade="all, delete-orphan"
    )


class Stage(enum.StrEnum):
    """The four texts of a commitment that are set beside each other."""

    PROPOSED = "proposed"
    DRAFTED = "drafted"
    VALIDATED = "validated"
    APPROVED = "approved"


class Version(Model):
    """A record as it stood when it reached a stage; reaching it again makes another."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    stage: Mapped[Stage] = mapped_column(one_of(Stage))
    content: Mapped[dict[str, Any]] = mapped_column(db.JSON)
    # Why scope or entity are not those of the version before.
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[Instant]

    commitment: Mapped[Commitment] = relationship()
    person: Mapped[Person | None] = relationship()


class Step(Model):
    """One move of a record to another state: who, when and, back to draft, why."""

    __tablename__ = "step"
    __table_args__ = (
        CheckConstraint("state != 'draft' OR length(trim(reason)) > 0", "back_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    state: Mapped[CommitmentState] = mapped_column(one_of(CommitmentState))
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[Instant]

    commitment: Mapped[Commitment] = relationship()
    person: Mapped[Person | None] = relationship()


class Milestone(Model):
    """One activity of a commitment, between two half-years: YYYY-H1 or YYYY-H2."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    position: Mapped[int]
    activity: Mapped[str] = mapped_column(Text, default="")
    responsible_unit: Mapped[str] = mapped_column(Text, default="")
    means_of_verification: Mapped[str] = mapped_column(Text, default="")
    start_half: Mapped[str] = mapped_column(String(7), default="")
    end_half: Mapped[str] = mapped_column(String(7), default="")
    footnote: Mapped[str] = mapped_column(String(8), default="")

    commitment: Mapped[Commitment] = relationship(back_populates="milestones")
