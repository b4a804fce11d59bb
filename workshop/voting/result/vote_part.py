"""The part of the live screens on which the room votes and is shown the result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.room import parts, presence
from workshop.room.controls import vote_opens
from workshop.room.parts import Audience
from workshop.voting.ballot.state import ballot_of
from workshop.voting.contest import early_end, lists, queries, services
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
    if contest is None or contest.is_practice:
        nothing |= _before_vote(workshop, audience)
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


def _before_vote(workshop: Workshop, audience: Audience) -> dict[str, Any]:
    """Whether the vote to come would decide nothing, which the desk may still mend."""
    is_to_come = audience.is_desk and may_practise(workshop)
    if not is_to_come or queries.latest_contest(workshop):
        return {}
    undecided = lists.undecided(workshop)
    return {"undecided": undecided, "undecided_text": _undecided_text(undecided)}


def _undecided_text(undecided: lists.Undecided | None) -> str:
    if undecided is None:
        return ""
    if undecided.of == 1:
        return ngettext(
            "One goes forward, and no more than that are on the list: the vote decides nothing.",
            "%(num)d go forward, and no more than that are on the list: the vote decides nothing.",
            undecided.places,
        )
    return _(
        "%(places)d go forward of each problem. In %(idle)d of %(all)d votes no more than that are"
        " on the list: they decide nothing.",
        places=undecided.places,
        idle=undecided.questions,
        all=undecided.of,
    )


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
        "decides_nothing": contest.awaits_count and len(contest.options) <= contest.places,
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
        "is_paused": contest.is_within_time(now) and not contest.is_open(now),
        **(roll_context(contest, now) if contest.awaits_count else {}),
        "to_assist": [entry for entry in contest.roll if not entry.is_struck],
        "may_assist": contest.is_open(now) and not contest.is_practice,
        "late": _late_voters(workshop, contest, now),
    }


def roll_context(contest: Contest, now: datetime) -> dict[str, Any]:
    """Who of the roll is here and who has still to vote: that, and never what anybody voted."""
    roll = early_end.roll_of(contest, set(presence.present(contest.workshop_id)))
    is_complete = roll.voted == roll.entitled
    return {
        "roll": roll,
        "missing": _to_be_named(contest),
        "roll_url": url_for("voting.roll", workshop_id=contest.workshop_id, contest_id=contest.id),
        "roll_sentence": _roll_sentence(roll),
        "names_here": _names(roll.missing_here),
        "names_elsewhere": _names(roll.missing_elsewhere),
        "too_early": _("The vote can be closed early once three have voted."),
        "is_open": contest.is_open(now),
        "is_complete": is_complete,
        # Where it could close at once the notice is chosen; where it could not, perhaps it can by
        # the time of the press.
        "notice_wanted": {"notice": "yes"} if roll.is_complete_here else {},
        # Announced once is enough: a second press would give the twenty seconds anew.
        "may_announce": not is_complete and not _ends_soon(contest, now),
        "announce_warning": _announce_warning(roll),
        "close_text": _("Close the vote now")
        if is_complete
        else _("Everybody present has voted: close the vote"),
        "close_warning": _close_warning(roll),
    }


def _to_be_named(contest: Contest) -> list[str]:
    """Who may be named to the room as still to vote: in a secret vote the desk alone knows."""
    return [] if contest.is_secret else queries.organizations_missing(contest)


def _roll_sentence(roll: early_end.Roll) -> str:
    """How many of those entitled are here, and whether those have voted."""
    numbers = {"present": roll.present, "entitled": roll.entitled}
    waited_for = len(roll.missing_here)
    if not roll.present:
        return _("Of the %(entitled)d entitled nobody is connected.", **numbers)
    if not waited_for:
        return _("%(present)d of the %(entitled)d are here; all of those have voted.", **numbers)
    return ngettext(
        "%(present)d of the %(entitled)d are here; one of those has not voted yet.",
        "%(present)d of the %(entitled)d are here; %(num)d of those have not voted yet.",
        waited_for,
        **numbers,
    )


def _ends_soon(contest: Contest, now: datetime) -> bool:
    """Whether no more than the notice is left of it; phases are counted in whole seconds."""
    remaining = contest.reading(now).remaining
    return remaining is not None and remaining < early_end.NOTICE + timedelta(seconds=1)


def _announce_warning(roll: early_end.Roll) -> str:
    waited_for = roll.entitled - roll.voted
    return ngettext(
        "Everybody is told, and sees twenty seconds count down; %(num)d of the %(entitled)d"
        " entitled has not voted yet. After that no ballot is taken. This cannot be undone.",
        "Everybody is told, and sees twenty seconds count down; %(num)d of the %(entitled)d"
        " entitled have not voted yet. After that no ballot is taken. This cannot be undone.",
        waited_for,
        entitled=roll.entitled,
    )


def _close_warning(roll: early_end.Roll) -> str:
    if not roll.missing_elsewhere:
        return _("No ballot is taken after that, and no time can be added. This cannot be undone.")
    return _(
        "No ballot is taken after that, and no time can be added. This cannot be undone. Not here,"
        " without a ballot: %(names)s.",
        names=_names(roll.missing_elsewhere),
    )


def _names(voters: list[early_end.Voter]) -> str:
    """Their names; of several ballots at once, how many of each are in."""
    return ", ".join(_name(voter) for voter in voters)


def _name(voter: early_end.Voter) -> str:
    if not voter.cast:
        return voter.name
    numbers = {"cast": voter.cast, "ballots": voter.ballots}
    return _("%(name)s (%(cast)d of %(ballots)d)", name=voter.name, **numbers)


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
