"""Does the result hold? Whether the same options would go forward under the two rules of the plan.

It tells how steady the result is and is no menu: the rule was chosen before the vote opened. It is
counted again from the stored table of duels, without a ballot, and before any tie was settled, so
that a run-off or lots are not taken for a change of the count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.voting.rules import RULES, places, retally

COMPARED = ("duels-points", "points")


@dataclass(frozen=True)
class Comparison:
    """What another rule would change: who would come in, who would drop out, who would move.

    `moves` holds (option, place here, place there) for those that go forward under both.
    """

    rule: str
    enter: list[str]
    leave: list[str]
    moves: list[tuple[str, int, int]]

    @property
    def is_same(self) -> bool:
        return not self.enter and not self.leave


def compare(result: Mapping[str, Any]) -> list[Comparison]:
    """The result beside each rule it was not counted by; empty when there is no order at all."""
    if not result["order"]:
        return []
    return [_compare_rules(result, rule) for rule in COMPARED if rule != result["rule"]]


def _compare_rules(result: Mapping[str, Any], rule: str) -> Comparison:
    other = retally(result["ranked_by"], result, rule, result["seats"])
    here, there = _options_in_reach(result), _options_in_reach(other)
    places_here, places_there = places(result["order"]), places(other["order"])
    # The places of a rule that finds a set and no order of precedence compare with nothing.
    both = here & there if RULES[result["rule"]].gives_places else set()
    return Comparison(
        rule=rule,
        enter=sorted(there - here, key=places_there.__getitem__),
        leave=sorted(here - there, key=places_here.__getitem__),
        moves=[
            (option, places_here[option], places_there[option])
            for option in sorted(both, key=places_here.__getitem__)
            if places_here[option] != places_there[option]
        ],
    )


def _options_in_reach(result: Mapping[str, Any]) -> set[str]:
    """The options within the cut or level across it."""
    return {*result["cut"]["carried"], *result["cut"]["tied"]}
