"""A temperature check: its question and, once it is counted, how often each face was chosen.

While it is open an answer can be changed, so a seat is linked to its answer; at its end the answers
are counted, and both they and the links are deleted. No column of an answer says whose it is.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model
from workshop.extensions import db
from workshop.voting.models import random_id
from workshop.workshops import timing
from workshop.workshops.models import Workshop

FACES = 5
LONGEST_QUESTION = 140
UNCOUNTED = text("counted_at IS NULL")


class TemperatureCheck(Model):
    """One question to the room, open for ten seconds."""

    __tablename__ = "temperature_check"
    __table_args__ = (
        CheckConstraint(f"length(trim(question)) BETWEEN 1 AND {LONGEST_QUESTION}", "has_question"),
        CheckConstraint("ends_at > opened_at", "ends_after_opening"),
        CheckConstraint("(counted_at IS NULL) = (answered IS NULL)", "counted_says_how_many"),
        Index(
            "uq_temperature_check_open",
            "workshop_id",
            unique=True,
            sqlite_where=UNCOUNTED,
            postgresql_where=UNCOUNTED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    question: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    opened_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    counted_at: Mapped[Instant | None]
    # How many answered; and how often each face was chosen, from the best to the worst, which is
    # not kept where too few answered.
    answered: Mapped[int | None]
    counts: Mapped[list[int] | None] = mapped_column(db.JSON(none_as_null=True))
    # Since when the moderator has put the result away.
    put_away_at: Mapped[Instant | None]

    workshop: Mapped[Workshop] = relationship()

    def is_open(self, now: datetime) -> bool:
        return self.counted_at is None and now < self.ends_at

    def reading(self, now: datetime) -> timing.Reading:
        """The seconds that are left to answer."""
        return timing.read([(self.opened_at, None)], self.ends_at - self.opened_at, now)


class TemperatureAnswer(Model):
    """One face, nobody's: no seat, no instant, no order."""

    __tablename__ = "temperature_answer"
    __table_args__ = (CheckConstraint(f"face BETWEEN 1 AND {FACES}", "face_known"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    check_id: Mapped[int] = mapped_column(ForeignKey("temperature_check.id"), index=True)
    face: Mapped[int]


class TemperatureLink(Model):
    """Which answer a seat may still change: there is none of it once the check has ended."""

    __tablename__ = "temperature_link"

    check_id: Mapped[int] = mapped_column(ForeignKey("temperature_check.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("temperature_answer.id"), unique=True)
