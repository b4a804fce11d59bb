"""What the vote part, the ballot and the result are drawn from: one place decides what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workshop.room import parts
from workshop.room.parts import Audience
from workshop.voting.ballot.state import ballot_of
from workshop.voting.contest import queries, quorum, services, ties
from workshop.voting.labels import RULE_NAMES, RULE_TEXTS
from workshop.voting.models import Contest, ContestState, Option
from workshop.voting.record import parts as record_parts
from workshop.voting.result import outcome, result_text, robustness
from workshop.workshops.models import Seat, VoteUnit, Workshop
from workshop.workshops.queries import voters


@dataclass(frozen=True)
class Standing:
    """One option on the result: its place, what it got, and whether it goes forward."""

    option: Option
    place: int
    is_tied: bool
    points: str
    # What it got as its rule counts it, alone and with its unit.
    score: str
    amount: str
    first_places: int
    ranked_by: int
    duels_won: int
    # In a grid: its mean under each criterion.
    criteria: list[result_text.Mean]
    is_carried: bool
    is_undecided: bool


def standings(contest: Contest) -> list[Standing]:
    """The counted result in order, first place first. Whoever calls decides who may see it."""
    result = contest.result
    if result is None:
        return []
    options = {option.key: option for option in contest.options}
    carried = ties.going_forward(contest)
    undecided = result["cut"]["tied"] if ties.is_undecided(contest) else []
    profile = result_text.criteria(contest, result)
    figure = RULE_TEXTS[contest.rule].figure
    scores = {key: figure.of(result, key) for key in options}
    rows: list[Standing] = []
    for group in result["order"]:
        place = len(rows) + 1
        rows += [
            Standing(
                option=options[key],
                place=place,
                is_tied=len(group) > 1,
                points=result["points"][key],
                score=scores[key],
                amount=figure.with_unit(scores[key]),
                first_places=result["first_places"][key],
                ranked_by=result["ranked_by"][key],
                duels_won=result["won"][key],
                criteria=profile.get(key, []),
                is_carried=key in carried,
                is_undecided=key in undecided,
            )
            for key in sorted(group, key=lambda key: key not in carried)
        ]
    return rows


def shown_standings(contest: Contest) -> list[Standing]:
    """The part of the result the room has been shown so far: the last places first revealed."""
    if contest.result is None:
        return []
    hidden = len(contest.result["order"]) - contest.places_shown
    still_hidden = {key for group in contest.result["order"][: max(0, hidden)] for key in group}
    return [row for row in standings(contest) if row.option.key not in still_hidden]


def vote_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The contest as this audience may see it now."""
    contest = queries.current_contest(workshop)
    phase = workshop.current_phase
    is_its_time = phase is not None and (phase.family.is_vote or phase.family.shows_result)
    if contest is None:
        return {"contest": None, "is_its_time": is_its_time, "phase": phase}
    if contest.ends_at:
        is_its_time = True
    return {
        "contest": contest,
        "phase": phase,
        "is_its_time": is_its_time,
        "may_show": services.may_show_result(workshop),
        "is_open": contest.is_open(now),
        "is_within_time": contest.is_within_time(now),
        "turnout": queries.turnout(contest.id),
        "together": queries.standing_contests(workshop) if contest.ends_at is None else [],
        "missing": _organizations_missing(contest) if audience.view == "desk" else [],
        "to_assist": contest.roll if audience.view == "desk" else [],
        "late": _late_voters(workshop, contest, now) if audience.view == "desk" else [],
        **result_context(contest),
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


def result_context(contest: Contest) -> dict[str, Any]:
    """The result in so far as it has been shown, and the rule in words."""
    shown = shown_standings(contest)
    has_details = queries.shows_details(contest)
    is_revealed = contest.is_revealed
    detailed = contest.result if is_revealed and has_details else None
    places = len(contest.result["order"]) if contest.result else 0
    at_least = quorum.quorum_of(contest)
    return {
        "shown": shown,
        "places": places,
        "has_details": has_details,
        "most_score": max((float(row.score) for row in shown), default=0.0) or 1.0,
        "cut_sentence": outcome.cut_sentence(contest) if is_revealed else "",
        "is_undecided": is_revealed and ties.is_undecided(contest),
        "follows": services.followed_by(contest),
        "run_off": queries.run_off_of(contest) if is_revealed else None,
        "quorum_stated": quorum.quorum_sentence(at_least),
        "quorum_reported": quorum.quorum_outcome(at_least) if is_revealed else "",
        "shows_duels": is_revealed and has_details and contest.places_shown > places,
        "duels": detailed["duels"] if detailed else {},
        "holds": robustness.compare(detailed) if detailed else [],
        "codes": record_parts.codes(contest),
        "rule_names": RULE_NAMES,
        "rule_text": RULE_TEXTS[contest.rule],
    }


def own_clock_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The clock of a run-off or a practice, for its ballot page; nothing for the vote itself."""
    contest = queries.current_contest(workshop)
    has_own = contest is not None and contest.ends_at and contest.state is ContestState.OPEN
    return {"contest": contest if has_own else None}


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
