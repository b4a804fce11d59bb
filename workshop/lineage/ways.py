"""The lineage as a list in words: each way from where it begins, told once."""

from __future__ import annotations

from dataclasses import dataclass, field

from workshop.lineage.graph import Edge, Graph, Node


@dataclass
class Way:
    """One node and the steps from it; a node that was met before is only named again."""

    node: Node
    steps: list[Step] = field(default_factory=list)
    is_told: bool = True
    is_told_above: bool = False


@dataclass(frozen=True)
class Step:
    """One link, and the way on from its other end; None where the way ends with it."""

    edge: Edge
    way: Way | None


def ways(graph: Graph, *, is_backward: bool = False) -> list[Way]:
    """The ways from the diagnoses on, or back from where they arrived."""
    edges_of = graph.backward if is_backward else graph.onward
    met: set[str] = set()

    def way(node: Node) -> Way:
        edges = edges_of.get(node.key, [])
        if node.key in met:
            return Way(node, is_told=False, is_told_above=bool(edges))
        met.add(node.key)
        return Way(node, [Step(edge, way_on(edge)) for edge in edges])

    def way_on(edge: Edge) -> Way | None:
        other = edge.source if is_backward else edge.target
        return way(graph.nodes[other]) if other else None

    return [way(node) for node in (graph.last() if is_backward else graph.first())]
