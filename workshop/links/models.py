"""Links from what was said to what became of it.

Nothing is matched by text and nothing assumes one parent: every relation is a row, with a reason
and an author. The tables of what is linked belong to the features around; here are only their
numbers, each a foreign key of its own so that the database keeps every link whole.
"""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.extensions import db
from workshop.people.models import Person
from workshop.plans.models import Theme


class Relation(enum.StrEnum):
    """What a link says of its two ends; the relations of the method, section 8."""

    RAISED_BY = "raised_by"
    CARRIED = "carried"
    REWORDED = "reworded"
    MERGED = "merged"
    SPLIT = "split"
    DROPPED = "dropped"
    ANSWERS = "answers"
    DEVELOPED_INTO = "developed_into"
    PARTLY_TAKEN_UP = "partly_taken_up"
    NOT_TAKEN_UP = "not_taken_up"
    INTRODUCED = "introduced_by_entity"
    ADOPTED = "adopted"
    ADOPTED_CHANGED = "adopted_changed"
    IMPLEMENTED_BY = "implemented_by"
    ECHOED = "echoed_in_record"


# Relations that lead nowhere, and the one that comes from nowhere.
ENDS = frozenset((Relation.DROPPED, Relation.NOT_TAKEN_UP))

FROM = ("from_diagnosis_id", "from_problem_id", "from_idea_id", "from_proposal_id")
TO = ("to_problem_id", "to_idea_id", "to_proposal_id", "to_commitment_id", "to_milestone_id")


def how_many(columns: tuple[str, ...]) -> str:
    """SQL: how many of the columns are filled in."""
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)


class Link(Model):
    """One relation between two items of a theme; an end has no target, an introduction no source.

    Once written a link is neither changed nor deleted, except by the undoing of the very act that
    made it, before anything was voted on. Until a record is published, its link to the proposal
    says whether it is adopted as agreed or with changes.
    """

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint(
            f"({how_many(FROM)}) = CASE WHEN relation = 'introduced_by_entity' THEN 0 ELSE 1 END",
            "one_source",
        ),
        CheckConstraint(
            f"({how_many(TO)}) ="
            " CASE WHEN relation IN ('dropped', 'not_taken_up') THEN 0 ELSE 1 END",
            "one_target",
        ),
        CheckConstraint(
            "from_problem_id != to_problem_id AND from_idea_id != to_idea_id", "leads_elsewhere"
        ),
        *(
            Index(
                f"uq_link_{source.removesuffix('_id')}_{target.removesuffix('_id')}",
                source,
                target,
                unique=True,
                sqlite_where=text(f"{source} IS NOT NULL AND {target} IS NOT NULL"),
                postgresql_where=text(f"{source} IS NOT NULL AND {target} IS NOT NULL"),
            )
            for source, target in (
                ("from_problem_id", "to_problem_id"),
                ("from_problem_id", "to_idea_id"),
                ("from_idea_id", "to_idea_id"),
                ("from_idea_id", "to_proposal_id"),
            )
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    relation: Mapped[Relation] = mapped_column(one_of(Relation))
    from_diagnosis_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id"), index=True)
    from_problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    from_idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    from_proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    to_problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    to_idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    to_proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    to_commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    to_milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    # Why; for a partial or changed successor, what was left out or changed.
    note: Mapped[str] = mapped_column(Text, default="")
    # Nobody for what the count decides and for what was imported.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Instant]
    # What an imported file says of the link beyond our own columns.
    details: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)

    theme: Mapped[Theme] = relationship()
    person: Mapped[Person | None] = relationship()
