"""Reads of diagnoses and problems by theme."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import joinedload

from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db


def diagnoses_of(theme_ids: Iterable[int]) -> list[Diagnosis]:
    """The diagnoses of these themes with their organizations, in the order they were entered."""
    return list(
        db.session.scalars(
            db.select(Diagnosis)
            .filter(Diagnosis.theme_id.in_(theme_ids))
            .options(joinedload(Diagnosis.organization))
            .order_by(Diagnosis.id)
        )
    )


def diagnosis_in(theme_id: int, diagnosis_id: int) -> Diagnosis:
    """A diagnosis of this theme; 404 for any other."""
    return db.first_or_404(db.select(Diagnosis).filter_by(id=diagnosis_id, theme_id=theme_id))


def problems_of(theme_ids: Iterable[int]) -> list[Problem]:
    """The admitted problems of these themes, all rounds, in the order of their lists."""
    return list(
        db.session.scalars(
            db.select(Problem)
            .filter(Problem.theme_id.in_(theme_ids), Problem.state == ProblemState.ADMITTED)
            .options(
                joinedload(Problem.diagnosis).joinedload(Diagnosis.organization),
                joinedload(Problem.organization),
            )
            .order_by(Problem.position, Problem.id)
        )
    )


def problems(theme_id: int, round: int) -> list[Problem]:
    """The admitted problems of one theme and round, in the list's order."""
    return [problem for problem in problems_of([theme_id]) if problem.round == round]


def problem_in(theme_id: int, round: int, problem_id: int) -> Problem:
    """A problem of this theme and round; 404 for any other."""
    return db.first_or_404(
        db.select(Problem).filter_by(id=problem_id, theme_id=theme_id, round=round)
    )


def next_position(theme_id: int, round: int) -> int:
    last = db.session.scalar(
        db.select(db.func.max(Problem.position)).filter_by(theme_id=theme_id, round=round)
    )
    return 0 if last is None else last + 1


def names_problems(diagnosis: Diagnosis) -> bool:
    return bool(
        db.session.scalar(db.select(Problem.id).filter_by(diagnosis_id=diagnosis.id).limit(1))
    )
