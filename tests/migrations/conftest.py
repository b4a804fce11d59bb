"""Databases without tables, and one that was filled with an earlier revision."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.migrations.rows import PLAYED, Rows, all_rows, live_meeting
from workshop import create_app
from workshop.backups.reading import read_manifest, restore_backup
from workshop.backups.writing import tables_of
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


@pytest.fixture
def filled(empty_app: Flask) -> Rows:
    """All rows of a database of revision 0003: a played plan, and a meeting under way."""
    manifest = read_manifest(PLAYED)
    upgrade(revision=manifest["revision"])
    restore_backup(db.engine, PLAYED, manifest, lambda connection: None)
    meeting = live_meeting(all_rows())
    with db.engine.begin() as connection:
        for table in tables_of(connection):
            if table.name in meeting:
                connection.execute(table.insert(), meeting[table.name])
    return all_rows()
