"""What the officials' sheet, their reminder in the room and the desk's list of answers show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from workshop.contributions import lateness, queries
from workshop.contributions.answers import is_ready
from workshop.contributions.models import (
    LONGEST_COMMENT,
    AnswerRequest,
    OfficialComment,
    PreparedAnswer,
)
from workshop.contributions.parts import STATUS_NAMES
from workshop.diagnoses.models import Problem
from workshop.language import day_name
from workshop.people.models import Organization
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.web import local_time
from workshop.workshops.guides import Action, Role, is_allowed
from workshop.workshops.models import Seat, Workshop


@dataclass(frozen=True)
class Entry:
    """One problem on the sheet: what is on record of the entity, and what it has prepared since."""

    number: int
    problem: Problem
    on_record: OfficialComment | None
    prepared: PreparedAnswer | None
    asked: AnswerRequest | None
    # The problem that comes next without an answer; None when there is no other.
    following: Problem | None = None

    @property
    def words(self) -> PreparedAnswer | OfficialComment | None:
        return self.prepared or self.on_record

    @property
    def revision(self) -> int:
        return self.words.revision if self.words else 0

    @property
    def is_open(self) -> bool:
        """Whether there is no answer yet, neither on record nor prepared."""
        return self.on_record is None and (self.prepared is None or self.prepared.status is None)

    @property
    def is_reworded(self) -> bool:
        """Whether the problem was worded otherwise when its answer was written."""
        wording = self.words.problem_revision if self.words else None
        return wording is not None and wording != self.problem.revision


def entries(seat: Seat) -> list[Entry]:
    """The sheet of the entity of this seat: every problem of the workshop, in order."""
    workshop = seat.workshop
    comments = queries.comments(workshop)
    prepared = {row.problem_id: row for row in queries.prepared(seat)}
    asked = {row.problem_id: row for row in asked_of(workshop, seat.organization_id)}
    bare = [
        Entry(
            number,
            problem,
            _own(comments.get(problem.id, []), seat.organization_id),
            prepared.get(problem.id),
            asked.get(problem.id, asked.get(None)),
        )
        for number, problem in enumerate(queries.problems(workshop), start=1)
    ]
    return [replace(entry, following=_following(entry, bare)) for entry in bare]


def _following(entry: Entry, several: Sequence[Entry]) -> Problem | None:
    """The next problem without an answer after this one, beginning anew at the end of the list."""
    around = [*several[entry.number :], *several[: entry.number - 1]]
    return next((other.problem for other in around if other.is_open), None)


def _own(comments: Sequence[OfficialComment], organization_id: int | None) -> Any:
    return next((row for row in comments if row.organization_id == organization_id), None)


def asked_of(workshop: Workshop, organization_id: int | None) -> list[AnswerRequest]:
    """What the moderator has asked this entity to answer."""
    return [row for row in queries.requests(workshop) if row.organization_id == organization_id]


def sheet_context(seat: Seat, now: datetime) -> dict[str, Any]:
    """All problems with the entity's answers, and what can be done with them now."""
    several = entries(seat)
    workshop = seat.workshop
    is_in_phase = is_allowed(workshop.kind, seat.role, Action.COMMENT)
    may_be_late = lateness.may_be_late(seat, now)
    unanswered = [entry for entry in several if entry.is_open]
    prepared = [entry for entry in several if entry.prepared]
    last = lateness.last_late_day(workshop)
    return {
        "entries": several,
        "count": _count(len(unanswered), len(several)),
        "first_open": unanswered[0].problem if unanswered else None,
        "prepared": prepared,
        "ready": [e for e in prepared if e.prepared and is_ready(e.prepared, e.problem)],
        "may_record": is_in_phase or may_be_late,
        "may_prepare": not workshop.is_over or may_be_late,
        "is_late": may_be_late and not is_in_phase,
        "last_day": day_name(last) if last else "",
        "status_names": STATUS_NAMES,
        "longest": LONGEST_COMMENT,
    }


def _count(unanswered: int, total: int) -> str:
    if not total:
        return _("There are no problems on the list yet.")
    if not unanswered:
        return ngettext(
            "The problem has its answer.", "All %(num)d problems have their answer.", total
        )
    return _("%(open)d of %(all)d without an answer", open=unanswered, all=total)


def asked_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """For an official: what the moderator asks for, and the way to the sheet."""
    workshop = seat.workshop
    if not lateness.takes_answers(seat, now):
        return None
    several = entries(seat)
    unanswered = [entry for entry in several if entry.is_open]
    off_record = [entry for entry in several if entry.asked and entry.on_record is None]
    is_about_all = any(entry.asked.problem_id is None for entry in off_record if entry.asked)
    return {
        "count": _count(len(unanswered), len(several)),
        "asked": [] if is_about_all else off_record,
        "is_asked_about_all": is_about_all,
        "reworded": [entry for entry in several if entry.is_reworded],
        "first": next(iter(off_record or unanswered or several), None),
        "is_phase": is_allowed(workshop.kind, seat.role, Action.COMMENT),
    }


@dataclass(frozen=True)
class Item:
    """Something that each entity answers on record, and which entities have."""

    number: int
    id: int
    text: str
    answered_by: frozenset[int]


# What officials answer, by the action they do it with, as later features say (`assembly`).
Items = Callable[[Workshop], list[Item]]
others: dict[Action, Items] = {}


def way_of_answering(workshop: Workshop) -> tuple[Action, Items] | None:
    """What the officials of this workshop answer: its problems, or what a later feature says."""
    by_action = {Action.COMMENT: problems_to_answer, **others}
    ways = ((a, items) for a, items in by_action.items() if lateness.has_phase_for(workshop, a))
    return next(ways, None)


def problems_to_answer(workshop: Workshop) -> list[Item]:
    comments = queries.comments(workshop)
    return [
        Item(
            number,
            problem.id,
            problem.text,
            frozenset(row.organization_id for row in comments.get(problem.id, [])),
        )
        for number, problem in enumerate(queries.problems(workshop), start=1)
    ]


@dataclass(frozen=True)
class EntityAnswers:
    """What one entity has answered on record, and what it was asked for."""

    entity: Organization
    answered: int
    total: int
    asked: AnswerRequest | None
    missing: list[tuple[Item, AnswerRequest | None]]
    # What it was asked for and whether it has answered, in a sentence each.
    sentences: list[str]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def answers_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """For each entity what it has not answered on record, and what it was asked."""
    asked = queries.requests(workshop)
    way = way_of_answering(workshop)
    is_phase = way is not None and is_allowed(workshop.kind, Role.OFFICIAL, way[0])
    if way is None or not (is_phase or asked):
        return {"entities": [], "asked": []}
    action, items = way[0], way[1](workshop)
    entities = [_of_entity(entity, items, asked) for entity in queries.answering_entities(workshop)]
    return {
        "entities": entities,
        "asked": [each for each in entities if each.sentences],
        "may_ask": audience.is_desk and workshop.opened_at is not None and not workshop.is_over,
        "asks_for_one": action is Action.COMMENT,
        "is_phase": is_phase,
    }


def _of_entity(
    entity: Organization, items: Sequence[Item], asked: Sequence[AnswerRequest]
) -> EntityAnswers:
    own = {row.problem_id: row for row in asked if row.organization_id == entity.id}
    missing = [item for item in items if entity.id not in item.answered_by]
    waiting, numbers = {item.id for item in missing}, {item.id: item.number for item in items}
    sentences = [
        request_sentence(row, numbers, _is_open(row, waiting))
        for row in own.values()
        if row.problem_id is None or row.problem_id in numbers
    ]
    return EntityAnswers(
        entity=entity,
        answered=len(items) - len(missing),
        total=len(items),
        asked=own.get(None),
        missing=[(item, own.get(item.id)) for item in missing],
        sentences=sentences,
    )


def _is_open(row: AnswerRequest, waiting: set[int]) -> bool:
    """Whether something of what was asked for has no answer yet."""
    return bool(waiting) if row.problem_id is None else row.problem_id in waiting


def request_sentence(row: AnswerRequest, numbers: dict[int, int], is_open: bool) -> str:
    """What an entity was asked for, when, and whether it has answered."""
    time = local_time(row.asked_at)
    if row.problem_id is None:
        if is_open:
            return _("asked at %(time)s for all its answers; some are missing", time=time)
        return _("asked at %(time)s for all its answers; answered", time=time)
    number = numbers[row.problem_id]
    if is_open:
        return _(
            "asked at %(time)s about problem %(number)d; no answer yet", time=time, number=number
        )
    return _("asked at %(time)s about problem %(number)d; answered", time=time, number=number)


def register() -> None:
    parts.register(
        "answers",
        answers_context,
        label=_l("Answers of the entities"),
        room="contributions/_answers_asked.html",
        desk="contributions/_answers_desk.html",
    )
    officials = frozenset({Role.OFFICIAL})
    mine.register("asked", "contributions/_asked.html", asked_context, officials)
    mine.register("answers", "contributions/_sheet.html", sheet_context, officials)
