"""The migrations make the very database that the models describe, and can be undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from tests.migrations.rows import CAME, LIVE, OPENED, RUN_OFF, SETTLED, Rows, all_rows
from workshop.backups.writing import tables_of
from workshop.extensions import db


def described(connection: Connection) -> dict[str, dict[str, Any]]:
    """All tables as the database itself describes them, CHECK constraints included."""
    seen = inspect(connection)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    if connection.dialect.name == "postgresql":
        indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    tables: dict[str, dict[str, Any]] = {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in seen.get_columns(table)
            },
            "primary key": seen.get_pk_constraint(table),
            "foreign keys": by_name(seen.get_foreign_keys(table)),
            "unique": by_name(seen.get_unique_constraints(table)),
            "checks": by_name(seen.get_check_constraints(table)),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }
    tables["indexes"] = {
        name: " ".join(sql.replace(schema_of(connection), "").replace('"', "").split())
        for name, sql in connection.execute(text(indexes))
        if "alembic" not in name
    }
    return tables


def by_name(entries: list[Any]) -> dict[str, Any]:
    return {entry["name"]: entry for entry in entries}


def schema_of(connection: Connection) -> str:
    return f"{inspect(connection).default_schema_name}."


def as_the_models_say() -> dict[str, dict[str, Any]]:
    """The tables `create_all` makes, looked at and undone."""
    with db.engine.connect() as connection, connection.begin() as transaction:
        db.metadata.create_all(connection)
        tables = described(connection)
        transaction.rollback()
    return tables


def as_it_is() -> dict[str, dict[str, Any]]:
    with db.engine.connect() as connection:
        return described(connection)


def test_the_migrations_make_what_the_models_describe(empty_app: Flask):
    expected = as_the_models_say()

    upgrade()

    assert as_it_is() == expected


def test_the_migrations_can_be_undone(empty_app: Flask):
    upgrade()
    downgrade(revision="base")

    assert as_it_is() == {"indexes": {}}


def test_references_are_checked_again_after_a_migration(empty_app: Flask):
    upgrade()

    with pytest.raises(db.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO theme (plan_id, name, position, is_developed, note)"
                " VALUES (99, 'Water', 1, true, '')"
            )
        )


# What people have done stays, and what is derived from it is right


def as_before(rows: Rows, former: Rows) -> Rows:
    """The rows without the tables and columns that came later; a table that was empty has none.

    The notes by which warnings stand came into a table of their own.
    """
    columns = {table: set(several[0]) if several else set() for table, several in former.items()}
    for row in rows["commitment"]:
        notes = [note for note in rows["warning_note"] if note["commitment_id"] == row["id"]]
        row["accepted"] = {note["key"]: note["note"] for note in notes}
    return {
        table: sorted(
            ({name: row[name] for name in row if name in columns[table]} for row in rows[table]),
            key=str,
        )
        for table in former
    }


def test_a_filled_database_keeps_every_row_on_the_way_up_and_down(filled: Rows):
    upgrade()
    assert as_before(all_rows(), filled) == filled

    downgrade(revision="0003")
    assert all_rows() == filled


def test_what_is_derived_from_the_rows_is_right(filled: Rows):
    """Who came; whose a ballot is, which nobody knows; what no longer stands on the wall."""
    upgrade()

    rows = all_rows()
    came = {tuple(row.values()) for row in rows["attendance"]}
    assert {row for row in came if row[0] == LIVE} == CAME
    assert voted(filled) < {row[:2] for row in came} <= seated(filled)
    assert [link["cast_by_id"] for link in rows["ballot_link"]] == [None, None]
    put_away = {contest["id"] for contest in rows["contest"] if contest["is_put_away"]}
    first_of_two = 9  # of the second round that was played, in which another problem followed
    assert put_away == {SETTLED, RUN_OFF, first_of_two}


def voted(rows: Rows) -> set[tuple[int, int]]:
    """The organizations whose ballot was in, by workshop."""
    workshops = {contest["id"]: contest["workshop_id"] for contest in rows["contest"]}
    return {
        (workshops[entry["contest_id"]], entry["organization_id"])
        for entry in rows["roll_entry"]
        if entry["has_cast"]
    }


def seated(rows: Rows) -> set[tuple[int, int]]:
    return {(seat["workshop_id"], seat["organization_id"]) for seat in rows["seat"]}


# Two commitments with one number, notes that said nothing, a validation by nobody knows whom

RECORDS = [
    # id, theme, number, state
    (1, 1, 1, "draft"),
    (2, 2, 1, "approved"),
    (3, 1, 1, "draft"),
    (4, 2, 2, "draft"),
    (5, 3, 1, "draft"),  # of another plan
    (6, 1, None, "draft"),
]
ACCEPTED = {
    "after-9": "The law says so",
    "levels-permits": "They come in May",
    "action-clerks-train": "By another plan",
    "beyond": "It does",
    "novelty": "  ",
}


@pytest.fixture
def with_clashes(empty_app: Flask) -> None:
    """A database of revision 0006 with records as they could be then."""
    upgrade(revision="0006")
    with db.engine.begin() as connection:
        tables = {table.name: table for table in tables_of(connection)}

        def insert(table: str, *rows: dict[str, Any]) -> None:
            for row in rows:
                filler = {
                    column.name: "" if column.type.python_type is str else None
                    for column in tables[table].columns
                }
                connection.execute(tables[table].insert(), {**filler, **row})

        years = {"first_year": 2023, "last_year": 2024, "details": {}}
        insert("plan", *({"id": number, "name": f"Plan {number}", **years} for number in (1, 2)))
        insert("organization", {"id": 1, "name": "Ministry of Trees", "sector": "executive"})
        for theme, plan in ((1, 1), (2, 1), (3, 2)):
            place = {"plan_id": plan, "position": theme, "is_developed": True}
            insert("theme", {"id": theme, "name": f"Theme {theme}", **place})
        for commitment, theme, number, state in RECORDS:
            record = {
                **{name: [] for name in ("stakeholders", "final_products", "footnotes", "values")},
                **{name: [] for name in ("web_links", "indicator_levels")},
                "outcome_indicators": ["Maps", "Permits"],
                "description": "- Train the clerks\n- Publish",
                "supporters": {},
                "accepted": ACCEPTED if commitment == 1 else {},
                "approval_instrument": "DS 1",
                "approved_on": date(2023, 6, 1),
                "revision": 1,
                "created_at": OPENED,
                "organization_id": 1,
            }
            named = {"id": commitment, "theme_id": theme, "number": number, "state": state}
            insert("commitment", {**record, **named, "title": f"Record {commitment}"})
        insert("milestone", {"id": 8, "commitment_id": 1, "position": 0})
        insert("milestone", {"id": 9, "commitment_id": 1, "position": 1})
        for number, state in enumerate(("complete", "validated_by_the_entity"), start=1):
            step = {"id": number, "commitment_id": 2, "state": state, "taken_at": OPENED}
            insert("step", step)


@pytest.mark.usefixtures("with_clashes")
def test_records_come_apart_and_say_what_was_not_recorded(caplog):
    with caplog.at_level("WARNING", "alembic.runtime.migration"):
        upgrade()

    rows = all_rows()
    numbers = {row["id"]: (row["plan_id"], row["number"]) for row in rows["commitment"]}
    # The one that was approved keeps its number, the others get the next that are free.
    assert numbers == {1: (1, 3), 2: (1, 1), 3: (1, 4), 4: (1, 2), 5: (2, 1), 6: (1, None)}
    assert "Record 1, had the number 1 of another; it now has the number 3." in caplog.text
    notes = {row["key"]: (row["kind"], row["values"], row["note"]) for row in rows["warning_note"]}
    assert notes == {
        "after-9": ("after", {"number": 2}, "The law says so"),
        "levels-permits": ("levels", {"number": 2}, "They come in May"),
        "action-clerks-train": ("action", {"action": "Train the clerks"}, "By another plan"),
        "beyond": ("period-beyond", {}, "It does"),
    }
    steps = {row["state"]: (row["validated_by"], row["basis_on"]) for row in rows["step"]}
    assert steps == {"complete": (None, None), "validated_by_the_entity": ("not_recorded", None)}

    downgrade(revision="0006")
    kept = {row["id"]: row["accepted"] for row in all_rows()["commitment"]}
    assert kept[1] == {key: note for key, note in ACCEPTED.items() if note.strip()}


# Organizations that are doubles already, and an address that came to be shared

DOUBLES = {1: "Red Ambiental", 2: "RED  AMBIENTÁL.", 3: "«Red Ambiental»", 4: "Red Andina"}


def test_doubles_that_are_there_stay_apart_until_somebody_joins_them(empty_app: Flask):
    upgrade(revision="0013")
    with db.engine.begin() as connection:
        tables = {table.name: table for table in tables_of(connection)}
        sector = {"acronym": "", "sector": "civil_society"}
        for number, name in DOUBLES.items():
            row = {"id": number, "name": name, **sector}
            connection.execute(tables["organization"].insert(), row)

    upgrade()

    folded = {row["id"]: row["folded_name"] for row in all_rows()["organization"]}
    same = "red ambiental"
    assert folded == {1: same, 2: f"{same} #2", 3: f"{same} #3", 4: "red andina"}
    with db.engine.begin() as connection:
        tables = {table.name: table for table in tables_of(connection)}
        for number in (1, 2):
            row = {column.name: None for column in tables["person"].columns}
            row |= {"id": number, "name": "Ana", "email": "mesa@example.org", "is_admin": False}
            row |= {"session_number": 0, "created_at": OPENED}
            connection.execute(tables["person"].insert(), row)

    downgrade(revision="0013")

    rows = all_rows()
    assert {row["id"]: row["name"] for row in rows["organization"]} == DOUBLES
    assert {row["id"]: row["email"] for row in rows["person"]} == {1: "mesa@example.org", 2: None}
