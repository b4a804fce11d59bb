"""The reasoned response to what ended or changed on its way."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
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
    NOT_CARRIED = "not_among_those_carried"
    ADOPTED_CHANGED = "adopted_with_changes"
    TAKEN_INTO_ACCOUNT = "taken_into_account"


class Kind(enum.StrEnum):
    """What a response may answer."""

    PROBLEM = "problem"
    IDEA = "idea"
    PROPOSAL = "proposal"
    THEME = "theme"
    RECORD = "commitment"
    # What was written in one phase of a meeting, all of it together.
    CONTRIBUTIONS = "contributions"


# The column that holds what is answered, one for each kind.
COLUMNS = {
    Kind.PROBLEM: "problem_id",
    Kind.IDEA: "idea_id",
    Kind.PROPOSAL: "proposal_id",
    Kind.THEME: "about_theme_id",
    Kind.RECORD: "commitment_id",
    Kind.CONTRIBUTIONS: "phase_id",
}
ABOUT = tuple(COLUMNS.values())


class Response(Model):
    """The reasoned response to one thing that ended or changed, or that was contributed."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(f"({how_many(ABOUT)}) = 1", "about_one"),
        CheckConstraint("about_theme_id = theme_id", "about_own_theme"),
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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    about_theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id"))
    # Of a record: the digest of its scope as it was answered for; one that changes owes anew.
    scope_digest: Mapped[str] = mapped_column(String(64), default="")
    category: Mapped[Category] = mapped_column(one_of(Category))
    text: Mapped[str] = mapped_column(Text)
    # The entity that answers for it, and the day it did.
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    answered_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]
    revision: Mapped[int] = mapped_column(default=1)

    theme: Mapped[Theme] = relationship(foreign_keys=[theme_id])
    organization: Mapped[Organization] = relationship()

    @property
    def about(self) -> tuple[Kind, int]:
        """What it answers: the kind, and the row's number."""
        for kind, column in COLUMNS.items():
            if (row_id := getattr(self, column)) is not None:
                return kind, row_id
        raise ValueError("a response answers exactly one thing")
