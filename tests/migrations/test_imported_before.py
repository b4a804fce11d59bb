"""The migration that takes back the hour and the phases that no file gave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.migrations.rows import Rows, all_rows, like
from workshop.backups.writing import tables_of
from workshop.extensions import db

BEFORE, AFTER = "0018", "0019"
# Ten o'clock in Lima, in UTC as columns have it; the day began ten hours before.
TEN = datetime.fromisoformat("2023-05-17T15:00:00")
MIDNIGHT = TEN - timedelta(hours=10)
# Two that came in with a file, of which one gave the hour.
IMPORTED, AT_HALF_PAST_NINE = 31, 32
THEME = 6
# Of the phases of the first one, something was written in one.
UNUSED, WRITTEN_IN = 311, 312
SINCE_SETTLED = TEN + timedelta(days=400)


@pytest.fixture
def imported(filled: Rows, empty_app: Flask) -> Rows:
    """Two workshops of one theme as an import made them once, in a database of before."""
    upgrade(revision=BEFORE)
    new = _imported(all_rows())
    with db.engine.begin() as connection:
        for table in tables_of(connection):
            if table.name in new:
                connection.execute(table.insert(), new[table.name])
            if table.name == "plan":
                connection.execute(table.update().values(details={"sections": ["themes"]}))
    return all_rows()


def _imported(rows: Rows) -> Rows:
    end = TEN + timedelta(minutes=180)
    held = {"theme_id": THEME, "starts_at": TEN, "opened_at": TEN, "closed_at": end}
    workshops: list[dict[str, Any]] = [
        {"id": IMPORTED, "round": 2, "code": "IMPRT2", "cut_at": end},
        {"id": AT_HALF_PAST_NINE, "round": 3, "code": "IMPRT3", "cut_at": SINCE_SETTLED},
    ]
    day = {"iso": "2023-05-17"}
    identifier = like(rows, "identifier", rows["identifier"][0]["id"], kind="workshop")
    entry = like(rows, "log_entry", 1, verb="workshop imported", number=1)
    return {
        "workshop": [like(rows, "workshop", 1, **held, **own) for own in workshops],
        "identifier": [
            identifier
            | {"id": 900 + own["id"], "row_id": own["id"], "code": own["code"]}
            | {"details": {"date": day | ({} if own["id"] == IMPORTED else {"time": "09:30"})}}
            for own in workshops
        ],
        "log_entry": [
            entry | {"id": 900 + own["id"], "workshop_id": own["id"]} for own in workshops
        ],
        "phase": [
            like(rows, "phase", 4, id=phase, workshop_id=IMPORTED, state="completed")
            for phase in (UNUSED, WRITTEN_IN)
        ],
        "contribution": [
            like(rows, "contribution", 1, id=901, workshop_id=IMPORTED, phase_id=WRITTEN_IN)
        ],
        "idea": [
            like(rows, "idea", rows["idea"][0]["id"], id=901, theme_id=THEME, workshop_id=IMPORTED)
            | {"position": 1, "written_at": TEN, "frozen_at": TEN}
        ],
    }


def test_what_no_file_gave_is_taken_back_and_nothing_else(imported: Rows):
    upgrade(revision=AFTER)

    rows = all_rows()
    days = {
        row["id"]: [row[name] for name in ("starts_at", "opened_at", "closed_at", "cut_at")]
        for row in rows["workshop"]
    }
    half_past_nine = MIDNIGHT + timedelta(hours=9, minutes=30)
    assert days[IMPORTED] == [MIDNIGHT] * 4
    assert days[AT_HALF_PAST_NINE] == [half_past_nine] * 3 + [SINCE_SETTLED]
    assert like(rows, "idea", 901)["written_at"] == MIDNIGHT
    taken_back = {row["id"] for row in imported["phase"]} - {row["id"] for row in rows["phase"]}
    assert taken_back == {UNUSED}

    held_here = [row for row in imported["workshop"] if row["id"] not in (31, 32)]
    assert [row for row in rows["workshop"] if row["id"] not in (31, 32)] == [
        like(rows, "workshop", row["id"]) | row for row in held_here
    ]
    [plan] = rows["plan"]
    when = like(rows, "log_entry", 900 + IMPORTED)["at"]
    assert datetime.fromisoformat(plan["details"]["imported_at"]) == when.replace(tzinfo=UTC)
    other_tables = imported.keys() - {"workshop", "phase", "idea", "plan"}
    assert {name: rows[name] for name in other_tables} == {
        name: imported[name] for name in other_tables
    }
