"""What a temperature check is drawn from, and its count when the ten seconds are over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop import clock
from workshop.database import writing
from workshop.extensions import db
from workshop.room import news, parts
from workshop.room.parts import Audience
from workshop.voting.publication import FEWEST_FOR_DETAILS
from workshop.voting.temperature import queries, services
from workshop.voting.temperature.models import TemperatureCheck
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import VOTING
from workshop.workshops.models import Workshop

FACE_NAMES = {
    1: _l("Very good"),
    2: _l("Good"),
    3: _l("So-so"),
    4: _l("Bad"),
    5: _l("Very bad"),
}


def temperature_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The question with its faces while it is open, then how often each was chosen."""
    check = queries.shown_check(workshop)
    if check is None:
        return {"check": None}
    counts = check.counts
    return {
        "check": check,
        "is_counted": check.counted_at is not None,
        "check_clock": check.reading(now),
        "may_answer": audience.role in VOTING and not audience.is_screen,
        "face_names": FACE_NAMES,
        "bars": [(face, FACE_NAMES[face], counts[face - 1]) for face in FACE_NAMES]
        if counts
        else [],
        "fewest": FEWEST_FOR_DETAILS,
    }


def count_due() -> None:
    """At each beat: count the checks whose time is over, and tell their rooms."""
    due = db.select(TemperatureCheck.workshop_id).filter(
        TemperatureCheck.counted_at.is_(None), TemperatureCheck.ends_at <= clock.now()
    )
    for workshop_id in db.session.scalars(due).all():
        with writing():
            workshop = live_queries.lock(workshop_id)
            if services.count_due(workshop, now=clock.now()):
                seats = [seat.id for seat in live_queries.seats(workshop_id) if seat.may_hold_vote]
                news.tell(workshop, "temperature", seats=seats)
        news.deliver()


def register() -> None:
    parts.register(
        "temperature",
        temperature_context,
        room="voting/temperature/_temperature.html",
        desk="voting/temperature/_temperature_desk.html",
        screen="voting/temperature/_temperature_screen.html",
    )
    parts.personal("face", queries.face_of)
