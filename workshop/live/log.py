"""The record of a workshop: one entry per act, each chained to the one before by a hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from workshop import clock
from workshop.extensions import db
from workshop.live.models import LogEntry, Workshop
from workshop.people.models import Person


def digest(
    previous: str,
    number: int,
    at: datetime,
    person_id: int | None,
    verb: str,
    details: dict[str, Any],
) -> str:
    """SHA-256 over the previous digest and the entry as canonical JSON, in hexadecimal."""
    entry = {
        "at": clock.milliseconds(at),
        "details": details,
        "number": number,
        "person": person_id,
        "previous": previous,
        "verb": verb,
    }
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    workshop: Workshop, verb: str, by: Person | None, *, now: datetime, **details: Any
) -> None:
    """Add one act to the workshop's log, in the transaction of the act itself.

    The instant is kept to the millisecond, as the digest takes it.
    """
    now = datetime.fromtimestamp(clock.milliseconds(now) / 1000, now.tzinfo)
    workshop.log_length += 1
    person_id = by.id if by else None
    workshop.log_head = digest(
        workshop.log_head, workshop.log_length, now, person_id, verb, details
    )
    entry = LogEntry(
        workshop_id=workshop.id,
        number=workshop.log_length,
        at=now,
        person_id=person_id,
        verb=verb,
        details=details,
        digest=workshop.log_head,
    )
    db.session.add(entry)


def first_broken(entries: list[LogEntry]) -> int | None:
    """The number of the first entry that does not follow from the ones before; None if whole."""
    previous = ""
    for number, entry in enumerate(entries, start=1):
        expected = digest(previous, number, entry.at, entry.person_id, entry.verb, entry.details)
        if entry.number != number or entry.digest != expected:
            return number
        previous = entry.digest
    return None
