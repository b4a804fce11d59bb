"""Proposals of round 3, their wordings, suggestions to better them, and agreement checks."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.people.models import Organization, Person
from workshop.plans.models import Theme
from workshop.workshops.models import Seat, Workshop

LONGEST_TITLE = 400


LONGEST_SCOPE = 3000


class ProposalState(enum.StrEnum):
    """Draft until its presentation; the last three are outcomes of the agreement check."""

    DRAFT = "draft"
    PRESENTED = "presented"
    WITHDRAWN = "withdrawn"
    AGREED = "agreed"
    WITH_RESERVATIONS = "agreed_with_reservations"
    NOT_AGREED = "not_agreed"


class Proposal(Model):
    """What an entity proposes to commit to: its ideas are links, its wording grows."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("length(trim(title)) > 0", "has_title"),
        CheckConstraint(
            "state != 'withdrawn' OR length(trim(reason)) > 0", "withdrawn_with_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    scope: Mapped[str] = mapped_column(Text, default="")
    # The responsible entity, and how a printed plan names it when that differs.
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    # What of its ideas was left out, and why.
    left_out: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ProposalState] = mapped_column(one_of(ProposalState), default=ProposalState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")
    # Why the entity goes ahead although the room did not agree; published.
    going_ahead: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]
    revision: Mapped[int] = mapped_column(default=1)

    theme: Mapped[Theme] = relationship()
    organization: Mapped[Organization] = relationship()
    wordings: Mapped[list[Wording]] = relationship(
        back_populates="proposal", order_by="Wording.number", cascade="all, delete-orphan"
    )
    checks: Mapped[list[AgreementCheck]] = relationship(
        back_populates="proposal", order_by="AgreementCheck.number"
    )


class Wording(Model):
    """One version of a proposal's title, scope and responsible entity, kept for ever."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    scope: Mapped[str] = mapped_column(Text, default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    # Why it was changed; the suggestion it took up, if one.
    reason: Mapped[str] = mapped_column(Text, default="")
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]

    proposal: Mapped[Proposal] = relationship(back_populates="wordings")
    organization: Mapped[Organization] = relationship()


class Field(enum.StrEnum):
    """What of a proposal a suggestion would change."""

    TITLE = "title"
    SCOPE = "scope"
    ORGANIZATION = "organization"


class SuggestionState(enum.StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Suggestion(Model):
    """A seat's suggestion to change a proposal; accepted, or declined with a reason."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint(
            "state != 'declined' OR length(trim(reason)) > 0",
            "declined_with_reason",
        ),
        CheckConstraint("clerk_seat_id != seat_id", "clerk_is_another"),
        CheckConstraint(
            "(field = 'organization') = (organization_id IS NOT NULL)", "entity_suggested"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    # The clerk who wrote it down for that seat, whose person was in the hall without a device.
    clerk_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    field: Mapped[Field] = mapped_column(one_of(Field))
    # The text it was made against and the one it asks for; differences are shown word by word.
    former: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SuggestionState] = mapped_column(
        one_of(SuggestionState), default=SuggestionState.OPEN
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Instant]
    decided_at: Mapped[Instant | None]

    proposal: Mapped[Proposal] = relationship()
    seat: Mapped[Seat] = relationship(foreign_keys=seat_id)
    organization: Mapped[Organization | None] = relationship()
    decided_by: Mapped[Person | None] = relationship()


class Outcome(enum.StrEnum):
    """What an agreement check came to, as section 5 of the method computes it."""

    AGREED = "agreed"
    WITH_RESERVATIONS = "agreed_with_reservations"
    NOT_AGREED = "not_agreed"


class AgreementCheck(Model):
    """How far the room supports a proposal, asked once and at most once more after changes."""

    __tablename__ = "agreement_check"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 2", "at_most_two"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", "closed_with_outcome"),
        Index(
            "uq_agreement_check_open",
            "workshop_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    number: Mapped[int]
    # The wording the room was asked about.
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    opened_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))

    proposal: Mapped[Proposal] = relationship(back_populates="checks")
    workshop: Mapped[Workshop] = relationship()
    wording: Mapped[Wording] = relationship()
    answers: Mapped[list[AgreementAnswer]] = relationship(
        back_populates="check", order_by="AgreementAnswer.id", cascade="all, delete-orphan"
    )


class AgreementAnswer(Model):
    """One organization's level of support: 1 full, 2 minor points, 3 can live with it,
    4 reservation, 5 objection."""

    __tablename__ = "agreement_answer"
    __table_args__ = (
        UniqueConstraint("check_id", "organization_id"),
        CheckConstraint("level BETWEEN 1 AND 5", "level_known"),
        CheckConstraint("level < 4 OR length(trim(reservation)) > 0", "reservation_stated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("agreement_check.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    level: Mapped[int]
    reservation: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[Instant]

    check: Mapped[AgreementCheck] = relationship(back_populates="answers")
    organization: Mapped[Organization] = relationship()
    seat: Mapped[Seat] = relationship()
