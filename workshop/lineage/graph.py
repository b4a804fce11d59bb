"""The graph from diagnoses to milestones: every item that was on the table, every link.

Read in a fixed number of statements, then walked in memory. Nothing that only its author has seen
is in it: neither drafts nor what waits to be revealed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import joinedload

from workshop.closing.due import TAKEN_ON_IN
from workshop.closing.due_rule import Cause, Facts, cause
from workshop.closing.models import Kind
from workshop.commitments.models import Commitment, CommitmentState, Milestone
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.links import ROUND, links_of
from workshop.links.models import Link, Relation
from workshop.people.models import Organization
from workshop.proposals.models import Proposal
from workshop.proposals.models import ProposalState as Stage
from workshop.workshops.models import Workshop, WorkshopState

# The columns of the way: problems stand twice, once in each of the first two rounds.
LEVELS = ("diagnosis", "problem-1", "problem-2", "idea", "proposal", "commitment", "milestone")
KINDS = ("diagnosis", "problem", "idea", "proposal", "commitment", "milestone")
SEEN = (IdeaState.LISTED, IdeaState.REPLACED, IdeaState.LEFT_OUT)
ENDING = ("problem", "idea", "proposal")
# Not a link of the lineage: a milestone is a part of its commitment.
PART = "part"
# How the text of an item is called in its table.
TEXTS = {
    "diagnosis": "title",
    "problem": "text",
    "idea": "text",
    "proposal": "title",
    "commitment": "title",
    "milestone": "activity",
}


@dataclass(frozen=True)
class Node:
    """One item: `key` is like "idea-12", `round` the one that discussed it (0: none)."""

    kind: str
    item: Any
    theme_id: int
    round: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.item.id}"

    @property
    def level(self) -> str:
        return f"problem-{self.round}" if self.kind == "problem" else self.kind

    @property
    def text(self) -> str:
        return str(getattr(self.item, TEXTS[self.kind]))

    @property
    def organization(self) -> Organization | None:
        """Whose it is; what is said of a milestone is said by its commitment."""
        return None if self.kind == "milestone" else self.item.organization

    @property
    def belongs_to(self) -> list[str]:
        """The names that stand above it: its theme, and whose it is."""
        if self.kind == "milestone":
            return []
        return [self.item.theme.name, *([self.organization.name] if self.organization else [])]

    @property
    def commitment_id(self) -> int | None:
        """The commitment whose record tells of it; None before one was drafted."""
        if self.kind == "milestone":
            return int(self.item.commitment_id)
        return int(self.item.id) if self.kind == "commitment" else None

    @property
    def is_arrival(self) -> bool:
        """Whether the way arrives with it: nothing need follow."""
        return self.commitment_id is not None

    @property
    def source_url(self) -> str:
        """Where a diagnosis can be read in full."""
        return str(self.item.url or "") if self.kind == "diagnosis" else ""


@dataclass(frozen=True)
class Edge:
    """A relation between two nodes; no target: the way ends here, no source: it begins here."""

    source: str | None
    target: str | None
    relation: Relation | Cause | str
    note: str = ""


@dataclass
class Graph:
    """Nodes by their key in the order of their levels and places, and the edges between them."""

    nodes: dict[str, Node]
    edges: list[Edge]
    onward: dict[str, list[Edge]] = field(default_factory=dict)
    backward: dict[str, list[Edge]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edge in self.edges:
            if edge.source:
                self.onward.setdefault(edge.source, []).append(edge)
            if edge.target:
                self.backward.setdefault(edge.target, []).append(edge)

    def ancestors(self, key: str) -> list[Node]:
        """Everything on the way back from a node, without itself, in the order of the levels."""
        return self._walk(key, self.backward, "source")

    def descendants(self, key: str) -> list[Node]:
        """Everything on the way on from a node, without itself, in the order of the levels."""
        return self._walk(key, self.onward, "target")

    def _walk(self, key: str, edges: Mapping[str, list[Edge]], end: str) -> list[Node]:
        reached: set[str] = set()
        waiting = [key]
        while waiting:
            for edge in edges.get(waiting.pop(), []):
                other = getattr(edge, end)
                if other and other not in reached:
                    reached.add(other)
                    waiting.append(other)
        reached.discard(key)
        return [node for node_key, node in self.nodes.items() if node_key in reached]

    def first(self) -> list[Node]:
        """The nodes that nothing leads to: where the ways begin."""
        led_to = {key for key, edges in self.backward.items() if any(e.source for e in edges)}
        return [node for key, node in self.nodes.items() if key not in led_to]

    def last(self) -> list[Node]:
        """What nothing leads on from: milestones, and wherever else a way ends."""
        led_on = {key for key, edges in self.onward.items() if any(e.target for e in edges)}
        return [node for key, node in reversed(self.nodes.items()) if key not in led_on]

    def ends(self, key: str) -> list[Edge]:
        """The edges by which the way of a node ends."""
        return [edge for edge in self.onward.get(key, []) if edge.target is None]


def read(theme_ids: Collection[int], open_to: Collection[int] | None = None) -> Graph:
    """The graph of these themes.

    `open_to` are the themes of which everything may be read (None: all of them); of the others
    only what a published workshop or commitment lets out.
    """
    rounds = _Rounds(theme_ids, open_to)
    nodes = [
        node
        for node in _nodes(theme_ids)
        if rounds.are_open(node.theme_id) or _is_public(node, rounds.published)
    ]
    nodes.sort(key=lambda node: LEVELS.index(node.level))
    by_key = {node.key: node for node in nodes}
    links = links_of(theme_ids)
    edges = [*_edges(nodes), *(_edge(link) for link in links if rounds.tell(link))]
    led_on = {_end(link, "from") for link in links}
    ends = [end for node in nodes if node.key not in led_on and (end := _end_of(node, rounds))]
    return Graph(by_key, [edge for edge in (*edges, *ends) if _is_whole(edge, by_key)])


class _Rounds:
    """Which rounds of these themes are closed and which published, for one who reads."""

    def __init__(self, theme_ids: Collection[int], open_to: Collection[int] | None) -> None:
        self.open_to = open_to
        query = db.select(Workshop.theme_id, Workshop.round, Workshop.state).filter(
            Workshop.theme_id.in_(theme_ids), Workshop.cut_at.is_not(None)
        )
        rows = list(db.session.execute(query))
        self.closed = {(theme_id, round) for theme_id, round, _state in rows}
        self.published = {
            (theme_id, round) for theme_id, round, state in rows if state is WorkshopState.PUBLISHED
        }

    def are_open(self, theme_id: int) -> bool:
        return self.open_to is None or theme_id in self.open_to

    def is_told(self, theme_id: int, round: int) -> bool:
        """Whether the reader may know how this round was closed."""
        known = self.closed if self.are_open(theme_id) else self.published
        return (theme_id, round) in known

    def tell(self, link: Link) -> bool:
        """Whether a link may be read; an end only with the round that settled it."""
        if link.relation is not Relation.NOT_TAKEN_UP or self.are_open(link.theme_id):
            return True
        return self.is_told(link.theme_id, int(link.details.get(ROUND, 2)))


def _is_public(node: Node, published: set[tuple[int, int]]) -> bool:
    if node.kind in ("commitment", "milestone"):
        row = node.item if node.kind == "commitment" else node.item.commitment
        return row.state is CommitmentState.PUBLISHED
    return (node.theme_id, node.round) in published


def _nodes(theme_ids: Collection[int]) -> Iterable[Node]:
    for row in _rows(Diagnosis, theme_ids):
        yield Node("diagnosis", row, row.theme_id, 1)
    for row in _rows(Problem, theme_ids):
        if row.state in (ProblemState.ADMITTED, ProblemState.REPLACED):
            yield Node("problem", row, row.theme_id, row.round)
    for row in _rows(Idea, theme_ids):
        if row.state in SEEN:
            yield Node("idea", row, row.theme_id, 2)
    for row in _rows(Proposal, theme_ids):
        if row.state is not Stage.DRAFT:
            yield Node("proposal", row, row.theme_id, 3)
    for row in _rows(Commitment, theme_ids):
        yield Node("commitment", row, row.theme_id)
    query = (
        db.select(Milestone)
        .join(Milestone.commitment)
        .filter(Commitment.theme_id.in_(theme_ids))
        .options(joinedload(Milestone.commitment))
        .order_by(Milestone.commitment_id, Milestone.position)
    )
    for row in db.session.scalars(query):
        yield Node("milestone", row, row.commitment.theme_id)


def _rows(model: Any, theme_ids: Collection[int]) -> Iterable[Any]:
    places = [getattr(model, name) for name in ("position", "number") if hasattr(model, name)][:1]
    query = db.select(model).filter(model.theme_id.in_(theme_ids))
    query = query.options(joinedload(model.organization), joinedload(model.theme))
    return db.session.scalars(query.order_by(*places, model.id))


def _edges(nodes: Iterable[Node]) -> Iterable[Edge]:
    """The relations that are written elsewhere: who raised a problem, whose a milestone is."""
    for node in nodes:
        if node.kind == "problem" and node.item.diagnosis_id and node.round == 1:
            source = f"diagnosis-{node.item.diagnosis_id}"
            yield Edge(source, node.key, Relation.RAISED_BY)
        if node.kind == "milestone":
            yield Edge(f"commitment-{node.item.commitment_id}", node.key, PART)


def _edge(link: Link) -> Edge:
    return Edge(_end(link, "from"), _end(link, "to"), link.relation, link.note)


def _end_of(node: Node, rounds: _Rounds) -> Edge | None:
    """Where a way ends though no link says so: left out, not agreed, withdrawn, not followed."""
    if node.kind not in ENDING:
        return None
    kind = Kind(node.kind)
    closed = rounds.is_told(node.theme_id, TAKEN_ON_IN.get(kind) or node.round)
    why = cause(Facts(kind, str(node.item.state), is_round_closed=closed))
    return Edge(node.key, None, why, getattr(node.item, "reason", "")) if why else None


def _end(link: Link, end: str) -> str | None:
    for kind in KINDS:
        if (row_id := getattr(link, f"{end}_{kind}_id", None)) is not None:
            return f"{kind}-{row_id}"
    return None


def _is_whole(edge: Edge, nodes: Mapping[str, Node]) -> bool:
    """Whether both of its ends may be seen; an end or a beginning has only one."""
    return all(key is None or key in nodes for key in (edge.source, edge.target))
