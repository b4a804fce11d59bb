"""What became of what an organization said, over all rounds of a plan.

A ballot is never among it: who voted for what is nobody's to tell.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy.orm import selectinload

from workshop.closing.models import Response
from workshop.contributions.models import Contribution, OfficialComment
from workshop.contributions.queries import is_shown
from workshop.extensions import db
from workshop.ideas.models import Opinion
from workshop.language import day_name, day_of
from workshop.lineage.graph import Graph, Node
from workshop.lineage.stories import answers_to, responses
from workshop.people.models import Organization
from workshop.proposals.models import AgreementAnswer, AgreementCheck, Suggestion
from workshop.workshops import attendance
from workshop.workshops.models import Seat, Workshop


@dataclass(frozen=True)
class Voice:
    """One thing the organization brought, what it became, and the response if it ended."""

    node: Node
    # The commitments it came to by more than one step.
    arrived: list[Node]
    contributions: list[Contribution] = field(default_factory=list)
    response: Response | None = None
    # To what it wrote about it.
    answers: list[Response] = field(default_factory=list)
    # What it answered as a public entity.
    comment: OfficialComment | None = None
    opinion: Opinion | None = None


@dataclass
class Voices:
    """Everything an organization brought to a plan."""

    workshops: list[Workshop]
    raised: list[Voice]
    authored: list[Voice]
    written: list[Voice]
    answered: list[Voice]
    general: list[Contribution]
    general_answers: list[Response]
    proposed: list[Voice]
    suggestions: list[Suggestion]
    reservations: list[AgreementAnswer]

    @property
    def days(self) -> dict[int, str]:
        """The day of each workshop it took part in, in words."""
        return {
            workshop.id: day_name(
                day_of(workshop.met_at), is_year_known=not workshop.is_year_inferred
            )
            for workshop in self.workshops
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the organization is on record."""
        return not (
            self.workshops
            or self.raised
            or self.authored
            or self.written
            or self.answered
            or self.proposed
        )


def voices(graph: Graph, organization: Organization, theme_ids: Collection[int]) -> Voices:
    """What this organization said in these themes, in so far as the graph shows it."""
    contributions = _contributions(organization, theme_ids)
    about: dict[str, list[Contribution]] = {}
    for contribution in contributions:
        about.setdefault(_about(contribution), []).append(contribution)
    own = [node for node in graph.nodes.values() if _is_from(node, organization)]
    written = [graph.nodes[key] for key in about if key in graph.nodes]
    answered = responses({node.key: node for node in (*own, *written)}.values())

    def voices_of(nodes: Collection[Node]) -> list[Voice]:
        return [
            Voice(
                node,
                _arrived(graph, node),
                about.get(node.key, []),
                answered.get(node.key),
                answers_to(about.get(node.key, [])),
            )
            for node in nodes
        ]

    return Voices(
        workshops=_attended_workshops(organization, theme_ids),
        raised=voices_of([n for n in own if n.kind in ("diagnosis", "problem") and n.round == 1]),
        authored=voices_of([node for node in own if node.kind == "idea"]),
        written=voices_of([node for node in written if node not in own]),
        general=about.get("", []),
        general_answers=answers_to(about.get("", [])),
        answered=_voices_as_entity(organization, graph),
        proposed=voices_of(_leading_nodes(graph, own)),
        suggestions=_suggestions(organization, graph),
        reservations=_reservations(organization, graph),
    )


def _arrived(graph: Graph, node: Node) -> list[Node]:
    targets = {edge.target for edge in graph.onward.get(node.key, [])}
    return [
        step
        for step in graph.descendants(node.key)
        if step.kind == "commitment" and step.key not in targets
    ]


def _voices_as_entity(organization: Organization, graph: Graph) -> list[Voice]:
    """What it said as an entity of problems and of ideas, with what became of these."""
    pairs = []
    for model, kind in ((OfficialComment, "problem"), (Opinion, "idea")):
        query = db.select(model).filter_by(organization_id=organization.id).order_by(model.id)
        for answer in db.session.scalars(query):
            if node := graph.nodes.get(f"{kind}-{getattr(answer, f'{kind}_id')}"):
                pairs.append((node, answer))
    said = responses([node for node, _answer in pairs])
    return [
        Voice(
            node,
            _arrived(graph, node),
            response=said.get(node.key),
            comment=answer if isinstance(answer, OfficialComment) else None,
            opinion=answer if isinstance(answer, Opinion) else None,
        )
        for node, answer in pairs
    ]


def _leading_nodes(graph: Graph, own: Collection[Node]) -> list[Node]:
    """The proposals, and the commitments that did not come from one of these."""
    proposals = [node for node in own if node.kind == "proposal"]
    reached = {descendant.key for node in proposals for descendant in graph.descendants(node.key)}
    others = [node for node in own if node.kind == "commitment" and node.key not in reached]
    return [*proposals, *others]


def _is_from(node: Node, organization: Organization) -> bool:
    if node.kind == "milestone":
        return False
    return bool(node.item.organization_id == organization.id)


def _contributions(organization: Organization, theme_ids: Collection[int]) -> list[Contribution]:
    query = (
        db.select(Contribution)
        .join(Contribution.seat)
        .join(Workshop, Workshop.id == Contribution.workshop_id)
        .filter(
            Seat.organization_id == organization.id,
            Workshop.theme_id.in_(theme_ids),
            *is_shown(),
        )
        .order_by(Contribution.id)
    )
    return list(db.session.scalars(query))


def _about(contribution: Contribution) -> str:
    for kind in ("problem", "idea", "proposal"):
        if (row_id := getattr(contribution, f"{kind}_id")) is not None:
            return f"{kind}-{row_id}"
    return ""


def _attended_workshops(organization: Organization, theme_ids: Collection[int]) -> list[Workshop]:
    query = (
        db.select(Workshop)
        .filter(Workshop.theme_id.in_(theme_ids), Workshop.opened_at.is_not(None))
        .options(selectinload(Workshop.seats).joinedload(Seat.organization))
        .order_by(Workshop.starts_at)
    )
    workshops = list(db.session.scalars(query))
    there = attendance.attendance(workshops)
    return [workshop for workshop in workshops if organization in there[workshop.id]]


def _suggestions(organization: Organization, graph: Graph) -> list[Suggestion]:
    ids = [node.item.id for node in graph.nodes.values() if node.kind == "proposal"]
    query = (
        db.select(Suggestion)
        .join(Suggestion.seat)
        .filter(Seat.organization_id == organization.id, Suggestion.proposal_id.in_(ids))
        .order_by(Suggestion.id)
    )
    return list(db.session.scalars(query))


def _reservations(organization: Organization, graph: Graph) -> list[AgreementAnswer]:
    """The reservations and objections it put on record; full support needs no words."""
    ids = [node.item.id for node in graph.nodes.values() if node.kind == "proposal"]
    query = (
        db.select(AgreementAnswer)
        .join(AgreementAnswer.check)
        .filter(
            AgreementAnswer.organization_id == organization.id,
            AgreementAnswer.level >= 4,
            AgreementCheck.proposal_id.in_(ids),
            AgreementCheck.closed_at.is_not(None),
        )
        .order_by(AgreementAnswer.id)
    )
    return list(db.session.scalars(query))
