"""Workshops, the seats in them, their agenda, the spans their clock ran, and their log."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop import clock
from workshop.database import Instant, Model, one_of
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.plans.models import Theme
from workshop.workshops import timing
from workshop.workshops.guides import (
    GUIDES,
    KINDS,
    MODERATING,
    SPECS,
    VOTING,
    FloorOrder,
    Kind,
    PhaseKind,
    PhaseSpec,
    Role,
    Subject,
)


class WorkshopState(enum.StrEnum):
    DRAFT = "draft"
    CONVENED = "convened"
    READY = "ready"
    LIVE = "live"
    CLOSED = "closed"
    MINUTES = "minutes"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class CountRule(enum.StrEnum):
    DUELS_POINTS = "duels-points"
    POINTS = "points"
    APPROVAL = "approval"
    DOTS = "dots"
    GRID = "grid"
    STV = "stv"
    IRV = "irv"


class TiePolicy(enum.StrEnum):
    """What happens to options level across the cut; settled before the vote opens."""

    CARRY_ALL = "carry-all"
    RUN_OFF = "run-off"
    LOTS = "lots"


class VoteUnit(enum.StrEnum):
    ORGANIZATION = "organization"
    PERSON = "person"


class Workshop(Model):
    """One meeting of one theme in one round."""

    __tablename__ = "workshop"
    __table_args__ = (
        UniqueConstraint("theme_id", "round"),
        CheckConstraint("round BETWEEN 1 AND 3", "round_known"),
        CheckConstraint("carry_limit >= 1", "carries_one"),
        CheckConstraint("quorum_percent BETWEEN 1 AND 100", "quorum_is_share"),
        CheckConstraint(
            "state_scrutineer_id IS NULL OR state_scrutineer_id != society_scrutineer_id",
            "two_scrutineers",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    round: Mapped[int]
    state: Mapped[WorkshopState] = mapped_column(one_of(WorkshopState), default=WorkshopState.DRAFT)
    starts_at: Mapped[Instant]
    # A file may give a day whose year was only inferred: it is not printed as a fact.
    is_year_inferred: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    video_url: Mapped[str] = mapped_column(String(500), default="")
    # What people type to join, and what the projector's link is made from.
    code: Mapped[str] = mapped_column(String(8), unique=True)
    screen_key: Mapped[str] = mapped_column(String(32))
    # How the room will vote: settled before, frozen when the contest opens.
    rule: Mapped[CountRule] = mapped_column(one_of(CountRule), default=CountRule.DUELS_POINTS)
    carry_limit: Mapped[int] = mapped_column(default=5)
    vote_unit: Mapped[VoteUnit] = mapped_column(one_of(VoteUnit), default=VoteUnit.ORGANIZATION)
    officials_vote: Mapped[bool] = mapped_column(default=True)
    # What the rule leaves to the contest: dots per person, criteria and their weights.
    rule_settings: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)
    tie_policy: Mapped[TiePolicy] = mapped_column(one_of(TiePolicy), default=TiePolicy.CARRY_ALL)
    is_secret: Mapped[bool] = mapped_column(default=True)
    # The share of the roll that must have cast a ballot for the result to be more than a sign.
    quorum_percent: Mapped[int | None]
    # The two who alone may take the single ballots of a secret vote: one from the State, one from
    # civil society.
    state_scrutineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    society_scrutineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Raised with every change that people see; pushes carry it, so a gap is noticed.
    version: Mapped[int] = mapped_column(default=1)
    # Raised by every act on the agenda; a second moderator's older screen is refused.
    agenda_version: Mapped[int] = mapped_column(default=1)
    log_length: Mapped[int] = mapped_column(default=0)
    log_head: Mapped[str] = mapped_column(String(64), default="")
    # All ideas in one vote, instead of one vote for the ideas of each problem.
    votes_overall: Mapped[bool] = mapped_column(default=False)
    # When it was settled what goes forward, and why not as the count says, if so.
    cut_at: Mapped[Instant | None]
    cut_reason: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[Instant | None]
    # Why its results became public before those of an earlier round, if they did.
    early_reason: Mapped[str] = mapped_column(Text, default="")

    theme: Mapped[Theme] = relationship()
    phases: Mapped[list[Phase]] = relationship(
        back_populates="workshop", order_by="Phase.position", cascade="all, delete-orphan"
    )
    seats: Mapped[list[Seat]] = relationship(back_populates="workshop", order_by="Seat.id")

    @property
    def subject(self) -> Subject:
        """What it discusses and decides on."""
        return GUIDES[self.round].subject

    @property
    def current_phase(self) -> Phase | None:
        return next((p for p in self.phases if p.state is PhaseState.CURRENT), None)

    @property
    def next_phase(self) -> Phase | None:
        return next((p for p in self.phases if p.state is PhaseState.PENDING), None)

    @property
    def kind(self) -> PhaseKind | None:
        """The kind of the current phase."""
        phase = self.current_phase
        return phase.kind if phase else None

    @property
    def kind_in_force(self) -> PhaseKind | None:
        """The kind of the current phase as it decides who may act; none past a hard end."""
        phase = self.current_phase
        return phase.kind_in_force if phase else None

    @property
    def met_at(self) -> datetime:
        """When the meeting began; before it has, when it is to begin."""
        return self.opened_at or self.starts_at

    @property
    def is_over(self) -> bool:
        return self.state in (
            WorkshopState.CLOSED,
            WorkshopState.MINUTES,
            WorkshopState.PUBLISHED,
            WorkshopState.CANCELLED,
        )

    def drift(self, now: datetime) -> timing.Drift:
        current = self.current_phase
        pending = (p for p in self.phases if p.state is PhaseState.PENDING)
        return timing.drift(
            self.starts_at,
            self.opened_at,
            sum((p.planned or timing.ZERO for p in self.phases), timing.ZERO),
            current.reading(now) if current else None,
            sum((p.left_to_run(now) for p in pending), timing.ZERO),
            now,
        )


class SeatState(enum.StrEnum):
    WAITING = "waiting"
    ADMITTED = "admitted"
    DECLINED = "declined"
    REMOVED = "removed"


class Seat(Model):
    """One person's place in one workshop, for one organization, with one role."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("workshop_id", "person_id"),
        Index(
            "uq_seat_holds_vote",
            "workshop_id",
            "organization_id",
            unique=True,
            sqlite_where=text("holds_vote"),
            postgresql_where=text("holds_vote"),
        ),
        CheckConstraint(
            "NOT holds_vote OR (state = 'admitted' AND organization_id IS NOT NULL"
            " AND role IN ('titular', 'alternate', 'official'))",
            "voter_is_seated",
        ),
        CheckConstraint("time_percent IN (100, 150, 200)", "time_factor_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[Role] = mapped_column(one_of(Role))
    state: Mapped[SeatState] = mapped_column(one_of(SeatState), default=SeatState.ADMITTED)
    holds_vote: Mapped[bool] = mapped_column(default=False)
    # Speaking time for those who need more of it; shown to nobody else.
    time_percent: Mapped[int] = mapped_column(default=100)
    created_at: Mapped[Instant]
    admitted_at: Mapped[Instant | None]
    # How long its own pages had the live room open, counted until its organization has come.
    seconds_present: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[Instant | None]
    # Since when the moderator or the clerk has it marked as present: somebody without a device.
    ticked_at: Mapped[Instant | None]

    workshop: Mapped[Workshop] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship()
    organization: Mapped[Organization | None] = relationship()

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def may_hold_vote(self) -> bool:
        """Whether it is of those who come for an organization, one of whom votes for it."""
        return self.role in VOTING

    @property
    def is_waiting(self) -> bool:
        return self.state is SeatState.WAITING

    @property
    def is_removed(self) -> bool:
        return self.state is SeatState.REMOVED

    @property
    def may_speak(self) -> bool:
        """Whether it may take the floor in the phase that is under way."""
        phase = self.workshop.current_phase
        return (
            self.state is SeatState.ADMITTED
            and phase is not None
            and phase.kind_in_force is not None
            and self.role in phase.family.speakers
        )

    @property
    def moderates(self) -> bool:
        return self.state is SeatState.ADMITTED and self.role in MODERATING


class Came(enum.StrEnum):
    """By what it was first known that an organization came."""

    ENTERED = "entered"
    SPOKE = "spoke"
    ACTED = "acted"
    VOTED = "voted"
    TICKED = "ticked"
    CLERK = "clerk"


class Attendance(Model):
    """An organization that came to a workshop; its seats may be taken back, this stays."""

    __tablename__ = "attendance"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    how: Mapped[Came] = mapped_column(one_of(Came))
    # Of a vote the instant at which it was closed.
    noted_at: Mapped[Instant]

    organization: Mapped[Organization] = relationship()


class PhaseState(enum.StrEnum):
    PENDING = "pending"
    CURRENT = "current"
    COMPLETED = "completed"
    SKIPPED = "skipped"


class Phase(Model):
    """A phase of a workshop's own agenda."""

    __tablename__ = "phase"
    __table_args__ = (
        Index(
            "uq_phase_current",
            "workshop_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 240", "minutes_sensible"),
        CheckConstraint(
            "seconds_per_turn IS NULL OR seconds_per_turn BETWEEN 15 AND 1800", "turn_sensible"
        ),
        CheckConstraint("protected_places BETWEEN 0 AND 10", "protected_sensible"),
        CheckConstraint("state != 'skipped' OR length(trim(reason)) > 0", "skipped_with_reason"),
        CheckConstraint("NOT has_hard_end OR minutes IS NOT NULL", "hard_end_has_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[PhaseKind] = mapped_column(one_of(PhaseKind))
    minutes: Mapped[int | None]
    seconds_per_turn: Mapped[int | None]
    floor_order: Mapped[FloorOrder] = mapped_column(
        one_of(FloorOrder), default=FloorOrder.NEW_VOICES
    )
    protected_places: Mapped[int] = mapped_column(default=1)
    state: Mapped[PhaseState] = mapped_column(one_of(PhaseState), default=PhaseState.PENDING)
    # What +1, +5 and "set" have added to, or taken from, the planned minutes.
    extra_seconds: Mapped[int] = mapped_column(default=0)
    # Why it was skipped or gone back to, or stands paused.
    reason: Mapped[str] = mapped_column(Text, default="")
    # The moderators' own line for it, seen by nobody else; None while the guide's stands.
    notes: Mapped[str | None] = mapped_column(Text)
    # When it was last left: a turn that ended just then was cut off by it, and a clock that had
    # ended before stood paused.
    left_at: Mapped[Instant | None]
    # The one proposal it deals with, in a round that goes through its phases for each.
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    # Since when the room sees what was first written individually.
    revealed_at: Mapped[Instant | None]
    # When its time is up nothing more is accepted in it, and nothing starts by itself.
    has_hard_end: Mapped[bool] = mapped_column(default=False)
    # When that end came, once the room has been told; it holds before that, by the clock.
    shut_at: Mapped[Instant | None]
    # What is written in it is shown when the moderator says so, not before.
    holds_contributions: Mapped[bool] = mapped_column(default=False)
    # Since when nobody may ask for the floor any more; those who wait still speak.
    list_closed_at: Mapped[Instant | None]

    workshop: Mapped[Workshop] = relationship(back_populates="phases")
    spans: Mapped[list[Span]] = relationship(
        back_populates="phase", order_by="Span.id", cascade="all, delete-orphan"
    )

    @property
    def spec(self) -> PhaseSpec:
        return SPECS[self.workshop.round, self.key]

    @property
    def family(self) -> Kind:
        """What holds of every phase of its kind."""
        return KINDS[self.kind]

    @property
    def private_notes(self) -> str:
        """What the moderators have before them in this phase: their own line, or the guide's."""
        return str(self.family.script) if self.notes is None else self.notes

    @property
    def number(self) -> int:
        return self.workshop.phases.index(self) + 1

    @property
    def why_skipped(self) -> str:
        return self.reason if self.state is PhaseState.SKIPPED else ""

    @property
    def planned(self) -> timedelta | None:
        return None if self.minutes is None else timedelta(minutes=self.minutes)

    @property
    def length(self) -> timedelta | None:
        """Planned minutes and extensions."""
        planned = self.planned
        return None if planned is None else planned + timedelta(seconds=self.extra_seconds)

    @property
    def stretches(self) -> list[timing.Span]:
        """The spans as plain pairs of instants."""
        return [(span.started_at, span.ended_at) for span in self.spans]

    @property
    def started_at(self) -> datetime | None:
        return self.spans[0].started_at if self.spans else None

    @property
    def ended_at(self) -> datetime | None:
        return self.spans[-1].ended_at if self.spans else None

    @property
    def is_current(self) -> bool:
        return self.state is PhaseState.CURRENT

    @property
    def is_paused(self) -> bool:
        return self.is_current and self.ended_at is not None

    @property
    def was_left_paused(self) -> bool:
        return bool(self.left_at and self.ended_at and self.ended_at < self.left_at)

    def reading(self, now: datetime) -> timing.Reading:
        return timing.read(self.stretches, self.length, now)

    def is_shut(self, now: datetime) -> bool:
        """Whether its hard end has come: computed from what it ran, so that no beat is needed."""
        return self.shut_at is not None or (self.has_hard_end and self.reading(now).is_over)

    @property
    def kind_in_force(self) -> PhaseKind | None:
        """Its kind as it decides who may act; none once its hard end has come."""
        return None if self.is_shut(clock.now()) else self.kind

    def left_to_run(self, now: datetime) -> timedelta:
        """What remains of it, as far as planned; nothing once it is over."""
        return max(timing.ZERO, self.reading(now).remaining or timing.ZERO)


class Span(Model):
    """A stretch in which a phase's clock ran without pause."""

    __tablename__ = "span"
    __table_args__ = (
        Index(
            "uq_span_running",
            "workshop_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", "ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]

    phase: Mapped[Phase] = relationship(back_populates="spans")


class LogEntry(Model):
    """One act in a workshop. Entries are only ever added, each chained to the one before."""

    __tablename__ = "log_entry"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int]
    at: Mapped[Instant]
    # Who acted; nobody for what the clock brings about and for every secret ballot.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verb: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(db.JSON)
    digest: Mapped[str] = mapped_column(String(64))

    person: Mapped[Person | None] = relationship()


class Corrected(enum.StrEnum):
    """What of a seat or of an organization was corrected."""

    NAME = "name"
    ORGANIZATION = "organization"
    EMAIL = "email"
    ROLE = "role"
    ACRONYM = "acronym"
    SECTOR = "sector"
    MERGED = "merged"


class Correction(Model):
    """A former and a new value, by whom and when: of a seat and its person, or of an organization.

    The log says that there was one. The words stand here and nowhere else: the log is handed out
    and never changed, and of persons it says nothing.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("(seat_id IS NULL) != (organization_id IS NULL)", "of_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    field: Mapped[Corrected] = mapped_column(one_of(Corrected))
    former: Mapped[str] = mapped_column(String(300))
    new: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Instant]

    by: Mapped[Person] = relationship()
