"""What of a vote may be made public: one place decides, for pages, files and the log alike.

Few ballots cannot hide one another. The table of duels of two or three ballots nearly gives them
away, and so would any sum over a small group; of five it hardly ever does. Blank ballots hide
nobody, so they do not count towards the five. A single ranking is a signature that someone may
have asked for: the ballots of a secret vote stay with the scrutineers, unless there are many and
they are cut to a depth at which each list stands often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FEWEST_FOR_DETAILS = 5
FEWEST_FOR_BALLOTS = 200
FEWEST_OF_A_LIST = 5

# What of a result is shown however few ballots were cast: the order, and how the cut fell.
ALWAYS_SHOWN = ("rule", "version", "seats", "order", "cut")

Ranking = Sequence[Sequence[str]]


def shows_details(result: Mapping[str, Any] | None) -> bool:
    """Whether points, duels and rounds may be shown, or would give single ballots away."""
    if result is None:
        return False
    ballots: dict[str, int] = result["ballots"]
    return ballots["cast"] - ballots["blank"] >= FEWEST_FOR_DETAILS


def public_part(result: Mapping[str, Any], *, is_secret: bool) -> dict[str, Any]:
    """The part of a result that may be public; all of it where names stand beside ballots."""
    if not is_secret or shows_details(result):
        return dict(result)
    shown = {name: result[name] for name in ALWAYS_SHOWN if name in result}
    return {**shown, "ballots": {"cast": result["ballots"]["cast"]}}


def sectors_shown(counted: Mapping[str, int]) -> set[str]:
    """The sectors whose sums may be shown, given how many ballots of each say something.

    A sector below the floor is hidden. All are, when the ballots that stay hidden would
    themselves be fewer than the floor: the total minus the shown sums would show them.
    """
    shown = {sector for sector, ballots in counted.items() if ballots >= FEWEST_FOR_DETAILS}
    hidden = sum(ballots for sector, ballots in counted.items() if sector not in shown)
    return set() if 0 < hidden < FEWEST_FOR_DETAILS else shown


def cut_ballots(rankings: Iterable[Ranking]) -> tuple[int, list[tuple[Ranking, int]]]:
    """Many secret rankings as they may be public: a depth, and each list with its count.

    The depth is the greatest at which every list that occurs, occurs five times or more; 0 and
    nothing when there are too few ballots or no such depth.
    """
    ballots = [tuple(map(tuple, ranking)) for ranking in rankings]
    if len(ballots) < FEWEST_FOR_BALLOTS:
        return 0, []
    for depth in range(max(map(len, ballots)), 0, -1):
        lists = Counter(ballot[:depth] for ballot in ballots)
        if min(lists.values()) >= FEWEST_OF_A_LIST:
            return depth, sorted(lists.items())
    return 0, []
