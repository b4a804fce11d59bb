"""What an option got, and what happened in a round, in words."""

import pytest

from workshop.voting.labels import RULE_TEXTS
from workshop.voting.models import Contest, Option
from workshop.voting.result.result_text import given_way, names_of
from workshop.voting.rules import tally
from workshop.workshops.models import CountRule


@pytest.mark.parametrize(
    ("rule", "score", "expected"),
    [
        (CountRule.POINTS, "1.0", "1 point"),
        (CountRule.POINTS, "0.5", "0.5 points"),
        (CountRule.DUELS_POINTS, "58.0", "58 points"),
        (CountRule.DUELS_POINTS, "0.0", "0 points"),
        (CountRule.APPROVAL, "1", "1 tick"),
        (CountRule.DOTS, "2", "2 dots"),
        (CountRule.STV, "1", "1 first choice"),
        (CountRule.GRID, "5.5", "Score 5.5"),
    ],
)
def test_a_number_comes_with_its_unit(app, rule, score, expected):
    with app.test_request_context():
        assert RULE_TEXTS[rule].figure.with_unit(score) == expected


def test_a_long_option_is_named_by_its_key_and_its_first_words():
    long = "The data on the quality of the water reach the communities late."
    contest = Contest(options=[Option(key="A", text="Roads"), Option(key="B", text=long)])
    assert names_of(contest) == {
        "A": "A. Roads",
        "B": "B. The data on the quality of the water reach the…",
    }


@pytest.mark.parametrize(
    ("lists", "sentences"),
    [
        (
            {"ABC": 4, "BCA": 3, "CAB": 2},
            ["“C. C” won over “A. A” by 5 to 4. Clearer duels already say the opposite."],
        ),
        (
            {"ABC": 1, "BCA": 1, "CAB": 1},
            [
                f"“{first}. {first}” won over “{other}. {other}” by 2 to 1. This closes a circle in"
                " which no duel is less clear."
                for first, other in ("AB", "BC", "CA")
            ],
        ),
        ({"ABC": 2, "ACB": 1}, []),
    ],
    ids=["circle", "even circle", "none"],
)
def test_a_won_duel_that_the_order_does_not_follow_is_told_with_the_reason(app, lists, sentences):
    contest = Contest(options=[Option(key=key, text=key) for key in "ABC"])
    groups = [([[key] for key in ranking], count) for ranking, count in lists.items()]
    with app.test_request_context():
        assert given_way(contest, tally("ABC", groups, "duels-points", 1)) == sentences
