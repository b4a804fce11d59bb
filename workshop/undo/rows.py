"""Rows as plain values: read from the database, written into an offer, and put back."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, null
from sqlalchemy.types import TypeEngine

from workshop.database import InstantType
from workshop.digests import sha256
from workshop.extensions import db

# Columns that are no part of what an act is about: they only go forward, or count by themselves.
LEFT_AS_THEY_ARE = {
    "workshop": {"version", "agenda_version", "log_length", "log_head"},
    "seat": {"seconds_present", "seen_at"},
}
# Which edition of a text an editor has in front of them: it never comes twice.
COUNTS_ON = "revision"

Key = tuple[Any, ...]
Values = dict[str, Any]


def table_of(name: str) -> Table:
    return db.metadata.tables[name]


def is_row(table: Table, key: Key) -> ColumnElement[bool]:
    """The condition that finds one row by its primary key."""
    return and_(*(column == part for column, part in zip(table.primary_key, key, strict=True)))


def read(table: Table, key: Key) -> Values | None:
    """The row as plain values; None when there is none."""
    connection = db.session.connection()
    row = connection.execute(table.select().where(is_row(table, key))).mappings().one_or_none()
    return None if row is None else {name: plain(value) for name, value in row.items()}


def plain(value: Any) -> Any:
    """A value as JSON may hold it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def typed(table: Table, values: Mapping[str, Any]) -> Values:
    """Plain values as the columns take them."""
    return {name: _typed(table.c[name].type, value) for name, value in values.items()}


def _typed(column: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return null()
    if isinstance(column, InstantType):
        return datetime.fromisoformat(value)
    kind = column.python_type
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, enum.Enum) else value


def counted(table: Table, values: Mapping[str, Any]) -> Values:
    """What of a row an act is about."""
    aside = LEFT_AS_THEY_ARE.get(table.name, set())
    return {name: value for name, value in values.items() if name not in aside}


def digest(table: Table, values: Mapping[str, Any]) -> str:
    """By which a row is known again without keeping what it says."""
    return sha256(counted(table, values))
