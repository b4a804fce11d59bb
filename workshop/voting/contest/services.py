"""Opening a contest, casting a ballot exactly once, closing, counting and revealing.

Casting and closing both hold the workshop (SQLite: the one writer; PostgreSQL: its row), so each
ballot is either in and acknowledged, or refused. Whether a contest is open is answered from its
phase's clock: no timer has to fire for the end to hold. The count itself happens in `settle`,
which the server's heartbeat and the moderator's acts call once the end has passed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.room import news
from workshop.voting.contest import closing, early_end, ledger, lists, queries, ties
from workshop.voting.models import (
    Contest,
    ContestState,
    Option,
    RollEntry,
)
from workshop.voting.rules import RULES
from workshop.workshops import attendance, log
from workshop.workshops import queries as live_queries
from workshop.workshops import services as live_services
from workshop.workshops.models import Came, Phase, Seat, VoteUnit, Workshop
from workshop.workshops.signals import Matter

KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def option_key(position: int) -> str:
    """A, B, … Z, then AA, AB, …"""
    first, last = divmod(position, len(KEYS))
    return KEYS[last] if not first else KEYS[first - 1] + KEYS[last]


def open_contests(phase: Phase, by: Person, *, now: datetime) -> list[Contest]:
    """Put what is on the list to the vote; the roll and the rule are fixed here.

    One contest for each question that has none standing. With fewer than two options, or nobody to
    vote, there is nothing to rank. A phase that has used up its time, for a former contest, is
    given its planned time again.
    """
    workshop = phase.workshop
    held = {contest.number for contest in queries.standing_contests(workshop)}
    questions = [question for question in lists.questions(workshop) if question.number not in held]
    voters = live_queries.voters(workshop)
    if not questions or not voters:
        return []
    _give_time(phase, now)
    return [_open(phase, question, voters, by, now) for question in questions]


def _open(
    phase: Phase, question: lists.Question, voters: list[Seat], by: Person, now: datetime
) -> Contest:
    workshop = phase.workshop
    rule = RULES[workshop.rule]
    contest = Contest(
        workshop_id=workshop.id,
        phase=phase,
        number=question.number,
        problem_id=question.problem_id,
        question=question.text,
        rule=workshop.rule,
        settings=rule.settings_from(workshop.rule_settings or {}),
        places=min(workshop.carry_limit, rule.most_seats or workshop.carry_limit),
        vote_unit=workshop.vote_unit,
        is_secret=workshop.is_secret,
        tie_policy=workshop.tie_policy,
        quorum_percent=workshop.quorum_percent,
        opened_at=now,
    )
    contest.workshop = workshop
    contest.options = [
        Option(
            key=option_key(position),
            position=position,
            text=candidate.text,
            detail=candidate.detail,
            problem_id=candidate.problem_id,
            idea_id=candidate.idea_id,
        )
        for position, candidate in enumerate(question.candidates)
    ]
    for seat in voters:
        enter_on_roll(contest, seat)
    db.session.add(contest)
    db.session.flush()
    lists.list_for(workshop).freeze(contest, by, now)
    ledger.note_opened(contest, by, now=now)
    return contest


def set_places(workshop: Workshop, places: int, by: Person, *, now: datetime) -> None:
    """Settle how many go forward of each list, until a vote has opened with the number."""
    if workshop.is_over or queries.latest_contest(workshop):
        raise Refusal(_("How many go forward was fixed when the vote opened."))
    most = RULES[workshop.rule].most_seats
    if most and places > most:
        raise Refusal(_("By this rule at most %(most)d can go forward.", most=most))
    workshop.carry_limit = places
    log.record(workshop, "workshop settled", by, now=now, carry_limit=places)


def _give_time(phase: Phase, now: datetime) -> None:
    left = phase.reading(now).remaining
    if phase.planned and left is not None and left <= timedelta(0):
        phase.extra_seconds += round((phase.planned - left).total_seconds())


def enter_on_roll(contest: Contest, seat: Seat) -> RollEntry:
    person_votes = contest.vote_unit is VoteUnit.PERSON
    entry = RollEntry(
        organization_id=seat.organization_id,
        seat_id=seat.id if person_votes else None,
        has_cast=False,
    )
    contest.roll.append(entry)
    return entry


def admit_to_roll(contest: Contest, seat: Seat, by: Person, *, now: datetime) -> None:
    """Let someone who came late vote in an open contest: a logged act of the moderator."""
    if not contest.is_within_time(now):
        raise Refusal(_("The vote is closed; nobody can be added to the roll."))
    if seat not in live_queries.voters(contest.workshop):
        raise Refusal(_("%(name)s holds no voting right.", name=seat.name))
    if queries.roll_entry_of(contest, seat):
        raise Refusal(_("%(name)s is on the roll already.", name=seat.name))
    entry = enter_on_roll(contest, seat)
    db.session.flush()
    ledger.note_extended(contest, entry, by, now=now)


def close_early(contest: Contest, by: Person, *, now: datetime, with_notice: bool = False) -> None:
    """Close at once when everybody who is here has voted, unless a notice is wanted all the same;
    otherwise announce the end twenty seconds ahead. Either only once enough have voted.

    Contests that are held in one phase have its clock and close together.
    """
    workshop = contest.workshop
    if not contest.is_within_time(now):
        raise Refusal(_("The vote is closed."))
    if contest.is_suspended:
        raise Refusal(_("The vote is paused. Resume the phase before closing it."))
    roll = early_end.roll_now(contest)
    if not contest.is_practice:
        early_end.require_enough(roll)
    is_at_once = contest.is_practice or (roll.is_complete_here and not with_notice)
    if contest.ends_at is not None:
        contest.ends_at = now if is_at_once else min(contest.ends_at, now + early_end.NOTICE)
    elif is_at_once:
        live_services.end_time_now(workshop, by, now=now)
    else:
        live_services.set_remaining(workshop, early_end.NOTICE, by, now=now)
    settle_due(workshop, now=now)


def settle(contest: Contest, *, now: datetime) -> bool:
    """Close and count a contest whose end has passed; True if this call did it.

    One transaction: the ballots are taken out of reach of the roll, counted, and put on record.
    """
    if contest.state is not ContestState.OPEN or contest.is_within_time(now):
        return False
    result = closing.count(contest)
    ballots, codes = closing.empty_box(contest)
    _note_voters(contest, now)
    contest.result = result
    contest.carried = ties.settled_at_once(contest.result["cut"])
    contest.state, contest.closed_at = ContestState.COUNTED, now
    if contest.is_practice:
        contest.state, contest.places_shown = ContestState.REVEALED, len(contest.result["order"])
    ledger.note_closed(contest, ballots, codes, now=now)
    db.session.flush()
    # Nobody has a ballot in it any more, neither open nor cast: their own pages must know.
    news.tell(contest.workshop, seats=[seat.id for seat in live_queries.voters(contest.workshop)])
    return True


def _note_voters(contest: Contest, now: datetime) -> None:
    """Whoever voted came; noted once the box is empty, for all of them together."""
    if not contest.is_practice:
        came = [entry.organization_id for entry in contest.roll if entry.has_cast]
        attendance.note(contest.workshop_id, came, Came.VOTED, now=now)


def settle_due(workshop: Workshop, *, now: datetime) -> bool:
    """Settle the workshop's contests whose end has passed; True if something changed."""
    return any([settle(contest, now=now) for contest in queries.open_contests(workshop)])


def void_contest(contest: Contest, reason: str, by: Person, *, now: datetime) -> None:
    """Declare a contest void, with the reason. Its ballots are kept and never counted."""
    if not reason.strip():
        raise Refusal(_("Say why the vote is void; the reason goes into the minutes."))
    if contest.state is ContestState.VOID:
        raise Refusal(_("This vote is void already."))
    if contest.is_revealed and contest.run_off_of and contest.run_off_of.is_revealed:
        raise Refusal(_("This run-off has settled a vote. Declare that vote void."))
    if contest.state is ContestState.OPEN:
        closing.empty_box(contest)
        _note_voters(contest, now)
    contest.state, contest.reason, contest.result = ContestState.VOID, reason, None
    contest.carried, contest.closed_at = None, contest.closed_at or now
    if contest.run_off_of_id is None and not contest.is_practice:
        lists.list_for(contest.workshop).freeze(contest, by, None)
    if run_off := queries.run_off_of(contest):
        void_contest(run_off, reason, by, now=now)
    log.record(contest.workshop, "contest void", by, now=now, contest=contest.id, reason=reason)
    db.session.flush()


def on_workshop_resumed(
    workshop: Workshop, *, now: datetime, by: Person, is_another_day: bool, **_details: Any
) -> None:
    """On another day an open vote is void; the moderator opens it as a new one."""
    if not is_another_day:
        return
    reason = _("The session was resumed on another day.")
    for contest in queries.standing_contests(workshop):
        if contest.state is ContestState.OPEN:
            void_contest(contest, reason, by, now=now)


def reopen_as_new(workshop: Workshop, by: Person, *, now: datetime) -> list[Contest]:
    """Hold the vote again in the current voting phase, after the former contest was void."""
    phase = workshop.current_phase
    if phase is None or not phase.family.is_vote:
        raise Refusal(_("A vote is opened in its own phase. Go back to it first."))
    opened = open_contests(phase, by, now=now)
    if not opened and queries.latest_contest(workshop):
        raise Refusal(_("There is a vote already in this workshop."))
    if not opened:
        raise Refusal(_("There is nothing to vote on: fewer than two options, or no voters."))
    return opened


def may_show_result(workshop: Workshop) -> bool:
    """Whether this is the time to show a result: in the phase for it, or between two phases."""
    phase = workshop.current_phase
    return phase is None or phase.family.shows_result


def reveal(contest: Contest, by: Person, *, now: datetime, all_at_once: bool = False) -> None:
    """Show the room one more place of the result, from the last to the first, or all of it."""
    if not may_show_result(contest.workshop):
        raise Refusal(_("The result is shown in the phase “Summary of votes”."))
    if contest.state is ContestState.OPEN:
        raise Refusal(_("The vote is still open."))
    if contest.state is not ContestState.COUNTED or contest.result is None:
        raise Refusal(_("The result has been shown already."))
    groups = len(contest.result["order"])
    contest.places_shown = groups if all_at_once else min(groups, contest.places_shown + 1)
    log.record(
        contest.workshop,
        "result shown",
        by,
        now=now,
        contest=contest.id,
        places=contest.places_shown,
    )
    if contest.places_shown >= groups:
        contest.state = ContestState.REVEALED
        ties.conclude_run_off(contest, by, now=now)
    db.session.flush()


def followed_by(contest: Contest) -> Contest | None:
    """What comes on the wall after this result: the next problem's vote, or, after a run-off, the
    vote it was held for. None where nothing does, or a tie still waits to be settled.
    """
    if not contest.is_revealed or contest.is_practice or ties.is_undecided(contest):
        return None
    if contest.run_off_of:
        return contest.run_off_of
    standing = queries.standing_contests(contest.workshop)
    return next((following for following in standing if following.number > contest.number), None)


def put_away(contest: Contest) -> None:
    """Take a result that was shown off the wall, for what follows it. Twice is as good as once."""
    if not may_show_result(contest.workshop):
        raise Refusal(_("The result is shown in the phase “Summary of votes”."))
    if followed_by(contest) is None:
        raise Refusal(_("This result stays on the wall: nothing follows it."))
    contest.is_put_away = True
    db.session.flush()


def show_duels(contest: Contest, *, are_shown: bool) -> None:
    """Put the table of duels on the projector after the whole result, or take it off again."""
    if not contest.is_revealed or contest.result is None or not queries.shows_details(contest):
        raise Refusal(_("The duels are shown after the whole result, and only of five ballots on."))
    contest.places_shown = len(contest.result["order"]) + are_shown


def on_phase_started(phase: Phase, *, now: datetime, by: Person, **_details: Any) -> None:
    """The contest opens with its phase; coming back to the phase goes on with the same contest."""
    if phase.family.is_vote:
        open_contests(phase, by, now=now)


def under_way(phase: Phase, now: datetime) -> Matter | None:
    """A vote of this phase that takes ballots, or will again when its clock goes on."""
    contests = [
        contest
        for contest in queries.open_contests(phase.workshop)
        if contest.is_within_time(now) and not contest.is_practice
    ]
    if phase.family.shows_result and any(contest.run_off_of_id for contest in contests):
        return Matter(
            _("The run-off is open. Close it before the phase ends."),
            _("The run-off is open, and its two minutes run on. Stop here all the same?"),
        )
    held = [contest for contest in contests if contest.phase_id == phase.id]
    if not phase.family.is_vote or not held:
        return None
    turnout = queries.turnout(held[0].id)
    question = _(
        "The vote is open; %(cast)d of %(entitled)d have voted. From now on it stands still and"
        " keeps every ballot, and it goes on when you come back to it. On another day it would be"
        " void. Stop here all the same?",
        cast=turnout.cast,
        entitled=turnout.entitled,
    )
    return Matter(_("The vote is open. Close it before the phase ends."), question)


def on_phase_leaving(phase: Phase, *, now: datetime, **_details: Any) -> None:
    """What has ended with its phase is counted."""
    if phase.family.is_vote:
        settle_due(phase.workshop, now=now)
