"""Commitments: the record with its milestones, its versions, and the steps it has taken."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
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


def _plan_of_theme(context: Any) -> Any:
    """The plan of the theme that is being written with the row."""
    theme_id = context.get_current_parameters()["theme_id"]
    return context.connection.scalar(db.select(Theme.plan_id).filter_by(id=theme_id))


class Commitment(Model):
    """A commitment record, in the fields of the method's section 9 and those kept beside it.

    The long texts are paragraphs and lists in a restricted Markdown; lists of short texts are JSON.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("length(trim(title)) > 0", "has_title"),
        CheckConstraint("number IS NULL OR number >= 1", "number_positive"),
        # Two commitments of a plan never have the same number; the plan is that of the theme.
        UniqueConstraint("plan_id", "number"),
        ForeignKeyConstraint(["theme_id", "plan_id"], ["theme.id", "theme.plan_id"]),
        CheckConstraint(
            "state NOT IN ('approved', 'published')"
            " OR (length(trim(approval_instrument)) > 0 AND approved_on IS NOT NULL)",
            "approved_by_instrument",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(index=True)
    plan_id: Mapped[int] = mapped_column(default=_plan_of_theme)
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
    approval_instrument: Mapped[str] = mapped_column(String(200), default="")
    approved_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Instant]

    theme: Mapped[Theme] = relationship(
        primaryjoin="Commitment.theme_id == Theme.id", foreign_keys=[theme_id]
    )
    organization: Mapped[Organization] = relationship()
    notes: Mapped[list[WarningNote]] = relationship(
        order_by="WarningNote.id", cascade="all, delete-orphan"
    )
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


class WarningNote(Model):
    """Why a warning may stand: accepted with a note, for the words that it was about."""

    __tablename__ = "warning_note"
    __table_args__ = (
        UniqueConstraint("commitment_id", "key"),
        CheckConstraint("length(trim(note)) > 0", "has_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    key: Mapped[str] = mapped_column(String(80))
    # What its sentence says in any language (`labels.WARNINGS`), and with which words.
    kind: Mapped[str] = mapped_column(String(40))
    values: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    # The digest of what the warning was about; "": accepted before it was kept.
    about: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[Instant | None]


class Validator(enum.StrEnum):
    """Who validated a record for its entity."""

    ENTITY = "entity"
    SGP = "sgp"  # on a written basis
    NOT_RECORDED = "not_recorded"  # validated before it was asked


class BasisKind(enum.StrEnum):
    """In what kind of document an entity wrote that it validates a record."""

    LETTER = "letter"
    MEMORANDUM = "memorandum"
    REPORT = "report"
    MINUTES = "minutes"
    E_MAIL = "e_mail"


class Step(Model):
    """One move of a record to another state: who, when and, back to draft, why.

    The entity's validation says whether somebody of the entity took it, or the SGP on what basis.
    """

    __tablename__ = "step"
    __table_args__ = (
        CheckConstraint("state != 'draft' OR length(trim(reason)) > 0", "back_with_reason"),
        CheckConstraint(
            "(state = 'validated_by_the_entity') = (validated_by IS NOT NULL)",
            "says_who_validated",
        ),
        CheckConstraint(
            "(validated_by IS NOT NULL AND validated_by = 'sgp') = (basis_kind IS NOT NULL"
            " AND length(trim(basis_number)) > 0 AND basis_on IS NOT NULL)",
            "sgp_has_basis",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    state: Mapped[CommitmentState] = mapped_column(one_of(CommitmentState))
    reason: Mapped[str] = mapped_column(Text, default="")
    validated_by: Mapped[Validator | None] = mapped_column(one_of(Validator))
    basis_kind: Mapped[BasisKind | None] = mapped_column(one_of(BasisKind))
    basis_number: Mapped[str] = mapped_column(String(200), default="")
    basis_on: Mapped[date | None]
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
