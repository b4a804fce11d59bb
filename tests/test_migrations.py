"""The migrations make the very database that the models describe, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from workshop import create_app
from workshop.extensions import db


@pytest.fixture
def sqlite(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'migrated.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request) -> Iterator[Flask]:
    """The application on a database without tables."""
    url = request.getfixturevalue(request.param)
    app = create_app({"TESTING": True, "DATABASE_URL": url})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


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


# SQLAlchemy cannot reflect an index on an expression of SQLite, and asks for all indexes where it
# is asked for the unique constraints; `described` compares the words of all indexes.
@pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index uq_organization_name"
    ":sqlalchemy.exc.SAWarning"
)
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
