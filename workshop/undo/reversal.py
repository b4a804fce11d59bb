"""Putting rows back as they were before an act, if they still are as it left them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Executable, Table
from sqlalchemy.exc import IntegrityError

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.undo import rows

Change = dict[str, Any]

# That somebody came is known from more than one act: it stays where another has said so since.
MAY_STAY = frozenset({"attendance"})

# What has changed, where somebody was faster.
NAMES = {
    "agreement_check": _l("the consultation"),
    "contest": _l("the vote"),
    "contribution": _l("the contribution"),
    "idea": _l("the idea"),
    "official_comment": _l("the official answer"),
    "phase": _l("the agenda"),
    "problem": _l("the problem"),
    "proposal": _l("the proposal"),
    "roll_entry": _l("the vote"),
    "seat": _l("the seat"),
    "span": _l("the clock"),
    "suggestion": _l("the suggestion"),
    "summary": _l("the summary"),
    "turn": _l("the queue or the turn"),
    "workshop": _l("the workshop"),
}


def apply(changes: list[Change]) -> set[int]:
    """Reverse these changes, the last first; the numbers of the seats they are about."""
    meant = [change for change in changes if _stands(change)]
    steps = [(change, _statement(change)) for change in reversed(meant)]
    concerned = {seat for change in meant for seat in _seats(change)}
    while steps:
        left = [(change, step) for change, step in steps if not _done(step)]
        if len(left) == len(steps):
            raise Refusal(
                _(
                    "This can no longer be undone: something has been built on %(what)s meanwhile.",
                    what=_name(left[0][0]),
                )
            )
        steps = left
    return concerned


def _stands(change: Change) -> bool:
    """Whether the row is as the act left it; `Refusal` where that is needed."""
    table, key = _place(change)
    present = rows.read(table, key)
    if change["kind"] == "removed":
        is_same = present is None
    elif present is None:
        is_same = False
    else:
        columns = change["before"] if change["kind"] == "changed" else present
        now = rows.digest(table, {name: present[name] for name in columns})
        is_same = now == change["after"]
    if not is_same and table.name not in MAY_STAY:
        raise Refusal(
            _(
                "This can no longer be undone: %(what)s has been changed meanwhile.",
                what=_name(change),
            )
        )
    return is_same


def _statement(change: Change) -> Executable:
    table, key = _place(change)
    if change["kind"] == "added":
        return table.delete().where(rows.is_row(table, key))
    values = rows.typed(table, change["before"])
    if change["kind"] == "removed":
        return table.insert().values(values)
    if rows.COUNTS_ON in values:
        values[rows.COUNTS_ON] = table.c[rows.COUNTS_ON] + 1
    return table.update().where(rows.is_row(table, key)).values(values)


def _done(step: Executable) -> bool:
    """Whether the database takes this step now; one that waits for another is tried again."""
    try:
        with db.session.begin_nested():
            db.session.execute(step)
    except IntegrityError:
        return False
    return True


def _seats(change: Change) -> list[int]:
    table, key = _place(change)
    if table.name == "seat":
        return [key[0]]
    row = change.get("before", {}) | (rows.read(table, key) or {})
    return [row["seat_id"]] if row.get("seat_id") else []


def _place(change: Change) -> tuple[Table, rows.Key]:
    return rows.table_of(change["table"]), tuple(change["key"])


def _name(change: Change) -> str:
    return str(NAMES.get(change["table"], _("what it is about")))
