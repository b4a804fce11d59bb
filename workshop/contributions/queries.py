"""Reads of problems in a workshop and of what was written about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import joinedload

from workshop.contributions.models import (
    AnswerRequest,
    Contribution,
    OfficialComment,
    PreparedAnswer,
    Summary,
)
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.text import name_order
from workshop.workshops.guides import Role
from workshop.workshops.models import Seat, SeatState, Workshop


def problems(workshop: Workshop, state: ProblemState = ProblemState.ADMITTED) -> list[Problem]:
    """The problems of the workshop's theme and round, in the list's order."""
    query = (
        db.select(Problem)
        .filter_by(theme_id=workshop.theme_id, round=workshop.round, state=state)
        .options(
            joinedload(Problem.diagnosis).joinedload(Diagnosis.organization),
            joinedload(Problem.organization),
        )
        .order_by(Problem.position, Problem.id)
    )
    return list(db.session.scalars(query))


def problem_in(workshop: Workshop, problem_id: int) -> Problem:
    """A problem of this workshop; 404 for any other."""
    query = db.select(Problem).filter_by(
        id=problem_id, theme_id=workshop.theme_id, round=workshop.round
    )
    return db.first_or_404(query)


def next_position(workshop: Workshop) -> int:
    last = db.session.scalar(
        db.select(db.func.max(Problem.position)).filter_by(
            theme_id=workshop.theme_id, round=workshop.round
        )
    )
    return 0 if last is None else last + 1


def contributions(workshop: Workshop) -> dict[int | None, list[Contribution]]:
    """What was written and not hidden, by problem (None: about the theme), oldest first."""
    return _group_by(
        Contribution.problem_id,
        _visible_contributions(workshop).filter_by(idea_id=None, proposal_id=None),
    )


def contributions_about(workshop: Workshop, kind: str) -> dict[int, list[Contribution]]:
    """What was written and not hidden, by "idea" or "proposal", oldest first."""
    about = getattr(Contribution, f"{kind}_id")
    return _group_by(about, _visible_contributions(workshop).filter(about.is_not(None)))


def is_shown() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What holds of a contribution that the room sees: neither hidden nor held."""
    return Contribution.hidden_at.is_(None), Contribution.is_held.is_(False)


def _visible_contributions(workshop: Workshop) -> Select[Contribution]:
    return (
        db.select(Contribution)
        .filter(Contribution.workshop_id == workshop.id, *is_shown())
        .options(
            joinedload(Contribution.seat).joinedload(Seat.person),
            joinedload(Contribution.seat).joinedload(Seat.organization),
        )
        .order_by(Contribution.id)
    )


def hidden_contributions(workshop: Workshop) -> list[Contribution]:
    """What the moderator has hidden, oldest first."""
    query = db.select(Contribution).filter_by(workshop_id=workshop.id)
    return list(
        db.session.scalars(
            query.filter(Contribution.hidden_at.is_not(None))
            .options(
                joinedload(Contribution.seat).joinedload(Seat.person),
                joinedload(Contribution.seat).joinedload(Seat.organization),
            )
            .order_by(Contribution.id)
        )
    )


def own_contributions(seat: Seat) -> list[Contribution]:
    """What this seat has written, the newest first."""
    query = db.select(Contribution).filter_by(workshop_id=seat.workshop_id, seat_id=seat.id)
    return list(db.session.scalars(query.order_by(Contribution.id.desc())))


def _group_by(column: Any, query: Select[Contribution]) -> dict[Any, list[Contribution]]:
    groups: dict[Any, list[Contribution]] = {}
    for contribution in db.session.scalars(query):
        groups.setdefault(getattr(contribution, column.key), []).append(contribution)
    return groups


def summaries(workshop: Workshop) -> dict[int, Summary]:
    """The summary of each problem that has one."""
    query = db.select(Summary).filter_by(workshop_id=workshop.id)
    return {summary.problem_id: summary for summary in db.session.scalars(query)}


def summary_of(workshop: Workshop, problem: Problem) -> Summary | None:
    return db.session.scalar(
        db.select(Summary).filter_by(workshop_id=workshop.id, problem_id=problem.id)
    )


def comments(workshop: Workshop) -> dict[int, list[OfficialComment]]:
    """The officials' comments by problem, oldest first."""
    query = (
        db.select(OfficialComment)
        .filter_by(workshop_id=workshop.id)
        .options(
            joinedload(OfficialComment.organization),
            joinedload(OfficialComment.seat).joinedload(Seat.person),
        )
        .order_by(OfficialComment.id)
    )
    by_problem: dict[int, list[OfficialComment]] = {}
    for comment in db.session.scalars(query):
        by_problem.setdefault(comment.problem_id, []).append(comment)
    return by_problem


def comment_of(
    workshop_id: int, problem_id: int, organization_id: int | None
) -> OfficialComment | None:
    return db.session.scalar(
        db.select(OfficialComment).filter_by(
            workshop_id=workshop_id, problem_id=problem_id, organization_id=organization_id
        )
    )


def prepared(seat: Seat) -> list[PreparedAnswer]:
    """What the entity of this seat has prepared and not put on record, oldest first."""
    query = (
        db.select(PreparedAnswer)
        .filter_by(workshop_id=seat.workshop_id, organization_id=seat.organization_id)
        .options(joinedload(PreparedAnswer.seat).joinedload(Seat.person))
        .order_by(PreparedAnswer.id)
    )
    return list(db.session.scalars(query))


def prepared_of(seat: Seat, problem: Problem) -> PreparedAnswer | None:
    """What the entity of this seat has prepared to answer to one problem."""
    query = db.select(PreparedAnswer).filter_by(
        workshop_id=seat.workshop_id, problem_id=problem.id, organization_id=seat.organization_id
    )
    return db.session.scalar(query)


def standing_answer(seat: Seat, problem: Problem) -> PreparedAnswer | OfficialComment | None:
    """What the entity wrote last: what it has prepared, otherwise what is on record."""
    return prepared_of(seat, problem) or comment_of(
        seat.workshop_id, problem.id, seat.organization_id
    )


def answering_entities(workshop: Workshop) -> list[Organization]:
    """The public entities with an official seated, each of which owes an answer per problem."""
    query = (
        db.select(Organization)
        .join(Seat, Seat.organization_id == Organization.id)
        .filter(
            Seat.workshop_id == workshop.id,
            Seat.state == SeatState.ADMITTED,
            Seat.role == Role.OFFICIAL,
        )
        .distinct()
    )
    return sorted(db.session.scalars(query), key=lambda entity: name_order(entity.name))


def requests(workshop: Workshop) -> list[AnswerRequest]:
    """Which entities the moderator has asked to answer, and what, oldest first."""
    query = (
        db.select(AnswerRequest)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(AnswerRequest.organization), joinedload(AnswerRequest.problem))
        .order_by(AnswerRequest.id)
    )
    return list(db.session.scalars(query))
