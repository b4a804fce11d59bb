"""The part of the live screens on which the room votes and is shown the result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.room import parts
from workshop.room.controls import vote_opens
from workshop.room.parts import Audience
from workshop.voting.ballot.state import ballot_of
from workshop.voting.contest import queries, services
from workshop.voting.contest.tie_breaks import RUN_OFF_MINUTES
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.parts import result_context
from workshop.workshops.guides import Subject
from workshop.workshops.models import Seat, TiePolicy, VoteUnit, Workshop
from workshop.workshops.queries import voters


def vote_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The contest as this audience may see it now."""
    contest = queries.current_contest(workshop)
    phase = workshop.current_phase
    is_its_time = phase is not None and (phase.family.is_vote or phase.family.shows_result)
    nothing = {
        "contest": None,
        "is_its_time": is_its_time,
        "is_voting_phase": phase is not None and phase.family.is_vote,
        "may_practise": may_practise(workshop),
        "vote_opens": _opens(workshop, phase.minutes or 0) if phase and audience.is_desk else "",
    }
    if contest is None:
        return nothing
    result = result_context(contest)
    together = queries.standing_contests(workshop) if contest.ends_at is None else []
    return {
        **nothing,
        "contest": contest,
        "is_its_time": is_its_time or contest.ends_at is not None,
        "has_result": bool(result["shown"]) or contest.is_revealed,
        "is_open": contest.is_open(now),
        "is_within_time": contest.is_within_time(now),
        "turnout": queries.turnout(contest.id),
        "together": together,
        "are_several": len(together) > 1,
        **result,
        **(desk_context(contest, result, now) if audience.is_desk else {}),
    }


def _opens(workshop: Workshop, minutes: int) -> str:
    """What is asked before ballots are handed out."""
    return f"{vote_opens(workshop, minutes)} {_('This cannot be undone.')}"


def may_practise(workshop: Workshop) -> bool:
    """Whether a practice vote may be offered: some vote is still to come in this round."""
    has_vote = workshop.subject is not Subject.PROPOSAL
    is_before_end = bool(workshop.current_phase or workshop.next_phase)
    return has_vote and is_before_end and not workshop.is_over


def desk_context(contest: Contest, result: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the moderator is told of the vote and may do about it."""
    workshop = contest.workshop
    may_show = services.may_show_result(workshop)
    may_settle = contest.is_revealed and not workshop.is_over and may_show
    return {
        "may_show": may_show,
        "is_to_be_shown": contest.state is ContestState.COUNTED,
        "may_go_on": may_show and result["follows"] is not None,
        "may_hold_run_off": may_settle
        and result["is_undecided"]
        and contest.tie_policy is TiePolicy.RUN_OFF,
        "run_off_opens": _opens(workshop, RUN_OFF_MINUTES),
        "may_draw_lots": may_settle
        and result["is_undecided"]
        and contest.tie_policy is TiePolicy.LOTS,
        "may_show_duels": may_settle and result["has_details"],
        "may_void": not contest.is_revealed and not workshop.is_over,
        "missing": _organizations_missing(contest),
        "to_assist": contest.roll,
        "may_assist": contest.is_open(now) and not contest.is_practice,
        "late": _late_voters(workshop, contest, now),
    }


def _organizations_missing(contest: Contest) -> list[str]:
    """Who has not voted yet, where the roll is public; of a secret vote only the numbers."""
    return [] if contest.is_secret else queries.organizations_missing(contest)


def _late_voters(workshop: Workshop, contest: Contest, now: datetime) -> list[Seat]:
    """Seats with a voting right that are not on the roll of the open contest."""
    if not contest.is_within_time(now):
        return []
    enrolled = queries.enrolled_ids(contest)
    by_person = contest.vote_unit is VoteUnit.PERSON
    return [
        seat
        for seat in voters(workshop)
        if (seat.id if by_person else seat.organization_id) not in enrolled
    ]


def own_clock_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The clock of a run-off or a practice, for its ballot page; nothing for the vote itself."""
    contest = queries.current_contest(workshop)
    return {"contest": contest if contest and contest.has_own_clock else None}


def register() -> None:
    parts.register(
        "vote",
        vote_context,
        room="voting/contest/_vote.html",
        desk="voting/contest/_vote_desk.html",
        screen="voting/contest/_vote_screen.html",
    )
    parts.register("own-clock", own_clock_context, room="voting/ballot/_own_clock.html")
    parts.personal("ballot", ballot_of)
