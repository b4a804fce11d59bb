"""A plan has themes; a theme is a roundtable, met in up to three rounds."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.extensions import db


class Plan(db.Model):
    """An action plan: a set of commitments of public entities over two years."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("last_year >= first_year", "years_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    first_year: Mapped[int]
    last_year: Mapped[int]

    themes: Mapped[list[Theme]] = relationship(back_populates="plan", order_by="Theme.position")


class Theme(db.Model):
    """One roundtable of a plan. A theme that stops is a normal case and says why."""

    __tablename__ = "theme"
    __table_args__ = (
        UniqueConstraint("plan_id", "name"),
        CheckConstraint("is_developed OR length(trim(note)) > 0", "stops_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    is_developed: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[Plan] = relationship(back_populates="themes")
