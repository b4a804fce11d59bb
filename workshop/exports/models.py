"""Editions: what was published of a round or of a plan, kept as it was for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model
from workshop.extensions import db
from workshop.people.models import Person
from workshop.plans.models import Plan
from workshop.workshops.models import Workshop


class Edition(Model):
    """The tables of one published round, or of a plan; a correction is a new one, with a note.

    All files are written from `content`, so that they stay the same whatever is worked on later.
    """

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("number >= 1", "number_positive"),
        CheckConstraint("number = 1 OR length(trim(note)) > 0", "corrected_with_note"),
        Index(
            "uq_edition_workshop",
            "workshop_id",
            "number",
            unique=True,
            sqlite_where=text("workshop_id IS NOT NULL"),
            postgresql_where=text("workshop_id IS NOT NULL"),
        ),
        Index(
            "uq_edition_plan",
            "plan_id",
            "number",
            unique=True,
            sqlite_where=text("workshop_id IS NULL"),
            postgresql_where=text("workshop_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    # None for the plan as a whole.
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(db.JSON)
    digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[Instant]

    plan: Mapped[Plan] = relationship()
    workshop: Mapped[Workshop | None] = relationship()
    person: Mapped[Person | None] = relationship()
