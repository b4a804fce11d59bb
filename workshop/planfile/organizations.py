"""Which organization that is known here a file means: by its name, an alias or its acronym.

Accents, case, dots and quotation marks make no difference. An acronym alone joins only what also
has the sector, and two whose names differ only where the State gave it: associations share some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from workshop.people.likeness import folded, without_brackets
from workshop.people.models import Organization, Sector

Entry = dict[str, Any]
# Under which key of an entry something is wrong, and what.
Fault = tuple[str, str]


def aliases(entry: Entry) -> Iterator[str]:
    """The other names that an entry says of its organization, as they are compared."""
    printed = entry.get("names_as_printed")
    for name in [entry.get("name"), *(printed if isinstance(printed, list) else [])]:
        if isinstance(name, str) and folded(name):
            yield folded(name)
            bare, acronym = without_brackets(name)
            if acronym and folded(acronym) == folded(entry.get("acronym") or ""):
                yield folded(bare)


class Matching:
    """The organizations that are known here, by all their names.

    `in_files` is what earlier files said of them beyond our columns, with their numbers.
    """

    def __init__(
        self, organizations: Iterable[Organization], in_files: Iterable[tuple[int, Entry]]
    ) -> None:
        rows = {row.id: row for row in organizations}
        # What was merged into another is that other, under one more name.
        own = [row for row in rows.values() if row.merged_into_id is None]
        self._by_name = _index((folded(row.name), row) for row in own)
        also = [(rows[row_id], entry) for row_id, entry in in_files if row_id in rows]
        also += [(row, {"name": row.name, "acronym": row.acronym}) for row in rows.values()]
        self._by_alias = _index(
            (name, row.itself) for row, entry in also for name in aliases(entry)
        )
        self._by_acronym = _index(
            (folded(row.acronym), row.itself) for row in rows.values() if row.acronym
        )
        # By which entry each has been named.
        self._named: dict[int, str] = {}

    def find(self, entry: Entry) -> tuple[Organization | None, list[Fault]]:
        """The organization of an entry, if it is known, and in what they contradict each other."""
        several = self._meant(entry)
        if len(several) > 1:
            names = "; ".join(row.name for row in several)
            return None, [("name", _("may be any of these here: %(names)s", names=names))]
        if not several:
            return None, []
        row = several[0]
        if former := self._named.get(row.id):
            sentence = _("%(name)s is %(code)s already", name=row.name, code=former)
            return row, [("name", sentence)]
        self._named[row.id] = entry["id"]
        sentence = _("%(name)s is known otherwise", name=row.name)
        return row, [(key, sentence) for key in _contradictions(entry, row)]

    def _meant(self, entry: Entry) -> list[Organization]:
        """Those of the surest kind of names by which any is found."""
        name, acronym = folded(entry["name"]), folded(entry.get("acronym") or "")
        named = [row for alias in aliases(entry) for row in self._by_alias[alias]]
        short = [row for alias in {name, *aliases(entry)} for row in self._by_acronym[alias]]
        short += self._by_name[acronym] if acronym else []
        short += [row for row in self._by_acronym[acronym] if row.sector.is_public]
        of_sector = [row for row in short if row.sector is Sector(entry["sector"])]
        for rows in (self._by_name[name], named + of_sector):
            if rows:
                return list({row.id: row for row in rows}.values())
        return []


def _contradictions(entry: Entry, row: Organization) -> Iterator[str]:
    if entry["sector"] != row.sector:
        yield "sector"
    acronym = entry.get("acronym")
    if acronym and row.acronym and folded(acronym) != folded(row.acronym):
        yield "acronym"


def _index(named: Iterable[tuple[str, Organization]]) -> defaultdict[str, list[Organization]]:
    rows: defaultdict[str, list[Organization]] = defaultdict(list)
    for name, row in named:
        if name:
            rows[name].append(row)
    return rows
