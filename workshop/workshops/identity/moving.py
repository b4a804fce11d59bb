"""Moving what refers to one row to another row of the same table, whichever table refers to it.

The tables are asked, so that one which is added later is not forgotten. Where the other row has
what may be there only once, the reference stays: nothing is lost, and it keeps its former name.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from workshop.extensions import db
from workshop.people.models import Organization, Person

# What keeps saying who it was, with the reason; `tests/workshops` looks for any that is on no list.
ACTED = "the log and its digest name who acted"
SENT = "an answer to the session that sent it"
KEPT = {
    ("answered_order", "person_id"): SENT,
    ("last_press", "person_id"): SENT,
    ("log_entry", "person_id"): ACTED,
    ("roll_entry", "organization_id"): "the vote settles its own roll, open or closed",
    ("roll_entry", "seat_id"): "the vote settles its own roll, open or closed",
    ("roll_entry", "assisted_by_id"): "names staff, who stay themselves",
    ("roll_entry", "assisted_with_id"): "names staff, who stay themselves",
    ("workshop", "state_scrutineer_id"): "joined apart: the two must not become one",
    ("workshop", "society_scrutineer_id"): "joined apart: the two must not become one",
    ("seat", "person_id"): "two seats in one workshop are joined one by one",
    ("correction", "organization_id"): "of which of the two it was",
    ("correction", "seat_id"): "of which of the two it was",
    ("correction", "by_id"): ACTED,
}
DIALECTS = ("sqlite", "postgresql")


def hold(*rows: Organization | Person) -> None:
    """Hold these rows for the act, and read them as they are now: another may have joined them."""
    for row in sorted(rows, key=lambda row: row.id):
        db.session.refresh(row, with_for_update=True)


def references(table: Table) -> Iterator[Column[int]]:
    """Every column of the database that refers to a row of this table."""
    for other in db.metadata.sorted_tables:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield column


def is_moved(column: Column[int]) -> bool:
    return (column.table.name, column.name) not in KEPT


def is_partial(index: Index) -> bool:
    """Whether a rule holds of some rows only; who made it listens to the signal, and sees to it."""
    return any(index.dialect_options[name].get("where") is not None for name in DIALECTS)


def move(table: Table, former: int, kept: int) -> None:
    """Let all that refers to one row refer to another, as far as no rule stands against it."""
    db.session.flush()
    for column in filter(is_moved, references(table)):
        _move_column(column, former, kept)
    db.session.expire_all()


def _move_column(column: Column[int], former: int, kept: int) -> None:
    table = column.table
    update = table.update().where(column == former).values({column.name: kept})
    for together in _unique_with(column):
        other = table.alias()
        alike = [other.c[name] == table.c[name] for name in together]
        there = db.select(other.c[column.name]).where(other.c[column.name] == kept, *alike)
        update = update.where(~there.exists())
    db.session.execute(update)


def _unique_with(column: Column[int]) -> Iterator[list[str]]:
    """For each rule that something be there once, what it is with which this column is."""
    table = column.table
    uniques = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    indexes = [index for index in table.indexes if index.unique and not is_partial(index)]
    rules: list[PrimaryKeyConstraint | UniqueConstraint | Index]
    rules = [table.primary_key, *uniques, *indexes]
    for rule in rules:
        columns = list(rule.columns)
        if column in columns:
            yield [other.name for other in columns if other is not column]
