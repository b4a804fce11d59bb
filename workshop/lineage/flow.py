"""The picture of the lineage: a column for each level, boxes with their words, ribbons between.

What merges, splits and rewordings made of others of its level stands a column further.

A ribbon is as wide as one link; a box is as high as its words and its ribbons need. Plain values
in and out, so that the same picture is drawn on every machine, in print and without a script.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workshop.lineage.graph import LEVELS, Edge, Graph, Node
from workshop.links.models import Relation

COLUMN = 200  # width of a box
GAP = 60  # between two columns, where the ribbons run
BETWEEN = 14  # between two boxes of a column
HEAD = 40  # above the boxes, for the names of the levels
LINE = 17  # height of a line of words
PADDING = 10
FIRST_LINE = 23  # from the upper edge of a box to its first line
LETTERS = 28  # that fit on a line
LINES = 4
RIBBON = 12
STUB = 36  # how far a broken end reaches
# Milestones stand with their commitment.
SHOWN = LEVELS[:-1]


@dataclass(frozen=True)
class Box:
    """One node in its place."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    milestones: int = 0

    @property
    def placed_lines(self) -> list[tuple[int, str]]:
        """Its lines of words, each with its distance from the upper edge."""
        return [(FIRST_LINE + number * LINE, line) for number, line in enumerate(self.lines)]

    @property
    def foot(self) -> int:
        """Where the line below its words stands."""
        return FIRST_LINE + len(self.lines) * LINE


@dataclass(frozen=True)
class Ribbon:
    """One link from the right side of a box to the left side of another; y is its upper edge."""

    edge: Edge
    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def path(self) -> str:
        """Its middle line, for the attribute `d`; it is drawn as wide as a ribbon."""
        middle = (self.x1 + self.x2) // 2
        start, end = self.y1 + RIBBON // 2, self.y2 + RIBBON // 2
        return f"M{self.x1},{start} C{middle},{start} {middle},{end} {self.x2},{end}"


@dataclass(frozen=True)
class Stub:
    """A way that ends or begins at a box, drawn as cut off."""

    edge: Edge
    x: int
    y: int

    @property
    def is_end(self) -> bool:
        return self.edge.target is None


@dataclass(frozen=True)
class Flow:
    width: int
    height: int
    columns: list[tuple[str, int]]
    boxes: list[Box]
    ribbons: list[Ribbon]
    stubs: list[Stub]


def flow(graph: Graph) -> Flow:
    """Place every node and every link; what implements an idea leads to the commitment."""
    nodes = [node for node in graph.nodes.values() if node.level in SHOWN]
    edges = _shown_edges(graph)
    steps = _steps(nodes, edges)
    columns = sorted({(LEVELS.index(node.level), steps[node.key]) for node in nodes})
    x_of = {column: number * (COLUMN + GAP) for number, column in enumerate(columns)}
    boxes: dict[str, Box] = {}
    for column in columns:
        members = [node for node in nodes if (LEVELS.index(node.level), steps[node.key]) == column]
        ordered = _order_members(members, edges, boxes)
        least = _middle_heights(edges, boxes) if column[1] else {}
        boxes |= _column(ordered, x_of[column], edges, graph, least)
    ribbons, stubs = _ribbons(edges, boxes)
    return Flow(
        width=max(x_of.values(), default=0) + COLUMN + STUB + 2,
        height=max((box.y + box.height for box in boxes.values()), default=HEAD) + BETWEEN,
        columns=[(LEVELS[level], x) for (level, step), x in x_of.items() if step == 0],
        boxes=list(boxes.values()),
        ribbons=ribbons,
        stubs=stubs,
    )


def _shown_edges(graph: Graph) -> list[Edge]:
    """The links between boxes, each once, and the broken ends."""
    edges: dict[tuple[str | None, str | None], Edge] = {}
    made = {edge.target for edge in graph.edges if _is_within(edge, graph)}
    for edge in graph.edges:
        levels = [graph.nodes[key].level for key in (edge.source, edge.target) if key]
        # What carries an idea out is told in its story. What was made of others answers what they
        # answered.
        is_said = edge.relation is Relation.ANSWERS and edge.target in made
        if "milestone" not in levels and not is_said:
            edges.setdefault((edge.source, edge.target), edge)
    return list(edges.values())


def _is_within(edge: Edge, graph: Graph) -> bool:
    """Whether a link stays on its level, as a merge does."""
    if not (edge.source and edge.target):
        return False
    return graph.nodes[edge.source].level == graph.nodes[edge.target].level


def _steps(nodes: Sequence[Node], edges: Iterable[Edge]) -> dict[str, int]:
    """How many merges, splits and rewordings of its own level lie behind each node."""
    level_of = {node.key: node.level for node in nodes}
    within = [
        (edge.source, edge.target)
        for edge in edges
        if edge.source and edge.target and level_of[edge.source] == level_of[edge.target]
    ]
    steps = dict.fromkeys(level_of, 0)
    for _round in within:  # as often as the longest way can be
        for source, target in within:
            steps[target] = max(steps[target], min(steps[source] + 1, len(within)))
    return steps


def _middle_heights(edges: Iterable[Edge], placed: Mapping[str, Box]) -> dict[str, int]:
    """For what was made of others, the height of the middle of these."""
    heights: dict[str, list[int]] = {}
    for edge in edges:
        if edge.target and edge.source and edge.source in placed:
            heights.setdefault(edge.target, []).append(placed[edge.source].y)
    return {key: sum(several) // len(several) for key, several in heights.items()}


def _order_members(
    members: Sequence[Node], edges: Iterable[Edge], placed: Mapping[str, Box]
) -> list[Node]:
    """Beside where they come from, so that few ribbons cross; what comes from nowhere last."""
    heights = _middle_heights(edges, placed)
    return sorted(members, key=lambda node: heights.get(node.key, float("inf")))


def _column(
    members: Iterable[Node],
    x: int,
    edges: Sequence[Edge],
    graph: Graph,
    least: Mapping[str, int],
) -> dict[str, Box]:
    """The boxes one below the other, none above its `least` height."""
    boxes, y = {}, HEAD
    for node in members:
        y = max(y, least.get(node.key, HEAD))
        lines = wrap_text(node.text)
        milestones = _milestones(node, graph.nodes.values())
        rows = len(lines) + bool(milestones)
        leaving = sum(edge.source == node.key for edge in edges)
        coming = sum(edge.target == node.key for edge in edges)
        height = max(rows * LINE + 2 * PADDING, max(leaving, coming) * RIBBON + 2 * PADDING)
        boxes[node.key] = Box(node, x, y, height, lines, milestones)
        y += height + BETWEEN
    return boxes


def wrap_text(text: str) -> tuple[str, ...]:
    """The text in as many lines as a box has; the whole of it is on its story."""
    lines = textwrap.wrap(text, LETTERS)
    if len(lines) <= LINES:
        return tuple(lines)
    last = textwrap.shorten(" ".join(lines[LINES - 1 :]), LETTERS - 1, placeholder="…")
    return (*lines[: LINES - 1], last)


def _milestones(node: Node, nodes: Iterable[Node]) -> int:
    if node.kind != "commitment":
        return 0
    return sum(
        other.kind == "milestone" and other.item.commitment_id == node.item.id for other in nodes
    )


def _ribbons(edges: Sequence[Edge], boxes: Mapping[str, Box]) -> tuple[list[Ribbon], list[Stub]]:
    """From the top of each side downwards, in the order of what they lead to."""
    out = _slots(edges, boxes, "source", "target")
    into = _slots(edges, boxes, "target", "source")
    ribbons, stubs = [], []
    for number, edge in enumerate(edges):
        if edge.source and edge.target:
            start, end = boxes[edge.source], boxes[edge.target]
            place = (start.x + COLUMN, out[number], end.x, into[number])
            ribbons.append(Ribbon(edge, *place))
        elif edge.source:
            stubs.append(Stub(edge, boxes[edge.source].x + COLUMN, out[number]))
        elif edge.target:
            stubs.append(Stub(edge, boxes[edge.target].x, into[number]))
    return ribbons, stubs


def _slots(
    edges: Sequence[Edge], boxes: Mapping[str, Box], side: str, other: str
) -> dict[int, int]:
    """For each edge the height at which it touches its box on this side."""
    by_box: dict[str, list[int]] = {}
    for number, edge in enumerate(edges):
        if key := getattr(edge, side):
            by_box.setdefault(key, []).append(number)

    def far_end(number: int) -> int:
        key = getattr(edges[number], other)
        return boxes[key].y if key else 10**6

    slots = {}
    for key, numbers in by_box.items():
        for place, number in enumerate(sorted(numbers, key=far_end)):
            slots[number] = boxes[key].y + PADDING + place * RIBBON
    return slots
