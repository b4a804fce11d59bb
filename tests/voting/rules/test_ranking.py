"""Rankings as data: one canonical form, completion, competition places."""

import pytest

from workshop.voting.rules.ranking import canonical, complete, has_equal_ranks, options_in, places


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        pytest.param([], (), id="blank"),
        pytest.param([["B"], ["A"]], (("B",), ("A",)), id="strict"),
        pytest.param([["C", "A"], ["B"]], (("A", "C"), ("B",)), id="names sorted in a group"),
        pytest.param([[], ["A"], []], (("A",),), id="empty groups go"),
        pytest.param([["A"], ["B", "C"]], (("A",), ("B", "C")), id="a listed last group stays"),
    ],
)
def test_canonical(ranking, expected):
    assert canonical(ranking) == expected


@pytest.mark.parametrize("ranking", [[["A", "A"]], [["A"], ["B"], ["A"]]])
def test_canonical_refuses_an_option_named_twice(ranking):
    with pytest.raises(ValueError, match="twice"):
        canonical(ranking)


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        pytest.param([], [["A", "B", "C"]], id="blank"),
        pytest.param([["B"]], [["B"], ["A", "C"]], id="short"),
        pytest.param([["B"], ["C"], ["A"]], [["B"], ["C"], ["A"]], id="full"),
        pytest.param([["C", "A"]], [["C", "A"], ["B"]], id="equal at the top"),
    ],
)
def test_complete(ranking, expected):
    assert complete(ranking, ["C", "B", "A"]) == expected


def test_listed_and_equal_ranks():
    assert options_in([["B"], ["A", "C"]]) == ["B", "A", "C"]
    assert has_equal_ranks([["B"], ["A", "C"]])
    assert not has_equal_ranks([["B"], ["A"]])


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param([], {}, id="nothing"),
        pytest.param([["A"], ["B"]], {"A": 1, "B": 2}, id="no ties"),
        pytest.param(
            [["A"], ["B", "C"], ["D"]], {"A": 1, "B": 2, "C": 2, "D": 4}, id="next place skipped"
        ),
        pytest.param([["A", "B"]], {"A": 1, "B": 1}, id="everything tied"),
    ],
)
def test_places(order, expected):
    assert places(order) == expected
