"""A ballot as it is sent: the script's JSON, or the rank fields of a page without script."""

import pytest
from werkzeug.datastructures import MultiDict

from workshop.errors import Invalid
from workshop.voting.ballot import marking
from workshop.voting.ballot.forms import as_fields, field_names, read_answer
from workshop.voting.models import Contest, Option
from workshop.voting.rules import RULES
from workshop.workshops.models import CountRule

UNREADABLE = {"answer": ["The ballot could not be read. Fill it in again."]}


def contest(rule=CountRule.DUELS_POINTS, **settings):
    options = [Option(key=key, text=f"Problem {key}") for key in "ABC"]
    return Contest(rule=rule, settings=RULES[rule].settings_from(settings), options=options)


def read(rule, sent, **settings):
    """What was sent, read and checked as the view does it."""
    voted = contest(rule, **settings)
    return marking.check_answer(voted, read_answer(MultiDict(sent), voted))


@pytest.fixture(autouse=True)
def inside(app):
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("sent", "ranking"),
    [
        ({"ranking": "[]"}, []),
        ({"ranking": '[["B"],["A","C"]]'}, [["B"], ["A", "C"]]),
        ({"ranking": '[["C","A"]]'}, [["A", "C"]]),
        ({"ranking": '[["B"]]', "rank-A": "1"}, [["B"]]),
        ({}, []),
        ({"rank-A": "", "rank-B": " 1 "}, [["B"]]),
        ({"rank-A": "2", "rank-B": "1", "rank-C": "2"}, [["B"], ["A", "C"]]),
        ({"rank-A": "3", "rank-B": "1"}, [["B"], ["A"]]),
        ({"rank-A": "1", "rank-Z": "2"}, [["A"]]),
    ],
    ids=str,
)
def test_a_ballot_is_read_as_tie_groups(sent, ranking):
    assert read(CountRule.DUELS_POINTS, sent) == ranking


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "null",
        '"A"',
        '{"A": 1}',
        '["A"]',
        "[[]]",
        "[[1]]",
        "[null]",
        "[" * 3000,
        '[["A"]]' + " " * 20_000,
    ],
    ids=lambda text: text[:12] or "empty",
)
def test_what_is_no_ballot_is_refused_in_words(text):
    with pytest.raises(Invalid) as invalid:
        read(CountRule.DUELS_POINTS, {"ranking": text})

    assert (invalid.value.status, invalid.value.details) == (422, {"errors": UNREADABLE})


@pytest.mark.parametrize("typed", ["0", "4", "-1", "1.5", "one", "²", "9" * 5000], ids=len)
def test_a_field_takes_a_place_from_first_to_last(typed):
    with pytest.raises(Invalid) as invalid:
        read(CountRule.DUELS_POINTS, {"rank-A": typed, "rank-B": "1"})

    sentence = "“Problem A”: write a whole number from 1 to 3, or leave it empty."
    assert invalid.value.details == {"errors": {"rank-A": [sentence]}}


CRITERIA = {"specific": 1, "feasible": 2}


@pytest.mark.parametrize(
    ("rule", "fields", "answer"),
    [
        (CountRule.APPROVAL, {"tick-C": "yes", "tick-A": "yes"}, [["A", "C"]]),
        (CountRule.APPROVAL, {}, []),
        (CountRule.DOTS, {"dots-A": "0", "dots-B": " 3 ", "dots-C": ""}, {"B": 3}),
        (CountRule.DOTS, {}, {}),
        (
            CountRule.GRID,
            {"mark-B-feasible": "0", "mark-A-specific": "2", "mark-A-feasible": ""},
            {"A": {"specific": 2}, "B": {"feasible": 0}},
        ),
        (CountRule.STV, {"rank-B": "1", "rank-A": "2"}, [["B"], ["A"]]),
    ],
    ids=str,
)
def test_the_fields_of_every_kind_of_ballot_are_read_and_drawn_again(rule, fields, answer):
    voted = contest(rule, criteria=CRITERIA)

    assert read(rule, fields, criteria=CRITERIA) == answer
    again = as_fields(voted, answer)
    assert again == {name: value.strip() for name, value in fields.items() if value.strip(" 0")} | {
        name: value for name, value in fields.items() if rule is CountRule.GRID and value
    }
    assert set(again) <= set(field_names(voted))


@pytest.mark.parametrize(
    ("rule", "sent", "sentence"),
    [
        (
            CountRule.STV,
            {"rank-A": "1", "rank-B": "1"},
            "Two options cannot share a place under this rule. Give each a place of its own.",
        ),
        (
            CountRule.IRV,
            {"answer": '[["A","B"]]'},
            "Two options cannot share a place under this rule. Give each a place of its own.",
        ),
        (
            CountRule.DOTS,
            {"dots-A": "2", "dots-B": "3", "dots-C": "1"},
            "You spread 6 of 5 dots. Take some back.",
        ),
        (CountRule.DOTS, {"answer": '{"A": 4}'}, "“Problem A” takes 3 dots at most."),
        (
            CountRule.DOTS,
            {"dots-A": "4"},
            "“Problem A”: write a whole number from 0 to 3, or leave it empty.",
        ),
        (CountRule.DOTS, {"answer": '{"A": -1}'}, UNREADABLE["answer"][0]),
        (CountRule.DOTS, {"answer": '{"Z": 1}'}, UNREADABLE["answer"][0]),
        (CountRule.DOTS, {"answer": "[]"}, UNREADABLE["answer"][0]),
        (CountRule.GRID, {"mark-A-specific": "3"}, UNREADABLE["answer"][0]),
        (CountRule.GRID, {"answer": '{"A": {"other": 1}}'}, UNREADABLE["answer"][0]),
        (CountRule.APPROVAL, {"answer": '{"A": 1}'}, UNREADABLE["answer"][0]),
    ],
    ids=str,
)
def test_what_a_rule_refuses_is_told_in_words(rule, sent, sentence):
    with pytest.raises(Invalid) as invalid:
        read(rule, sent, most=3)

    assert (invalid.value.status, invalid.value.message) == (422, sentence)
