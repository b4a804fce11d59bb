"""Turnout as news: many ballots, a few messages a second."""

from __future__ import annotations

from workshop import clock
from workshop.database import writing
from workshop.extensions import db, socketio
from workshop.live import news, parts, pulse
from workshop.live import queries as live_queries
from workshop.voting import box, queries, services, traces
from workshop.voting.models import Contest, ContestState

_changed: set[int] = set()


def note(contest_id: int) -> None:
    """This contest's turnout has changed; the next beat of the pulse tells it."""
    _changed.add(contest_id)


def tell() -> None:
    """Send the turnout of every contest in which ballots have come in since the last time."""
    while _changed:
        contest = db.session.get(Contest, _changed.pop())
        if contest is None:
            continue
        parts.forget(contest.workshop_id, "vote")
        turnout = queries.turnout(contest.id)
        message = {"contest": contest.id, "cast": turnout.cast, "entitled": turnout.entitled}
        for audience in parts.AUDIENCES:
            socketio.emit("turnout", message, to=audience.room(contest.workshop_id))


def settle_due() -> None:
    """Count the contests whose announced end has passed, and tell their rooms."""
    still_open = db.session.scalars(
        db.select(Contest).filter(Contest.state == ContestState.OPEN)
    ).all()
    now = clock.now()
    for workshop_id in {c.workshop_id for c in still_open if not c.is_within_time(now)}:
        settle_workshop(workshop_id)


def settle_workshop(workshop_id: int) -> None:
    """Count what has ended; ballots received in time may still wait, so they go first."""
    with box.box().turn:
        box.take_waiting()
    with writing():
        workshop = live_queries.lock(workshop_id)
        if services.settle_due(workshop, now=clock.now()):
            news.tell(workshop, "vote", "phase", "agenda", "own-clock")
    news.deliver()


def register() -> None:
    own = (tell, settle_due, traces.erase)
    pulse.on_beat[:] = [due for due in pulse.on_beat if due not in own]
    pulse.on_beat += own
