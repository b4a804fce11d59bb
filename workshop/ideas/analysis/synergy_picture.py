"""The picture of the synergies: ideas on a circle, the groups side by side, lines between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.ideas.analysis.synergies import Pair

NODE = 22  # radius of a node
GAP = 20  # between two nodes on the circle
WIDEST = 10
COLOURS = 6


def colour(group: int) -> int:
    """Which of the colours a group has, 1 to 6, and again from the first; 0 for none."""
    return (group - 1) % COLOURS + 1 if group else 0


@dataclass(frozen=True)
class Node:
    """One idea; `group` counts from 1, 0 for an idea that no line binds."""

    idea: int
    x: int
    y: int
    group: int

    @property
    def colour(self) -> int:
        return colour(self.group)


@dataclass(frozen=True)
class Line:
    """The seats that hold two ideas together; as wide as they are many."""

    pair: Pair
    x1: int
    y1: int
    x2: int
    y2: int
    width: int
    count: int
    binds: bool


@dataclass(frozen=True)
class Picture:
    size: int
    nodes: list[Node]
    lines: list[Line]


def picture(counts: Mapping[Pair, int], groups: Sequence[Sequence[int]], at_least: int) -> Picture:
    """Place every idea that has a line; the members of a group stand beside each other."""
    group_of = {idea: number for number, group in enumerate(groups, 1) for idea in group}
    loose = sorted({idea for both in counts for idea in both} - group_of.keys())
    order = [*(idea for group in groups for idea in group), *loose]
    radius = round(max(3, len(order)) * (2 * NODE + GAP) / (2 * math.pi))
    middle = radius + NODE + GAP
    places = {}
    for position, idea in enumerate(order):
        angle = 2 * math.pi * position / len(order) - math.pi / 2
        x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
        places[idea] = Node(idea, round(x), round(y), group_of.get(idea, 0))
    most = max(counts.values(), default=1)
    return Picture(
        size=2 * middle,
        nodes=list(places.values()),
        lines=[
            _line(both, count, most, count >= at_least, places)
            for both, count in sorted(counts.items(), key=lambda line: (line[1], line[0]))
        ],
    )


def _line(both: Pair, count: int, most: int, binds: bool, places: Mapping[int, Node]) -> Line:
    node, other = places[both[0]], places[both[1]]
    width = max(2, round(WIDEST * count / most))
    return Line(both, node.x, node.y, other.x, other.y, width, count, binds)
