"""A ballot as it is sent: the script's JSON, or the rank fields of a page without script."""

import pytest
from werkzeug.datastructures import MultiDict

from workshop.errors import Invalid
from workshop.voting.forms import read_ranking
from workshop.voting.models import Option

OPTIONS = [Option(key=key, text=f"Problem {key}") for key in "ABC"]
UNREADABLE = {"ranking": ["The ballot could not be read. Rank the options again."]}


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
    assert read_ranking(MultiDict(sent), OPTIONS) == ranking


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
        '[["A"]]' + " " * 4000,
    ],
    ids=lambda text: text[:12] or "empty",
)
def test_what_is_no_ballot_is_refused_in_words(text):
    with pytest.raises(Invalid) as invalid:
        read_ranking(MultiDict({"ranking": text}), OPTIONS)

    assert (invalid.value.status, invalid.value.details) == (422, {"errors": UNREADABLE})


@pytest.mark.parametrize("typed", ["0", "4", "-1", "1.5", "one", "²", "9" * 5000], ids=len)
def test_a_field_takes_a_place_from_first_to_last(typed):
    with pytest.raises(Invalid) as invalid:
        read_ranking(MultiDict({"rank-A": typed, "rank-B": "1"}), OPTIONS)

    sentence = "“Problem A”: write a whole number from 1 to 3, or leave it empty."
    assert invalid.value.details == {"errors": {"rank-A": [sentence]}}
