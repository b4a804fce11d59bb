"""What the problems part is drawn from: the list with all that was said about each problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.contributions import queries, services
from workshop.contributions.models import (
    LONGEST_COMMENT,
    LONGEST_CONTRIBUTION,
    LONGEST_SUMMARY,
    CommentStatus,
)
from workshop.diagnoses.models import Problem, ProblemState
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.workshops.guides import Action, PhaseKind, Subject, is_allowed
from workshop.workshops.models import Seat, Workshop

STATUS_NAMES = {
    CommentStatus.ADDRESSED: _l("It is being addressed"),
    CommentStatus.PLANNED: _l("It is planned"),
    CommentStatus.NOT_ADDRESSED: _l("It is not being addressed"),
    CommentStatus.OUTSIDE: _l("Outside our competence"),
}

# How whoever misses a problem brings it up: a seat of the room proposes it, the desk adds it.
MISSING_PROBLEM = {
    False: {
        "title": _l("Propose a problem that is missing"),
        "button": _l("Propose it to the moderator"),
    },
    True: {
        "title": _l("Add a problem that is missing"),
        "button": _l("Add it to the list"),
    },
}

# What features above show with the problems; `assembly` says which.
additions: tuple[Callable[[Workshop, list[Problem]], dict[str, Any]], ...] = ()


def problems_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The admitted problems in order; for each its summary, contributions and official comments."""
    problems = queries.problems(workshop)
    comments = queries.comments(workshop)
    entities = queries.answering_entities(workshop)
    phase, in_force = workshop.current_phase, workshop.kind_in_force
    has_problems = workshop.subject is not Subject.PROPOSAL
    return {
        "has_problems": has_problems,
        "are_on_wall": has_problems and (phase is None or phase.family.shows_problems),
        "are_summed_up": workshop.kind is PhaseKind.SUMMARY,
        "are_recalled": workshop.kind is PhaseKind.RECAP,
        "are_unfolded": workshop.kind in (PhaseKind.RECAP, None),
        "are_answered": workshop.kind is PhaseKind.OFFICIALS,
        "missing_problem": MISSING_PROBLEM[audience.is_desk],
        "may_word_here": audience.is_desk and is_allowed(in_force, audience.role, Action.WORD),
        "problems": problems,
        "proposed": queries.problems(workshop, ProblemState.PROPOSED),
        "contributions": queries.contributions(workshop),
        "hidden": queries.hidden_contributions(workshop) if audience.is_desk else [],
        "summaries": queries.summaries(workshop),
        "comments": comments,
        "entities": entities,
        "blanks": {
            problem_id: [entity for entity in entities if entity.id not in answered]
            for problem_id, answered in _entities_by_problem(workshop, comments).items()
        },
        "status_names": STATUS_NAMES,
        "may": {str(a): is_allowed(in_force, audience.role, a) for a in Action},
        "longest": {
            "contribution": LONGEST_CONTRIBUTION,
            "summary": LONGEST_SUMMARY,
            "comment": LONGEST_COMMENT,
        },
        **{name: value for add in additions for name, value in add(workshop, problems).items()},
    }


def _entities_by_problem(workshop: Workshop, comments: dict[int, list[Any]]) -> dict[int, set[int]]:
    return {
        problem.id: {comment.organization_id for comment in comments.get(problem.id, [])}
        for problem in queries.problems(workshop)
    }


def own_words_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """What this person wrote: to be corrected while it may be, and what was hidden, and why.

    What the room has never seen says for itself why it is not shown (`held.parts`).
    """
    rows = [
        (contribution, services.may_correct(contribution))
        for contribution in queries.own_contributions(seat)
    ]
    shown = [
        (row, is_open) for row, is_open in rows if is_open or (row.hidden_at and not row.is_held)
    ]
    return {"own_words": shown, "longest": LONGEST_CONTRIBUTION} if shown else None


def register() -> None:
    mine.register("words", "contributions/_own_words.html", own_words_context)
    parts.register(
        "problems",
        problems_context,
        room="contributions/_problems.html",
        desk="contributions/_problems.html",
        screen="contributions/_problems_screen.html",
    )
