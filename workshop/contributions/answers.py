"""An entity's answers: prepared where only its officials see them, then put on record.

What is prepared is in no log, on no page but theirs and in no file. An entity has one count of
revisions for what it prepares and what it has on record, so that a colleague's change is noticed
in either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from workshop.contributions import lateness, queries, services
from workshop.contributions.models import (
    AnswerRequest,
    CommentStatus,
    OfficialComment,
    PreparedAnswer,
)
from workshop.diagnoses.models import Problem, ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.workshops import log
from workshop.workshops.guides import Action
from workshop.workshops.models import Seat, Workshop

ASKED = "answer asked for"


@dataclass(frozen=True)
class Words:
    """What an official wrote of one problem, and which wording of it was in sight."""

    status: CommentStatus | None
    action: str
    unit: str
    text: str
    wording: int


def prepare(
    seat: Seat, problem: Problem, words: Words, revision: int, *, now: datetime
) -> PreparedAnswer:
    """Keep what an entity would answer, for its own officials, until it is put on record."""
    _require_open(seat, problem, now)
    _require_as_seen(seat, problem, revision)
    prepared = queries.prepared_of(seat, problem)
    if prepared is None:
        on_record = queries.comment_of(seat.workshop_id, problem.id, seat.organization_id)
        prepared = PreparedAnswer(
            workshop_id=seat.workshop_id,
            problem_id=problem.id,
            organization_id=seat.organization_id,
            revision=on_record.revision if on_record else 0,
        )
        db.session.add(prepared)
    prepared.seat, prepared.status, prepared.written_at = seat, words.status, now
    prepared.action, prepared.unit, prepared.text = words.action, words.unit, words.text
    prepared.problem_revision = words.wording
    prepared.revision += 1
    db.session.flush()
    return prepared


def put_on_record(
    seat: Seat, problem: Problem, words: Words, revision: int, *, now: datetime
) -> OfficialComment:
    """What an entity answers, official from this instant on."""
    if words.status is None:
        raise Refusal(_("Say where your entity stands on this problem."))
    lateness.require_may_answer(seat, Action.COMMENT, now)
    _require_as_seen(seat, problem, revision)
    standing = queries.standing_answer(seat, problem)
    return services.comment_officially(
        seat,
        problem,
        words.status,
        action=words.action,
        unit=words.unit,
        text=words.text,
        revision=standing.revision if standing else 0,
        wording=words.wording,
        now=now,
    )


def put_all_on_record(seat: Seat, seen: Mapping[int, int], *, now: datetime) -> tuple[int, int]:
    """Put on record all that the entity has prepared, as it was on the screen (`seen`).

    Returns how many went on record and how many are left: those that do not say yet where the
    entity stands, or whose problem was worded otherwise since.
    """
    lateness.require_may_answer(seat, Action.COMMENT, now)
    problems = {problem.id: problem for problem in queries.problems(seat.workshop)}
    several = [row for row in queries.prepared(seat) if row.problem_id in problems]
    if not several:
        raise Refusal(_("Nothing is prepared that is not on record yet."))
    ready = [row for row in several if is_ready(row, problems[row.problem_id])]
    for row in ready:
        problem = problems[row.problem_id]
        put_on_record(seat, problem, words_of(row), seen.get(problem.id, 0), now=now)
    return len(ready), len(several) - len(ready)


def is_ready(row: PreparedAnswer, problem: Problem) -> bool:
    """Whether it can go on record without being looked at once more."""
    return row.status is not None and row.problem_revision == problem.revision


def words_of(row: PreparedAnswer) -> Words:
    return Words(row.status, row.action, row.unit, row.text, row.problem_revision)


def ask(
    workshop: Workshop,
    entity: Organization,
    problem: Problem | None,
    by: Person,
    *,
    now: datetime,
) -> AnswerRequest:
    """Ask an entity on record to answer one problem, or all that it has not answered."""
    if workshop.opened_at is None or workshop.is_over:
        raise Refusal(_("Entities are asked to answer while the workshop is held."))
    if entity not in queries.answering_entities(workshop):
        raise Refusal(_("No official of %(name)s is seated.", name=entity.name))
    if problem and not lateness.has_phase_for(workshop, Action.COMMENT):
        raise Refusal(_("In this workshop officials do not answer to the problems."))
    if problem and queries.comment_of(workshop.id, problem.id, entity.id):
        raise Refusal(_("%(name)s has answered this problem.", name=entity.short))
    query = db.select(AnswerRequest).filter_by(
        workshop_id=workshop.id,
        organization_id=entity.id,
        problem_id=problem.id if problem else None,
    )
    if db.session.scalar(query):
        raise Refusal(_("%(name)s has been asked already.", name=entity.short))
    request = AnswerRequest(
        workshop_id=workshop.id,
        organization=entity,
        problem=problem,
        asked_at=now,
        person_id=by.id,
    )
    db.session.add(request)
    db.session.flush()
    about = problem.id if problem else None
    log.record(workshop, ASKED, by, now=now, organization=entity.id, problem=about)
    return request


def _require_open(seat: Seat, problem: Problem, now: datetime) -> None:
    lateness.require_before_last_day(seat, now)
    if seat.workshop.is_over and not lateness.may_be_late(seat, now):
        raise Refusal(_("This workshop is closed."))
    if not lateness.has_phase_for(seat.workshop, Action.COMMENT):
        raise Refusal(_("In this workshop officials do not answer to the problems."))
    if problem.state is not ProblemState.ADMITTED:
        raise Refusal(_("This problem is not on the list."))


def _require_as_seen(seat: Seat, problem: Problem, revision: int) -> None:
    """Refuse to write over a colleague's words that were not on the screen.

    What this very person wrote last was: from a press to the answer to it, it may be newer than the
    number that the page has.
    """
    standing = queries.standing_answer(seat, problem)
    if standing is None or revision == standing.revision or standing.seat_id == seat.id:
        return
    raise Refusal(
        _("A colleague has answered for your entity meanwhile."),
        current={
            "status": standing.status,
            "action": standing.action,
            "unit": standing.unit,
            "text": standing.text,
            "revision": standing.revision,
        },
    )
