"""Settling a tie across the cut in the room: opening the run-off, drawing the lots.

Both come after the result has been shown to the last place, so that everybody sees what is tied.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.contest import ledger, queries, services, ties
from workshop.voting.models import Contest, Option
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Phase, TiePolicy

RUN_OFF_MINUTES = 2
RUN_OFF_LENGTH = timedelta(minutes=RUN_OFF_MINUTES)


def require_undecided(contest: Contest, policy: TiePolicy) -> None:
    """Refuse unless the room has seen a tie that is to be settled this way, and still is one."""
    if contest.workshop.is_over:
        raise Refusal(_("This workshop is closed."))
    if not contest.is_revealed or not services.may_show_result(contest.workshop):
        raise Refusal(_("First the whole result is shown to the room."))
    if contest.tie_policy is not policy or not ties.is_undecided(contest):
        raise Refusal(_("There is no tie left to settle in this way."))


def open_run_off(contest: Contest, by: Person, *, now: datetime) -> Contest:
    """A short contest among the tied for the places left: same rule, the roll taken anew.

    It has two minutes of its own. Whoever ties again in it is carried, so there is never another.
    """
    require_undecided(contest, TiePolicy.RUN_OFF)
    if queries.run_off_of(contest):
        raise Refusal(_("The run-off is open already."))
    voters = live_queries.voters(contest.workshop)
    if not voters:
        raise Refusal(_("Nobody here holds a voting right."))
    run_off = _contest_among_tied(contest, now)
    for seat in voters:
        services.enter_on_roll(run_off, seat)
    db.session.add(run_off)
    db.session.flush()
    ledger.note_opened(run_off, by, now=now)
    return run_off


def _contest_among_tied(contest: Contest, now: datetime) -> Contest:
    cut = contest.result["cut"] if contest.result else {}
    tied = [option for option in contest.options if option.key in cut["tied"]]
    return Contest(
        workshop_id=contest.workshop_id,
        workshop=contest.workshop,
        phase=contest.phase,
        question=contest.question,
        rule=contest.rule,
        settings=contest.settings,
        places=cut["places_left"],
        vote_unit=contest.vote_unit,
        is_secret=contest.is_secret,
        tie_policy=TiePolicy.CARRY_ALL,
        quorum_percent=contest.quorum_percent,
        run_off_of=contest,
        opened_at=now,
        ends_at=now + RUN_OFF_LENGTH,
        options=[_copy(option) for option in tied],
    )


def _copy(option: Option) -> Option:
    """The option under its old key, so that both results speak of the same."""
    return Option(
        key=option.key,
        position=option.position,
        text=option.text,
        detail=option.detail,
        problem_id=option.problem_id,
        idea_id=option.idea_id,
    )


def draw_lots(contest: Contest, number: str, by: Person, *, now: datetime) -> None:
    """Settle the tie by lots with a number produced in the room, typed in before everyone.

    The closing digest has been on every screen since the result was shown; `by` answers for the
    number and is named with it.
    """
    require_undecided(contest, TiePolicy.LOTS)
    if not ties.LOT_NUMBER.fullmatch(number):
        raise Refusal(_("Type the number drawn in the room: digits only, for example 4162."))
    contest.lot_number, contest.lot_drawn_by_id = number, by.id
    cut = contest.result["cut"] if contest.result else {}
    carried = ties.after_lots(cut, contest.closing_digest, number)
    ties.decide(contest, carried, by, now=now, lot_number=number, digest=contest.closing_digest)
    db.session.flush()


def on_phase_leaving(phase: Phase, *, now: datetime, **_details: Any) -> None:
    """A run-off that has ended is counted before the summary of votes is left."""
    contest = queries.current_contest(phase.workshop)
    if contest is None or contest.run_off_of_id is None:
        return
    services.settle(contest, now=now)
    # What the meeting goes on with is the vote that the run-off has settled.
    contest.is_put_away = contest.is_revealed
