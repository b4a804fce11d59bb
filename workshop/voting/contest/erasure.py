"""What a closed contest leaves on the disk: no page that joins a voter to a ballot.

SQLite's secure deletion clears the pages in the file. The write-ahead log keeps older copies of
them until it is emptied, which is done right after the closing transaction; while a reader stands
in the way, every beat of the pulse tries again. At its start a server cleans up after the one
before.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from sqlalchemy import event

from workshop.database import empty_wal
from workshop.extensions import db

_are_left = True


def erase_after_commit() -> None:
    """Erase the traces of what this transaction deletes, once it is kept."""
    event.listen(db.session(), "after_commit", _erase_now, once=True)


def _erase_now(_session: object) -> None:
    global _are_left
    _are_left = True
    with suppress(sqlite3.OperationalError):  # what was to be kept is kept; a beat tries again
        _are_left = not empty_wal(db.engine)


def erase() -> None:
    """Empty the write-ahead log, unless that has been done since the last contest closed."""
    global _are_left
    if _are_left:
        db.session.rollback()  # what this beat has read so far would stand in the way
        _are_left = not empty_wal(db.engine)
