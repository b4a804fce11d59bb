"""Contests and their options, the roll, ballots, and the links that die when a contest closes.

Three tables keep a secret ballot apart from its voter. `RollEntry` says who may vote and who has.
`Ballot` holds a ranking under a random id, with no person, time or serial number. `BallotLink`
joins the two only while the contest is open, so that a ballot can be changed from any device;
the closing transaction destroys it.
"""

from __future__ import annotations

import enum
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model, one_of
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.workshops import timing
from workshop.workshops.models import CountRule, Phase, TiePolicy, VoteUnit, Workshop


class ContestState(enum.StrEnum):
    """Open until its announced end; counted when closed; shown step by step; then revealed."""

    OPEN = "open"
    COUNTED = "counted"
    REVEALED = "revealed"
    VOID = "void"


def random_id() -> str:
    """128 random bits: tells nothing about when the row was made."""
    return secrets.token_hex(16)


# A phase has one contest that stands, or one for each problem whose ideas are voted on, numbered;
# run-offs and practice come beside it.
STANDS = "state != 'void' AND run_off_of_id IS NULL AND NOT is_practice"


class Contest(Model):
    """The question put to the vote in a voting phase. Everything that decides is frozen here."""

    __tablename__ = "contest"
    __table_args__ = (
        CheckConstraint("seats >= 1", "seats_positive"),
        CheckConstraint(
            "(state IN ('counted', 'revealed')) = (result IS NOT NULL)", "counted_once"
        ),
        CheckConstraint("state = 'open' OR closed_at IS NOT NULL", "closed_once"),
        CheckConstraint("state != 'void' OR length(trim(reason)) > 0", "void_with_reason"),
        Index(
            "uq_contest_standing",
            "phase_id",
            "number",
            unique=True,
            sqlite_where=text(STANDS),
            postgresql_where=text(STANDS),
        ),
        CheckConstraint("run_off_of_id IS NULL OR ends_at IS NOT NULL", "run_off_has_end"),
        CheckConstraint("NOT is_practice OR ends_at IS NOT NULL", "practice_has_end"),
        CheckConstraint("lot_number IS NULL OR lot_drawn_by_id IS NOT NULL", "lot_has_drawer"),
        # The number of a practice contest is never given to another: a phone may still show it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    # Its place among the contests of one vote, and the problem whose ideas it ranks.
    number: Mapped[int] = mapped_column(default=1)
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    question: Mapped[str] = mapped_column(String(400), default="")
    rule: Mapped[CountRule] = mapped_column(one_of(CountRule))
    # How many options go forward.
    places: Mapped[int] = mapped_column("seats")
    vote_unit: Mapped[VoteUnit] = mapped_column(one_of(VoteUnit))
    is_secret: Mapped[bool] = mapped_column(default=True)
    state: Mapped[ContestState] = mapped_column(one_of(ContestState), default=ContestState.OPEN)
    # What the rule leaves to the contest, the policy for a tie across the cut, and the quorum.
    settings: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    tie_policy: Mapped[TiePolicy] = mapped_column(one_of(TiePolicy), default=TiePolicy.CARRY_ALL)
    quorum_percent: Mapped[int | None]
    # A short contest among the options that tied across the cut of another.
    run_off_of_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"))
    # "Rank three fruits": leaves no trace.
    is_practice: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[Instant]
    # Its own announced end; without one the contest ends with its phase.
    ends_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    # Orders the options differently for each voter, the same at every look.
    shuffle_key: Mapped[str] = mapped_column(String(32), default=random_id)
    # What the count gave, exactly as voting.rules returned it.
    result: Mapped[dict[str, Any] | None] = mapped_column(db.JSON(none_as_null=True))
    # The options that go forward when all is settled, run-off and lots included.
    carried: Mapped[list[str] | None] = mapped_column(db.JSON(none_as_null=True))
    # Digests of the record at opening and closing, as shown to the room then.
    opening_digest: Mapped[str] = mapped_column(String(64), default="")
    closing_digest: Mapped[str] = mapped_column(String(64), default="")
    # Keeps the digest of few ballots from being guessed; goes to the scrutineers.
    salt: Mapped[str] = mapped_column(String(32), default=random_id)
    # The number produced in the room, typed in before everyone, and who did.
    lot_number: Mapped[str | None] = mapped_column(String(40))
    lot_drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # How many places of the result are shown to the room, counted from the last; one more stands
    # for the table of duels.
    places_shown: Mapped[int] = mapped_column(default=0)
    # Whether its result has left the wall for the next problem, or for the vote it was held for.
    is_put_away: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")

    workshop: Mapped[Workshop] = relationship()
    phase: Mapped[Phase] = relationship()
    run_off_of: Mapped[Contest | None] = relationship(remote_side=[id])
    options: Mapped[list[Option]] = relationship(
        back_populates="contest", order_by="Option.position", cascade="all, delete-orphan"
    )
    roll: Mapped[list[RollEntry]] = relationship(
        back_populates="contest", order_by="RollEntry.id", cascade="all, delete-orphan"
    )

    def reading(self, now: datetime) -> timing.Reading:
        """The contest's clock: its own end, or its phase's clock with all pauses and extensions."""
        if self.ends_at is None:
            return self.phase.reading(now)
        is_over = now >= self.ends_at
        span = (self.opened_at, self.ends_at if is_over else None)
        return timing.read([span], self.ends_at - self.opened_at, now)

    def is_open(self, now: datetime) -> bool:
        """Whether a ballot that arrives now is in."""
        return self.is_within_time(now) and not self.is_suspended

    def is_within_time(self, now: datetime) -> bool:
        return self.state is ContestState.OPEN and not self.reading(now).is_over

    @property
    def is_suspended(self) -> bool:
        """Nothing is accepted while the phase is paused or has been left for another."""
        if self.state is not ContestState.OPEN or self.ends_at is not None:
            return False
        return not self.phase.is_current or self.phase.is_paused

    @property
    def awaits_count(self) -> bool:
        """Whether it still stands open, even if its time has passed."""
        return self.state is ContestState.OPEN

    @property
    def has_own_clock(self) -> bool:
        """Whether it stands open with an end of its own, as a run-off and a practice have."""
        return self.awaits_count and self.ends_at is not None

    @property
    def is_counted(self) -> bool:
        return self.state in (ContestState.COUNTED, ContestState.REVEALED)

    @property
    def is_revealed(self) -> bool:
        return self.state is ContestState.REVEALED


# As many letters as what stands behind an option may have to be shown without a fold.
LINE_OF_BALLOT = 90


class Option(Model):
    """One thing to rank. Its wording is a copy, so nobody can edit what people are voting on."""

    __tablename__ = "option"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    # How ballots and results name it.
    key: Mapped[str] = mapped_column(String(8))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(600))
    detail: Mapped[str] = mapped_column(Text, default="")
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))

    contest: Mapped[Contest] = relationship(back_populates="options")

    @property
    def has_long_detail(self) -> bool:
        """Whether what stands behind it takes more than a line of the ballot."""
        return len(self.detail) > LINE_OF_BALLOT


STANDING_LINE = "seat_id IS NULL AND NOT is_struck"


class RollEntry(Model):
    """One voting unit that may vote in a contest, and whether it has. Never what."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        Index(
            "uq_roll_organization",
            "contest_id",
            "organization_id",
            unique=True,
            sqlite_where=text(STANDING_LINE),
            postgresql_where=text(STANDING_LINE),
        ),
        UniqueConstraint("contest_id", "seat_id"),
        CheckConstraint("NOT (is_struck AND has_cast)", "struck_has_no_ballot"),
        CheckConstraint("(assisted_by_id IS NULL) = (assisted_with_id IS NULL)", "assisted_by_two"),
        CheckConstraint("assisted_by_id != assisted_with_id", "assisted_by_different_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    # Only where persons vote and not organizations.
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    has_cast: Mapped[bool] = mapped_column(default=False)
    # Whether it turned out, while the vote was open, to be another line's organization or person:
    # it keeps its number on the roll, and entitles nobody.
    is_struck: Mapped[bool] = mapped_column(default=False)
    # The two of the staff who entered the ballot for someone without a device.
    assisted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assisted_with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    contest: Mapped[Contest] = relationship(back_populates="roll")
    organization: Mapped[Organization] = relationship()


class Ballot(Model):
    """One voter's order as tie groups in canonical JSON; no person, no time, no serial number."""

    __tablename__ = "ballot"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    # What was marked, in canonical JSON: tie groups best first, or what the rule's ballot holds.
    ranking: Mapped[str] = mapped_column(Text)
    # Whose it is, in a roll-call vote only, where names and lists are the point of it.
    roll_entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entry.id"), unique=True)


class BallotLink(Model):
    """Joins a roll entry to its ballot while the contest is open; destroyed when it closes."""

    __tablename__ = "ballot_link"

    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    ballot_id: Mapped[str] = mapped_column(ForeignKey("ballot.id"), unique=True)
    # The only person to whom the ballot is shown; nobody, when staff have entered it.
    cast_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1)
    # The request that wrote this revision: its repeat gets the same answer.
    request_id: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[Instant]

    roll_entry: Mapped[RollEntry] = relationship()
    ballot: Mapped[Ballot] = relationship()


class Receipt(Model):
    """The code of a ballot that was counted. The list is public; a code says nothing of content."""

    __tablename__ = "receipt"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
