"""Rule "points": averaged Borda points.

On each list an option gets one point for every option below it and half a point for every option
level with it. A short list hands out as many points as a long one: what it leaves out shares the
points of the places that are left. Sums are kept doubled, so that half points stay integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from workshop.voting.rules.profile import Profile
from workshop.voting.rules.rule import Counted, Rule


def doubled_points(profile: Profile) -> dict[str, int]:
    """Twice the averaged points of each option, read off the table of duels.

    A duel is worth two to the winner on each ballot and one to both when they are level, which
    adds up to the number of ballots plus the margin.
    """
    return {
        option: sum(
            profile.counted + profile.margin(option, other)
            for other in profile.options
            if other != option
        )
        for option in profile.options
    }


def by_score(scores: Mapping[str, Any]) -> list[list[str]]:
    """Tie groups from the highest score down, names sorted inside a group."""

    def highest_first(option: str) -> Any:
        return -scores[option]

    ordered = sorted(sorted(scores), key=highest_first)
    return [list(group) for _, group in groupby(ordered, key=highest_first)]


def one_decimal(doubled: int) -> str:
    """A doubled sum as people read it: 25 is "12.5"."""
    return f"{doubled // 2}.{'5' if doubled % 2 else '0'}"


def as_decimals(doubled: Mapping[str, int]) -> dict[str, str]:
    """Doubled points of each option with one decimal."""
    return {option: one_decimal(value) for option, value in doubled.items()}


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Order the options by their points; equal points are a tie."""
    points = doubled_points(profile)
    return {"order": by_score(points), "points": as_decimals(points)}


RULE = Rule(key="points", version="1", count=count, counts_from_sums=True)
