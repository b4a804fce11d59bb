"""Whether a result holds under the other of the plan's rules, and the duels on the projector."""

import pytest

from workshop.voting.result.robustness import Comparison, compare
from workshop.voting.rules import tally

# Six of ten put A first; whoever does not buries it. By points B leads.
BURIED = [([["A"], ["B"], ["C"]], 6), ([["B"], ["C"], ["A"]], 4)]


def counted(rule, seats, groups=BURIED, options="ABC"):
    return tally([*options], groups, rule, seats)


@pytest.mark.parametrize(
    ("rule", "seats", "comparison"),
    [
        ("duels-points", 1, Comparison("points", ["B"], ["A"], [])),
        ("duels-points", 2, Comparison("points", [], [], [("A", 1, 2), ("B", 2, 1)])),
        ("points", 1, Comparison("duels-points", ["A"], ["B"], [])),
    ],
)
def test_what_the_other_rule_would_change(rule, seats, comparison):
    assert compare(counted(rule, seats)) == [comparison]


def test_a_result_that_holds():
    [comparison] = compare(counted("points", 1, [([["A"], ["B"]], 3)], "AB"))

    assert comparison.is_same
    assert comparison.moves == []


def test_another_rule_is_held_against_both():
    result = counted("approval", 1, [([["A", "B"]], 3), ([["B"]], 1)])

    assert compare(result) == [Comparison(rule, [], [], []) for rule in ("duels-points", "points")]


def test_a_set_without_order_has_no_places_to_compare():
    for comparison in compare(counted("stv", 2, [([["B"], ["A"]], 3), ([["A"]], 2)])):
        assert comparison.is_same
        assert comparison.moves == []


def test_how_a_tie_was_settled_is_no_change_of_the_count():
    result = tally([*"ABC"], [([["A", "B"]], 2)], "points", 1, {"tie": "lots"})

    [comparison] = compare(result)
    assert comparison.is_same
