"""Two wordings compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.proposals.differences import GONE, NEW, SAME, differences


def shown(former, text):
    return [(piece.kind, piece.text) for piece in differences(former, text)]


@pytest.mark.parametrize(
    ("former", "text", "expected"),
    [
        pytest.param("a b", "a b", [(SAME, "a b")], id="nothing changed"),
        pytest.param("", "new", [(NEW, "new")], id="all is new"),
        pytest.param("old", "", [(GONE, "old")], id="all went"),
        pytest.param(
            "Publish the list",
            "Publish the open list",
            [(SAME, "Publish the "), (NEW, "open "), (SAME, "list")],
            id="a word came",
        ),
        pytest.param(
            "publish it yearly.",
            "publish it twice a year.",
            [(SAME, "publish it "), (GONE, "yearly"), (NEW, "twice a year"), (SAME, ".")],
            id="words changed, the sign stayed",
        ),
        pytest.param(
            "one two", "uno dos", [(GONE, "one two"), (NEW, "uno dos")], id="space joins no change"
        ),
    ],
)
def test_what_stayed_went_and_came(former, text, expected):
    assert shown(former, text) == expected


TEXTS = st.text(alphabet="ab ,\n", max_size=30)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it(former, text):
    pieces = differences(former, text)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == former
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == text
