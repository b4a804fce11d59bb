"""Restoring a backup: checked before, during and after, all of it or nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, Table, func, select, text
from sqlalchemy.engine import Connection, Engine

from workshop.backups import FORMAT, MANIFEST
from workshop.backups.writing import ROWS, counter_of, revision, tables_of


class BadBackup(ValueError):
    """A file that is not restored; the text says what is wrong and where."""


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a backup whose every table is there and as its checksum says."""
    try:
        with zipfile.ZipFile(path) as file:
            manifest: dict[str, Any] = json.loads(file.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise BadBackup(f"{MANIFEST}: this is not a backup of Workshop")
            for name, entry in manifest["tables"].items():
                _check(file, name, entry)
    except FileNotFoundError:
        raise BadBackup(f"{path}: there is no such file") from None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise error if isinstance(error, BadBackup) else BadBackup(f"{path}: {error}") from None
    return manifest


def _check(file: zipfile.ZipFile, name: str, entry: dict[str, Any]) -> None:
    digest, rows = sha256(), 0
    try:
        for line in file.open(f"{name}.jsonl"):
            digest.update(line)
            rows += 1
    except zipfile.BadZipFile as error:
        raise BadBackup(f"{name}.jsonl: {error}") from None
    if digest.hexdigest() != entry["sha256"]:
        raise BadBackup(f"{name}.jsonl: the checksum is not the manifest's")
    if rows != entry["rows"]:
        raise BadBackup(f"{name}.jsonl: {rows} rows, the manifest says {entry['rows']}")


def restore_backup(
    engine: Engine, path: Path, manifest: dict[str, Any], check: Callable[[Connection], None]
) -> None:
    """Put the rows of a backup into a database of the same revision, in one transaction.

    What was there before goes. `check` looks at the result before it is kept. Raises `BadBackup`.
    """
    with engine.begin() as connection, zipfile.ZipFile(path) as file:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        if (here := revision(connection)) != manifest["revision"]:
            raise BadBackup(
                f"{MANIFEST}: the backup is of revision {manifest['revision']},"
                f" the database of {here}"
            )
        tables = tables_of(connection)
        if strange := manifest["tables"].keys() ^ {table.name for table in tables}:
            raise BadBackup(f"{MANIFEST}: the tables differ: {', '.join(sorted(strange))}")
        for table in reversed(tables):
            connection.execute(table.delete())
        for table in tables:
            _fill(connection, table, file)
        _set_counters(connection, tables, manifest["sequences"])
        check(connection)


def is_empty(engine: Engine) -> bool:
    """Whether nothing has been written to a database yet."""
    with engine.connect() as connection:
        return not any(
            connection.scalar(select(func.count()).select_from(table))
            for table in tables_of(connection)
        )


def _fill(connection: Connection, table: Table, file: zipfile.ZipFile) -> None:
    with file.open(f"{table.name}.jsonl") as lines:
        rows = _rows(table, lines)
        while batch := list(islice(rows, ROWS)):
            connection.execute(table.insert(), batch)


def _rows(table: Table, lines: Any) -> Iterator[dict[str, Any]]:
    readers = {
        column.name: reader
        for column in table.columns
        for kind, reader in ((DateTime, datetime.fromisoformat), (Date, date.fromisoformat))
        if isinstance(column.type, kind)
    }
    for line in lines:
        row = json.loads(line)
        for name, reader in readers.items():
            if row[name] is not None:
                row[name] = reader(row[name])
        yield row


def _set_counters(connection: Connection, tables: list[Table], sequences: dict[str, int]) -> None:
    """Let every table count on from the last number it gave, or has."""
    for table in tables:
        if "id" not in table.columns or not isinstance(table.c.id.type.python_type(), int):
            continue
        last = connection.scalar(select(func.max(table.c.id))) or 0
        last = max(last, sequences.get(table.name, 0))
        if connection.dialect.name == "postgresql":
            if (name := counter_of(connection, table)) and last:
                connection.execute(text(f"SELECT setval('{name}', {last})"))
        elif table.name in sequences:
            connection.execute(
                text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"),
                {"last": last, "name": table.name},
            )
