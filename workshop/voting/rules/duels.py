"""Rule "duels-points": ranked pairs by margin, then averaged points; the rest is a tie.

Won duels are taken from the largest margin down, all duels of one margin together. Dropped are
first those whose opposite already follows from the stronger duels that were kept, then those on a
circle of stronger kept duels and duels of the same margin. The others are kept. The order is read
from the top: of the options that nothing remaining stands above, those with the most points come
next, and equal points come together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from workshop.voting.rules.points import as_decimals, doubled_points
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.rule import Counted, Rule


class Duel(NamedTuple):
    """One won duel: more ballots place `winner` above `loser` than the other way round."""

    winner: str
    loser: str
    margin: int


class Following:
    """What follows from a set of duels: who stands above whom, directly or through others."""

    def __init__(self, options: Iterable[str]) -> None:
        self.below: dict[str, set[str]] = {option: set() for option in options}

    def copy(self) -> Following:
        """The same, to try something out."""
        twin = Following(())
        twin.below = {option: set(others) for option, others in self.below.items()}
        return twin

    def has(self, upper: str, lower: str) -> bool:
        """Whether it follows that `upper` stands above `lower`."""
        return lower in self.below[upper]

    def add(self, duel: Duel) -> None:
        """Enter one duel and all that follows from it; circles are allowed."""
        if self.has(duel.winner, duel.loser):
            return
        gained = {duel.loser} | self.below[duel.loser]
        for option, others in self.below.items():
            if option == duel.winner or duel.winner in others:
                others |= gained


@dataclass
class Verdict:
    """The duels that were kept and dropped, and what follows from those kept."""

    follows: Following
    kept: list[Duel] = field(default_factory=list)
    contradicted: list[Duel] = field(default_factory=list)
    circular: list[Duel] = field(default_factory=list)


def won_duels(profile: Profile) -> list[Duel]:
    """Every won duel, the largest margin first; level duels are nobody's."""
    duels = [
        Duel(option, other, profile.margin(option, other))
        for option in profile.options
        for other in profile.options
        if option != other and profile.margin(option, other) > 0
    ]
    return sorted(duels, key=lambda duel: -duel.margin)


def judge(options: Iterable[str], duels: Iterable[Duel]) -> Verdict:
    """Keep or drop each duel; `duels` come with the largest margin first."""
    verdict = Verdict(Following(options))
    for _, level in groupby(duels, key=lambda duel: duel.margin):
        _judge_level(verdict, list(level))
    return verdict


def _judge_level(verdict: Verdict, level: list[Duel]) -> None:
    """Judge all duels of one margin at once, so that none of them goes before another."""
    follows = verdict.follows
    contradicted = [duel for duel in level if follows.has(duel.loser, duel.winner)]
    possible = [duel for duel in level if not follows.has(duel.loser, duel.winner)]
    together = follows.copy()
    for duel in possible:
        together.add(duel)
    circular = [duel for duel in possible if together.has(duel.loser, duel.winner)]
    kept = [duel for duel in possible if not together.has(duel.loser, duel.winner)]
    for duel in kept:
        follows.add(duel)
    verdict.kept += kept
    verdict.contradicted += contradicted
    verdict.circular += circular


def read_from_top(follows: Following, points: Mapping[str, int]) -> list[list[str]]:
    """The order as tie groups: the most points among those that nothing remaining stands above."""
    remaining = set(points)
    order = []
    while remaining:
        under = set().union(*(follows.below[option] for option in remaining))
        free = remaining - under
        most = max(points[option] for option in free)
        order.append(sorted(option for option in free if points[option] == most))
        remaining.difference_update(order[-1])
    return order


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Order the options by the kept duels, then by points, and say which duels decided."""
    points = doubled_points(profile)
    verdict = judge(profile.options, won_duels(profile))
    return {
        "order": read_from_top(verdict.follows, points),
        "points": as_decimals(points),
        "reasons": {
            "kept": [_duel_facts(profile, duel) for duel in verdict.kept],
            "dropped": {
                "opposite_follows": [_duel_facts(profile, duel) for duel in verdict.contradicted],
                "on_a_circle": [_duel_facts(profile, duel) for duel in verdict.circular],
            },
        },
    }


def _duel_facts(profile: Profile, duel: Duel) -> dict[str, Any]:
    """A duel for the result: who over whom, and with how many ballots for and against."""
    return {
        "winner": duel.winner,
        "loser": duel.loser,
        "for": profile.above[duel.winner][duel.loser],
        "against": profile.above[duel.loser][duel.winner],
        "margin": duel.margin,
    }


RULE = Rule(key="duels-points", version="1", count=count, counts_from_sums=True)
