"""What must hold of a restored database before it is kept."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from workshop.backups.reading import BadBackup
from workshop.workshops import log
from workshop.workshops.models import LogEntry, Workshop


def check_restored(connection: Connection) -> None:
    """Every reference leads somewhere and the log of every workshop is whole; else `BadBackup`."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken:
            raise BadBackup(f"{broken[0]}: row {broken[1]} refers to nothing in {broken[2]}")
    session = Session(connection, join_transaction_mode="create_savepoint")
    for workshop in session.query(Workshop).order_by(Workshop.id):
        entries = (
            session.query(LogEntry).filter_by(workshop_id=workshop.id).order_by(LogEntry.number)
        )
        if number := log.first_broken(entries):
            raise BadBackup(f"log_entry: entry {number} of workshop {workshop.id} is broken")
    session.close()
