"""The response desk: what ended or changed, all that is known of it, and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import InstrumentedAttribute, joinedload

from workshop.contributions.models import OfficialComment
from workshop.extensions import db
from workshop.ideas.models import Opinion
from workshop.lineage import cut
from workshop.lineage.cut import Line
from workshop.lineage.owed import Owed, owed
from workshop.lineage.owing import SUGGESTED, Kind
from workshop.live.models import Workshop
from workshop.people.models import PUBLIC_SECTORS, Organization


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
    found = [one for one in owed(theme_ids) if round is None or one.round in (0, round)]
    ids = {
        kind: [one.item.id for one in found if one.kind is kind]
        for kind in (Kind.PROBLEM, Kind.IDEA)
    }
    lines = _lines(found)
    comments = _said(OfficialComment, OfficialComment.problem_id, ids[Kind.PROBLEM])
    opinions = _said(Opinion, Opinion.idea_id, ids[Kind.IDEA])
    return [
        Entry(
            one,
            lines.get((one.kind, one.item.id), []),
            comments.get(one.item.id, []) if one.kind is Kind.PROBLEM else [],
            opinions.get(one.item.id, []) if one.kind is Kind.IDEA else [],
        )
        for one in found
    ]


Said = TypeVar("Said", OfficialComment, Opinion)


def _said(
    model: type[Said], column: InstrumentedAttribute[int], ids: Sequence[int]
) -> dict[int, list[Said]]:
    query = (
        db.select(model)
        .filter(column.in_(ids))
        .options(joinedload(model.organization))
        .order_by(model.id)
    )
    said: dict[int, list[Said]] = {}
    for one in db.session.scalars(query):
        said.setdefault(getattr(one, column.key), []).append(one)
    return said


def _lines(found: Sequence[Owed]) -> dict[tuple[Kind, int], list[Line]]:
    """The places that the items were given in the votes of their rounds."""
    themes = {one.theme.id for one in found}
    query = db.select(Workshop).filter(
        Workshop.theme_id.in_(themes), Workshop.round < 3, Workshop.cut_at.is_not(None)
    )
    lines: dict[tuple[Kind, int], list[Line]] = {}
    for workshop in db.session.scalars(query):
        for group in cut.tally(workshop).groups:
            for line in group.lines:
                if line.place:
                    lines.setdefault((Kind(workshop.subject), line.item.id), []).append(line)
    return lines


def entities() -> list[Organization]:
    """Who may answer: the organizations of the State, by name."""
    query = db.select(Organization).filter(Organization.sector.in_(PUBLIC_SECTORS))
    return list(db.session.scalars(query.order_by(Organization.name)))
