"""What must hold for any room: properties of the rules, tried on random ballots."""

import random
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.voting.rules import tally
from workshop.voting.rules.duels import judge, won_duels
from workshop.voting.rules.profile import read_profile
from workshop.voting.rules.ranking import complete
from workshop.voting.verify.contest_file import canonical_json

RANKED = ("duels-points", "points")
by_rule = pytest.mark.parametrize("rule", RANKED)
few = settings(max_examples=60, deadline=None)


@st.composite
def rankings(draw, options):
    """A list of some of the options in tie groups."""
    listed = draw(st.permutations(options))[: draw(st.integers(0, len(options)))]
    joins = [draw(st.booleans()) and draw(st.booleans()) for _ in listed]
    groups = []
    for option, joined in zip(listed, joins, strict=True):
        if joined and groups:
            groups[-1].append(option)
        else:
            groups.append([option])
    return tuple(map(tuple, groups))


@st.composite
def rooms(draw, most_options=6):
    """The options of a contest and its ballots with their counts."""
    options = "ABCDEF"[: draw(st.integers(1, most_options))]
    groups = draw(st.lists(st.tuples(rankings(options), st.integers(1, 4)), max_size=8))
    return options, groups


@st.composite
def strict_rooms(draw):
    """A room whose ballots are full and strict."""
    options = "ABCDE"[: draw(st.integers(2, 5))]
    lists = draw(st.lists(st.permutations(options), min_size=1, max_size=9))
    return options, [(tuple((option,) for option in ranking), 1) for ranking in lists]


def result(room, rule, seats=2):
    options, groups = room
    return tally(options, groups, rule, seats)


def kept(room):
    profile = read_profile(*room)
    verdict = judge(profile.options, won_duels(profile))
    return {(duel.winner, duel.loser) for duel in verdict.kept}


def renamed(room, names):
    options, groups = room
    return (
        [names[option] for option in options],
        [(tuple(tuple(names[o] for o in group) for group in r), n) for r, n in groups],
    )


def reversed_room(room):
    options, groups = room
    return options, [(ranking[::-1], count) for ranking, count in groups]


@by_rule
@few
@given(room=rooms(), seed=st.randoms(use_true_random=False))
def test_names_and_entry_order_do_not_matter(rule, room, seed):
    options, _ = room
    fresh = [f"option {n}" for n in range(len(options))]
    seed.shuffle(fresh)
    names = dict(zip(options, fresh, strict=True))
    before, after = result(room, rule), result(renamed(room, names), rule)
    assert [{names[o] for o in group} for group in before["order"]] == [
        set(group) for group in after["order"]
    ]
    assert {names[o]: value for o, value in before["points"].items()} == after["points"]


@by_rule
@few
@given(room=rooms(), seed=st.randoms(use_true_random=False))
def test_shuffled_and_split_ballots_give_the_same_bytes(rule, room, seed):
    options, groups = room
    single = [(ranking, 1) for ranking, count in groups for _ in range(count)]
    seed.shuffle(single)
    mixed = list(options)
    seed.shuffle(mixed)
    assert canonical_json(result((mixed, single), rule)) == canonical_json(result(room, rule))


@by_rule
@few
@given(room=rooms(), times=st.sampled_from([2, 3, 7, 2**53 + 1]))
def test_a_room_many_times_over_gives_the_same_order(rule, room, times):
    options, groups = room
    many = [(ranking, count * times) for ranking, count in groups]
    assert result((options, many), rule)["order"] == result(room, rule)["order"]


@by_rule
@few
@given(room=rooms(), blanks=st.integers(1, 2**60))
def test_blank_ballots_change_only_the_turnout(rule, room, blanks):
    options, groups = room
    before, after = result(room, rule), result((options, [*groups, ((), blanks)]), rule)
    assert after["ballots"]["cast"] == before["ballots"]["cast"] + blanks
    for part in ("order", "points", "duels", "cut"):
        assert after[part] == before[part]


@few
@given(room=rooms())
def test_points_are_the_sum_of_what_each_ballot_gives(room):
    options, groups = room
    expected = dict.fromkeys(options, Fraction(0))
    for ranking, count in groups:
        below = len(options)
        for group in complete(ranking, options) if ranking else ():
            below -= len(group)
            for option in group:
                expected[option] += count * (below + Fraction(len(group) - 1, 2))
    assert {o: Fraction(p) for o, p in result(room, "points")["points"].items()} == expected


@few
@given(room=rooms())
def test_duels_are_counted_ballot_by_ballot(room):
    options, groups = room

    def place(ranking, option):
        return next(i for i, group in enumerate(complete(ranking, options)) if option in group)

    expected = {
        option: {
            other: sum(n for r, n in groups if place(r, option) < place(r, other))
            for other in options
            if other != option
        }
        for option in options
    }
    assert result(room, "duels-points")["duels"] == expected


@few
@given(room=rooms())
def test_kept_duels_are_those_of_the_definition(room):
    """The definition once more, by searching paths instead of keeping what follows."""

    def leads(duels, start, goal):
        reached, frontier = set(), {start}
        while frontier:
            reached |= frontier
            frontier = {d.loser for d in duels if d.winner in frontier} - reached
        return goal in reached

    expected = []
    for _, level in groupby(won_duels(read_profile(*room)), key=lambda duel: duel.margin):
        open_ = [d for d in level if not leads(expected, d.loser, d.winner)]
        expected += [d for d in open_ if not leads(expected + open_, d.loser, d.winner)]
    assert kept(room) == {(d.winner, d.loser) for d in expected}


@few
@given(room=rooms())
def test_the_order_obeys_every_kept_duel_and_holds_every_option_once(room):
    order = result(room, "duels-points")["order"]
    place = {option: i for i, group in enumerate(order) for option in group}
    assert sorted(option for group in order for option in group) == sorted(room[0])
    assert all(place[winner] < place[loser] for winner, loser in kept(room))


@few
@given(room=strict_rooms())
def test_reversed_ballots_reverse_the_duels_and_the_points(room):
    back = reversed_room(room)
    assert kept(back) == {(loser, winner) for winner, loser in kept(room)}
    assert result(back, "points")["order"] == result(room, "points")["order"][::-1]


@few
@given(room=rooms(), top=st.sampled_from("ABCDEF"))
def test_what_a_majority_puts_first_is_first_under_duels(room, top):
    options, groups = room
    if top not in options:
        return
    others = sum(count for _, count in groups)
    majority = [(((top,),), others + 1)]
    assert result((options, groups + majority), "duels-points")["order"][0] == [top]


@few
@given(room=rooms())
def test_who_wins_every_duel_is_alone_at_the_top_and_who_loses_all_at_the_bottom(room):
    counted = result(room, "duels-points")
    duels = counted["duels"]
    for option, rivals in duels.items():
        if not rivals:
            continue
        if all(duels[option][rival] > duels[rival][option] for rival in rivals):
            assert counted["order"][0] == [option]
        if all(duels[option][rival] < duels[rival][option] for rival in rivals):
            assert counted["order"][-1] == [option]


@few
@given(room=rooms(most_options=4), original=st.sampled_from("ABCD"), flip=st.booleans())
def test_a_copy_changes_no_duel_between_the_others(room, original, flip):
    """A copy sits beside its original on every list, above it or below it at the voter's whim."""
    options, groups = room
    if original not in options:
        return

    def with_copy(ranking, pair):
        for group in ranking:
            if group == (original,):
                yield from pair
            else:
                yield (*group, "copy") if original in group else group

    pairs = [(("copy",), (original,)), ((original,), ("copy",))]
    copied = [(tuple(with_copy(r, pairs[(i + flip) % 2])), n) for i, (r, n) in enumerate(groups)]
    after = {pair for pair in kept(([*options, "copy"], copied)) if "copy" not in pair}
    assert after == kept(room)


@few
@given(room=strict_rooms())
def test_raising_an_option_never_costs_it_points(room):
    options, groups = room
    [(first, _), *rest] = groups
    lifted = ((first[-1], *first[:-1]), 1)
    option = first[-1][0]
    before = Fraction(result(room, "points")["points"][option])
    after = Fraction(result((options, [lifted, *rest]), "points")["points"][option])
    assert after == before + len(options) - 1


def test_two_orders_of_a_large_room_give_the_same_bytes():
    chance = random.Random(7)
    options = [f"{n:02}" for n in range(12)]
    lists = [tuple((o,) for o in chance.sample(options, 12)) for _ in range(2000)]
    first = tally(options, [(ranking, 1) for ranking in lists], "duels-points", 3)
    chance.shuffle(lists)
    second = tally(options[::-1], [(ranking, 1) for ranking in lists], "duels-points", 3)
    assert canonical_json(first) == canonical_json(second)
