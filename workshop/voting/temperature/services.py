"""Asking the room how it feels, answering, counting, putting the result away."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.contest import erasure
from workshop.voting.contest import queries as contests
from workshop.voting.publication import FEWEST_FOR_DETAILS
from workshop.voting.temperature import queries
from workshop.voting.temperature.models import (
    FACES,
    TemperatureAnswer,
    TemperatureCheck,
    TemperatureLink,
)
from workshop.workshops import log
from workshop.workshops.models import Phase, Seat, SeatState, Workshop, WorkshopState

OPEN_FOR = timedelta(seconds=10)


def ask_room(workshop: Workshop, question: str, by: Person, *, now: datetime) -> TemperatureCheck:
    """Put one question to the room, which has ten seconds; the result before it is put away."""
    if workshop.state is not WorkshopState.LIVE:
        raise Refusal(_("The room is asked while the workshop is under way."))
    if contests.open_contests(workshop):
        raise Refusal(_("The room is voting. Ask it when the vote is over."))
    count_due(workshop, now=now)
    former = queries.shown_check(workshop)
    if former and former.counted_at is None:
        raise Refusal(_("A temperature check is open already; it takes ten seconds."))
    if former:
        former.put_away_at = now
    check = TemperatureCheck(
        workshop_id=workshop.id, question=question, opened_at=now, ends_at=now + OPEN_FOR
    )
    check.workshop = workshop
    db.session.add(check)
    db.session.flush()
    log.record(
        workshop, "temperature asked", by, now=now, temperature_check=check.id, question=question
    )
    return check


def answer(seat: Seat, check: TemperatureCheck, face: int, *, now: datetime) -> None:
    """Choose a face, or another one while the check is open. No entry is made of it in the log."""
    if seat.state is not SeatState.ADMITTED or not seat.may_hold_vote:
        raise Refusal(_("The organizations answer; you can follow along."))
    if not check.is_open(now):
        raise Refusal(_("The temperature check is over; your answer was not taken."))
    if not 1 <= face <= FACES:
        raise Refusal(_("Choose one of the five faces."))
    if link := db.session.get(TemperatureLink, (check.id, seat.id)):
        db.session.get_one(TemperatureAnswer, link.answer_id).face = face
        return
    chosen = TemperatureAnswer(check_id=check.id, face=face)
    db.session.add(chosen)
    db.session.flush()
    db.session.add(TemperatureLink(check_id=check.id, seat_id=seat.id, answer_id=chosen.id))
    db.session.flush()


def count_due(workshop: Workshop, *, now: datetime) -> bool:
    """Count the check whose ten seconds are over, and destroy its answers; whether there was one.

    What too few have answered is not kept either: with them the count would name the one who
    differs from the others.
    """
    check = queries.shown_check(workshop)
    if check is None or check.counted_at is not None or check.is_open(now):
        return False
    chosen = db.select(TemperatureAnswer.face).filter_by(check_id=check.id)
    faces = Counter(db.session.scalars(chosen))
    check.counted_at, check.answered = check.ends_at, faces.total()
    if check.answered >= FEWEST_FOR_DETAILS:
        check.counts = [faces[face] for face in range(1, FACES + 1)]
    for table in (TemperatureLink, TemperatureAnswer):
        db.session.execute(db.delete(table).filter_by(check_id=check.id))
    erasure.erase_after_commit()
    log.record(
        workshop,
        "temperature counted",
        None,
        now=now,
        temperature_check=check.id,
        answered=check.answered,
        counts=check.counts,
    )
    return True


def put_away(check: TemperatureCheck, by: Person, *, now: datetime) -> None:
    """Take the result off the pages; it stays in the record."""
    if check.counted_at is None:
        raise Refusal(_("The temperature check is still open."))
    if check.put_away_at is not None:
        raise Refusal(_("The result has been put away already."))
    check.put_away_at = now
    log.record(check.workshop, "temperature put away", by, now=now, temperature_check=check.id)


def on_phase_leaving(phase: Phase, *, now: datetime, **_details: Any) -> None:
    """A result does not outlive the phase that it was about."""
    count_due(phase.workshop, now=now)
    check = queries.shown_check(phase.workshop)
    if check and check.counted_at is not None:
        check.put_away_at = now
