"""Duels, then points: published examples, circles, equal margins, ties."""

import time
from itertools import permutations

import pytest

from workshop.voting.rules import tally
from workshop.voting.rules.duels import Duel, judge


def ballots(text):
    """Read "3 A>B=C; 1 -" as equal ballots with their count; "-" is blank."""
    return [
        (tuple(tuple(g.split("=")) for g in ranking.split(">")) if ranking != "-" else (), int(n))
        for n, ranking in (line.split() for line in text.split(";"))
    ]


def order(options, text, rule="duels-points", seats=1):
    result = tally(options, ballots(text), rule, seats)["order"]
    return ">".join("=".join(group) for group in result)


TENNESSEE = "42 M>N>C>K; 26 N>C>K>M; 15 C>K>N>M; 17 K>C>N>M"
SCHULZE = (
    "5 A>C>B>E>D; 5 A>D>E>C>B; 8 B>E>D>A>C; 3 C>A>B>E>D; 7 C>A>E>B>D; 2 C>B>A>D>E; 7 D>C>E>B>A; "
    "8 E>B>A>D>C"
)


@pytest.mark.parametrize(
    ("options", "text", "duels", "points"),
    [
        pytest.param("MNCK", TENNESSEE, "N>C>K>M", "N>C>M>K", id="Tennessee's capital"),
        pytest.param("ABCDE", SCHULZE, "A>C>E>B>D", "E>A>B>C>D", id="Schulze's 45 voters"),
        pytest.param(
            "ABC", "3 A>B>C; 2 B>C>A; 2 C>A>B", "A>B>C", "A>B>C", id="circle, weakest C>A"
        ),
        pytest.param("ABC", "1 A>B>C; 1 B>C>A; 1 C>A>B", "A=B=C", "A=B=C", id="perfect circle"),
        pytest.param(
            "ABCD",
            "1 A>B>C>D; 1 B>C>A>D; 1 C>A>B>D",
            "A=B=C>D",
            "A=B=C>D",
            id="perfect circle over a loser",
        ),
        pytest.param("AB", "1 A>B; 1 B>A", "A=B", "A=B", id="level duel"),
        pytest.param("ABC", "2 A>B>C; 2 C>B>A", "A=B=C", "A=B=C", id="a room and its reverse"),
        pytest.param(
            "ABCD",
            "1 A>B>C>D; 1 B>A>D>C; 1 A>B",
            "A>B>C=D",
            "A>B>C=D",
            id="partial order closes with a tie",
        ),
        pytest.param("ABC", "51 A>B>C; 49 B>C>A", "A>B>C", "B>A>C", id="majority against points"),
        pytest.param(
            "ABC", "60 A>B>C; 40 B>C>A", "A>B>C", "B>A>C", id="sixty of a hundred put A first"
        ),
        pytest.param("ABC", "3 A; 2 B>A; 1 C>B", "A>B>C", "A>B>C", id="short lists"),
        pytest.param("ABC", "2 A=B; 1 C", "A=B>C", "A=B>C", id="equal ranks on a ballot"),
        pytest.param("ABC", "5 A=B=C", "A=B=C", "A=B=C", id="all equal"),
        pytest.param("ABC", "4 -", "A=B=C", "A=B=C", id="blank only"),
        pytest.param("A", "4 A", "A", "A", id="one option"),
    ],
)
def test_order(options, text, duels, points):
    assert order(options, text) == duels
    assert order(options, text, rule="points") == points


def test_no_ballots_at_all_is_a_tie_of_everything_and_carries_nothing():
    result = tally("AB", [], "duels-points", 1)
    assert result["order"] == [["A", "B"]]
    assert result["points"] == {"A": "0.0", "B": "0.0"}
    assert result["cut"]["carried"] == []
    assert result["warnings"] == [{"code": "no_ballots"}]


def test_the_duels_of_schulzes_paper():
    result = tally("ABCDE", ballots(SCHULZE), "duels-points", 2)
    assert result["duels"] == {
        "A": {"B": 20, "C": 26, "D": 30, "E": 22},
        "B": {"A": 25, "C": 16, "D": 33, "E": 18},
        "C": {"A": 19, "B": 29, "D": 17, "E": 24},
        "D": {"A": 15, "B": 12, "C": 28, "E": 14},
        "E": {"A": 23, "B": 27, "C": 21, "D": 31},
    }
    assert result["won"] == {"A": 2, "B": 2, "C": 2, "D": 1, "E": 3}
    dropped = result["reasons"]["dropped"]["opposite_follows"]
    assert [(duel["winner"], duel["loser"]) for duel in dropped] == [
        ("D", "C"),
        ("B", "A"),
        ("E", "A"),
    ]
    assert dropped[0] == {"winner": "D", "loser": "C", "for": 28, "against": 17, "margin": 11}


@pytest.mark.parametrize(
    ("options", "duels", "kept", "contradicted", "circular"),
    [
        pytest.param("ABC", "AB3 BC2 CA1", "AB BC", "CA", "", id="the closest duel yields"),
        pytest.param("ABC", "AB1 BC1 CA1", "", "", "AB BC CA", id="an equal circle goes whole"),
        pytest.param("ABC", "AB2 BC1 CA1", "AB", "", "BC CA", id="circle through a stronger duel"),
        pytest.param(
            "ABCD",
            "AB2 BC2 CA1 DA1 CD1",
            "AB BC",
            "CA",
            "CD DA",
            id="contradicted first, then the circle",
        ),
        pytest.param(
            "ABCDE",
            "AB3 CD3 BA1 DC1 BE1 ED1",
            "AB CD BE ED",
            "BA DC",
            "",
            id="a contradicted duel closes no circle",
        ),
        pytest.param(
            "ABCD", "AB2 BC1 CA1 AD1", "AB AD", "", "BC CA", id="beside a circle, untouched"
        ),
    ],
)
def test_which_duels_are_kept(options, duels, kept, contradicted, circular):
    verdict = judge(options, [Duel(d[0], d[1], int(d[2:])) for d in duels.split()])
    names = [
        " ".join(sorted(d.winner + d.loser for d in group))
        for group in (verdict.kept, verdict.contradicted, verdict.circular)
    ]
    assert names == [" ".join(sorted(t.split())) for t in (kept, contradicted, circular)]


def test_a_short_list_gives_the_rest_what_is_left():
    result = tally("ABCDEF", ballots("1 A"), "points", 1)
    assert result["points"] == {"A": "5.0", **dict.fromkeys("BCDEF", "2.0")}


def test_one_long_list_does_not_change_what_other_ballots_give():
    short = ballots("3 A; 2 B; 1 C>A")
    alone = tally("ABCDEFGH", short, "points", 1)["points"]
    long = tally("ABCDEFGH", ballots("1 H>G>F>E>D>C>B>A"), "points", 1)["points"]
    together = tally("ABCDEFGH", [*short, *ballots("1 H>G>F>E>D>C>B>A")], "points", 1)["points"]
    for option in "ABCDEFGH":
        assert float(together[option]) == float(alone[option]) + float(long[option])


def test_copies_of_one_idea_do_not_overtake_what_most_prefer():
    text = "60 A>B1>B2>B3; 40 B1>B2>B3>A"
    assert order(["A", "B1", "B2", "B3"], text) == "A>B1>B2>B3"
    assert order(["A", "B1", "B2", "B3"], text, rule="points") == "B1>A>B2>B3"


def test_points_decide_only_where_the_duels_leave_a_gap():
    assert order("ABCD", "2 A>C>D>B; 2 B>A>C>D") == "A>B=C>D"


def test_turnout_first_places_and_mentions():
    result = tally("ABC", ballots("3 A>B; 2 B=C>A; 4 -"), "duels-points", 1)
    assert result["ballots"] == {"cast": 9, "blank": 4}
    assert result["first_places"] == {"A": 3, "B": 2, "C": 2}
    assert result["ranked_by"] == {"A": 5, "B": 5, "C": 2}


def test_an_option_nobody_ranked_is_named_and_never_carried():
    result = tally("ABC", ballots("2 A>B; 1 B"), "duels-points", 3)
    assert result["warnings"] == [{"code": "nobody_ranked", "options": ["C"]}]
    assert result["cut"]["carried"] == ["A", "B"]


def test_counts_beyond_the_reach_of_floats():
    huge = 2**53
    result = tally("AB", [((("A",), ("B",)), huge + 1), ((("B",), ("A",)), huge)], "points", 1)
    assert result["order"] == [["A"], ["B"]]
    assert result["points"] == {"A": f"{huge + 1}.0", "B": f"{huge}.0"}
    result = tally("AB", [((("A", "B"),), huge * 2 + 1)], "duels-points", 1)
    assert result["points"] == {"A": f"{huge}.5", "B": f"{huge}.5"}


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([], id="no ballots"),
        pytest.param([((tuple("abcdefghijklmnopqrstuvwxyz0123"),), 7)], id="all equal"),
        pytest.param(
            [
                (tuple((o,) for o in "abcdefghijklmnopqrstuvwxyz0123"), 1),
                (tuple((o,) for o in reversed("abcdefghijklmnopqrstuvwxyz0123")), 1),
            ],
            id="a list and its reverse",
        ),
    ],
)
def test_thirty_options_with_every_duel_level_answer_at_once(groups):
    started = time.perf_counter()
    result = tally("abcdefghijklmnopqrstuvwxyz0123", groups, "duels-points", 5)
    assert time.perf_counter() - started < 1
    assert len(result["order"]) == 1


def test_thirty_options_in_one_great_circle_answer_at_once():
    names = [f"{n:02}" for n in range(30)]
    turns = [(tuple((names[(n + turn) % 30],) for n in range(30)), 1) for turn in range(30)]
    started = time.perf_counter()
    result = tally(names, turns, "duels-points", 5)
    assert time.perf_counter() - started < 1
    assert result["order"] == [names]


def test_every_naming_of_a_tied_circle_gives_the_same_tie():
    for a, b, c in permutations("ABC"):
        assert order("ABC", f"1 {a}>{b}>{c}; 1 {b}>{c}>{a}; 1 {c}>{a}>{b}") == "A=B=C"
