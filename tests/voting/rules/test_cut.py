"""The cut: clean, a tie for the last places, or everything tied."""

import pytest

from workshop.voting.rules.cut import LOTS, RUN_OFF, cut

A_B_C_D = [["A"], ["B"], ["C"], ["D"]]


def ranked(*unranked):
    return {option: 0 if option in unranked else 5 for option in "ABCD"}


@pytest.mark.parametrize(
    ("order", "seats", "unranked", "carried", "tied", "words"),
    [
        pytest.param(A_B_C_D, 2, "", "AB", "", "clean", id="clean"),
        pytest.param(A_B_C_D, 9, "", "ABCD", "", "clean", id="more seats than options"),
        pytest.param([["A", "B"], ["C"], ["D"]], 2, "", "AB", "", "clean", id="tie above the cut"),
        pytest.param(
            [["A"], ["B", "C"], ["D"]],
            2,
            "",
            "ABC",
            "BC",
            "2 options tie for the last place",
            id="tie for one place",
        ),
        pytest.param(
            [["A"], ["B", "C", "D"]],
            3,
            "",
            "ABCD",
            "BCD",
            "3 options tie for the last 2 places",
            id="tie for two places",
        ),
        pytest.param(
            [["A", "B", "C", "D"]], 3, "", "ABCD", "ABCD", "everything is tied", id="all tied"
        ),
        pytest.param([["A", "B", "C", "D"]], 4, "", "ABCD", "", "clean", id="all tied, all fit"),
        pytest.param([["A"], ["B"], ["C", "D"]], 4, "CD", "AB", "", "clean", id="unranked stay"),
        pytest.param([["A"], ["B"], ["C", "D"]], 3, "CD", "AB", "", "clean", id="unranked no tie"),
        pytest.param(
            [["A", "B", "C", "D"]],
            2,
            "ABCD",
            "",
            "",
            "nobody ranked anything: nothing is carried",
            id="nobody ranked anything",
        ),
    ],
)
def test_cut(order, seats, unranked, carried, tied, words):
    result = cut(order, seats, ranked(*unranked))
    assert result["carried"] == list(carried)
    assert result["tied"] == list(tied)
    assert result["words"] == words


@pytest.mark.parametrize("policy", [RUN_OFF, LOTS])
def test_other_policies_leave_the_tied_open(policy):
    result = cut([["A"], ["B", "C"], ["D"]], 2, ranked(), policy)
    assert result["carried"] == ["A"]
    assert result["tied"] == ["B", "C"]
    assert result["places_left"] == 1
    assert result["policy"] == policy
