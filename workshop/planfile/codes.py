"""The names by which files and public addresses know the rows of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshop.extensions import db
from workshop.ideas.models import Idea
from workshop.plans.models import GIVEN, Identifier, Kind, Plan


class Codes:
    """The codes of a plan while it is read: kept all at once, when every row has its number."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._named: list[tuple[Kind, Any, str, dict[str, Any]]] = []
        self._answering: list[tuple[Idea, Any, list[str]]] = []

    def add(self, kind: Kind, row: Any, code: str, details: dict[str, Any]) -> None:
        self._named.append((kind, row, code, details))

    def answering(self, idea: Idea, problem: Any, also: list[str]) -> None:
        """An idea stands under one problem, and may answer others too."""
        self._answering.append((idea, problem, also))

    def answers(self, rows: dict[str, Any]) -> Iterator[tuple[Idea, list[Any]]]:
        """Each idea with the problems it answers."""
        for idea, problem, also in self._answering:
            yield idea, [problem, *(rows[code] for code in also)]

    def keep(self) -> None:
        db.session.flush()
        db.session.add_all(
            Identifier(plan_id=self.plan.id, kind=kind, row_id=row.id, code=code, details=details)
            for kind, row, code, details in self._named
        )
        db.session.flush()


class Known:
    """The codes that a plan has, and those it gets when it is written for the first time."""

    def __init__(self, plan: Plan, *, keeping: bool = False) -> None:
        self.plan = plan
        self.keeping = keeping
        query = db.select(Identifier).filter_by(plan_id=plan.id).order_by(Identifier.id)
        self.rows = list(db.session.scalars(query))
        self._by_row = {
            (identifier.kind, identifier.row_id): identifier for identifier in self.rows
        }
        self._taken = {identifier.code for identifier in self.rows}

    def order(self, kind: Kind, row_id: int) -> tuple[bool, int]:
        """Where a row stands among those of its kind: as it was first named, new ones last."""
        identifier = self._by_row.get((kind, row_id))
        return (identifier is None, identifier.id if identifier else row_id)

    def place(self, kind: Kind, row_id: int) -> tuple[bool, int]:
        """The same, for rows that are in order already: of the new ones none is before another."""
        is_new, place = self.order(kind, row_id)
        return (is_new, 0 if is_new else place)

    def details(self, kind: Kind, row_id: int) -> dict[str, Any]:
        """What a file said of a row beyond our columns; nothing for one that ran here."""
        identifier = self._by_row.get((kind, row_id))
        kept = identifier.details if identifier else {}
        return {name: value for name, value in kept.items() if name != GIVEN}

    def keys_given(self, kind: Kind, row_id: int) -> list[str] | None:
        """The keys that a file gave a row; None for one that ran here."""
        identifier = self._by_row.get((kind, row_id))
        return identifier.details.get(GIVEN) if identifier else None

    def is_known(self, kind: Kind, row_id: int) -> bool:
        return (kind, row_id) in self._by_row

    def code_of(self, kind: Kind, row_id: int) -> str:
        """The code of a row that has one."""
        return self._by_row[kind, row_id].code

    def mint(self, kind: Kind, row_id: int, wish: str) -> str:
        """The code of a row; one that has none gets the wish, numbered if it is taken."""
        if known := self._by_row.get((kind, row_id)):
            return known.code
        code, number = wish, 1
        while code in self._taken:
            number += 1
            code = f"{wish}-{number}"
        identifier = Identifier(
            plan_id=self.plan.id, kind=kind, row_id=row_id, code=code, details={}
        )
        if self.keeping:
            db.session.add(identifier)
        self._by_row[kind, row_id] = identifier
        self._taken.add(code)
        return code
