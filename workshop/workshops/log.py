"""The record of a workshop: one entry per act, each chained to the one before by a hash.

The chain has two levels, so that one part of the record can be handed out and the rest hidden:
an entry has a digest of its own, and the chain joins these digests. Whoever holds all the entry
digests can check the whole chain, and the content of just those entries they were given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload

from workshop import clock
from workshop.digests import chain_digest, sha256
from workshop.extensions import db
from workshop.people.models import Person
from workshop.workshops.models import LogEntry, Seat, Workshop

# Of a workshop whose record came in a file: nothing of it happened here.
IMPORTED = "workshop imported"
OPENED = "workshop opened"
# An act that was taken back at once; the entry names the numbers of those it undoes.
UNDONE = "act undone"
# Why the agenda went back, said afterwards; the entry names the number of the one it is about.
REASON_GIVEN = "reason given"
# What happens beside the agenda and goes on in whichever phase: nothing of it is cut off.
BESIDE_THE_AGENDA = frozenset(
    {
        "floor asked for",
        "floor request withdrawn",
        "present ticked",
        "present unticked",
        "seat admitted",
        "seat declined",
        "seat taken",
        REASON_GIVEN,
    }
)


def imported_at(workshop: Workshop) -> datetime | None:
    """When the workshop was brought in by a file; None for one that was held here.

    A file may bring one that lies ahead, which is then held as any other.
    """
    query = db.select(LogEntry).filter(
        LogEntry.workshop_id == workshop.id, LogEntry.verb.in_((IMPORTED, OPENED))
    )
    by_verb = {entry.verb: entry.at for entry in db.session.scalars(query)}
    return None if OPENED in by_verb else by_verb.get(IMPORTED)


def content(entry: LogEntry) -> dict[str, Any]:
    """What the digest of an entry is taken of, and what an outsider may be given to read.

    The person's number is not in it, only a digest of it, which binds whoever acted all the same.
    """
    at = clock.milliseconds(entry.at)
    by = {"at": at, "number": entry.number, "person": entry.person_id}
    return {
        "at": at,
        "by": sha256(by) if entry.person_id else "",
        "details": entry.details,
        "number": entry.number,
        "verb": entry.verb,
    }


def entry_digest(entry: LogEntry) -> str:
    """The digest of one entry by itself."""
    return sha256(content(entry))


def actor(seat: Seat, clerk: Seat | None) -> tuple[Person, dict[str, int]]:
    """Who acts, and what the entry says of it: the clerk acts for the seat under their own name."""
    if clerk is None:
        return seat.person, {}
    return clerk.person, {"clerk": clerk.id, "for_seat": seat.id}


def record(
    workshop: Workshop, verb: str, by: Person | None, *, now: datetime, **details: Any
) -> LogEntry:
    """Add one act to the workshop's log, in the transaction of the act itself.

    The instant is kept to the millisecond, as the digest takes it.
    """
    workshop.log_length += 1
    entry = LogEntry(
        workshop_id=workshop.id,
        number=workshop.log_length,
        at=datetime.fromtimestamp(clock.milliseconds(now) / 1000, now.tzinfo),
        person_id=by.id if by else None,
        verb=verb,
        details=details,
    )
    entry.digest = workshop.log_head = chain_digest(workshop.log_head, entry_digest(entry))
    db.session.add(entry)
    return entry


def standing(workshop_ids: Iterable[int], *verbs: str, after: int = 0) -> list[LogEntry]:
    """What was done and not undone, oldest first: all acts, or those with these verbs.

    Of acts `after` a number only those; an act is always undone after it was done.

    Whoever tells what happened reads it here. The chain itself keeps everything.
    """
    query = db.select(LogEntry).filter(LogEntry.workshop_id.in_(workshop_ids))
    if after:
        query = query.filter(LogEntry.number > after)
    if verbs:
        query = query.filter(LogEntry.verb.in_([*verbs, UNDONE]))
    query = query.options(joinedload(LogEntry.person))
    entries = db.session.scalars(query.order_by(LogEntry.workshop_id, LogEntry.number))
    return without_undone(entries)


def without_undone(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """These entries without the acts that were undone, and without the undoing itself."""
    entries = list(entries)
    undone = {
        (entry.workshop_id, number)
        for entry in entries
        if entry.verb == UNDONE
        for number in entry.details["entries"]
    }
    return [
        entry
        for entry in entries
        if entry.verb != UNDONE and (entry.workshop_id, entry.number) not in undone
    ]


def reasons_given(workshop: Workshop) -> dict[int, str]:
    """What was said afterwards about entries of the log, by their numbers; the last word counts."""
    return {
        entry.details["entry"]: entry.details["reason"]
        for entry in standing([workshop.id], REASON_GIVEN)
    }


def first_broken(entries: Iterable[LogEntry]) -> int | None:
    """The number of the first entry that does not follow from the ones before; None if whole."""
    previous = ""
    for number, entry in enumerate(entries, start=1):
        if entry.number != number or entry.digest != chain_digest(previous, entry_digest(entry)):
            return number
        previous = entry.digest
    return None
