"""The ballot box: ballots that arrive together are written together.

One transaction writes at a time, and each waits for the disk. So whoever gets to the box takes
along all the slips that wait behind it: a full room costs a few transactions, and a ballot that
comes alone costs what it always did. A slip is answered after the commit that holds it; what one
is refused for touches no other. A ballot is in by the instant it was received, however long it
waited, so a contest's slips are taken before it is counted.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Forbidden, HTTPException

from workshop.database import writing
from workshop.errors import Refusal
from workshop.extensions import db, socketio
from workshop.voting.ballot import casting, marking
from workshop.voting.ballot.forms import Fields, read_answer
from workshop.voting.contest import queries
from workshop.voting.models import BallotLink, Contest, RollEntry
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Seat, SeatState, VoteUnit

Outcome = casting.Cast | Exception

# Seconds for which the first one at the box lets those who have arrived with it step up. Requests
# are light threads that run until they wait: without this nobody would ever stand behind another.
GATHERING = 0.005


@dataclass(eq=False)
class Slip:
    """One ballot as it was sent, and what became of it."""

    workshop_id: int
    contest_id: int
    person_id: int
    fields: Fields
    request_id: str
    revision: int
    received_at: datetime
    language: str
    outcome: Outcome | None = None
    # Whether it is one of several ballots of the same vote.
    is_of_several: bool = False
    # Whose it is here; 0 as long as nobody has looked.
    seat_id: int = 0


@dataclass
class Box:
    """The slips that wait in this process, and whose turn it is to take them."""

    waiting: deque[Slip] = field(default_factory=deque)
    turn: threading.Lock = field(default_factory=threading.Lock)


def box() -> Box:
    box: Box = current_app.extensions.setdefault("ballot_box", Box())
    return box


def cast(slip: Slip) -> casting.Cast:
    """Put one ballot into the box, in a transaction of its own or with others.

    Raises what it is refused for: `Refusal`, `Invalid`, 403 or 404.
    """
    box().waiting.append(slip)
    db.session.rollback()  # nobody keeps a connection to the database while waiting
    with box().turn:
        if slip.outcome is None:
            socketio.sleep(GATHERING)
            take_waiting()
    if isinstance(slip.outcome, Exception):
        raise slip.outcome
    assert slip.outcome is not None
    return slip.outcome


def take_waiting() -> None:
    """Write all that wait, and only then say what became of each."""
    slips = _taken_out()
    try:
        with writing():
            outcomes = _write_slips(slips)
    except Exception as failed:
        outcomes = dict.fromkeys(slips, failed)
    for slip, outcome in outcomes.items():
        slip.outcome = outcome


def _taken_out() -> list[Slip]:
    waiting = box().waiting
    return [waiting.popleft() for _each in range(len(waiting))]


def _write_slips(slips: Iterable[Slip]) -> dict[Slip, Outcome]:
    outcomes: dict[Slip, Outcome] = {}
    by_contest = sorted(slips, key=_contest_of)
    for (workshop_id, contest_id), together in groupby(by_contest, key=_contest_of):
        outcomes |= _write_slips_in(workshop_id, contest_id, list(together))
    return outcomes


def _contest_of(slip: Slip) -> tuple[int, int]:
    return slip.workshop_id, slip.contest_id


def _write_slips_in(workshop_id: int, contest_id: int, slips: list[Slip]) -> dict[Slip, Outcome]:
    """Write these slips of one contest, in the order they came; five reads for all of them."""
    try:
        workshop = live_queries.lock(workshop_id)
        contest = queries.contest_in(workshop, contest_id)
    except HTTPException as not_there:
        return dict.fromkeys(slips, not_there)
    seats = _seats_of(workshop_id, [slip.person_id for slip in slips])
    entries = _entries_of(contest, seats.values())
    links = _links_of(entries.values())
    outcomes: dict[Slip, Outcome] = {}
    for slip in slips:
        slip.is_of_several = contest.problem_id is not None
        seat = seats.get(slip.person_id)
        slip.seat_id = seat.id if seat else 0
        entry = entries.get(seat.id) if seat else None
        link = links.get(entry.id) if entry else None
        try:
            link = _take(slip, contest, seat, entry, link)
        except (Refusal, HTTPException) as refused:
            outcomes[slip] = refused
        else:
            links[link.roll_entry_id] = link
            outcomes[slip] = casting.Cast(link)  # as it is now: the next slip may change it
    db.session.flush()
    return outcomes


def _take(
    slip: Slip,
    contest: Contest,
    seat: Seat | None,
    entry: RollEntry | None,
    link: BallotLink | None,
) -> BallotLink:
    if seat is None:
        raise Forbidden
    with force_locale(slip.language):
        return casting.take_ballot(
            contest,
            seat,
            entry,
            link,
            marking.check_answer(contest, read_answer(slip.fields, contest)),
            slip.request_id,
            slip.revision,
            now=slip.received_at,
        )


def _seats_of(workshop_id: int, person_ids: list[int]) -> dict[int, Seat]:
    """The admitted seats of these persons, by person."""
    query = db.select(Seat).filter(
        Seat.workshop_id == workshop_id,
        Seat.person_id.in_(person_ids),
        Seat.state == SeatState.ADMITTED,
    )
    return {seat.person_id: seat for seat in db.session.scalars(query)}


def _entries_of(contest: Contest, seats: Iterable[Seat]) -> dict[int, RollEntry]:
    """The line of the roll that each of these seats may vote for, by seat."""
    seats = list(seats)
    query = db.select(RollEntry).filter_by(contest_id=contest.id, is_struck=False)
    if contest.vote_unit is VoteUnit.PERSON:
        query = query.filter(RollEntry.seat_id.in_([seat.id for seat in seats]))
        return {entry.seat_id: entry for entry in db.session.scalars(query) if entry.seat_id}
    holders = {seat.organization_id: seat.id for seat in seats if seat.holds_vote}
    query = query.filter(RollEntry.organization_id.in_(holders), RollEntry.seat_id.is_(None))
    return {holders[entry.organization_id]: entry for entry in db.session.scalars(query)}


def _links_of(entries: Iterable[RollEntry]) -> dict[int, BallotLink]:
    """The ballots cast so far, by line of the roll."""
    query = (
        db.select(BallotLink)
        .filter(BallotLink.roll_entry_id.in_([entry.id for entry in entries]))
        .options(joinedload(BallotLink.ballot))
    )
    return {link.roll_entry_id: link for link in db.session.scalars(query)}
