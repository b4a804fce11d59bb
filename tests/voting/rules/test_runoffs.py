"""IRV and STV: rounds, transfers, and ties that are said instead of broken."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.voting.rules import RULES, tally
from workshop.voting.verify.contest_file import canonical_json, contest_faults

few = settings(max_examples=80, deadline=None)


def ballots(text):
    """Read "3 A>B; 1 -" as equal ballots with their count; "-" is blank."""
    lines = (line.split() for line in text.split(";"))
    return [
        (tuple((o,) for o in ranking.split(">")) if ranking != "-" else (), int(count))
        for count, ranking in lines
    ]


@st.composite
def strict_rooms(draw):
    """Options and ballots that list some of them, one on each place."""
    options = "ABCDE"[: draw(st.integers(1, 5))]
    lists = st.tuples(st.permutations(options), st.integers(0, 5), st.integers(1, 4))
    groups = draw(st.lists(lists, max_size=8))
    return options, [(tuple((o,) for o in names[:depth]), n) for names, depth, n in groups]


TENNESSEE = "42 M>N>C>K; 26 N>C>K>M; 15 C>K>N>M; 17 K>C>N>M"
BURLINGTON = (
    "1332 M>K>W; 767 M>W>K; 455 M; 2043 K>M>W; 371 K>W>M; 568 K; 1513 W>M>K; 495 W>K>M; 1289 W"
)


@pytest.mark.parametrize(
    ("options", "text", "winner", "tie", "tallies"),
    [
        pytest.param(
            "MNCK",
            TENNESSEE,
            "K",
            None,
            [
                {"C": 15, "K": 17, "M": 42, "N": 26},
                {"K": 32, "M": 42, "N": 26},
                {"K": 58, "M": 42},
            ],
            id="Tennessee's capital",
        ),
        pytest.param(
            "KMW",
            BURLINGTON,
            "K",
            None,
            [{"K": 2982, "M": 2554, "W": 3297}, {"K": 4314, "W": 4064}],
            id="Burlington 2009, last three, the middle squeezed out",
        ),
        pytest.param("AB", "3 A; 1 B; 9 -", "A", None, [{"A": 3, "B": 1}], id="blanks are no vote"),
        pytest.param(
            "AB",
            "2 A; 2 B",
            None,
            {"round": 1, "options": ["A", "B"]},
            [{"A": 2, "B": 2}],
            id="tie",
        ),
        pytest.param(
            "ABC",
            "4 A; 3 B>C; 3 C>B",
            None,
            {"round": 1, "options": ["B", "C"]},
            [{"A": 4, "B": 3, "C": 3}],
            id="a tie for last that decides the winner",
        ),
        pytest.param(
            "ABCD",
            "4 A; 3 B; 1 C>B; 1 D>B",
            "B",
            None,
            [{"A": 4, "B": 3, "C": 1, "D": 1}, {"A": 4, "B": 5}],
            id="a tie for last that decides nothing",
        ),
        pytest.param(
            "ABCD",
            "4 A; 4 B; 2 C>A; 1 D",
            "A",
            None,
            [{"A": 4, "B": 4, "C": 2, "D": 1}, {"A": 4, "B": 4, "C": 2}, {"A": 6, "B": 4}],
            id="more than half of what is still in play",
        ),
        pytest.param(
            "AB", "2 -", None, {"round": 1, "options": ["A", "B"]}, [{"A": 0, "B": 0}], id="blank"
        ),
        pytest.param("A", "2 -", None, None, [{"A": 0}], id="one option that nobody ranked"),
        pytest.param("A", "2 A", "A", None, [{"A": 2}], id="one option"),
    ],
)
def test_irv(options, text, winner, tie, tallies):
    result = tally(options, ballots(text), "irv", 1)
    assert (result["winner"], result["tie"]) == (winner, tie)
    assert [count["tally"] for count in result["rounds"]] == tallies
    if winner:
        assert result["order"][0] == result["cut"]["carried"] == [winner]


def test_irv_counts_the_exhausted_and_fills_one_place_only():
    result = tally("ABCD", ballots("4 A; 4 B; 2 C>A; 1 D; 1 -"), "irv", 3)
    assert [count["exhausted"] for count in result["rounds"]] == [0, 1, 1]
    assert result["seats"] == 1
    assert result["cut"]["carried"] == ["A"]


def test_an_undecided_irv_leaves_all_who_are_still_in():
    result = tally("ABCD", ballots("5 A; 3 B>C; 3 C>B; 1 D"), "irv", 1, {"tie": "run-off"})
    assert result["tie"] == {"round": 2, "options": ["B", "C"]}
    assert result["order"] == [["A", "B", "C"], ["D"]]
    assert result["cut"]["tied"] == ["A", "B", "C"]
    assert result["cut"]["carried"] == []


HAND_COUNT = "10 A>B>C; 2 A>C; 5 C; 3 D>B"


def test_stv_counted_by_hand():
    result = tally("ABCD", ballots(HAND_COUNT), "stv", 2)
    assert result["quota"] == 7
    assert result["elected"] == ["A", "B"]
    assert result["tie"] is None
    assert result["rounds"] == [
        {
            "tally": {"A": "12", "B": "0", "C": "5", "D": "3"},
            "exhausted": "0",
            "elected": ["A"],
            "excluded": [],
            "passed_on": {"A": "5/12"},
            "transfers": {"B": "25/6", "C": "5/6"},
        },
        {
            "tally": {"B": "25/6", "C": "35/6", "D": "3"},
            "exhausted": "0",
            "elected": [],
            "excluded": ["D"],
            "passed_on": {"D": "1"},
            "transfers": {"B": "3"},
        },
        {
            "tally": {"B": "43/6", "C": "35/6"},
            "exhausted": "0",
            "elected": ["B"],
            "excluded": [],
            "passed_on": {"B": "0"},
            "transfers": {},
        },
    ]


def test_stv_surplus_of_a_surplus_moves_at_the_product_of_the_fractions():
    """Quota 3: A passes on 9 ballots at 2/3, B its 6 votes of them at 1/2, so C gets 9 x 1/3."""
    result = tally("ABCD", ballots("9 A>B>C; 2 D"), "stv", 3)
    assert result["quota"] == 3
    assert result["rounds"][0]["passed_on"] == {"A": "2/3"}
    assert result["rounds"][1]["passed_on"] == {"B": "1/2"}
    assert result["rounds"][2]["tally"] == {"C": "3", "D": "2"}
    assert result["elected"] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("options", "text", "seats", "elected", "tie"),
    [
        pytest.param("ABC", "6 A>B; 6 B>A; 5 C", 2, "AB", None, id="level at the top"),
        pytest.param("ABC", "4 A>C; 4 B>C; 1 C", 2, "AB", None, id="both at the quota, together"),
        pytest.param("ABC", "5 A; 1 B; 1 C", 2, "A", ["B", "C"], id="tie for the last place"),
        pytest.param("ABCD", "5 A; 5 B; 3 C", 3, "ABC", None, id="nobody ranked D: it goes out"),
        pytest.param("ABCD", "5 A; 3 B", 4, "AB", None, id="fewer ranked options than places"),
        pytest.param("ABC", "3 -", 2, "", None, id="blank only"),
        pytest.param("ABC", "", 2, "", None, id="no ballots"),
        pytest.param("A", "1 A", 1, "A", None, id="one option"),
        pytest.param(
            "ABCDE",
            "7 A; 7 B; 1 C>A; 1 D>B; 3 E",
            1,
            "",
            ["A", "B"],
            id="idle ties then a real one",
        ),
    ],
)
def test_stv(options, text, seats, elected, tie):
    result = tally(options, ballots(text) if text else [], "stv", seats)
    assert sorted(result["elected"]) == list(elected)
    assert (result["tie"] and result["tie"]["options"]) == tie
    assert result["cut"]["carried"][: len(elected)] == sorted(result["elected"])


def test_a_seat_for_every_camp():
    """Two thirds and one third of the room get two places and one."""
    result = tally("ABCXYZ", ballots("6 A>B>C; 2 B>A>C; 2 X>Y>Z; 2 Y>X>Z"), "stv", 3)
    assert len([o for o in result["elected"] if o in "ABC"]) == 2
    assert tally("ABCXYZ", ballots("6 A>B>C; 2 B>A>C; 2 X>Y>Z; 2 Y>X>Z"), "points", 3)["cut"][
        "carried"
    ] == ["A", "B", "C"]


@few
@given(room=strict_rooms(), seats=st.integers(1, 4))
def test_stv_elects_whoever_has_a_quota_of_first_places_and_never_too_many(room, seats):
    options, groups = room
    result = tally(options, groups, "stv", seats)
    assert len(result["elected"]) <= seats
    if not result["tie"]:
        ranked = sum(count > 0 for count in result["ranked_by"].values())
        assert len(result["elected"]) == min(seats, ranked)
        sure = {o for o, first in result["first_places"].items() if first >= result["quota"]}
        assert sure <= set(result["elected"])


@few
@given(room=strict_rooms(), seats=st.integers(1, 4))
def test_no_vote_is_lost_in_an_stv_count(room, seats):
    options, groups = room
    result = tally(options, groups, "stv", seats)
    held = Fraction(0)
    for count in result["rounds"]:
        tally_now = {option: Fraction(votes) for option, votes in count["tally"].items()}
        in_play = sum(tally_now.values()) + Fraction(count["exhausted"]) + held
        assert in_play == result["ballots"]["cast"] - result["ballots"]["blank"]
        for option in count["elected"]:
            held += tally_now[option] * (1 - Fraction(count["passed_on"][option]))


@few
@given(room=strict_rooms())
def test_stv_for_one_place_is_irv(room):
    options, groups = room
    stv, irv = tally(options, groups, "stv", 1), tally(options, groups, "irv", 1)
    if irv["winner"] and not stv["tie"]:
        assert stv["elected"] == [irv["winner"]]


@pytest.mark.parametrize("rule", ["irv", "stv"])
@few
@given(room=strict_rooms(), seed=st.randoms(use_true_random=False))
def test_shuffled_split_and_reentered_ballots_give_the_same_bytes(rule, room, seed):
    options, groups = room
    single = [(ranking, 1) for ranking, count in groups for _ in range(count)]
    seed.shuffle(single)
    mixed = list(options)
    seed.shuffle(mixed)
    again = tally(mixed, single, rule, 2)
    assert canonical_json(again) == canonical_json(tally(options, groups, rule, 2))


@pytest.mark.parametrize("rule", ["irv", "stv"])
@few
@given(room=strict_rooms())
def test_names_do_not_matter(rule, room):
    options, groups = room
    names = dict(zip(options, reversed("VWXYZ"[: len(options)]), strict=True))
    fresh = [(tuple((names[o],) for (o,) in ranking), count) for ranking, count in groups]
    before, after = tally(options, groups, rule, 2), tally(names.values(), fresh, rule, 2)
    assert [{names[o] for o in group} for group in before["order"]] == [
        set(group) for group in after["order"]
    ]


@pytest.mark.parametrize("rule", ["irv", "stv"])
def test_equal_ranks_are_refused_before_anything_is_counted(rule):
    assert not RULES[rule].accepts_equal_ranks
    document = {
        "options": ["A", "B", "C"],
        "rule": rule,
        "seats": 1,
        "ballots": [{"count": 1, "ranking": [["C"], ["A", "B"]]}],
    }
    assert list(contest_faults(document)) == [
        ("ballots[0].ranking[1]", "this rule does not accept options that share a place")
    ]
