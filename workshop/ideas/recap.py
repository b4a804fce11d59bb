"""Recap: what stands behind each problem of round 2, as round 1 left it.

The links between the problems are walked back to those that round 1 discussed: who named each,
what was said and answered about it, and the place the room gave it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import joinedload

from workshop.contributions import queries as said_queries
from workshop.contributions.models import OfficialComment
from workshop.diagnoses.models import Diagnosis, Problem
from workshop.extensions import db
from workshop.ideas import ancestry, listing
from workshop.ideas.labels import RELATION_NAMES
from workshop.links.models import Link, Relation
from workshop.voting.contest import queries as vote_queries
from workshop.voting.models import Contest
from workshop.workshops.models import Workshop

BETWEEN_PROBLEMS = (Relation.CARRIED, Relation.REWORDED, Relation.MERGED, Relation.SPLIT)


@dataclass(frozen=True)
class Place:
    """The place the room gave a problem, of how many."""

    place: int
    of: int
    is_tied: bool


@dataclass(frozen=True)
class Root:
    """A problem as round 1 discussed it."""

    problem: Problem
    summary: str = ""
    comments: list[OfficialComment] = field(default_factory=list)
    place: Place | None = None


@dataclass(frozen=True)
class Behind:
    """How a problem came to its words, and the problems of round 1 it comes from."""

    relation: Relation
    roots: list[Root]

    def is_as_it_was(self, problem: Problem) -> bool:
        """Whether it is one problem of round 1 in its own words, which need no repeating."""
        return len(self.roots) == 1 and self.roots[0].problem.text == problem.text

    @property
    def is_changed(self) -> bool:
        """Whether it no longer stands as round 1 worded it."""
        return self.relation is not Relation.CARRIED

    @property
    def sources(self) -> list[str]:
        """Who named the problems, each once."""
        names = [root.problem.source.short for root in self.roots if root.problem.source]
        return list(dict.fromkeys(names))

    @property
    def comments(self) -> list[OfficialComment]:
        """What each entity answered, once where it said the same of several."""
        said = {
            (comment.organization_id, comment.status): comment
            for root in self.roots
            for comment in root.comments
        }
        return list(said.values())


def trace_back(workshop: Workshop, problems: Iterable[Problem]) -> dict[int, Behind]:
    """For each of these problems what stands behind it; nothing for those without a link back."""
    links = _links(workshop)
    parents: dict[int, list[int]] = {}
    for link in links:
        assert link.from_problem_id is not None
        assert link.to_problem_id is not None
        parents.setdefault(link.to_problem_id, []).append(link.from_problem_id)
    relation = {link.to_problem_id: link.relation for link in links}
    wanted = {problem.id: ancestry.originals(problem.id, parents) for problem in problems}
    roots = _roots(workshop, {root_id for ids in wanted.values() for root_id in ids})
    return {
        problem_id: Behind(
            relation[problem_id], [roots[root_id] for root_id in roots if root_id in ids]
        )
        for problem_id, ids in wanted.items()
        if problem_id in parents
    }


def _links(workshop: Workshop) -> list[Link]:
    """The links between the problems of the theme."""
    query = db.select(Link).filter(
        Link.theme_id == workshop.theme_id,
        Link.relation.in_(BETWEEN_PROBLEMS),
        Link.from_problem_id.is_not(None),
        Link.to_problem_id.is_not(None),
    )
    return list(db.session.scalars(query.order_by(Link.id)))


def _roots(workshop: Workshop, ids: set[int]) -> dict[int, Root]:
    """These problems with all that round 1 left about them, the first places first."""
    query = (
        db.select(Problem)
        .filter(Problem.id.in_(ids))
        .options(
            joinedload(Problem.diagnosis).joinedload(Diagnosis.organization),
            joinedload(Problem.organization),
        )
        .order_by(Problem.position, Problem.id)
    )
    problems = list(db.session.scalars(query))
    former = _workshop_before(workshop)
    if former is None:
        return {problem.id: Root(problem) for problem in problems}
    summaries = said_queries.summaries(former)
    comments = said_queries.comments(former)
    places = _places(former)
    roots = [
        Root(
            problem,
            summaries[problem.id].text if problem.id in summaries else "",
            comments.get(problem.id, []),
            places.get(problem.id),
        )
        for problem in problems
    ]
    roots.sort(key=lambda root: root.place.place if root.place else len(places) + 1)
    return {root.problem.id: root for root in roots}


def _workshop_before(workshop: Workshop) -> Workshop | None:
    """The same theme's meeting of the round before."""
    return db.session.scalar(
        db.select(Workshop).filter_by(theme_id=workshop.theme_id, round=workshop.round - 1)
    )


def _places(workshop: Workshop) -> dict[int, Place]:
    """The place of each problem in the vote, once its result has been shown."""
    places = {}
    for contest in vote_queries.standing_contests(workshop):
        if contest.is_revealed:
            places.update(_places_in(contest))
    return places


def _places_in(contest: Contest) -> dict[int, Place]:
    assert contest.result is not None
    problems = {option.key: option.problem_id for option in contest.options}
    places: dict[int, Place] = {}
    before = 0
    for group in contest.result["order"]:
        place = Place(before + 1, len(problems), is_tied=len(group) > 1)
        places |= {problem: place for key in group if (problem := problems[key]) is not None}
        before += len(group)
    return places


def beside_problems(workshop: Workshop, problems: list[Problem]) -> dict[str, Any]:
    """What the list of problems shows from round 2 on: what is behind each, where ideas stand."""
    return {
        "behind": trace_back(workshop, problems) if workshop.round > 1 else {},
        "relation_names": RELATION_NAMES,
        "is_beside_ideas": listing.are_shown(workshop),
    }
