"""Writing a backup while the site goes on: all tables as they stood at one instant."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKeyConstraint,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection, Engine, Inspector

from workshop.backups import FORMAT, MANIFEST

# Rows read at a time, so that the largest table is never whole in memory.
ROWS = 500


def write_backup(engine: Engine, path: Path, *, now: datetime) -> dict[str, Any]:
    """Write everything to a file that is complete or not there; its manifest.

    One transaction reads all tables: whatever is written meanwhile is not in it.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with (
            one_instant(engine) as connection,
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file,
        ):
            manifest = _write(connection, file, now)
            file.writestr(MANIFEST, json.dumps(manifest, indent=2) + "\n")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def one_instant(engine: Engine) -> Connection:
    """A connection that sees the database as it stands now, and nothing later."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    connection.execute(text("SELECT count(*) FROM alembic_version"))
    return connection


def _write(connection: Connection, file: zipfile.ZipFile, now: datetime) -> dict[str, Any]:
    tables = {}
    for table in tables_of(connection):
        with file.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
            digest, count = sha256(), 0
            for line in _lines(connection, table):
                member.write(line)
                digest.update(line)
                count += 1
        tables[table.name] = {"rows": count, "sha256": digest.hexdigest()}
    return {
        "format": FORMAT,
        "version": version("workshop"),
        "revision": revision(connection),
        "made_at": now.isoformat(),
        "tables": tables,
        "sequences": sequences(connection),
    }


def tables_of(connection: Connection) -> list[Table]:
    """All tables as the database itself describes them, each after those it refers to."""
    described, metadata = inspect(connection), MetaData()
    for name in described.get_table_names():
        if name != "alembic_version":
            _describe(name, described, metadata)
    return metadata.sorted_tables


def _describe(name: str, described: Inspector, metadata: MetaData) -> None:
    """Add a table as far as its rows need it: columns, key, and what it refers to, no indexes."""
    columns = {column["name"]: column["type"] for column in described.get_columns(name)}
    for kind in columns.values():
        if isinstance(kind, JSON):
            kind.none_as_null = True  # what is not there is not the JSON word null
    Table(
        name,
        metadata,
        *(Column(column, kind) for column, kind in columns.items()),
        PrimaryKeyConstraint(*described.get_pk_constraint(name)["constrained_columns"]),
        *(
            ForeignKeyConstraint(
                key["constrained_columns"],
                [f"{key['referred_table']}.{column}" for column in key["referred_columns"]],
            )
            for key in described.get_foreign_keys(name)
        ),
    )


def revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    rows = connection.execution_options(yield_per=ROWS).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in rows:
        values = {name: _plain(value) for name, value in row._mapping.items()}
        yield (json.dumps(values, ensure_ascii=False) + "\n").encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def sequences(connection: Connection) -> dict[str, int]:
    """The last number given in each table that counts; a number is never given twice."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {name: number for name, number in rows}
    numbers = {}
    for table in tables_of(connection):
        if (name := counter_of(connection, table)) and (
            last := connection.scalar(text(f"SELECT last_value FROM {name} WHERE is_called"))
        ):
            numbers[table.name] = int(last)
    return numbers


def counter_of(connection: Connection, table: Table) -> str | None:
    """The sequence of a table's number on PostgreSQL."""
    if "id" not in table.columns:
        return None
    query = text("SELECT pg_get_serial_sequence(:table, 'id')")
    counter: str | None = connection.scalar(query, {"table": f'"{table.name}"'})
    return counter
