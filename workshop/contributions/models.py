"""Contributions, the summary of each problem, and what officials prepare and answer on record."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
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
        CheckConstraint("clerk_seat_id != seat_id", "clerk_is_another"),
        CheckConstraint("hidden_at IS NULL OR length(trim(reason)) > 0", "hidden_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    # For whom it stands; the clerk wrote it down, where somebody in the hall had no device.
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    clerk_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[Instant]
    # When its author last corrected it; what it said before is in the log.
    edited_at: Mapped[Instant | None]
    hidden_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    # Written where the agenda holds what is written, and not yet shown to the room.
    is_held: Mapped[bool] = mapped_column(default=False)

    workshop: Mapped[Workshop] = relationship()
    phase: Mapped[Phase] = relationship()
    seat: Mapped[Seat] = relationship(foreign_keys=seat_id)
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
    # Put on record, as it stands now, once the meeting was over.
    is_late: Mapped[bool] = mapped_column(default=False)
    # The wording of the problem that it answers; of what was written before this was kept, nothing.
    problem_revision: Mapped[int | None]

    organization: Mapped[Organization] = relationship()
    seat: Mapped[Seat] = relationship()
    problem: Mapped[Problem] = relationship()


class PreparedAnswer(Model):
    """An answer that an entity has prepared and not put on record: seen by its officials alone.

    It stands in a table of its own, which nothing that shows or hands out answers reads, and goes
    when it is put on record.
    """

    __tablename__ = "prepared_answer"
    __table_args__ = (
        UniqueConstraint("workshop_id", "problem_id", "organization_id"),
        CheckConstraint(f"length(text) <= {LONGEST_COMMENT}", "text_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    # A problem that is taken off the list before the meeting takes what was prepared with it.
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    # Whose words it holds: the last who wrote in it.
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    status: Mapped[CommentStatus | None] = mapped_column(one_of(CommentStatus))
    action: Mapped[str] = mapped_column(String(300), default="")
    unit: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    # Goes on from that of the answer on record, if there is one: an entity has one count of both.
    revision: Mapped[int]
    # The wording of the problem that its writer had in sight.
    problem_revision: Mapped[int]
    written_at: Mapped[Instant]

    problem: Mapped[Problem] = relationship()
    seat: Mapped[Seat] = relationship()


class AnswerRequest(Model):
    """The moderator asks an entity to answer: one problem, or all that it has not answered."""

    __tablename__ = "answer_request"
    __table_args__ = (
        Index("uq_answer_request", "workshop_id", "organization_id", "problem_id", unique=True),
        Index(
            "uq_answer_request_for_all",
            "workshop_id",
            "organization_id",
            unique=True,
            sqlite_where=text("problem_id IS NULL"),
            postgresql_where=text("problem_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    asked_at: Mapped[Instant]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    organization: Mapped[Organization] = relationship()
    problem: Mapped[Problem | None] = relationship()
