"""Reads of plans and themes, the board of a plan, and the workshops a person belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import joinedload, selectinload

from workshop.commitments import queries as proposals
from workshop.diagnoses import queries as diagnoses
from workshop.extensions import db
from workshop.live import readiness
from workshop.live.interruptions import Interruption, interruptions
from workshop.live.models import Seat, SeatState, Workshop, WorkshopState
from workshop.plans.models import Plan, Theme
from workshop.voting.models import Contest, ContestState

ROUNDS = (1, 2, 3)


def plans() -> list[Plan]:
    """All plans with their themes, the latest first."""
    query = (
        db.select(Plan)
        .options(selectinload(Plan.themes))
        .order_by(Plan.first_year.desc(), Plan.id.desc())
    )
    return list(db.session.scalars(query))


def plan(plan_id: int) -> Plan:
    """The plan with its themes; 404 when there is none."""
    return db.first_or_404(db.select(Plan).filter_by(id=plan_id).options(selectinload(Plan.themes)))


def plan_named(name: str) -> Plan | None:
    return db.session.scalar(db.select(Plan).filter_by(name=name))


def theme_in(plan_id: int, theme_id: int) -> Theme:
    """A theme of this plan; 404 for any other."""
    return db.first_or_404(db.select(Theme).filter_by(id=theme_id, plan_id=plan_id))


def theme_named(plan: Plan, name: str) -> Theme | None:
    return db.session.scalar(db.select(Theme).filter_by(plan_id=plan.id, name=name))


def workshops_of(theme_ids: Iterable[int]) -> list[Workshop]:
    """The workshops of these themes with their agenda and everyone seated."""
    query = (
        db.select(Workshop)
        .filter(Workshop.theme_id.in_(theme_ids))
        .options(
            joinedload(Workshop.theme),
            selectinload(Workshop.phases),
            selectinload(Workshop.seats).joinedload(Seat.organization),
        )
    )
    return list(db.session.scalars(query))


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


def board(plan: Plan) -> list[tuple[Theme, list[Cell]]]:
    """Themes down, rounds across."""
    ids = [theme.id for theme in plan.themes]
    workshops = {(w.theme_id, w.round): w for w in workshops_of(ids)}
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

    return [(theme, [cell(theme, round) for round in ROUNDS]) for theme in plan.themes]
