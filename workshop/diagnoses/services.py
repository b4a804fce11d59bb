"""Acts on diagnoses and on the list of problems, before a workshop discusses them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from workshop.diagnoses import queries
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.plans.models import Theme
from workshop.plans.order import move_item


def add_diagnosis(theme: Theme, values: dict[str, Any]) -> Diagnosis:
    """A further diagnosis of a theme."""
    diagnosis = Diagnosis(theme=theme, **values)
    db.session.add(diagnosis)
    db.session.flush()
    return diagnosis


def change_diagnosis(diagnosis: Diagnosis, values: dict[str, Any]) -> None:
    """Correct what is known of a diagnosis."""
    for name, value in values.items():
        setattr(diagnosis, name, value)
    db.session.flush()


def delete_diagnosis(diagnosis: Diagnosis) -> None:
    """Delete a diagnosis that no problem comes from."""
    if queries.names_problems(diagnosis):
        raise Refusal(
            _("Problems come from this diagnosis. Give them another source or delete them first.")
        )
    db.session.delete(diagnosis)
    db.session.flush()


def add_problem(theme: Theme, round: int, values: dict[str, Any]) -> Problem:
    """A further problem, at the end of the round's list."""
    problem = Problem(
        theme=theme,
        round=round,
        position=queries.next_position(theme.id, round),
        state=ProblemState.ADMITTED,
        revision=1,
        **values,
    )
    db.session.add(problem)
    db.session.flush()
    return problem


def change_problem(problem: Problem, values: dict[str, Any], revision: int) -> None:
    """Give a problem another wording or source, unless someone else did so meanwhile."""
    _require_unfrozen(problem)
    if problem.revision != revision:
        raise Refusal(
            _(
                "Someone else has changed this problem meanwhile. It now reads: %(text)s",
                text=problem.text,
            )
        )
    for name, value in values.items():
        setattr(problem, name, value)
    problem.revision += 1
    db.session.flush()


def move_problem(problem: Problem, step: int, seen: int | None = None) -> None:
    """Move a problem one place up (-1) or down (1) in the list of its round, from where it was."""
    listed = queries.problems(problem.theme_id, problem.round)
    for position, each in enumerate(move_item(listed, problem, step, seen)):
        each.position = position
    db.session.flush()


def delete_problem(problem: Problem) -> None:
    """Delete a problem that was never put to a vote."""
    _require_unfrozen(problem)
    db.session.delete(problem)
    db.session.flush()


def _require_unfrozen(problem: Problem) -> None:
    if problem.frozen_at is not None:
        raise Refusal(_("The room has voted on this wording; it stays as it was voted."))
