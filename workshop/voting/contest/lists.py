"""What a room votes on: the problems, or the ideas of each problem, as its round's guide says.

A feature that has something to vote on registers it here under its subject, so that voting need
not know it. What is put to the vote is copied into the contest, and its wording frozen meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from workshop.contributions.queries import problems
from workshop.people.models import Person
from workshop.voting.models import Contest
from workshop.workshops.guides import GUIDES, Subject
from workshop.workshops.models import Workshop


@dataclass(frozen=True)
class Candidate:
    """One thing to vote on: its wording, where it comes from, and what it is."""

    text: str
    detail: str = ""
    problem_id: int | None = None
    idea_id: int | None = None


@dataclass(frozen=True)
class Question:
    """What becomes one contest: its place in the vote, the problem it is about, what to rank."""

    number: int = 1
    problem_id: int | None = None
    text: str = ""
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True)
class BallotList:
    """How a subject is put to the vote. `freeze` is told when a contest opens and, without an
    instant, when one is void."""

    questions: Callable[[Workshop], list[Question]]
    freeze: Callable[[Contest, Person, datetime | None], None]


LISTS: dict[Subject, BallotList] = {}


def register(subject: Subject, ballot_list: BallotList) -> None:
    LISTS[subject] = ballot_list


def list_for(workshop: Workshop) -> BallotList:
    """The ballot list of the workshop's round; KeyError where nothing is ranked."""
    return LISTS[GUIDES[workshop.round].subject]


def questions(workshop: Workshop) -> list[Question]:
    """The contests that could be held now: those with at least two things to rank."""
    subject = GUIDES[workshop.round].subject
    if subject not in LISTS:
        return []
    return [
        question for question in LISTS[subject].questions(workshop) if len(question.candidates) >= 2
    ]


@dataclass(frozen=True)
class Undecided:
    """A vote that would decide nothing: as many go forward as are on the list, or more."""

    questions: int
    of: int
    places: int
    # Fewer, so that it decides something: half of the shortest list.
    suggested: int


def undecided(workshop: Workshop) -> Undecided | None:
    """Whether all of a list would go forward whatever the room votes, as the lists stand now."""
    votes = questions(workshop)
    lengths = [len(question.candidates) for question in votes]
    idle = [length for length in lengths if length <= workshop.carry_limit]
    if not idle:
        return None
    suggested = max(1, min(idle) // 2)
    return Undecided(len(idle), len(votes), workshop.carry_limit, suggested)


def _problem_questions(workshop: Workshop) -> list[Question]:
    listed = [
        Candidate(problem.text, problem.source.name if problem.source else "", problem.id)
        for problem in problems(workshop)
    ]
    return [Question(candidates=listed)]


def _freeze_problems(contest: Contest, by: Person, at: datetime | None) -> None:
    for problem in problems(contest.workshop):
        problem.frozen_at = at


register(Subject.PROBLEM, BallotList(_problem_questions, _freeze_problems))
