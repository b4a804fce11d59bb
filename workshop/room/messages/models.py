"""The messages to a room, one at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model
from workshop.workshops import timing
from workshop.workshops.models import Workshop

LONGEST_MESSAGE = 140
STANDS = text("taken_down_at IS NULL")


class RoomMessage(Model):
    """A sentence for everybody in the room, until an hour or until it is taken down."""

    __tablename__ = "room_message"
    __table_args__ = (
        CheckConstraint(f"length(trim(text)) BETWEEN 1 AND {LONGEST_MESSAGE}", "text_length"),
        CheckConstraint("ends_at > posted_at", "ends_after_posting"),
        Index(
            "uq_room_message_stands",
            "workshop_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_MESSAGE))
    posted_at: Mapped[Instant]
    # Until when it is shown; without it until it is taken down.
    ends_at: Mapped[Instant | None]
    taken_down_at: Mapped[Instant | None]

    workshop: Mapped[Workshop] = relationship()

    def is_shown(self, now: datetime) -> bool:
        """Whether the room sees it: its end is stored, and holds whether or not a page was told."""
        return self.taken_down_at is None and (self.ends_at is None or now < self.ends_at)

    def reading(self, now: datetime) -> timing.Reading | None:
        """Its own countdown; none of a message that has no end."""
        if self.ends_at is None:
            return None
        return timing.read([(self.posted_at, None)], self.ends_at - self.posted_at, now)
