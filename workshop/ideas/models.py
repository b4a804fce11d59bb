"""Ideas that answer problems, how the room weighed them, and what became of them in the room.

Which problems an idea answers, and which ideas it was made from, are links (`links.models`).
"""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.people.models import Organization
from workshop.plans.models import Theme
from workshop.workshops.models import Seat, Workshop

LONGEST_IDEA = 600
LONGEST_OPINION = 1500


class Origin(enum.StrEnum):
    """Where an idea comes from."""

    PARTICIPANTS = "participants"
    OFFICIAL_AGENDA = "official_agenda"
    MODERATOR = "moderator"


class IdeaState(enum.StrEnum):
    """A draft is its author's alone; handed in, it waits for all to be revealed together.

    On the list it can be voted on; replaced by a merge or split, left out with a reason, or, made
    by a merge that was undone, undone.
    """

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    LISTED = "listed"
    REPLACED = "replaced"
    LEFT_OUT = "left_out"
    UNDONE = "undone"


class Idea(Model):
    """A solution idea for one problem or more."""

    __tablename__ = "idea"
    __table_args__ = (
        CheckConstraint(f"length(text) <= {LONGEST_IDEA}", "text_length"),
        CheckConstraint(
            "clerk_seat_id IS NULL OR (seat_id IS NOT NULL AND clerk_seat_id != seat_id)",
            "clerk_is_another",
        ),
        CheckConstraint("state = 'draft' OR length(trim(text)) > 0", "has_text"),
        CheckConstraint("state != 'left_out' OR length(trim(reason)) > 0", "left_out_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    # The round-2 workshop it was made in; none for an idea that an imported file does not place.
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    # Its place on the list, from 1 on: the number by which the room calls it, given only once.
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[Origin] = mapped_column(one_of(Origin), default=Origin.PARTICIPANTS)
    state: Mapped[IdeaState] = mapped_column(one_of(IdeaState), default=IdeaState.DRAFT)
    # Who wrote it, and for whom; what came of a merge has its parents' authors by its links.
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    # The clerk who wrote it down for that seat, whose person was in the hall without a device.
    clerk_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    # Why it was left out, merged or split.
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[Instant]
    # Since when this wording has been put to the vote; from then on it stays.
    frozen_at: Mapped[Instant | None]

    theme: Mapped[Theme] = relationship()
    workshop: Mapped[Workshop | None] = relationship()
    seat: Mapped[Seat | None] = relationship(foreign_keys=seat_id)
    organization: Mapped[Organization | None] = relationship()

    @property
    def number(self) -> int:
        return self.position


class Mark(Model):
    """How feasible and how valuable one seat holds an idea to be: 0 low, 1 middling, 2 high."""

    __tablename__ = "mark"
    __table_args__ = (
        CheckConstraint("feasibility BETWEEN 0 AND 2", "feasibility_known"),
        CheckConstraint("value BETWEEN 0 AND 2", "value_known"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    feasibility: Mapped[int | None]
    value: Mapped[int | None]


class Synergy(Model):
    """One seat's word that two ideas belong together; the pair in the order of their numbers."""

    __tablename__ = "synergy"
    __table_args__ = (CheckConstraint("first_id < second_id", "pair_in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)


class Feasibility(enum.StrEnum):
    """What an entity says of an idea."""

    FEASIBLE = "feasible"
    WITH_CONDITIONS = "feasible_with_conditions"
    NOT_FEASIBLE = "not_feasible"
    ON_AGENDA = "already_on_the_agenda"


class Budget(enum.StrEnum):
    """Whether budget could exist."""

    YES = "yes"
    POSSIBLE = "possible"
    NO = "no"
    UNKNOWN = "unknown"


class Opinion(Model):
    """An entity's opinion on one idea, signed by the official who gave it."""

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("idea_id", "organization_id"),
        CheckConstraint(f"length(text) <= {LONGEST_OPINION}", "text_length"),
        CheckConstraint(
            "feasibility != 'feasible_with_conditions' OR length(trim(text)) > 0",
            "conditions_stated",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    feasibility: Mapped[Feasibility] = mapped_column(one_of(Feasibility))
    budget: Mapped[Budget] = mapped_column(one_of(Budget), default=Budget.UNKNOWN)
    unit: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[Instant]
    # Written after its phase, by an entity that was absent.
    is_late: Mapped[bool] = mapped_column(default=False)

    idea: Mapped[Idea] = relationship()
    organization: Mapped[Organization] = relationship()
    seat: Mapped[Seat] = relationship()


class Objection(Model):
    """An author's word against what a merge or split made of their idea."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("idea_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # What the merge or split made.
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    text: Mapped[str] = mapped_column(String(600))
    raised_at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]

    idea: Mapped[Idea] = relationship()
    seat: Mapped[Seat] = relationship()
