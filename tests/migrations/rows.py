"""Rows of a database before it is brought up to date: a played plan, a meeting under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from workshop.backups.writing import tables_of
from workshop.extensions import db

Rows = dict[str, list[dict[str, Any]]]

# A plan that was played through three rounds with the application of revision 0003.
PLAYED = Path(__file__).parents[1] / "voting" / "made_before" / "backup.zip"

# A meeting that is under way while the database is brought up to date, beside the played plan.
LIVE = 20
OPENED = datetime.fromisoformat("2027-03-02T09:00:00")  # in UTC, as columns have it
# Who sits there: role, organization and, after the opening, the minute of being let in.
SEATS = [
    (201, "titular", 1, None),  # spoke, then wrote and voted
    (202, "titular", 2, None),  # wrote, and voted later
    (203, "alternate", 3, None),  # voted in what is closed, and in its run-off
    (204, "titular", 4, 12),  # was let in while it went on, and is on the roll of the open vote
    (205, "official", 5, None),  # was called and not there
    (206, "titular", 6, None),  # has voted in the vote that is still open, nothing else
    (207, "observer", 7, None),  # wrote nothing that counts: an observer
]
SETTLED, OPEN, RUN_OFF, PRACTICE = 101, 102, 103, 104
CAST = [(SETTLED, 1), (SETTLED, 2), (SETTLED, 3), (RUN_OFF, 3), (OPEN, 6), (OPEN, 1)]
NOT_CAST = [(SETTLED, 5), (RUN_OFF, 1), (OPEN, 4)]
CAME = {
    (LIVE, 1, "spoke", OPENED + timedelta(minutes=5)),
    (LIVE, 2, "acted", OPENED + timedelta(minutes=7)),
    (LIVE, 3, "voted", OPENED + timedelta(minutes=20)),
    (LIVE, 4, "entered", OPENED + timedelta(minutes=12)),
    (LIVE, 6, "voted", OPENED + timedelta(minutes=30)),
}


def all_rows() -> Rows:
    """Every row of every table, as the database itself describes its columns."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(dict, connection.execute(table.select()).mappings()), key=str)
            for table in tables_of(connection)
        }


def live_meeting(played: Rows) -> Rows:
    """The rows of a meeting under way: its open secret vote, and a run-off that was shown."""
    return {**_people(played), **_words(played), **_votes(played)}


def like(played: Rows, table: str, number: int, /, **changed: Any) -> dict[str, Any]:
    """A row that was played, but for what is changed."""
    return next(row for row in played[table] if row["id"] == number) | changed


def minute(number: int) -> datetime:
    return OPENED + timedelta(minutes=number)


def _people(played: Rows) -> Rows:
    nothing_yet = {"closed_at": None, "cut_at": None, "published_at": None, "cut_reason": ""}
    workshop = like(played, "workshop", 1, id=LIVE, theme_id=6, state="live", opened_at=OPENED)
    return {
        "workshop": [workshop | {"code": "LIVE22"} | nothing_yet],
        "phase": [like(played, "phase", 4, id=200, workshop_id=LIVE, state="current")],
        "seat": [
            like(played, "seat", 2, id=seat, workshop_id=LIVE, person_id=seat - 195, role=role)
            | {"organization_id": organization, "holds_vote": role != "observer"}
            | {"created_at": minute(entered - 2 if entered else -60)}
            | {"admitted_at": minute(entered or -60)}
            for seat, role, organization, entered in SEATS
        ],
    }


def _words(played: Rows) -> Rows:
    in_live = {"workshop_id": LIVE, "phase_id": 200}
    written = like(played, "contribution", 1, **in_live, problem_id=None)
    called = like(played, "turn", 1, **in_live, started_at=minute(3), ended_at=minute(5))
    return {
        "turn": [
            called | {"id": 301, "seat_id": 201},
            called | {"id": 302, "seat_id": 205, "outcome": "dropped", "ended_at": minute(4)},
        ],
        "contribution": [
            written | {"id": 301, "seat_id": 201, "written_at": minute(2)},
            written | {"id": 302, "seat_id": 202, "written_at": minute(7)},
            written | {"id": 303, "seat_id": 207, "written_at": minute(8)},
        ],
    }


def _votes(played: Rows) -> Rows:
    entries = [
        {
            **like(played, "roll_entry", 1, id=300 + number, contest_id=contest),
            "organization_id": organization,
            "has_cast": (contest, organization) in CAST,
        }
        for number, (contest, organization) in enumerate(CAST + NOT_CAST)
    ]
    cast = [entry for entry in entries if entry["contest_id"] == OPEN and entry["has_cast"]]
    return {
        "contest": _contests(played),
        "roll_entry": entries,
        "ballot": [
            {"id": f"{entry['id']:032x}", "contest_id": OPEN, "ranking": '[["B"],["A"]]'}
            | {"roll_entry_id": None}
            for entry in cast
        ],
        "ballot_link": [
            {"roll_entry_id": entry["id"], "contest_id": OPEN, "ballot_id": f"{entry['id']:032x}"}
            | {"revision": 2, "request_id": f"request {entry['id']}", "receipt": "2PV894UJ"}
            | {"received_at": minute(31)}
            for entry in cast
        ],
    }


def _contests(played: Rows) -> list[dict[str, Any]]:
    in_live = {"workshop_id": LIVE, "phase_id": 200}
    uncounted = {"closed_at": None, "closing_digest": "", "result": None, "places_shown": 0}
    uncounted |= {"carried": None, "state": "open"}
    shown = like(played, "contest", 2, **in_live, opened_at=minute(14), closed_at=minute(20))
    return [
        shown | {"id": SETTLED, "number": 1},
        shown | {"id": OPEN, "number": 2, "opened_at": minute(30)} | uncounted,
        shown
        | {"id": RUN_OFF, "number": 1, "run_off_of_id": SETTLED}
        | {"opened_at": minute(22), "closed_at": minute(24), "ends_at": minute(24)},
        like(played, "contest", 2, id=PRACTICE, number=2, is_practice=True, ends_at=minute(24)),
    ]
