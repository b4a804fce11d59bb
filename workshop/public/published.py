"""What the public may read of a plan: editions, published commitments, themes that stopped.

A round is read from its latest edition, never from the rows that are worked on: what is not
published cannot leak, and what was published does not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from workshop.closing.models import Response
from workshop.commitments.models import Commitment, CommitmentState, Step
from workshop.exports.models import Edition
from workshop.exports.tables import meeting_day
from workshop.extensions import db
from workshop.language import day_of
from workshop.plans.models import Plan, Theme
from workshop.workshops import log
from workshop.workshops.models import Workshop, WorkshopState


def imported_sentence(at: datetime | None, version: str) -> str:
    """Since when something is here that was done elsewhere; nothing where it was done here."""
    if at is None:
        return ""
    day = format_date(day_of(at), "long")
    if version:
        return _(
            "Imported on %(day)s from a file of version %(version)s:"
            " only what the file knew is shown.",
            day=day,
            version=version,
        )
    return _("Imported on %(day)s from a file: only what the file knew is shown.", day=day)


@dataclass
class Round:
    """One published round of a theme: all its editions, the latest one read."""

    workshop: Workshop
    editions: list[Edition]

    @property
    def code(self) -> str:
        return str(self.content["workshop"]["id"])

    @property
    def content(self) -> dict[str, Any]:
        return self.editions[-1].content

    @property
    def day(self) -> str:
        """The day of the meeting in words, as the edition knows it."""
        return meeting_day(self.content["workshop"])

    @property
    def origin(self) -> str:
        """That the meeting came in with a file, in a sentence; nothing for one held here."""
        plan = self.workshop.theme.plan
        return imported_sentence(log.imported_at(self.workshop), plan.file_version)

    @property
    def corrections(self) -> list[Edition]:
        """The editions after the first."""
        return self.editions[1:]

    @property
    def issued_at(self) -> datetime:
        return self.editions[-1].issued_at


@dataclass
class Published:
    """Everything of a plan that is public."""

    plan: Plan
    rounds: list[Round] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    stopped: list[tuple[Theme, Response | None]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.rounds or self.commitments)

    @property
    def origin(self) -> str:
        """That the plan came in with a file, in a sentence; nothing for one begun here."""
        return imported_sentence(self.plan.imported_at, self.plan.file_version)

    @property
    def changed_at(self) -> datetime | None:
        return max((change.at for change in self.changes), default=None)

    def round(self, code: str) -> Round | None:
        return next((shown_round for shown_round in self.rounds if shown_round.code == code), None)

    @property
    def changes(self) -> list[Change]:
        """What was published and corrected, the latest first."""
        changes = [
            Change(edition.issued_at, shown_round, edition.number, edition.note)
            for shown_round in self.rounds
            for edition in shown_round.editions
        ]
        public = {commitment.id: commitment for commitment in self.commitments}
        changes += [
            Change(step.taken_at, public[step.commitment_id])
            for step in self.steps
            if step.commitment_id in public
        ]
        return sorted(changes, key=lambda change: change.at, reverse=True)


@dataclass(frozen=True)
class Change:
    """One entry of the change log: an edition of a round, or a published commitment."""

    at: datetime
    about: Round | Commitment
    number: int = 1
    note: str = ""

    @property
    def key(self) -> str:
        """What names this entry for ever."""
        if isinstance(self.about, Commitment):
            return f"commitment-{self.about.id}"
        return f"{self.about.code}-{self.number}"

    @property
    def title(self) -> str:
        if isinstance(self.about, Commitment):
            return _("Commitment published: %(title)s", title=self.about.title)
        workshop = self.about.workshop
        names = {"theme": workshop.theme.name, "number": workshop.round}
        if self.number == 1:
            return _("%(theme)s, round %(number)d: results published", **names)
        return _("%(theme)s, round %(number)d: correction published", **names)

    @property
    def page(self) -> str:
        return "commitment" if isinstance(self.about, Commitment) else "round"

    @property
    def place(self) -> dict[str, Any]:
        """What the address of its page needs beside the plan."""
        if isinstance(self.about, Commitment):
            return {"commitment_id": self.about.id}
        return {"code": self.about.code}


def published_plan(plan: Plan) -> Published:
    """What is public of a plan, in as many statements for many rounds as for one."""
    ids = [theme.id for theme in plan.themes]
    return Published(
        plan,
        _rounds(plan),
        _commitments(ids),
        _stopped_themes(plan.themes),
        _steps(ids),
    )


def _rounds(plan: Plan) -> list[Round]:
    query = (
        db.select(Edition)
        .join(Workshop, Workshop.id == Edition.workshop_id)
        .filter(Edition.plan_id == plan.id, Workshop.state == WorkshopState.PUBLISHED)
        .options(selectinload(Edition.workshop).joinedload(Workshop.theme))
        .order_by(Edition.number)
    )
    by_workshop: dict[int, Round] = {}
    for edition in db.session.scalars(query):
        assert edition.workshop is not None
        by_workshop.setdefault(edition.workshop.id, Round(edition.workshop, [])).editions.append(
            edition
        )
    return sorted(
        by_workshop.values(),
        key=lambda shown_round: (shown_round.workshop.theme.position, shown_round.workshop.round),
    )


def _commitments(theme_ids: list[int]) -> list[Commitment]:
    query = (
        db.select(Commitment)
        .filter(Commitment.theme_id.in_(theme_ids), Commitment.state == CommitmentState.PUBLISHED)
        .options(selectinload(Commitment.milestones), selectinload(Commitment.organization))
        .order_by(Commitment.number, Commitment.id)
    )
    return list(db.session.scalars(query))


def _stopped_themes(themes: Iterable[Theme]) -> list[tuple[Theme, Response | None]]:
    """The themes that were not developed or lost a meeting, with their response: a normal case."""
    by_id = {theme.id: theme for theme in themes}
    cancelled = db.session.scalars(
        db.select(Workshop.theme_id).filter(
            Workshop.theme_id.in_(list(by_id)), Workshop.state == WorkshopState.CANCELLED
        )
    ).all()
    stopped = [theme for theme in by_id.values() if not theme.is_developed or theme.id in cancelled]
    query = db.select(Response).filter(Response.about_theme_id.in_([theme.id for theme in stopped]))
    responses = {
        response.about_theme_id: response
        for response in db.session.scalars(query.options(joinedload(Response.organization)))
    }
    return [(theme, responses.get(theme.id)) for theme in stopped]


def _steps(theme_ids: list[int]) -> list[Step]:
    query = (
        db.select(Step)
        .join(Commitment, Commitment.id == Step.commitment_id)
        .filter(Commitment.theme_id.in_(theme_ids), Step.state == CommitmentState.PUBLISHED)
        .order_by(Step.taken_at)
    )
    return list(db.session.scalars(query))


def public_plans() -> list[Published]:
    """The plans of which something is public, the latest first."""
    query = (
        db.select(Plan)
        .options(selectinload(Plan.themes))
        .order_by(Plan.first_year.desc(), Plan.id.desc())
    )
    plans = [published_plan(plan) for plan in db.session.scalars(query)]
    return [shown for shown in plans if not shown.is_empty]
