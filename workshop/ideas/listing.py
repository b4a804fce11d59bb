"""Reads of the list as it is settled: what stands on it, what it was made from, whose it is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import joinedload

from workshop.contributions import queries as problem_queries
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas import acts, ancestry
from workshop.ideas.models import Idea, IdeaState, Objection
from workshop.links.models import Link, Relation
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Seat, Workshop

MADE_BY = (Relation.MERGED, Relation.SPLIT, Relation.REWORDED)


def ideas(workshop: Workshop, *states: IdeaState) -> list[Idea]:
    """The workshop's ideas in these states (listed, unless told), in the list's order."""
    query = (
        db.select(Idea)
        .filter(Idea.workshop_id == workshop.id, Idea.state.in_(states or [IdeaState.LISTED]))
        .options(
            joinedload(Idea.organization),
            joinedload(Idea.seat).joinedload(Seat.person),
            joinedload(Idea.seat).joinedload(Seat.organization),
        )
        .order_by(Idea.position, Idea.id)
    )
    return list(db.session.scalars(query))


def by_numbers(workshop: Workshop, ids: Iterable[int]) -> list[Idea]:
    """These ideas of the workshop, in the list's order; a number that is not of it is left out."""
    query = (
        db.select(Idea)
        .filter(Idea.workshop_id == workshop.id, Idea.id.in_(list(ids)))
        .order_by(Idea.position, Idea.id)
    )
    return list(db.session.scalars(query))


def idea_in(workshop: Workshop, idea_id: int) -> Idea:
    """An idea of this workshop that the room has seen; 404 for any other."""
    unseen = (IdeaState.DRAFT, IdeaState.HANDED_IN)
    query = db.select(Idea).filter(
        Idea.id == idea_id, Idea.workshop_id == workshop.id, Idea.state.not_in(unseen)
    )
    return db.first_or_404(query)


def are_shown(workshop: Workshop) -> bool:
    """Whether the room has the list of ideas before it, with their problems as headings."""
    phase = workshop.current_phase
    if phase is None:
        return False
    if phase.kind is PhaseKind.FORMULATION:
        return phase.revealed_at is not None
    return phase.family.weighs_ideas


def next_position(workshop: Workshop) -> int:
    last = db.session.scalar(
        db.select(db.func.max(Idea.position)).filter_by(workshop_id=workshop.id)
    )
    return 1 if last is None else last + 1


# Problems and ideas


def answers_of(idea: Idea) -> list[Link]:
    """The links from the problems that this idea answers."""
    query = db.select(Link).filter_by(to_idea_id=idea.id, relation=Relation.ANSWERS)
    return list(db.session.scalars(query.order_by(Link.id)))


def problems_answered(answering: Iterable[Idea]) -> list[Problem]:
    """The problems that these ideas answer, each once."""
    query = (
        db.select(Problem)
        .join(Link, Link.from_problem_id == Problem.id)
        .filter(
            Link.relation == Relation.ANSWERS, Link.to_idea_id.in_([idea.id for idea in answering])
        )
        .distinct()
        .order_by(Problem.position, Problem.id)
    )
    return list(db.session.scalars(query))


def problem_ids(workshop: Workshop) -> dict[int, set[int]]:
    """For each idea of the workshop the problems it answers."""
    query = (
        db.select(Idea.id, Link.from_problem_id)
        .join(Idea, Idea.id == Link.to_idea_id)
        .filter(Idea.workshop_id == workshop.id, Link.relation == Relation.ANSWERS)
    )
    by_idea: dict[int, set[int]] = {}
    for idea_id, problem_id in db.session.execute(query):
        if problem_id is not None:
            by_idea.setdefault(idea_id, set()).add(problem_id)
    return by_idea


def by_problem(workshop: Workshop) -> list[tuple[Problem | None, list[Idea]]]:
    """The list grouped as it is voted on: each problem with its ideas, at the end those without.

    An idea that answers two problems stands under both.
    """
    answered = problem_ids(workshop)
    listed = ideas(workshop)
    groups: list[tuple[Problem | None, list[Idea]]] = [
        (problem, [idea for idea in listed if problem.id in answered.get(idea.id, ())])
        for problem in problem_queries.problems(workshop)
    ]
    placed = {idea.id for _problem, group in groups for idea in group}
    loose = [idea for idea in listed if idea.id not in placed]
    return [*groups, (None, loose)] if loose else groups


# What was made from what


def parents(workshop: Workshop) -> dict[int, list[int]]:
    """For each idea made by an act on the list, the ideas it was made from."""
    query = (
        db.select(Idea.id, Link.from_idea_id)
        .join(Idea, Idea.id == Link.to_idea_id)
        .filter(Idea.workshop_id == workshop.id, Link.relation.in_(MADE_BY))
        .order_by(Link.id)
    )
    by_child: dict[int, list[int]] = {}
    for child, parent in db.session.execute(query):
        if parent is not None:
            by_child.setdefault(child, []).append(parent)
    return by_child


def authors(workshop: Workshop) -> dict[int, list[Seat]]:
    """Whose each idea is: who wrote it, or who wrote what it was made from, in that order."""
    everything = ideas(workshop, *IdeaState)
    writer = {idea.id: idea.seat for idea in everything if idea.seat}
    made_from = parents(workshop)
    by_idea = {}
    for idea in everything:
        written = sorted(ancestry.originals(idea.id, made_from))
        seats = {
            writer[original].id: writer[original] for original in written if original in writer
        }
        by_idea[idea.id] = list(seats.values())
    return by_idea


def authors_of(idea: Idea) -> set[int]:
    """The seats of everyone who wrote it or what it was made from."""
    assert idea.workshop is not None
    return {seat.id for seat in authors(idea.workshop).get(idea.id, [])}


def is_reworked(idea: Idea) -> bool:
    """Whether an act on the list made this idea what it is, where it is."""
    assert idea.workshop is not None
    return any(
        idea.id in act.touched and act.verb is not acts.Verb.TAKEN_BACK
        for act in acts.standing_acts(idea.workshop)
    )


def objection_of(idea: Idea, seat: Seat) -> Objection | None:
    return db.session.scalar(db.select(Objection).filter_by(idea_id=idea.id, seat_id=seat.id))


def objections(workshop: Workshop) -> dict[int, list[Objection]]:
    """The objections that stand, by idea."""
    query = (
        db.select(Objection)
        .join(Idea, Idea.id == Objection.idea_id)
        .filter(Idea.workshop_id == workshop.id, Objection.withdrawn_at.is_(None))
        .options(
            joinedload(Objection.seat).joinedload(Seat.person),
            joinedload(Objection.seat).joinedload(Seat.organization),
        )
        .order_by(Objection.id)
    )
    by_idea: dict[int, list[Objection]] = {}
    for objection in db.session.scalars(query):
        by_idea.setdefault(objection.idea_id, []).append(objection)
    return by_idea
