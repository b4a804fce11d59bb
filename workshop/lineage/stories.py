"""The story of one item: where it comes from, what was said and decided, what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from workshop.closing.models import COLUMNS, Response
from workshop.closing.models import Kind as Answered
from workshop.contributions.models import Contribution, OfficialComment, Summary
from workshop.contributions.queries import is_shown
from workshop.extensions import db
from workshop.ideas.models import Opinion
from workshop.lineage.graph import Graph, Node
from workshop.plans.models import Identifier, Kind
from workshop.proposals.models import AgreementCheck
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.parts import standings
from workshop.workshops.models import Seat, Workshop

# The kinds of nodes that can be answered.
NODES = (Answered.PROBLEM, Answered.IDEA, Answered.PROPOSAL, Answered.RECORD)


@dataclass(frozen=True)
class Place:
    """What a vote made of an item."""

    place: int
    of: int
    is_tied: bool
    is_carried: bool
    contest: Contest | None = None


@dataclass
class Story:
    """One node with all that is known of it."""

    node: Node
    # What lies beyond its neighbours on the way.
    further_back: list[Node]
    further_on: list[Node]
    contributions: list[Contribution] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    comments: list[OfficialComment] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    checks: list[AgreementCheck] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    response: Response | None = None
    # To what was written about it, each with all that was written in the same phase.
    answers: list[Response] = field(default_factory=list)


def story(graph: Graph, node: Node) -> Story:
    """The story of a node of the graph."""
    sources = {edge.source for edge in graph.backward.get(node.key, [])}
    targets = {edge.target for edge in graph.onward.get(node.key, [])}
    tale = Story(
        node,
        [step for step in graph.ancestors(node.key) if step.key not in sources],
        [step for step in graph.descendants(node.key) if step.key not in targets],
    )
    if node.kind in ("problem", "idea", "proposal"):
        tale.contributions = _contributions(node)
        tale.answers = answers_to(tale.contributions)
    tale.response = responses([node]).get(node.key)
    if node.kind == "problem":
        tale.summaries = _rows(Summary, problem_id=node.item.id)
        tale.comments = _rows(OfficialComment, problem_id=node.item.id)
    if node.kind == "idea":
        tale.opinions = _rows(Opinion, idea_id=node.item.id)
    if node.kind == "proposal":
        tale.checks = [check for check in node.item.checks if check.closed_at]
    if node.kind in ("problem", "idea"):
        tale.places = _places(node)
    return tale


def _contributions(node: Node) -> list[Contribution]:
    about = {f"{node.kind}_id": node.item.id}
    query = (
        db.select(Contribution)
        .filter_by(**about)
        .filter(*is_shown())
        .options(joinedload(Contribution.seat).joinedload(Seat.organization))
        .order_by(Contribution.id)
    )
    return list(db.session.scalars(query))


def _rows(model: Any, **about: int) -> list[Any]:
    query = db.select(model).filter_by(**about).order_by(model.id)
    if hasattr(model, "organization"):
        query = query.options(joinedload(model.organization))
    return list(db.session.scalars(query))


def _places(node: Node) -> list[Place]:
    """The places that the votes gave it, once the room has seen them; else what a file tells."""
    query = (
        db.select(Contest)
        .join(Workshop, Workshop.id == Contest.workshop_id)
        .filter(
            Workshop.theme_id == node.theme_id,
            Workshop.round == node.round,
            Contest.state == ContestState.REVEALED,
            Contest.run_off_of_id.is_(None),
            ~Contest.is_practice,
        )
        .options(selectinload(Contest.options))
        .order_by(Contest.number, Contest.id)
    )
    column = f"{node.kind}_id"
    places = [
        Place(row.place, len(contest.options), row.is_tied, row.is_carried, contest)
        for contest in db.session.scalars(query)
        for row in standings(contest)
        if getattr(row.option, column) == node.item.id
    ]
    return places or _printed_place(node)


def _printed_place(node: Node) -> list[Place]:
    """The rank that an imported file gives a problem of round 1: a vote ordered them."""
    if node.level != "problem-1":
        return []
    query = (
        db.select(Identifier)
        .join(Workshop, Workshop.theme_id == node.theme_id)
        .filter(Identifier.kind == Kind.PROBLEM, Identifier.row_id == node.item.id)
    )
    identifier = db.session.scalars(query).first()
    rank = identifier.details.get("rank") if identifier else None
    return [Place(rank, 0, False, False)] if rank else []


def responses(nodes: Collection[Node]) -> dict[str, Response]:
    """The reasoned responses to these nodes, by key."""
    by_key: dict[str, Response] = {}
    for kind in NODES:
        ids = [node.item.id for node in nodes if node.kind == kind]
        if not ids:
            continue
        column = getattr(Response, COLUMNS[kind])
        for response in db.session.scalars(_with_entity().filter(column.in_(ids))):
            by_key[f"{kind}-{getattr(response, column.key)}"] = response
    return by_key


def answers_to(contributions: Collection[Contribution]) -> list[Response]:
    """The responses to what was written in the phases of these contributions, each once."""
    phases = {contribution.phase_id for contribution in contributions}
    if not phases:
        return []
    query = _with_entity().filter(Response.phase_id.in_(phases)).order_by(Response.id)
    return list(db.session.scalars(query))


def _with_entity() -> Select[Response]:
    return db.select(Response).options(joinedload(Response.organization))
