"""Runs the migrations on the application's database, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from workshop.database import InstantType


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column type as what it is in the database: migrations outlive the code."""
    if kind == "type" and isinstance(item, InstantType):
        return "sa.DateTime()"
    return False


@contextmanager
def unchecked_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables that others refer to, and check the references afterwards.

    Batch mode replaces a table by a copy. SQLite takes this setting only outside a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"the migration left references to nothing: {broken}")
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def run() -> None:
    extension = current_app.extensions["migrate"]
    with extension.db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            render_item=render_item,
            **extension.configure_args,
        )
        with unchecked_foreign_keys(connection), context.begin_transaction():
            context.run_migrations()


run()
