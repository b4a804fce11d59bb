"""What one act changes in the database, row by row, whichever service changes it.

The rows are read before they are first written and once more at the end of the act. So nothing
has to be said about any single act, and what is added to the house later can be taken back, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from workshop.extensions import db
from workshop.undo import rows
from workshop.undo.acts import UNDOABLE
from workshop.workshops.models import LogEntry

# What stands beside every act and is never taken back with it.
BESIDE = frozenset({"log_entry", "answered_order", "last_press", "undo_offer"})
# What no offer ever holds: an act that touches it cannot be taken back.
NEVER_KEPT = frozenset({"ballot", "ballot_link", "receipt", "personal_link", "edition"})
# Rows of these may come with an act and go with it again, but what one said is never kept.
ONLY_ADDED = frozenset({"person", "roll_entry"})
# A practice vote ends with its phase, and nothing of it is kept.
PRACTICE = frozenset({"ballot_link", "ballot", "receipt", "roll_entry", "option", "contest"})

Address = tuple[str, rows.Key]


@dataclass
class Journal:
    """The rows an act has touched, with what they said before it; None where there was no row."""

    before: dict[Address, rows.Values | None] = field(default_factory=dict)
    # What the act has written into the log.
    entries: list[LogEntry] = field(default_factory=list)
    # Tables in which rows were changed by one statement, which nobody can follow.
    in_bulk: set[str] = field(default_factory=set)

    def changes(self) -> list[dict[str, Any]] | None:
        """What the act has changed, in the order it was touched; None if it must not be kept."""
        if self.in_bulk - PRACTICE:
            return None
        changes = []
        for (name, key), before in self.before.items():
            change = _change(name, key, before)
            if change and not _may_be_kept(change):
                return None
            if change:
                changes.append(change)
        return changes

    def has_moved_agenda(self, workshop_id: int) -> bool:
        """Whether the act has given the agenda a new version."""
        before = self.before.get(("workshop", (workshop_id,)))
        after = rows.read(rows.table_of("workshop"), (workshop_id,))
        return bool(before and after and before["agenda_version"] != after["agenda_version"])


def _change(name: str, key: rows.Key, before: rows.Values | None) -> dict[str, Any] | None:
    table = rows.table_of(name)
    after = rows.read(table, key)
    change: dict[str, Any] = {"table": name, "key": list(key)}
    if before is None:
        return after and {**change, "kind": "added", "after": rows.digest(table, after)}
    if after is None:
        return {**change, "kind": "removed", "before": before}
    was = rows.counted(table, before)
    changed = {column: value for column, value in was.items() if after[column] != value}
    if not changed:
        return None
    now = rows.digest(table, {column: after[column] for column in changed})
    return {**change, "kind": "changed", "before": changed, "after": now}


def _may_be_kept(change: dict[str, Any]) -> bool:
    name, kind = change["table"], change["kind"]
    return name not in NEVER_KEPT and (name not in ONLY_ADDED or kind == "added")


def current() -> Journal | None:
    """The journal of the act under way; None where nothing is to be taken back."""
    if not has_request_context() or request.method != "POST":
        return None
    if request.endpoint not in UNDOABLE:
        return None
    journal: Journal = g.setdefault("journal", Journal())
    return journal


@event.listens_for(db.session, "before_flush")
def _note_rows(session: Session, _context: Any, _instances: Any) -> None:
    if (journal := current()) is None:
        return
    for row in [*session.dirty, *session.deleted]:
        table = row.__table__
        key = tuple(db.inspect(row).identity)
        if table.name not in BESIDE:
            address = (table.name, key)
            known = address in journal.before
            before = journal.before.pop(address) if known else rows.read(table, key)
            journal.before[address] = before  # the last place is that of the last change


@event.listens_for(db.session, "after_flush")
def _note_new_rows(session: Session, _context: Any) -> None:
    if (journal := current()) is None:
        return
    added = [
        (row.__table__, db.inspect(row).mapper.primary_key_from_instance(row), row)
        for row in session.new
    ]
    order = {name: place for place, name in enumerate(db.metadata.tables)}
    for table, key, row in sorted(added, key=lambda row: order[row[0].name]):
        if table.name == "log_entry":
            journal.entries.append(row)
        elif table.name not in BESIDE:
            journal.before.setdefault((table.name, tuple(key)), None)


@event.listens_for(db.session, "do_orm_execute")
def _note_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    if journal := current():
        journal.in_bulk.add(state.statement.table.name)  # type: ignore[attr-defined]  # updates, deletes and inserts all have one
