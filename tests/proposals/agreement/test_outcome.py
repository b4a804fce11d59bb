"""What an agreement check comes to, answer by answer."""

import pytest

from workshop.proposals.agreement.outcome import counts, outcome
from workshop.proposals.models import Outcome

AGREED, RESERVED, NOT = Outcome.AGREED, Outcome.WITH_RESERVATIONS, Outcome.NOT_AGREED


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param([1], AGREED, id="one supports"),
        pytest.param([1, 2, 3], AGREED, id="minor points and neutral are no reservation"),
        pytest.param([3, 3, 3], AGREED, id="all can live with it"),
        pytest.param([1, 1, 4], RESERVED, id="two of three is exactly two thirds"),
        pytest.param([1, 4], NOT, id="one of two is less"),
        pytest.param([1, 1, 1, 4, 4], NOT, id="three of five is less"),
        pytest.param([1, 2, 3, 3, 4, 4], RESERVED, id="four of six is exactly two thirds"),
        pytest.param([1] * 66 + [4] * 34, NOT, id="66 of 100 is less"),
        pytest.param([1] * 67 + [4] * 33, RESERVED, id="67 of 100 is more"),
        pytest.param([4], NOT, id="a reservation alone"),
        pytest.param([1] * 99 + [5], NOT, id="one objection among a hundred"),
        pytest.param([1, 1, 4, 5], NOT, id="an objection beside a reservation"),
        pytest.param([], NOT, id="nobody answered: silence is no agreement"),
    ],
)
def test_the_outcome(levels, expected):
    assert outcome(levels) is expected
    assert outcome(reversed(levels)) is expected


def test_every_level_is_counted_also_those_nobody_chose():
    assert counts([1, 4, 1]) == {1: 2, 2: 0, 3: 0, 4: 1, 5: 0}
