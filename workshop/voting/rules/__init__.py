"""Counting: pure functions from ballots to a result, with no clock, chance or names in it.

`tally` is the door, and `retally` the one for outsiders who have only the published sums. What
they return is plain JSON and the same to the last byte however the ballots were shuffled, split
or entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.voting.rules import approval, dots, duels, grid, irv, points, stv
from workshop.voting.rules.cut import CARRY_ALL, TIE_POLICIES, cut
from workshop.voting.rules.profile import Profile, read_profile
from workshop.voting.rules.ranking import canonical, complete, places
from workshop.voting.rules.rule import Counted, Rule, as_given

__all__ = [
    "RULES",
    "TIE_POLICIES",
    "Rule",
    "canonical",
    "complete",
    "places",
    "retally",
    "tally",
]

RULES: dict[str, Rule] = {
    module.RULE.key: module.RULE for module in (duels, points, approval, dots, grid, stv, irv)
}


def tally(
    options: Iterable[str],
    groups: Iterable[Counted],
    rule: str,
    seats: int,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Count a contest: its options, equal ballots as (answer, count), a rule's key, the seats.

    An answer is a ranking in canonical form (tie groups, best first, each option at most once), or
    what the rule's own ballot holds.
    Returns "order" (tie groups, best first), "points", "duels", "won", "cut", the turnout, the
    reasons of the rule, the warnings and the version of the rule's text.
    """
    chosen = RULES[rule]
    settings = settings or {}
    answers = rankings = list(groups)
    if chosen.to_ranking is not as_given:
        rankings = [(chosen.to_ranking(answer, settings), n) for answer, n in answers]
    profile = read_profile(options, rankings)
    return _count(chosen, profile, answers, seats, settings)


def retally(
    options: Iterable[str],
    published: Mapping[str, Any],
    rule: str,
    seats: int,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Count a contest again from the sums of a published result, without a single ballot.

    Only for a rule that `counts_from_sums`: it needs no more than the table of duels, how many
    ballots list an option, and how many were cast.
    """
    profile = Profile(
        options=tuple(sorted(options)),
        above=published["duels"],
        ranked_by=published["ranked_by"],
        first=published["first_places"],
        cast=published["ballots"]["cast"],
        blank=published["ballots"]["blank"],
    )
    return _count(RULES[rule], profile, (), seats, settings or {})


def _count(
    chosen: Rule,
    profile: Profile,
    answers: Sequence[Counted],
    seats: int,
    settings: Mapping[str, Any],
) -> dict[str, Any]:
    places_open = min(seats, chosen.most_seats or seats)
    result = chosen.count(profile, answers, places_open, settings)
    policy = settings.get("tie", CARRY_ALL)
    return {
        "rule": chosen.key,
        "version": chosen.version,
        "seats": places_open,
        **_ballot_facts(profile),
        **result,
        "cut": cut(result["order"], places_open, profile.ranked_by, policy),
        "warnings": [*_warnings(profile), *result.get("warnings", [])],
    }


def _ballot_facts(profile: Profile) -> dict[str, Any]:
    """What every result says about its ballots, whatever the rule."""
    return {
        "ballots": {"cast": profile.cast, "blank": profile.blank},
        "first_places": profile.first,
        "ranked_by": profile.ranked_by,
        "duels": profile.above,
        "won": _duels_won(profile),
    }


def _duels_won(profile: Profile) -> dict[str, int]:
    """For each option, how many others it is ahead of: a column to read, not a rule."""
    return {
        option: sum(
            profile.margin(option, other) > 0 for other in profile.options if other != option
        )
        for option in profile.options
    }


def _warnings(profile: Profile) -> list[dict[str, Any]]:
    """What the room should know before it reads the order."""
    unranked = [option for option in profile.options if not profile.ranked_by[option]]
    warnings: list[dict[str, Any]] = []
    if not profile.counted:
        warnings.append({"code": "no_ballots"})
    elif unranked:
        warnings.append({"code": "nobody_ranked", "options": unranked})
    return warnings
