"""Commitments: the record with its milestones, its versions, and the steps it has taken."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.plans.models import Theme
from workshop.proposals.models import LONGEST_TITLE


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
