"""Rule "stv": the places are shared, each to a quota of the room.

The quota is the smallest whole number that no more options than there are places can reach. In
each round either the option with the most votes, if it reaches the quota, is elected and all its
ballots move on at the fraction of their value that was more than the quota; or the last option
goes out and its ballots move on as they are. Fractions are exact. When no more options are left
than places, they are elected.

The elected are a set without order. Options level at the top are elected together. A tie for last
ends the count undecided, unless it cannot matter which of them goes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from workshop.voting.rules.piles import WHOLE, Piles, Votes, last, stay_last
from workshop.voting.rules.points import as_decimals, doubled_points
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.rule import Counted, Rule, Settings, strict_ranking


@dataclass
class Race:
    """One STV count in progress."""

    piles: Piles
    quota: int
    seats: int
    elected: list[str] = field(default_factory=list)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    tie: dict[str, Any] | None = None

    @property
    def open_seats(self) -> int:
        return self.seats - len(self.elected)

    def run(self) -> None:
        """Play rounds until the places are filled or a tie prevents it."""
        while self.open_seats and self.piles.hopeful and not self.tie:
            self._play(self.piles.votes())

    def _play(self, votes: Votes) -> None:
        most = max(votes.values())
        if len(votes) <= self.open_seats:
            self._elect(votes, votes)
        elif most >= self.quota:
            self._elect(votes, [option for option in votes if votes[option] == most])
        else:
            self._exclude(votes, last(votes))

    def _elect(self, votes: Votes, options: Iterable[str]) -> None:
        """Elect these options, which pass on what they have beyond the quota."""
        winners = list(options)
        self.elected += winners
        self._move(votes, {o: self._passed_on(votes[o]) for o in winners}, elected=winners)

    def _passed_on(self, votes: Fraction) -> Fraction:
        """The share beyond the quota; nothing moves once the places are filled."""
        if not self.open_seats or votes <= self.quota:
            return Fraction(0)
        return (votes - self.quota) / votes

    def _exclude(self, votes: Votes, tied: list[str]) -> None:
        """Take out the last option, or those tied for last if their order cannot matter."""
        if len(tied) > 1 and not self._order_is_idle(votes, tied):
            self._move(votes, {})
            self.tie = {"round": len(self.rounds), "options": tied}
        else:
            self._move(votes, dict.fromkeys(tied, WHOLE), excluded=tied)

    def _order_is_idle(self, votes: Votes, tied: list[str]) -> bool:
        """Whether those tied for last go out in any order with the same effect.

        They do when they stay last, enough others are left for the places, and their ballots
        elect nobody on the way.
        """
        enough = len(votes) - len(tied) >= self.open_seats
        moved = sum(votes[option] for option in tied)
        nobody_elected = not moved or max(votes.values()) + moved < self.quota
        return enough and nobody_elected and stay_last(votes, tied)

    def _move(
        self,
        votes: Votes,
        shares: Mapping[str, Fraction],
        elected: Sequence[str] = (),
        excluded: Sequence[str] = (),
    ) -> None:
        """Move the ballots of those who leave the race and record the round."""
        exhausted = self.piles.exhausted
        self.piles.take_out(shares)
        now = self.piles.votes()
        gains = {option: now[option] - votes[option] for option in now}
        self.rounds.append(
            {
                "tally": _texts(votes),
                "exhausted": str(exhausted),
                "elected": list(elected),
                "excluded": list(excluded),
                "passed_on": _texts(shares),
                "transfers": _texts({option: gain for option, gain in gains.items() if gain}),
            }
        )


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Settings
) -> dict[str, Any]:
    """Fill the places; the points are there to compare and decide nothing.

    An option that nobody ranked does not take part, so it cannot be elected for want of others.
    """
    ranked = [option for option in profile.options if profile.ranked_by[option]]
    race = Race(Piles(ranked, groups), profile.counted // (seats + 1) + 1, seats)
    race.run()
    return {
        "elected": race.elected,
        "tie": race.tie,
        "quota": race.quota,
        "rounds": race.rounds,
        "order": _order(profile.options, race),
        "points": as_decimals(doubled_points(profile)),
    }


def _order(options: Sequence[str], race: Race) -> list[list[str]]:
    """The elected, then those a tie left in the race, then the others: three sets."""
    undecided = race.piles.hopeful if race.tie else []
    rest = [option for option in options if option not in {*race.elected, *undecided}]
    return [group for group in (sorted(race.elected), undecided, rest) if group]


def _texts(fractions: Mapping[str, Fraction]) -> dict[str, str]:
    """Exact fractions as text: "7" or "22/3"."""
    return {option: str(value) for option, value in fractions.items()}


RULE = Rule(
    key="stv",
    version="1",
    count=count,
    accepts_equal_ranks=False,
    gives_places=False,
    answer_faults=strict_ranking,
)
