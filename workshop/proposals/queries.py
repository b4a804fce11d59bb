"""Reads of proposals, of where they come from, and of what the room says about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import joinedload, selectinload

from workshop import links
from workshop.contributions.models import Contribution
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas.models import Idea
from workshop.links.models import Link, Relation
from workshop.people import queries as people
from workshop.people.models import Organization
from workshop.proposals.models import (
    AgreementAnswer,
    AgreementCheck,
    Proposal,
    ProposalState,
    Suggestion,
    Wording,
)
from workshop.text import name_order
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import VOTING, Role
from workshop.workshops.models import Seat, Workshop

# Not before the room, or no more.
ASIDE = (ProposalState.DRAFT, ProposalState.WITHDRAWN)


def proposals(theme_id: int) -> list[Proposal]:
    """All proposals of a theme, drafts and withdrawn ones too, in their order."""
    query = (
        db.select(Proposal)
        .filter_by(theme_id=theme_id)
        .options(joinedload(Proposal.organization), selectinload(Proposal.wordings))
        .order_by(Proposal.position, Proposal.id)
    )
    return list(db.session.scalars(query))


def standing_proposals(workshop: Workshop) -> list[Proposal]:
    """The proposals that are before the room, in their order."""
    return [proposal for proposal in proposals(workshop.theme_id) if proposal.state not in ASIDE]


def proposal_in(workshop: Workshop, proposal_id: int) -> Proposal:
    """A proposal of the workshop's theme; 404 for any other."""
    query = db.select(Proposal).filter_by(id=proposal_id, theme_id=workshop.theme_id)
    return db.first_or_404(query.options(joinedload(Proposal.organization)))


def current(workshop: Workshop) -> Proposal | None:
    """The proposal that the current phase deals with."""
    phase = workshop.current_phase
    if phase is None or phase.proposal_id is None:
        return None
    return db.session.get(Proposal, phase.proposal_id)


def counts_by_theme(theme_ids: Iterable[int]) -> dict[int, int]:
    """How many proposals are before the room, by theme."""
    query = (
        db.select(Proposal.theme_id, db.func.count())
        .filter(Proposal.theme_id.in_(list(theme_ids)), Proposal.state.not_in(ASIDE))
        .group_by(Proposal.theme_id)
    )
    return {key: value for key, value in db.session.execute(query)}


@dataclass(frozen=True)
class Heading:
    """How screens call a proposal: its place among those on the agenda, and its title."""

    number: int
    of: int
    title: str


def headings(workshop: Workshop) -> dict[int, Heading]:
    """For every proposal on the agenda its place, in the order of the agenda."""
    ids = list(dict.fromkeys(phase.proposal_id for phase in workshop.phases if phase.proposal_id))
    if not ids:
        return {}
    query = db.select(Proposal.id, Proposal.title).filter(Proposal.id.in_(ids))
    titles = {key: value for key, value in db.session.execute(query)}
    return {
        proposal_id: Heading(n, len(ids), titles[proposal_id])
        for n, proposal_id in enumerate(ids, start=1)
    }


# Where a proposal comes from


@dataclass(frozen=True)
class Source:
    """An idea a proposal comes from, wholly or in part, with the problems it answers."""

    idea: Idea
    link: Link
    problems: list[Problem]

    @property
    def is_main(self) -> bool:
        return self.link.relation is Relation.DEVELOPED_INTO


def sources(proposal: Proposal) -> list[Source]:
    """The ideas it comes from, main ones first, in the order of the list of round 2."""
    incoming = [link for link in links.links_to(proposal) if link.from_idea_id]
    ids = [link.from_idea_id for link in incoming if link.from_idea_id]
    ideas = {idea.id: idea for idea in db.session.scalars(db.select(Idea).filter(Idea.id.in_(ids)))}
    answered = problems_of(ids)
    origins = [
        Source(ideas[idea_id], link, answered.get(idea_id, []))
        for idea_id, link in zip(ids, incoming, strict=True)
    ]
    return sorted(
        origins, key=lambda source: (not source.is_main, source.idea.position, source.idea.id)
    )


def introduction(proposal: Proposal) -> Link | None:
    """The link that says the entity introduced it, with the reason."""
    introductions = (
        link for link in links.links_to(proposal) if link.relation is Relation.INTRODUCED
    )
    return next(introductions, None)


def problems_of(idea_ids: Iterable[int]) -> dict[int, list[Problem]]:
    """The problems these ideas answer, by idea."""
    query = (
        db.select(Link.to_idea_id, Problem)
        .join(Problem, Problem.id == Link.from_problem_id)
        .filter(Link.relation == Relation.ANSWERS, Link.to_idea_id.in_(list(idea_ids)))
        .order_by(Problem.position, Problem.id)
    )
    problems: dict[int, list[Problem]] = {}
    for idea_id, problem in db.session.execute(query):
        if idea_id is not None:
            problems.setdefault(idea_id, []).append(problem)
    return problems


def public_entities() -> list[Organization]:
    """Who can be responsible for a commitment: the entities of the State, by name."""
    return [entity for entity in people.organizations() if entity.sector.is_public]


# What the room says


def wording_of(proposal: Proposal, number: int) -> Wording | None:
    return next((wording for wording in proposal.wordings if wording.number == number), None)


def suggestions(proposal: Proposal) -> list[Suggestion]:
    """All suggestions to change it, oldest first."""
    query = (
        db.select(Suggestion)
        .filter_by(proposal_id=proposal.id)
        .options(
            joinedload(Suggestion.seat).joinedload(Seat.person),
            joinedload(Suggestion.seat).joinedload(Seat.organization),
            joinedload(Suggestion.organization),
            joinedload(Suggestion.decided_by),
        )
        .order_by(Suggestion.id)
    )
    return list(db.session.scalars(query))


def suggestion_in(proposal: Proposal, suggestion_id: int) -> Suggestion:
    query = db.select(Suggestion).filter_by(id=suggestion_id, proposal_id=proposal.id)
    return db.first_or_404(query)


def open_check(workshop: Workshop) -> AgreementCheck | None:
    """The agreement check that is being answered now."""
    return db.session.scalar(
        db.select(AgreementCheck).filter_by(workshop_id=workshop.id, closed_at=None)
    )


def last_check(proposal: Proposal) -> AgreementCheck | None:
    query = db.select(AgreementCheck).filter_by(proposal_id=proposal.id)
    return db.session.scalar(query.order_by(AgreementCheck.number.desc()).limit(1))


def checks(proposal: Proposal) -> list[AgreementCheck]:
    query = db.select(AgreementCheck).filter_by(proposal_id=proposal.id)
    return list(db.session.scalars(query.order_by(AgreementCheck.number)))


def check_in(workshop: Workshop, check_id: int) -> AgreementCheck:
    query = db.select(AgreementCheck).filter_by(id=check_id, workshop_id=workshop.id)
    return db.first_or_404(query)


def answers(check: AgreementCheck) -> list[AgreementAnswer]:
    """What the organizations answered, by name."""
    query = (
        db.select(AgreementAnswer)
        .filter_by(check_id=check.id)
        .options(joinedload(AgreementAnswer.organization))
    )
    return sorted(
        db.session.scalars(query), key=lambda answer: name_order(answer.organization.name)
    )


def entitled_seats(workshop: Workshop) -> list[Seat]:
    """The seats that answer: whoever holds their organization's voting right, one for each."""
    return [
        seat
        for seat in live_queries.seats(workshop.id)
        if seat.holds_vote
        and seat.role in VOTING
        and (workshop.officials_vote or seat.role is not Role.OFFICIAL)
    ]


def subjects(contributions: Iterable[Contribution]) -> dict[int, str]:
    """The words of the idea or the proposal that each contribution is about, by its number."""
    words = {}
    for contribution in contributions:
        if contribution.idea_id:
            words[contribution.id] = db.session.get_one(Idea, contribution.idea_id).text
        elif contribution.proposal_id:
            words[contribution.id] = db.session.get_one(Proposal, contribution.proposal_id).title
    return words
