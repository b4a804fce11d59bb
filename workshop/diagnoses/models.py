"""A diagnosis of a theme names problems; the room may propose the ones it misses."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.people.models import Organization
from workshop.plans.models import Theme


class Diagnosis(Model):
    """A study of a theme by an organization, with who stands behind it."""

    __tablename__ = "diagnosis"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(500), default="")
    shared_on: Mapped[date | None]
    # Interests declared by authors and funders.
    interests: Mapped[str] = mapped_column(Text, default="")

    theme: Mapped[Theme] = relationship()
    organization: Mapped[Organization] = relationship()


class ProblemState(enum.StrEnum):
    PROPOSED = "proposed"
    ADMITTED = "admitted"
    DECLINED = "declined"
    # Merged or split between two rounds: others stand in its place, linked to it.
    REPLACED = "replaced"


class Problem(Model):
    """A public problem of a theme, in the wording of one round."""

    __tablename__ = "problem"
    __table_args__ = (
        CheckConstraint("round BETWEEN 1 AND 3", "round_known"),
        CheckConstraint("length(trim(text)) > 0", "has_text"),
        CheckConstraint(
            "clerk_seat_id IS NULL OR organization_id IS NOT NULL", "clerk_for_an_organization"
        ),
        CheckConstraint("state != 'declined' OR length(trim(reason)) > 0", "declined_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(400))
    # Of two persons who edit at once the second is told, not overwritten.
    revision: Mapped[int] = mapped_column(default=1)
    diagnosis_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id"))
    # The organization it comes from: the diagnosis's author, or who proposed it in the room.
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    # The clerk who wrote it down for somebody of that organization in the hall, without a device.
    clerk_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    state: Mapped[ProblemState] = mapped_column(one_of(ProblemState), default=ProblemState.ADMITTED)
    reason: Mapped[str] = mapped_column(Text, default="")
    # Since when this wording has been put to the vote; from then on it stays.
    frozen_at: Mapped[Instant | None]

    theme: Mapped[Theme] = relationship()
    diagnosis: Mapped[Diagnosis | None] = relationship()
    organization: Mapped[Organization | None] = relationship()

    @property
    def source(self) -> Organization | None:
        """The organization behind it."""
        return self.diagnosis.organization if self.diagnosis else self.organization
