"""Ballots in piles, one for each option still in the race, as on a counting table.

Shared by the rules that move ballots from option to option.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from workshop.voting.rules.ranking import Ranking, options_in

Votes = dict[str, Fraction]
WHOLE = Fraction(1)


class Parcel(NamedTuple):
    """Ballots that came to a pile together, each worth the same."""

    value: Fraction
    ballots: list[tuple[list[str], int]]

    @property
    def votes(self) -> Fraction:
        return self.value * sum(count for _, count in self.ballots)


class Piles:
    """The options still in the race, each with its parcels; what no list passes on is exhausted."""

    def __init__(self, options: Iterable[str], groups: Iterable[tuple[Ranking, int]]) -> None:
        self._parcels: dict[str, list[Parcel]] = {option: [] for option in sorted(options)}
        self.exhausted = Fraction(0)
        self._deal(Parcel(WHOLE, [(options_in(ranking), n) for ranking, n in groups if ranking]))

    @property
    def hopeful(self) -> list[str]:
        """The options still in the race, sorted by name."""
        return list(self._parcels)

    def votes(self) -> Votes:
        """What each option still in the race has now."""
        return {
            option: sum((parcel.votes for parcel in parcels), Fraction(0))
            for option, parcels in self._parcels.items()
        }

    def take_out(self, shares: Mapping[str, Fraction]) -> None:
        """End the race of these options together; each passes on that share of its ballots' value.

        All are out before any ballot moves, so none of them receives from another.
        """
        leaving = {option: self._parcels.pop(option) for option in shares}
        for option, parcels in leaving.items():
            for value, ballots in parcels if shares[option] else ():
                self._deal(Parcel(value * shares[option], ballots))

    def _deal(self, parcel: Parcel) -> None:
        """Give each ballot to the first option on it that is still in the race."""
        by_choice: defaultdict[str | None, list[tuple[list[str], int]]] = defaultdict(list)
        for ranking, count in parcel.ballots:
            by_choice[self._next_choice(ranking)].append((ranking, count))
        for option, ballots in by_choice.items():
            moved = Parcel(parcel.value, ballots)
            if option is None:
                self.exhausted += moved.votes
            else:
                self._parcels[option].append(moved)

    def _next_choice(self, ranking: list[str]) -> str | None:
        return next((option for option in ranking if option in self._parcels), None)


def last(votes: Votes) -> list[str]:
    """The options with the fewest votes."""
    fewest = min(votes.values())
    return [option for option in votes if votes[option] == fewest]


def stay_last(votes: Votes, tied: Collection[str]) -> bool:
    """Whether the tied stay last whichever goes first, so that they can go together.

    That is so when all their votes in one hand would still be fewer than those of any other.
    """
    others = [votes[option] for option in votes if option not in tied]
    return bool(others) and sum(votes[option] for option in tied) < min(others)
