"""The migration that cleans what was stored before texts were cleaned on their way in."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import JSON, Enum, String, Table

from tests.migrations.rows import Rows, all_rows
from workshop.backups.writing import tables_of
from workshop.extensions import db
from workshop.text import clean_text

FILE = Path(__file__).parents[2] / "migrations/versions/2026-11-28_texts_that_may_be_kept.py"
SPEC = importlib.util.spec_from_file_location("mending", FILE)
MENDING: Any = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MENDING)

ODD, CLEAN = "o\u0301\u202e\uf0b7\u200d", "ó•\u200d"
CASES: dict[str, tuple[Any, Any]] = {
    "text": (ODD, CLEAN),
    "values": (
        {f"a{ODD}": [ODD, {"b": [1, None, ODD]}]},
        {f"a{CLEAN}": [CLEAN, {"b": [1, None, CLEAN]}]},
    ),
}
MENDED = [
    (table, column)
    for columns in (MENDING.LINES, MENDING.TEXTS, MENDING.VALUES)
    for table, names in columns.items()
    for column in names
]
STAYS = [(table, column) for table, names in MENDING.STAYS.items() for column in names]
HELD = [
    (table, column)
    for table, column in STAYS
    if MENDING.STAYS[table][column] in (MENDING.HASHED, MENDING.PUBLISHED)
    and column not in ("ranking", "lot_number")
]


def tables() -> dict[str, Table]:
    """The tables as the database itself describes them."""
    with db.engine.connect() as connection:
        return {table.name: table for table in tables_of(connection)}


def is_word_of_a_list(table: str, column: str) -> bool:
    known = db.metadata.tables[table].columns
    return column in known and isinstance(known[column].type, Enum)


def test_every_column_of_text_is_mended_or_stays_for_a_reason(empty_app: Flask):
    upgrade(revision=MENDING.revision)

    assert set(MENDED).isdisjoint(STAYS)
    assert sorted(MENDED + STAYS) == sorted(
        (table.name, column.name)
        for table in tables().values()
        for column in table.columns
        if isinstance(column.type, JSON | String) and not is_word_of_a_list(table.name, column.name)
    )


def test_the_migration_cleans_as_texts_are_cleaned_on_their_way_in():
    for start in (*range(0, 0x40000, 0x1000), 0xE0000):
        text = "x".join(map(chr, range(start, start + 0x1000)))
        assert MENDING.cleaned(text) == clean_text(text)
    for text in (ODD, "\r\n\v \t\x85", "\U0001f3f4\U000e0067", "e\u200b\u0301 \ufa19 \ue000"):
        assert MENDING.cleaned(text) == clean_text(text)


PUBLISHED = 99  # a record that is published, with a milestone, a version and a step


@pytest.fixture
def soiled(filled: Rows) -> Rows:
    """Of each table the last is not clean in any column of text."""
    upgrade(revision=MENDING.down_revision)
    rows = all_rows()
    record, *_others = rows["commitment"]
    approval = {"approval_instrument": "R. 1", "approved_on": date(2027, 3, 2)}
    copies = {"commitment": record | approval | {"id": PUBLISHED, "state": "published"}}
    for name in ("milestone", "version", "step"):
        copies[name] = rows[name][0] | {"id": PUBLISHED, "commitment_id": PUBLISHED}
    known = tables()
    with db.engine.begin() as connection:
        connection.execute(known["commitment"].update(), {"state": "draft"})
        for name, copy in copies.items():
            connection.execute(known[name].insert(), copy)
        for name in {table for table, _column in MENDED + HELD}:
            table, numbers = known[name], [max(row["id"] for row in rows[name])]
            for number in [*numbers, *([PUBLISHED] if name in copies else [])]:
                odd = {
                    column: CASES["values" if isinstance(table.c[column].type, JSON) else "text"][0]
                    for of, column in MENDED + HELD
                    if of == name
                }
                connection.execute(table.update().where(table.c.id == number).values(odd))
        for name, number, text in (
            ("organization", 1, "Ria"),
            ("organization", 2, "r\u200bIA"),
            ("person", 3, "\u2066\u200b"),
        ):
            named = known[name].update().where(known[name].c.id == number)
            connection.execute(named.values(name=text))
    return all_rows()


def test_what_was_stored_is_mended_and_what_was_published_or_hashed_stays(soiled: Rows):
    upgrade(revision=MENDING.revision)

    mended = all_rows()
    for table, column in MENDED + HELD:
        pairs = {row["id"]: row[column] for row in mended[table]}
        for row in soiled[table]:
            stays = (table, column) in HELD or PUBLISHED in (row["id"], row.get("commitment_id"))
            odd = [pair for pair in CASES.values() if row[column] == pair[0]]
            wanted = odd[0][1] if odd and not stays else row[column]
            if row[column] == "\u2066\u200b":
                wanted = "U+2066 U+200B"
            assert pairs[row["id"]] == wanted, (table, column)
    assert {1: "Ria", 2: "r\u200bIA"}.items() <= {
        row["id"]: row["name"] for row in mended["organization"]
    }.items()
