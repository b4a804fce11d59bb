"""Contest files: every fault with its path, and a recount anyone can repeat."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from workshop import voting
from workshop.cli import main
from workshop.voting.verify.contest_file import (
    BadContest,
    canonical_json,
    contest_faults,
    recount,
    recount_file,
)


def contest(**changes):
    """A small sound contest with some parts replaced; None removes a part."""
    sound = {
        "options": ["A", "B", "C"],
        "ballots": [{"count": 3, "ranking": [["A"], ["B", "C"]]}, {"count": 1, "ranking": []}],
        "rule": "duels-points",
        "seats": 2,
    }
    return {key: value for key, value in {**sound, **changes}.items() if value is not None}


def one_ballot(**ballot):
    return contest(ballots=[{"count": 1, "ranking": [["A"]], **ballot}])


def test_recount_of_a_small_contest():
    assert recount(contest()) == {
        "rule": "duels-points",
        "version": "1",
        "seats": 2,
        "ballots": {"cast": 4, "blank": 1},
        "first_places": {"A": 3, "B": 0, "C": 0},
        "ranked_by": {"A": 3, "B": 3, "C": 3},
        "duels": {"A": {"B": 3, "C": 3}, "B": {"A": 0, "C": 0}, "C": {"A": 0, "B": 0}},
        "won": {"A": 2, "B": 0, "C": 0},
        "order": [["A"], ["B", "C"]],
        "points": {"A": "6.0", "B": "1.5", "C": "1.5"},
        "reasons": {
            "kept": [
                {"winner": "A", "loser": "B", "for": 3, "against": 0, "margin": 3},
                {"winner": "A", "loser": "C", "for": 3, "against": 0, "margin": 3},
            ],
            "dropped": {"opposite_follows": [], "on_a_circle": []},
        },
        "cut": {
            "carried": ["A", "B", "C"],
            "tied": ["B", "C"],
            "places_left": 1,
            "policy": "carry-all",
            "state": "tie",
            "words": "2 options tie for the last place",
        },
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("document", "paths"),
    [
        pytest.param([], ["$"], id="not an object"),
        pytest.param({}, ["options", "rule", "seats", "ballots"], id="empty object"),
        pytest.param(contest(options=[], ballots=[]), ["options"], id="no options"),
        pytest.param(
            contest(options=["A", "", " ", 3, "A", "\ud800"], ballots=[]),
            ["options[1]", "options[2]", "options[3]", "options[4]", "options[5]"],
            id="bad options",
        ),
        pytest.param(contest(rule="borda"), ["rule"], id="unknown rule"),
        pytest.param(contest(rule=["points"]), ["rule"], id="rule is no text"),
        pytest.param(contest(seats=0), ["seats"], id="no seats"),
        pytest.param(contest(seats=True), ["seats"], id="seats is true"),
        pytest.param(contest(seats=2.0), ["seats"], id="seats has a point"),
        pytest.param(contest(settings=[]), ["settings"], id="settings is a list"),
        pytest.param(contest(settings={"tie": "coin"}), ["settings.tie"], id="unknown tie policy"),
        pytest.param(contest(ballots={}), ["ballots"], id="ballots is an object"),
        pytest.param(contest(ballots=[[]]), ["ballots[0]"], id="a ballot is a list"),
        pytest.param(
            contest(ballots=[{}]), ["ballots[0].count", "ballots[0].ranking"], id="empty ballot"
        ),
        pytest.param(one_ballot(count=0), ["ballots[0].count"], id="count of zero"),
        pytest.param(one_ballot(count=-1), ["ballots[0].count"], id="negative count"),
        pytest.param(one_ballot(count="1"), ["ballots[0].count"], id="count is text"),
        pytest.param(one_ballot(count=True), ["ballots[0].count"], id="count is true"),
        pytest.param(one_ballot(ranking="A"), ["ballots[0].ranking"], id="ranking is text"),
        pytest.param(one_ballot(ranking=None), ["ballots[0].ranking"], id="ranking is null"),
        pytest.param(one_ballot(ranking=["A"]), ["ballots[0].ranking[0]"], id="group is text"),
        pytest.param(one_ballot(ranking=[[]]), ["ballots[0].ranking[0]"], id="empty group"),
        pytest.param(
            one_ballot(ranking=[["A"], ["X", "B", ["A"]]]),
            ["ballots[0].ranking[1][0]", "ballots[0].ranking[1][2]"],
            id="unknown options",
        ),
        pytest.param(
            one_ballot(ranking=[["A", "A"], ["B"], ["A"]]),
            ["ballots[0].ranking[0][1]", "ballots[0].ranking[2][0]"],
            id="repeated options",
        ),
        pytest.param(
            contest(
                seats=0,
                ballots=[{"count": 0, "ranking": [["Z"]]}, {"count": 2, "ranking": [["A"], ["A"]]}],
            ),
            ["seats", "ballots[0].count", "ballots[0].ranking[0][0]", "ballots[1].ranking[1][0]"],
            id="every fault is named",
        ),
    ],
)
def test_faults(document, paths):
    assert [path for path, _ in contest_faults(document)] == paths
    with pytest.raises(BadContest):
        recount(document)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b'{"options": ', "$: is not valid JSON", id="cut short"),
        pytest.param(b"\xff\xfe", "$: is not UTF-8 text", id="not UTF-8"),
        pytest.param(b"[" * 200_000, "$: is nested too deeply", id="nested too deeply"),
        pytest.param(b"1" * 5000, "$: must be an object", id="endless number"),
        pytest.param(b"null", "$: must be an object", id="null"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, content, line):
    path = tmp_path / "contest.json"
    path.write_bytes(content)
    status, output, faults = recount_file(path)
    assert (status, output, len(faults)) == (2, "", 1)
    assert faults[0].startswith(line)


def test_every_key_that_comes_twice_is_named_beside_the_other_faults(tmp_path):
    path = tmp_path / "contest.json"
    path.write_text(
        """{"options": ["A"], "rule": "points", "seats": 0, "seats": 0, "ballots": [
            {"count": 1, "ranking": [["B"]]},
            {"count": 1, "count": 2, "ranking": [], "ranking": []}],
            "\\ud800\\n": {"note": 1, "note": 2}}"""
    )
    assert recount_file(path) == (
        2,
        "",
        [
            "$: has the key 'seats' more than once",
            "ballots[1]: has the key 'count' more than once",
            "ballots[1]: has the key 'ranking' more than once",
            "$['\\ud800\\n']: has the key 'note' more than once",
            "seats: must be a whole number of at least 1",
            "ballots[0].ranking[0][0]: 'B' is not an option of this contest",
        ],
    )


def test_a_value_nested_nearly_too_deeply_is_a_fault_like_any_other(tmp_path):
    path = tmp_path / "contest.json"
    for depth in range(600, 1100, 20):
        option = "[" * depth + "]" * depth
        path.write_text(
            '{"options": ["A"], "rule": "points", "seats": 1,'
            f' "ballots": [{{"count": 1, "ranking": [[{option}]]}}]}}'
        )
        status, output, faults = recount_file(path)
        assert (status, output, len(faults)) == (2, "", 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "points", "ballots": [{"count": 10**5000, "ranking": [["B"]]}]},
        {
            "rule": "dots",
            "settings": {"dots": 10**4000},
            "ballots": [{"count": 10**2000, "dots": {"B": 10**4000}}],
        },
        {
            "rule": "grid",
            "settings": {"criteria": {"a": 10**4000}},
            "ballots": [
                {"count": 7**4000, "grid": {option: {"a": 1} for option in "ABC"}},
                {
                    "count": 3**4000,
                    "grid": {**{option: {"a": 1} for option in "AC"}, "B": {"a": 2}},
                },
            ],
        },
        {
            "rule": "stv",
            "ballots": [
                {"count": 7**4000, "ranking": [["B"], ["A"]]},
                {"count": 3**4000, "ranking": [["A"], ["C"]]},
            ],
        },
    ],
    ids=lambda changes: changes["rule"],
)
def test_numbers_of_any_length_are_counted_and_printed(tmp_path, changes):
    path = tmp_path / "contest.json"
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    path.write_text(json.dumps(contest(**changes)))
    sys.set_int_max_str_digits(limit)

    answer = CliRunner().invoke(main, ["recount", str(path)])

    assert answer.exit_code == 0
    assert '"B"' in answer.stdout.split('"carried":[')[1].split("]")[0]
    assert sys.get_int_max_str_digits() == limit


def test_a_missing_file_is_a_fault_too(tmp_path):
    assert recount_file(tmp_path / "none.json") == (
        2,
        "",
        ["$: cannot be read: No such file or directory"],
    )


def test_a_sound_file_prints_canonical_json(tmp_path):
    path = tmp_path / "contest.json"
    document = contest(
        options=["Ñandú", "B"], ballots=[{"count": 2**60, "ranking": [["Ñandú"]]}], seats=1
    )
    path.write_text(json.dumps(document), encoding="utf-8-sig")
    status, output, faults = recount_file(path)
    assert (status, faults) == (0, [])
    assert output == canonical_json(recount(document))
    assert '"points":{"B":"0.0","Ñandú":"1152921504606846976.0"}' in output


def test_how_ballots_are_listed_does_not_change_a_byte():
    split = contest(
        options=["C", "A", "B"],
        ballots=[
            {"count": 1, "ranking": [["A"], ["C", "B"]]},
            {"count": 1, "ranking": []},
            {"count": 2, "ranking": [["A"], ["B", "C"]]},
        ],
    )
    assert canonical_json(recount(split)) == canonical_json(recount(contest()))


def test_counting_needs_no_web_framework():
    code = (
        "import sys; sys.modules['flask'] = sys.modules['sqlalchemy'] = None; "
        "import workshop.voting.verify.contest_file"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_the_contest_of_the_readme():
    readme = Path(voting.__file__).with_name("README.md").read_text(encoding="utf-8")
    document = json.loads(readme.split("```json\n")[1].split("```")[0])
    result = recount(document)
    assert result["order"] == [["E"], ["B"], ["A", "D"], ["C"]]
    assert result["points"] == {"A": "18.5", "B": "26.0", "C": "15.5", "D": "18.5", "E": "21.5"}
    assert result["duels"]["A"] == {"B": 3, "C": 5, "D": 4, "E": 4}
    assert [duel["margin"] for duel in result["reasons"]["kept"]] == [6, 4, 4, 3, 2, 2]
    assert [
        (duel["winner"], duel["loser"]) for duel in result["reasons"]["dropped"]["opposite_follows"]
    ] == [("A", "E")]
    assert result["cut"]["carried"] == ["E", "B", "A", "D"]
    assert result["cut"]["words"] == "2 options tie for the last place"
