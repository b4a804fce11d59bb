"""The response desk: what ended or changed, all that is known of it, and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import InstrumentedAttribute, joinedload

from workshop.closing import tally
from workshop.closing.due import Owed, owed_responses
from workshop.closing.due_rule import SUGGESTED
from workshop.closing.models import Kind
from workshop.closing.tally import Line
from workshop.contributions.models import OfficialComment
from workshop.extensions import db
from workshop.ideas.models import Opinion
from workshop.people import queries as people
from workshop.people.models import Organization
from workshop.workshops.models import Workshop


@dataclass(frozen=True)
class Group:
    """What is missing of one kind, for one cause, in one round of a theme."""

    entries: list[Entry]

    @property
    def first(self) -> Owed:
        return self.entries[0].owed

    @property
    def keys(self) -> str:
        """All of it, as one box sends it: just what is on the screen."""
        return " ".join(entry.owed.mark for entry in self.entries)

    @property
    def anchor(self) -> str:
        return f"group-{self.first.key}"


def grouped(missing: Iterable[Entry]) -> list[Group]:
    """The entries as they are marked: by theme, round, kind and cause, in their order."""
    by_sort: dict[tuple[int, int, str, str], list[Entry]] = {}
    for entry in missing:
        owed = entry.owed
        sort = (owed.theme.id, owed.round, str(owed.kind), str(owed.cause))
        by_sort.setdefault(sort, []).append(entry)
    return [Group(several) for several in by_sort.values()]


@dataclass(frozen=True)
class Start:
    """What the form for the marked begins with, so that nothing is typed twice."""

    category: str
    text: str
    entity_id: int | None


def start_of(entries: Sequence[Entry]) -> Start:
    """The one category that all suggest, the words of the one that changed, the last entity."""
    missing = [entry for entry in entries if entry.owed.is_missing]
    suggested = {entry.suggested for entry in missing}
    former = [entry.owed.response for entry in missing if entry.owed.is_outdated]
    text = former[0].text if len(missing) == 1 and former and former[0] else ""
    written = [entry.owed.response for entry in entries if entry.owed.response]
    last = max(written, key=lambda response: response.written_at, default=None)
    return Start(
        suggested.pop() if len(suggested) == 1 else "",
        text,
        last.organization_id if last else None,
    )


@dataclass(frozen=True)
class Entry:
    """One item on the desk, with what the person who answers needs beside it."""

    owed: Owed
    lines: list[Line] = field(default_factory=list)
    comments: list[OfficialComment] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)

    @property
    def suggested(self) -> str:
        """The category to begin with."""
        return str(SUGGESTED.get(self.owed.cause, ""))


def entries(theme_ids: Iterable[int], round: int | None = None) -> list[Entry]:
    """What owes a response in these themes, or in one round of them, with its context."""
    cases = [
        case for case in owed_responses(theme_ids) if round is None or case.round in (0, round)
    ]
    ids = {
        kind: [case.item.id for case in cases if case.kind is kind]
        for kind in (Kind.PROBLEM, Kind.IDEA)
    }
    lines = _lines(cases)
    comments = _answers_by_item(OfficialComment, OfficialComment.problem_id, ids[Kind.PROBLEM])
    opinions = _answers_by_item(Opinion, Opinion.idea_id, ids[Kind.IDEA])
    return [
        Entry(
            case,
            lines.get((case.kind, case.item.id), []),
            comments.get(case.item.id, []) if case.kind is Kind.PROBLEM else [],
            opinions.get(case.item.id, []) if case.kind is Kind.IDEA else [],
        )
        for case in cases
    ]


Said = TypeVar("Said", OfficialComment, Opinion)


def _answers_by_item(
    model: type[Said], column: InstrumentedAttribute[int], ids: Sequence[int]
) -> dict[int, list[Said]]:
    query = (
        db.select(model)
        .filter(column.in_(ids))
        .options(joinedload(model.organization))
        .order_by(model.id)
    )
    said: dict[int, list[Said]] = {}
    for row in db.session.scalars(query):
        said.setdefault(getattr(row, column.key), []).append(row)
    return said


def _lines(cases: Sequence[Owed]) -> dict[tuple[Kind, int], list[Line]]:
    """The places that the items were given in the votes of their rounds."""
    themes = {case.theme.id for case in cases}
    query = db.select(Workshop).filter(
        Workshop.theme_id.in_(themes), Workshop.round < 3, Workshop.cut_at.is_not(None)
    )
    lines: dict[tuple[Kind, int], list[Line]] = {}
    for workshop in db.session.scalars(query):
        for group in tally.tally(workshop).groups:
            for line in group.lines:
                if line.place:
                    lines.setdefault((Kind(workshop.subject), line.item.id), []).append(line)
    return lines


def entities() -> list[Organization]:
    """Who may answer: the organizations of the State, by name."""
    return [entity for entity in people.organizations() if entity.sector.is_public]
