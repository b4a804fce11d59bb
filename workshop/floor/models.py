"""Turns on the floor."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.workshops import timing
from workshop.workshops.models import Phase, Seat, Workshop

HOLDS_FLOOR = text("started_at IS NOT NULL AND ended_at IS NULL")
WAITS = text("started_at IS NULL AND ended_at IS NULL")
REPLIED = text("replies_to_id IS NOT NULL AND started_at IS NOT NULL")


class TurnEnd(enum.StrEnum):
    SPOKE = "spoke"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


class TurnKind(enum.StrEnum):
    """A speech waits in the queue; the others stand beside it, and the moderator gives them."""

    SPEECH = "speech"
    DIRECT_REPLY = "direct_reply"
    POINT_OF_ORDER = "point_of_order"


class Turn(Model):
    """One seat's place on the floor in one phase: waiting, speaking, then over."""

    __tablename__ = "turn"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", "ends_with_outcome"),
        CheckConstraint("clerk_seat_id != seat_id", "clerk_is_another"),
        CheckConstraint("outcome != 'spoke' OR started_at IS NOT NULL", "spoke_on_the_floor"),
        CheckConstraint(
            "(kind = 'direct_reply') = (replies_to_id IS NOT NULL)", "reply_is_to_a_turn"
        ),
        Index(
            "uq_turn_holds_floor",
            "workshop_id",
            unique=True,
            sqlite_where=HOLDS_FLOOR,
            postgresql_where=HOLDS_FLOOR,
        ),
        Index(
            "uq_turn_waits",
            "phase_id",
            "seat_id",
            "kind",
            unique=True,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
        Index(
            "uq_turn_replied_to",
            "replies_to_id",
            unique=True,
            sqlite_where=REPLIED,
            postgresql_where=REPLIED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    # The clerk who asked, for somebody in the hall without a device.
    clerk_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    kind: Mapped[TurnKind] = mapped_column(one_of(TurnKind), default=TurnKind.SPEECH)
    # The speech that a direct reply answers; each is replied to once at most.
    replies_to_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"))
    # Place among those waiting; settled on asking, moved only by the moderator.
    place: Mapped[int]
    asked_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    outcome: Mapped[TurnEnd | None] = mapped_column(one_of(TurnEnd))
    # Seconds given when the turn began, the personal factor and additions included.
    seconds: Mapped[int | None]
    # Called while away: once moves the turn one place down, twice drops it.
    times_called: Mapped[int] = mapped_column(default=0)

    workshop: Mapped[Workshop] = relationship()
    phase: Mapped[Phase] = relationship()
    seat: Mapped[Seat] = relationship(foreign_keys=seat_id)
    replies_to: Mapped[Turn | None] = relationship(remote_side=[id])

    @property
    def is_waiting(self) -> bool:
        return self.started_at is None and self.ended_at is None

    @property
    def is_speaking(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    def time_spoken(self, now: datetime) -> timedelta:
        """How long the turn has run; it stands still while the phase is paused."""
        if self.started_at is None:
            return timing.ZERO
        return timing.overlap(self.phase.stretches, self.started_at, self.ended_at or now)

    def reading(self, now: datetime) -> timing.Reading:
        """The turn's own countdown."""
        spoken = self.time_spoken(now)
        remaining = None if self.seconds is None else timedelta(seconds=self.seconds) - spoken
        is_running = self.is_speaking and not self.phase.is_paused
        return timing.Reading(
            elapsed=spoken,
            remaining=remaining,
            is_running=is_running,
            ends_at=now + remaining if is_running and remaining is not None else None,
            counts_since=now - spoken if is_running else None,
        )
