"""Our counts beside three public libraries, on hundreds of random rooms.

Not part of the suite: the libraries bring a scientific stack that no user needs. To run it:

    pip install -e '.[test,oracles]' && pytest tests/oracles

Where a library differs the reason is shown, not stated: the same room is counted by a plain
reference with exactly that library's rule changed, and then agrees.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

import pyrankvote
import pytest
from pref_voting.iterative_methods import instant_runoff
from pref_voting.margin_based_methods import ranked_pairs
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish
from pref_voting.scoring_methods import symmetric_borda_scores
from votelib.evaluate.condorcet import RankedPairs

from workshop.voting.rules import tally

ROOMS = range(400)


@dataclass(frozen=True)
class Room:
    """Random ballots: full lists in every second room, short ones in the others."""

    options: str
    ballots: list[list[str]]
    seats: int

    def count(self, rule: str) -> dict:
        groups = [([[option] for option in ballot], 1) for ballot in self.ballots]
        return tally(self.options, groups, rule, self.seats)

    def profile(self) -> ProfileWithTies:
        """The same ballots for pref_voting; unlisted options level below all listed ones."""
        rankings = [
            {self.options.index(option): place for place, option in enumerate(ballot, 1)}
            for ballot in self.ballots
        ]
        profile = ProfileWithTies(rankings, candidates=list(range(len(self.options))))
        profile.use_extended_strict_preference()
        return profile

    def names(self, places: list[int]) -> list[str]:
        return sorted(self.options[place] for place in places)


def room(seed: int) -> Room:
    dice = random.Random(seed)
    options = "ABCDEF"[: dice.randint(3, 6)]
    ballots = [dice.sample(options, len(options)) for _voter in range(dice.randint(5, 40))]
    if seed % 2:
        ballots = [ballot[: dice.randint(1, len(options))] for ballot in ballots]
    return Room(options, ballots, dice.randint(2, len(options) - 1))


ALL_ROOMS = {seed: room(seed) for seed in ROOMS}


def support(room: Room) -> dict[tuple[str, str], int]:
    profile = room.profile()
    numbers = range(len(room.options))
    return {
        (room.options[a], room.options[b]): profile.support(a, b)
        for a in numbers
        for b in numbers
        if a != b
    }


def has_distinct_margins(votes: dict[tuple[str, str], int]) -> bool:
    margins = [abs(votes[a, b] - votes[b, a]) for a, b in votes if a < b]
    return 0 not in margins and len(set(margins)) == len(margins)


def test_duels_give_the_order_of_ranked_pairs_where_no_two_margins_are_equal():
    compared = 0
    for drawn in ALL_ROOMS.values():
        votes = support(drawn)
        if not has_distinct_margins(votes):
            continue
        compared += 1
        order = drawn.count("duels-points")["order"]
        assert drawn.names(ranked_pairs(drawn.profile())) == order[0]
        assert RankedPairs("margins").evaluate(votes, len(drawn.options)) == [o for [o] in order]
    assert compared > 25


def test_points_are_the_symmetric_borda_scores_moved_to_start_at_zero():
    for drawn in ALL_ROOMS.values():
        points = drawn.count("points")["points"]
        symmetric = symmetric_borda_scores(drawn.profile())
        zero = len(drawn.ballots) * (len(drawn.options) - 1)
        expected = {
            option: Fraction(int(symmetric[place]) + zero, 2)
            for place, option in enumerate(drawn.options)
        }
        assert {option: Fraction(text) for option, text in points.items()} == expected


def test_the_instant_runoff_has_the_winner_of_both_libraries_where_it_is_decided():
    compared = 0
    for drawn in ALL_ROOMS.values():
        winner = drawn.count("irv")["winner"]
        if winner is None:
            continue
        compared += 1
        candidates = {option: pyrankvote.Candidate(option) for option in drawn.options}
        ballots = [pyrankvote.Ballot([candidates[o] for o in ballot]) for ballot in drawn.ballots]
        elected = pyrankvote.instant_runoff_voting(list(candidates.values()), ballots)
        assert [str(candidate) for candidate in elected.get_winners()] == [winner]
        assert drawn.names(instant_runoff(drawn.profile())) == [winner]
    assert compared > 150


class Transfers:
    """A plain exact count with transferable votes, one election at a time.

    With `closed` an option that has reached the quota receives nothing more while it waits for
    its turn, as Scottish law has it; without, it receives until its own election.
    """

    def __init__(self, drawn: Room, *, closed: bool) -> None:
        self.drawn = drawn
        self.closed = closed
        self.quota = len(drawn.ballots) // (drawn.seats + 1) + 1
        self.weights = [Fraction(1) for _ballot in drawn.ballots]
        self.hopeful = set(drawn.options)
        self.piles: dict[str, set[int]] = {}  # of those who wait for their turn
        self.elected: list[str] = []

    def count(self) -> list[str] | None:
        """The elected, sorted; None where a tie decides."""
        while len(self.elected) < self.drawn.seats:
            race = self.hopeful | set(self.piles)
            if len(race) <= self.drawn.seats - len(self.elected):
                return sorted([*self.elected, *race])
            tally = self._tally(race)
            reached = [option for option in race if tally[option] >= self.quota]
            if reached:
                self._elect(max(reached, key=tally.__getitem__), tally)
            elif not self._exclude(tally):
                return None
        return sorted(self.elected)

    def _top(self, number: int, race: set[str]) -> str | None:
        for option in self.drawn.ballots[number]:
            waits = option in self.piles and number not in self.piles[option]
            if option in race and not waits:
                return option
        return None

    def _tally(self, race: set[str]) -> dict[str, Fraction]:
        tops = [self._top(number, race) for number in range(len(self.weights))]
        tally = {
            option: sum(
                (w for top, w in zip(tops, self.weights, strict=True) if top == option),
                Fraction(0),
            )
            for option in race
        }
        if self.closed:
            for option in [option for option in self.hopeful if tally[option] >= self.quota]:
                self.hopeful.discard(option)
                self.piles[option] = {n for n, top in enumerate(tops) if top == option}
        self.tops = tops
        return tally

    def _elect(self, option: str, tally: dict[str, Fraction]) -> None:
        kept = (tally[option] - self.quota) / tally[option]
        for number, top in enumerate(self.tops):
            if top == option:
                self.weights[number] *= kept
        self.hopeful.discard(option)
        self.piles.pop(option, None)
        self.elected.append(option)

    def _exclude(self, tally: dict[str, Fraction]) -> bool:
        fewest = min(tally[option] for option in self.hopeful)
        last = [option for option in self.hopeful if tally[option] == fewest]
        self.hopeful.discard(last[0])
        return len(last) == 1


@pytest.fixture(scope="module")
def decided() -> list[tuple[Room, list[str]]]:
    """The rooms in which our count with transferable votes has no tie, with the elected."""
    counted = [(drawn, drawn.count("stv")) for drawn in ALL_ROOMS.values()]
    return [(drawn, sorted(result["elected"])) for drawn, result in counted if not result["tie"]]


def test_transfers_agree_with_the_plain_reference(decided):
    assert len(decided) > 250
    for drawn, elected in decided:
        assert Transfers(drawn, closed=False).count() in (elected, None)


def test_transfers_differ_from_the_scottish_count_only_by_who_may_still_receive(decided):
    different = 0
    for drawn, elected in decided:
        scottish = drawn.names(stv_scottish(drawn.profile(), num_seats=drawn.seats))
        different += scottish != elected
        assert Transfers(drawn, closed=True).count() in (scottish, None)
    assert 0 < different < len(decided) // 20
