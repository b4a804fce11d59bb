"""A plan has themes; a theme is a roundtable, met in up to three rounds."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Model, one_of
from workshop.extensions import db


class Plan(Model):
    """An action plan: a set of commitments of public entities over two years."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("last_year >= first_year", "years_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    first_year: Mapped[int]
    last_year: Mapped[int]
    # What an imported file says of the plan beyond our own columns.
    details: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)

    themes: Mapped[list[Theme]] = relationship(back_populates="plan", order_by="Theme.position")

    @property
    def imported_at(self) -> datetime | None:
        """When it came in with a file; None for a plan that was begun here."""
        kept = (self.details or {}).get("imported_at")
        return datetime.fromisoformat(kept) if kept else None

    @property
    def file_version(self) -> str:
        """Of which version the file was that it came in with, as far as that was kept."""
        return str((self.details or {}).get("schema_version", ""))


class Theme(Model):
    """One roundtable of a plan. A theme that stops is a normal case and says why."""

    __tablename__ = "theme"
    __table_args__ = (
        UniqueConstraint("plan_id", "name"),
        # So that what belongs to a theme can be held to its plan.
        UniqueConstraint("id", "plan_id"),
        CheckConstraint("is_developed OR length(trim(note)) > 0", "stops_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    is_developed: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")
    # How identifiers and addresses name it, and the plan's tables as a subject.
    code: Mapped[str] = mapped_column(String(12), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")

    plan: Mapped[Plan] = relationship(back_populates="themes")


# In the details of a row that a file brought: which keys the file gave it.
GIVEN = "given"


class Kind(enum.StrEnum):
    """What an identifier names."""

    THEME = "theme"
    ORGANIZATION = "organization"
    WORKSHOP = "workshop"
    DIAGNOSIS = "diagnosis"
    PROBLEM = "problem"
    IDEA = "idea"
    PROPOSAL = "proposal"
    COMMITMENT = "commitment"
    MILESTONE = "milestone"


class Identifier(Model):
    """The name by which files and public addresses know a row, the same for ever.

    `details` holds what an imported file says of the row beyond our own columns, so that it is
    handed on unchanged.
    """

    __tablename__ = "identifier"
    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "row_id"),
        UniqueConstraint("plan_id", "kind", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    row_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
