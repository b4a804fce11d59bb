"""The reasoned response to what ended or changed on its way."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.links.models import how_many
from workshop.people.models import Organization
from workshop.plans.models import Theme


class Category(enum.StrEnum):
    """Why an item ended or changed, in the method's categories."""

    OUTSIDE_COMPETENCE = "outside_competence"
    NO_BUDGET = "no_budget"
    UNDER_WAY = "already_under_way"
    MERGED = "merged_with_another"
    NOT_SPECIFIC = "not_specific_enough"
    NOT_FEASIBLE = "not_feasible_in_the_period"
    OUTSIDE_OPEN_GOVERNMENT = "outside_open_government"
    WITHDRAWN = "withdrawn"
    NOT_DEVELOPED = "theme_not_developed"
    OTHER = "other"


ABOUT = ("problem_id", "idea_id", "proposal_id")


class Response(Model):
    """The reasoned response to one item that ended or changed, or to a theme not developed."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(f"({how_many(ABOUT)}) <= 1", "about_one"),
        CheckConstraint("length(trim(text)) > 0", "has_text"),
        *(
            Index(
                f"uq_response_{name}",
                name,
                unique=True,
                sqlite_where=text(f"{name} IS NOT NULL"),
                postgresql_where=text(f"{name} IS NOT NULL"),
            )
            for name in ABOUT
        ),
        Index(
            "uq_response_theme",
            "theme_id",
            unique=True,
            sqlite_where=text(f"({how_many(ABOUT)}) = 0"),
            postgresql_where=text(f"({how_many(ABOUT)}) = 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    category: Mapped[Category] = mapped_column(one_of(Category))
    text: Mapped[str] = mapped_column(Text)
    # The entity that answers for it, and the day it did.
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    answered_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]
    revision: Mapped[int] = mapped_column(default=1)

    theme: Mapped[Theme] = relationship()
    organization: Mapped[Organization] = relationship()
