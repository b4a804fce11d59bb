"""Contributions, the summary of each problem, and what officials answer on record."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.diagnoses.models import Problem
from workshop.people.models import Organization, Person
from workshop.workshops.models import Phase, Seat, Workshop

LONGEST_CONTRIBUTION = 600
LONGEST_SUMMARY = 2000
LONGEST_COMMENT = 1500


class Contribution(Model):
    """Something a seat wrote during a phase, tied to a problem or to the theme as a whole."""

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST_CONTRIBUTION}", "text_length"),
        CheckConstraint("hidden_at IS NULL OR length(trim(reason)) > 0", "hidden_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[Instant]
    # When its author last corrected it; what it said before is in the log.
    edited_at: Mapped[Instant | None]
    hidden_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    workshop: Mapped[Workshop] = relationship()
    phase: Mapped[Phase] = relationship()
    seat: Mapped[Seat] = relationship()
    problem: Mapped[Problem | None] = relationship()


class Summary(Model):
    """What the room said about one problem, summed up live by the moderator."""

    __tablename__ = "summary"
    __table_args__ = (
        UniqueConstraint("workshop_id", "problem_id"),
        CheckConstraint(f"length(text) <= {LONGEST_SUMMARY}", "text_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship()


class CommentStatus(enum.StrEnum):
    """Where an entity stands on a problem."""

    ADDRESSED = "being_addressed"
    PLANNED = "planned"
    NOT_ADDRESSED = "not_addressed"
    OUTSIDE = "outside_competence"


class OfficialComment(Model):
    """An entity's answer to one problem, signed by the official who gave it."""

    __tablename__ = "official_comment"
    __table_args__ = (
        Index("uq_official_comment", "workshop_id", "problem_id", "organization_id", unique=True),
        CheckConstraint(f"length(text) <= {LONGEST_COMMENT}", "text_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    status: Mapped[CommentStatus] = mapped_column(one_of(CommentStatus))
    action: Mapped[str] = mapped_column(String(300), default="")
    unit: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[Instant]

    organization: Mapped[Organization] = relationship()
    seat: Mapped[Seat] = relationship()
    problem: Mapped[Problem] = relationship()
