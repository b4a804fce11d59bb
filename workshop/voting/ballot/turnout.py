"""Turnout as news: many ballots, a few messages a second."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from workshop import clock
from workshop.database import writing
from workshop.extensions import db
from workshop.room import heartbeat, news, parts
from workshop.voting.ballot import box
from workshop.voting.contest import queries, services
from workshop.voting.models import Contest, ContestState
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Workshop

# With several workers a ballot that arrived in time may still wait at another one, for so long.
ELSEWHERE = timedelta(seconds=1)

_changed: set[int] = set()
_told: dict[int, queries.Turnout] = {}


def note(contest_id: int) -> None:
    """This contest's turnout has changed; the next beat of the pulse tells it."""
    _changed.add(contest_id)


def tell() -> None:
    """Give the rooms the turnout of every contest in which ballots have come in since last time.

    With several workers each looks for itself and tells its own pages: ballots come in everywhere.
    """
    if current_app.config["REDIS_URL"]:
        _changed.update(_changed_elsewhere())
    while _changed:
        contest = db.session.get(Contest, _changed.pop())
        if contest is None:
            continue
        parts.forget(contest.workshop_id, "vote")
        turnout = _told[contest.id] = queries.turnout(contest.id)
        message = _message(contest.id, turnout)
        for audience in parts.AUDIENCES:
            heartbeat.tell_here("turnout", message, audience.room(contest.workshop_id))


def _message(contest_id: int, turnout: queries.Turnout) -> dict[str, int]:
    return {"contest": contest_id, "cast": turnout.cast, "entitled": turnout.entitled}


def now_in(workshop: Workshop) -> list[dict[str, int]]:
    """The turnout of each open contest, for a page that may have missed some of it."""
    contests = queries.open_contests(workshop)
    return [_message(contest.id, queries.turnout(contest.id)) for contest in contests]


def _changed_elsewhere() -> set[int]:
    """The open contests whose turnout is no longer what this worker told last."""
    still_open = db.session.scalars(db.select(Contest.id).filter_by(state=ContestState.OPEN))
    return {
        contest_id
        for contest_id in still_open
        if queries.turnout(contest_id) != _told.get(contest_id)
    }


def settle_due() -> None:
    """Count the contests whose announced end has passed, and tell their rooms."""
    still_open = db.session.scalars(
        db.select(Contest).filter(Contest.state == ContestState.OPEN)
    ).all()
    now = clock.now()
    if current_app.config["REDIS_URL"]:
        now -= ELSEWHERE
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
    parts.register_counts("turnout", now_in)
