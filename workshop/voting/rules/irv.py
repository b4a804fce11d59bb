"""Rule "irv": instant runoff. The last option goes out and its ballots move on, until one has more
than half of the ballots still in play.

It finds one winner and no priority list, so the order is the winner and then all the others. A tie
for last ends the count undecided, unless the tied would go out one after the other anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workshop.voting.rules.piles import WHOLE, Piles, Votes, last, stay_last
from workshop.voting.rules.points import as_decimals, doubled_points
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.rule import Counted, Rule, Settings, strict_ranking


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Settings
) -> dict[str, Any]:
    """Run the rounds; the points are there to compare and decide nothing."""
    piles = Piles(profile.options, groups)
    winner, tie, rounds = _run(piles)
    top = [winner] if winner else piles.hopeful
    rest = [option for option in profile.options if option not in top]
    return {
        "winner": winner,
        "tie": tie,
        "rounds": rounds,
        "order": [top, rest] if rest else [top],
        "points": as_decimals(doubled_points(profile)),
    }


def _run(piles: Piles) -> tuple[str | None, dict[str, Any] | None, list[dict[str, Any]]]:
    """The winner or the tie that prevents one, and every round."""
    rounds: list[dict[str, Any]] = []
    while True:
        votes = piles.votes()
        rounds.append(_round_facts(votes, piles))
        if winner := _majority(votes):
            return winner, None, rounds
        tied = last(votes)
        if len(tied) > 1 and not stay_last(votes, tied):
            return None, {"round": len(rounds), "options": tied}, rounds
        if len(votes) == 1:
            return None, None, rounds
        rounds[-1]["excluded"] = tied
        piles.take_out(dict.fromkeys(tied, WHOLE))


def _majority(votes: Votes) -> str | None:
    """The option with more than half of the ballots still in play, if there is one."""
    half = sum(votes.values()) / 2
    return next((option for option in votes if votes[option] > half), None)


def _round_facts(votes: Votes, piles: Piles) -> dict[str, Any]:
    """A round for the result; every ballot is whole here, so the votes are integers."""
    tally = {option: int(number) for option, number in votes.items()}
    return {"tally": tally, "exhausted": int(piles.exhausted), "excluded": []}


RULE = Rule(
    key="irv",
    version="1",
    count=count,
    accepts_equal_ranks=False,
    most_seats=1,
    gives_places=False,
    answer_faults=strict_ranking,
)
