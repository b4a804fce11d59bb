"""Rules whose ballots hand out ticks, dots or marks."""

import pytest

from workshop.voting.rules import tally
from workshop.voting.verify.contest_file import contest_faults, recount


@pytest.mark.parametrize(
    ("groups", "order", "points"),
    [
        pytest.param(
            [([["A", "B"]], 3), ([["B"]], 2), ([], 1)],
            [["B"], ["A"], ["C"]],
            {"A": "3.0", "B": "5.0", "C": "0.0"},
            id="most ticks first",
        ),
        pytest.param(
            [([["A"], ["B"]], 1), ([["B"], ["A"]], 1)],
            [["A", "B"], ["C"]],
            {"A": "2.0", "B": "2.0", "C": "0.0"},
            id="no order inside the ticks",
        ),
        pytest.param(
            [([], 4)], [["A", "B", "C"]], {"A": "0.0", "B": "0.0", "C": "0.0"}, id="blank only"
        ),
    ],
)
def test_approval(groups, order, points):
    result = tally("ABC", groups, "approval", 1)
    assert result["order"] == order
    assert result["points"] == points


def test_ticks_are_level_in_the_duels_of_approval():
    result = tally("ABC", [([["A"], ["B"]], 3)], "approval", 1)
    assert result["duels"]["A"] == {"B": 0, "C": 3}
    assert result["first_places"] == {"A": 3, "B": 3, "C": 0}


def test_dots():
    result = tally("ABC", [({"A": 3, "B": 2}, 2), ({"B": 2, "C": 0}, 1), ({}, 1)], "dots", 2)
    assert result["order"] == [["A", "B"], ["C"]]
    assert result["points"] == {"A": "6.0", "B": "6.0", "C": "0.0"}
    assert result["ranked_by"] == {"A": 2, "B": 3, "C": 0}
    assert result["duels"]["A"] == {"B": 2, "C": 2}
    assert result["ballots"] == {"cast": 4, "blank": 1}
    assert result["cut"]["carried"] == ["A", "B"]


TWO = {"criteria": {"cheap": 1, "good": 2}}


def test_grid_takes_the_mean_of_those_who_answered():
    groups = [
        ({"A": {"cheap": 2, "good": 1}, "B": {"cheap": 0, "good": 2}}, 1),
        ({"A": {"cheap": 1, "good": None}, "B": {"cheap": 1, "good": 2}}, 1),
        ({"A": {"good": 2, "cheap": 2}, "B": {"cheap": 1}}, 1),
    ]
    result = tally("AB", groups, "grid", 1, TWO)
    assert result["scores"] == {"A": "14/3", "B": "14/3"}
    assert result["points"] == {"A": "4.7", "B": "4.7"}
    assert result["order"] == [["A", "B"]]
    assert result["profile"]["A"] == {
        "cheap": {"mean": "5/3", "answered": 3},
        "good": {"mean": "3/2", "answered": 2},
    }


@pytest.mark.parametrize(
    ("answers", "thin"),
    [
        pytest.param([{"cheap": 1, "good": 1}, {}], [], id="half is enough"),
        pytest.param([{"cheap": 1, "good": 1}, {}, {}], ["A"], id="a third is not"),
        pytest.param([{"cheap": 1}, {"cheap": 2}], ["A"], id="one criterion without answers"),
    ],
)
def test_grid_gives_no_ranking_when_fewer_than_half_answered(answers, thin):
    groups = [({"A": answer, "B": {"cheap": 1, "good": 1}}, 1) for answer in answers]
    result = tally("AB", groups, "grid", 1, TWO)
    assert result["order"] == ([] if thin else [["A", "B"]])
    assert result["cut"]["state"] == ("no_order" if thin else "all_tied")
    assert [w for w in result["warnings"] if w["code"] == "too_few_answers"] == (
        [{"code": "too_few_answers", "options": thin}] if thin else []
    )


def test_grid_has_four_criteria_by_default():
    marks = {"specific": 2, "feasible": 2, "measurable": 1, "valuable": 0}
    result = tally("A", [({"A": marks}, 1)], "grid", 1)
    assert result["points"] == {"A": "5.0"}


def file_with(rule, settings=None, **ballot):
    return {
        "options": ["A", "B"],
        "rule": rule,
        "seats": 1,
        "settings": settings or {},
        "ballots": [{"count": 1, **ballot}],
    }


@pytest.mark.parametrize(
    ("document", "paths"),
    [
        pytest.param(file_with("approval", ranking=[["A", "B"]]), [], id="ticks"),
        pytest.param(file_with("dots", dots={"A": 3, "B": 2}), [], id="five dots"),
        pytest.param(file_with("dots", ranking=[]), [], id="blank dots"),
        pytest.param(file_with("dots", ranking=[["A"]]), ["ballots[0].dots"], id="no dots"),
        pytest.param(
            file_with("dots", dots={"A": 6}),
            ["ballots[0].dots['A']", "ballots[0].dots"],
            id="six dots",
        ),
        pytest.param(
            file_with("dots", {"dots": 4, "most": 2}, dots={"A": 3, "B": 1}),
            ["ballots[0].dots['A']"],
            id="too many on one",
        ),
        pytest.param(
            file_with("dots", {"dots": 0, "most": "x"}, dots={"A": -1, "X": 1}),
            [
                "settings.dots",
                "settings.most",
                "ballots[0].dots['A']",
                "ballots[0].dots['X']",
                "ballots[0].dots",
            ],
            id="everything wrong with dots",
        ),
        pytest.param(file_with("dots", dots=[]), ["ballots[0].dots"], id="dots as a list"),
        pytest.param(file_with("grid", TWO, grid={"A": {"cheap": 2, "good": None}}), [], id="grid"),
        pytest.param(
            file_with("grid", TWO, grid={"A": {"cheap": 3, "new": 1}, "X": {}, "B": 1}),
            [
                "ballots[0].grid['A']['cheap']",
                "ballots[0].grid['A']['new']",
                "ballots[0].grid['X']",
                "ballots[0].grid['B']",
            ],
            id="everything wrong with a grid",
        ),
        pytest.param(file_with("grid", grid=[]), ["ballots[0].grid"], id="grid as a list"),
        pytest.param(
            file_with("grid", {"criteria": {"a": 0, "": 1}}, ranking=[]),
            ["settings.criteria['a']", "settings.criteria['']"],
            id="bad criteria",
        ),
        pytest.param(
            file_with("grid", {"criteria": []}, ranking=[]), ["settings.criteria"], id="no criteria"
        ),
    ],
)
def test_faults_of_files(document, paths):
    assert [path for path, _ in contest_faults(document)] == paths
    if not paths:
        assert recount(document)["rule"] == document["rule"]
