"""The response desk: what ended or changed, all that is known of it, and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import InstrumentedAttribute, joinedload

from workshop.closing import tally
from workshop.closing.due import Owed, owed_responses
from workshop.closing.due_rule import SUGGESTED, Kind
from workshop.closing.tally import Line
from workshop.contributions.models import OfficialComment
from workshop.extensions import db
from workshop.ideas.models import Opinion
from workshop.people.models import PUBLIC_SECTORS, Organization
from workshop.text import name_order
from workshop.workshops.models import Workshop


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
    query = db.select(Organization).filter(Organization.sector.in_(PUBLIC_SECTORS))
    return sorted(db.session.scalars(query), key=lambda entity: name_order(entity.name))
