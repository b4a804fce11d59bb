import pytest

from workshop.plans.order import move_item


@pytest.mark.parametrize(
    ("chosen", "step", "expected"),
    [
        pytest.param("b", -1, "bac", id="up"),
        pytest.param("b", 1, "acb", id="down"),
        pytest.param("a", -1, "abc", id="the first stays first"),
        pytest.param("c", 1, "abc", id="the last stays last"),
    ],
)
def test_moving_one_thing_of_a_list(chosen, step, expected):
    assert "".join(move_item("abc", chosen, step)) == expected
