"""The board of a plan, themes down and rounds across, and the workshops a person belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from workshop.diagnoses import queries as diagnoses
from workshop.extensions import db
from workshop.plans.models import Plan, Theme
from workshop.preparation import readiness
from workshop.preparation.services import NEXT_STEPS
from workshop.proposals import queries as proposals
from workshop.voting.models import Contest, ContestState
from workshop.workshops import queries as workshop_queries
from workshop.workshops.interruptions import Interruption, interruptions
from workshop.workshops.models import Seat, SeatState, Workshop, WorkshopState

ROUNDS = (1, 2, 3)


def own_seats(person_id: int) -> list[Seat]:
    """The seats of a person, refused and removed ones aside, with their workshops."""
    query = (
        db.select(Seat)
        .join(Seat.workshop)
        .filter(
            Seat.person_id == person_id,
            Seat.state.in_((SeatState.ADMITTED, SeatState.WAITING)),
        )
        .options(
            joinedload(Seat.workshop).joinedload(Workshop.theme).joinedload(Theme.plan),
            joinedload(Seat.organization),
        )
        .order_by(Workshop.starts_at)
    )
    seats = list(db.session.scalars(query))
    # Under way first, then what is to come, what is over last.
    return sorted(seats, key=lambda seat: (seat.workshop.is_over, not is_live(seat.workshop)))


def is_live(workshop: Workshop) -> bool:
    return workshop.state is WorkshopState.LIVE


def latest_contests(workshop_ids: Iterable[int]) -> dict[int, int]:
    """The contest whose result each workshop has shown, by workshop."""
    query = (
        db.select(Contest.workshop_id, db.func.max(Contest.id))
        .filter(
            Contest.workshop_id.in_(list(workshop_ids)),
            Contest.state == ContestState.REVEALED,
            Contest.run_off_of_id.is_(None),
            ~Contest.is_practice,
        )
        .group_by(Contest.workshop_id)
    )
    return {workshop_id: contest_id for workshop_id, contest_id in db.session.execute(query)}


@dataclass(frozen=True)
class Cell:
    """One theme in one round: its workshop, if there is one, and what it still lacks."""

    theme: Theme
    round: int
    workshop: Workshop | None
    missing: list[readiness.Check]
    contest_id: int | None = None
    interruption: Interruption | None = None

    @property
    def can_be_planned(self) -> bool:
        return self.workshop is None and self.theme.is_developed

    @property
    def stands_well(self) -> bool:
        """Whether its workshop is prepared or under way."""
        return self._is_in(WorkshopState.READY, WorkshopState.LIVE)

    @property
    def closing_text(self) -> str:
        """What the way to closing the round says; empty while there is nothing to close."""
        if not self._is_in(WorkshopState.CLOSED, WorkshopState.MINUTES):
            return ""
        return _("Publish") if self.has_cut else _("Close the round")

    @property
    def is_published(self) -> bool:
        return self._is_in(WorkshopState.PUBLISHED)

    @property
    def next_step(self) -> str:
        """In a sentence what comes next; empty where nothing is to be done now."""
        if self.workshop is None:
            return ""
        if self.workshop.state is WorkshopState.CLOSED and self.has_cut:
            return _("Next: answer for what ended, then publish.")
        return str(NEXT_STEPS.get(self.workshop.state, ""))

    @property
    def has_cut(self) -> bool:
        """Whether it is settled what goes forward of this round."""
        return self.workshop is not None and self.workshop.cut_at is not None

    def _is_in(self, *states: WorkshopState) -> bool:
        return self.workshop is not None and self.workshop.state in states


def may_be_reworked(cells: list[Cell]) -> bool:
    """Whether the problems of round 2 can be made now: what went forward of round 1 is settled,
    and round 2 has not begun."""
    first, second = cells[0], cells[1].workshop
    return first.has_cut and (second is None or second.opened_at is None)


@dataclass(frozen=True)
class Row:
    """One theme with its rounds."""

    theme: Theme
    cells: list[Cell]
    may_be_reworked: bool


def board(plan: Plan) -> list[Row]:
    """Themes down, rounds across."""
    ids = [theme.id for theme in plan.themes]
    workshops = {(w.theme_id, w.round): w for w in workshop_queries.workshops_of(ids)}
    contests = latest_contests(w.id for w in workshops.values())
    presented = proposals.counts_by_theme(ids)
    standing_still = interruptions(list(workshops.values()))
    named, studied = defaultdict(list), defaultdict(list)
    for problem in diagnoses.problems_of(ids):
        named[problem.theme_id, problem.round].append(problem)
    for diagnosis in diagnoses.diagnoses_of(ids):
        studied[diagnosis.theme_id].append(diagnosis)

    def cell(theme: Theme, round: int) -> Cell:
        workshop = workshops.get((theme.id, round))
        if workshop is None:
            return Cell(theme, round, None, [])
        still = standing_still.get(workshop.id)
        if workshop.opened_at or workshop.is_over:
            return Cell(theme, round, workshop, [], contests.get(workshop.id), still)
        seated = [seat for seat in workshop.seats if seat.state is SeatState.ADMITTED]
        facts = readiness.Facts(
            workshop,
            seated,
            named[theme.id, round],
            studied[theme.id],
            presented.get(theme.id, 0),
        )
        return Cell(theme, round, workshop, readiness.unmet_checks(facts), None, still)

    def row(theme: Theme) -> Row:
        cells = [cell(theme, round) for round in ROUNDS]
        return Row(theme, cells, may_be_reworked(cells))

    return [row(theme) for theme in plan.themes]
