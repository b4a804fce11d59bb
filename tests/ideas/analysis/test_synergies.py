"""Groups of ideas that go together, and the picture of them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.ideas.analysis.synergies import groups, lines, lines_needed
from workshop.ideas.analysis.synergy_picture import picture


@pytest.mark.parametrize(
    ("counts", "at_least", "expected"),
    [
        pytest.param({}, 1, [], id="no lines"),
        pytest.param({(2, 5): 1}, 1, [[2, 5]], id="one pair"),
        pytest.param({(1, 2): 1, (2, 3): 1}, 1, [[1, 2, 3]], id="a chain is one group"),
        pytest.param({(8, 9): 1, (1, 2): 1}, 1, [[1, 2], [8, 9]], id="by number"),
        pytest.param({(1, 2): 1, (3, 4): 1, (4, 5): 1}, 1, [[3, 4, 5], [1, 2]], id="largest first"),
        pytest.param({(1, 2): 2, (2, 3): 1}, 2, [[1, 2]], id="too few draw the second"),
        pytest.param({(1, 2): 1, (3, 4): 1, (2, 3): 1}, 1, [[1, 2, 3, 4]], id="two groups joined"),
        pytest.param({(1, 2): 1, (2, 3): 1, (1, 3): 1}, 1, [[1, 2, 3]], id="a ring"),
    ],
)
def test_ideas_joined_by_enough_people_form_groups(counts, at_least, expected):
    assert groups(counts, at_least) == expected


PAIRS = st.tuples(st.integers(1, 9), st.integers(10, 18))


@given(st.dictionaries(PAIRS, st.integers(1, 3)), st.integers(1, 3))
def test_groups_are_exactly_what_the_lines_connect(counts, at_least):
    all_groups = groups(counts, at_least)
    group_of = {idea: number for number, group in enumerate(all_groups) for idea in group}
    binding = [pair for pair, count in counts.items() if count >= at_least]

    assert sorted(group_of) == sorted({idea for pair in binding for idea in pair})
    assert all(group_of[idea] == group_of[other] for idea, other in binding)
    for group in all_groups:  # and no group falls apart without a line between its parts
        reached = {group[0]}
        for _step in group:
            reached |= {o for pair in binding if reached & set(pair) for o in pair}
        assert reached == set(group)


def test_a_line_counts_each_seat_once():
    assert lines([((1, 2), 7), ((1, 2), 7), ((1, 2), 8), ((2, 3), 7)]) == {(1, 2): 2, (2, 3): 1}


@pytest.mark.parametrize(
    ("people", "expected"), [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3), (60, 12)]
)
def test_a_fifth_of_those_who_join_ideas_must_join_the_two(people, expected):
    assert lines_needed(people) == expected


def test_the_picture_shows_every_idea_with_a_line_once_and_groups_side_by_side():
    counts = {(1, 4): 4, (2, 3): 1, (4, 5): 2}

    drawn = picture(counts, groups(counts, 2), 2)

    assert [(node.idea, node.group) for node in drawn.nodes] == [
        (1, 1),
        (4, 1),
        (5, 1),
        (2, 0),
        (3, 0),
    ]
    assert {line.pair: (line.count, line.width, line.binds) for line in drawn.lines} == {
        (1, 4): (4, 10, True),
        (4, 5): (2, 5, True),
        (2, 3): (1, 2, False),
    }
    places = {node.idea: (node.x, node.y) for node in drawn.nodes}
    assert all(
        ((line.x1, line.y1), (line.x2, line.y2)) == tuple(places[idea] for idea in line.pair)
        for line in drawn.lines
    )
    assert all(
        node.x - 22 >= 0 and node.x + 22 <= drawn.size and node.y - 22 >= 0 for node in drawn.nodes
    )


@given(st.sets(st.integers(1, 40), min_size=2, max_size=26))
def test_no_two_ideas_of_the_picture_touch(ideas):
    order = sorted(ideas)
    counts = dict.fromkeys(itertools.pairwise(order), 1)

    nodes = picture(counts, groups(counts), 1).nodes

    assert all(
        (node.x - other.x) ** 2 + (node.y - other.y) ** 2 > 44**2
        for node in nodes
        for other in nodes
        if node.idea < other.idea
    )
