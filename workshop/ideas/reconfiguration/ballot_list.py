"""The ideas as they are put to the vote: a contest for each problem, or one for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workshop.contributions import queries as problem_queries
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas import acts, listing
from workshop.ideas.models import Idea
from workshop.people.models import Person
from workshop.voting.contest import lists
from workshop.voting.contest import queries as voting_queries
from workshop.voting.contest.lists import Candidate, Question
from workshop.voting.models import Contest
from workshop.workshops import log
from workshop.workshops.guides import GUIDES, Subject
from workshop.workshops.models import Phase, Seat, Workshop


def questions(workshop: Workshop) -> list[Question]:
    """The list as it stands, grouped as it is voted on; an idea may stand under two problems.

    A question keeps its number whatever becomes of the others.
    """
    authors = listing.authors(workshop)
    if workshop.votes_overall:
        listed = listing.ideas(workshop)
        return [Question(candidates=[_candidate(idea, authors) for idea in listed])]
    numbers = {p.id: n for n, p in enumerate(problem_queries.problems(workshop), start=1)}
    return [
        Question(
            number=numbers[problem.id],
            problem_id=problem.id,
            text=problem.text,
            candidates=[_candidate(idea, authors) for idea in ideas],
        )
        for problem, ideas in listing.by_problem(workshop)
        if problem
    ]


def _candidate(idea: Idea, authors: dict[int, list[Seat]]) -> Candidate:
    """Authors are named by their organizations, each once."""
    organizations = (seat.organization for seat in authors.get(idea.id, []))
    names = dict.fromkeys(organization.short for organization in organizations if organization)
    return Candidate(idea.text, ", ".join(names), idea_id=idea.id)


def unopposed_ideas(workshop: Workshop) -> list[tuple[Problem | None, Idea]]:
    """The ideas that have nothing to be ranked against, each with its problem: they go forward."""
    groups: list[tuple[Problem | None, list[Idea]]]
    if workshop.votes_overall:
        groups = [(None, listing.ideas(workshop))]
    else:
        groups = [(problem, ideas) for problem, ideas in listing.by_problem(workshop) if problem]
    return [(problem, ideas[0]) for problem, ideas in groups if len(ideas) == 1]


def freeze(contest: Contest, by: Person, at: datetime | None) -> None:
    """Freeze the list when a contest opens; void, let what it asked be changed again."""
    if at:
        freeze_list(contest.workshop, by, now=at)
    else:
        thaw(contest.workshop)


def freeze_list(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Keep every wording on the list, and put on record which ideas go forward without a vote."""
    thawed = [idea for idea in listing.ideas(workshop) if idea.frozen_at is None]
    if not thawed:
        return
    for idea in thawed:
        idea.frozen_at = now
    log.record(
        workshop,
        acts.FROZEN,
        by,
        now=now,
        ideas=[idea.id for idea in thawed],
        without_vote=[
            {"idea": idea.id, "problem": problem.id if problem else None}
            for problem, idea in unopposed_ideas(workshop)
        ],
    )
    db.session.flush()


def thaw(workshop: Workshop) -> None:
    """Let the ideas be changed again whose problems no standing contest is about."""
    asked = problems_asked(workshop)
    answered = listing.problem_ids(workshop)
    for idea in listing.ideas(workshop):
        if not asked & answered.get(idea.id, set()):
            idea.frozen_at = None
    db.session.flush()


def problems_asked(workshop: Workshop) -> set[int]:
    """The problems whose ideas are being voted on, or have been: all, under one vote for all."""
    standing = voting_queries.standing_contests(workshop)
    if any(contest.problem_id is None for contest in standing):
        return {problem.id for problem in problem_queries.problems(workshop)}
    return {contest.problem_id for contest in standing if contest.problem_id}


def on_phase_started(phase: Phase, *, now: datetime, by: Person, **_details: Any) -> None:
    """The list freezes with the voting phase, even if there is nothing to rank on it."""
    if phase.family.is_vote and is_of_ideas(phase.workshop):
        freeze_list(phase.workshop, by, now=now)


def on_phase_leaving(phase: Phase, *, is_final: bool, **_details: Any) -> None:
    """Whoever goes back from a vote that was never opened may change the list again."""
    if phase.family.is_vote and not is_final and is_of_ideas(phase.workshop):
        thaw(phase.workshop)


def is_of_ideas(workshop: Workshop) -> bool:
    return GUIDES[workshop.round].subject is Subject.IDEA


def register() -> None:
    lists.register(Subject.IDEA, lists.BallotList(questions, freeze))
