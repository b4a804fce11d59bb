"""The server's pulse: small news a few times a second, and a heartbeat every few seconds.

The heartbeat carries each workshop's version as the database has it, not as the queue told it, so
a page that missed a push finds out; for the same reason each worker gives it to its own pages.
Nothing here decides anything: what is due is answered from stored instants, pulse or no pulse.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask

from workshop import clock
from workshop.errors import first_line, is_away
from workshop.extensions import db, socketio
from workshop.process import measures, workers
from workshop.room import parts, presence
from workshop.workshops import attendance
from workshop.workshops.models import Workshop

BEATS_PER_SECOND = 2
SECONDS_BETWEEN_HEARTBEATS = 4

log = logging.getLogger(__name__)

# Called at every beat, within an application context; `assembly` says which.
duties: tuple[Callable[[], None], ...] = ()


def start(app: Flask) -> None:
    """Let the pulse run in the background for as long as the server does."""

    def run() -> None:
        count = 0
        while True:
            socketio.sleep(1 / BEATS_PER_SECOND)
            count += 1
            is_due = count % (BEATS_PER_SECOND * SECONDS_BETWEEN_HEARTBEATS) == 0
            with app.test_request_context():  # parts hold addresses of this site
                beat(with_heartbeat=is_due)

    socketio.start_background_task(run)


def beat(*, with_heartbeat: bool) -> None:
    """Tell who is present, let the features do what is due, and now and then give the versions.

    Whatever fails keeps nothing else from being done, and is tried again at the next beat.
    """
    measures.keep_stock()
    line = workers.workers_of(socketio)
    if line and line.has_returned:
        line.has_returned = False
        _try(lambda: heartbeat(is_late=True))
    _try(lambda: tell_presence(line, is_all=with_heartbeat))
    for duty in duties:
        _try(duty)
    if with_heartbeat:
        _try(note_present)
    if with_heartbeat:
        _try(heartbeat)


def _try(deed: Callable[[], None]) -> None:
    try:
        deed()
    except Exception as error:
        db.session.rollback()
        if is_away(error):
            log.warning("The pulse waits for the database: %s", first_line(error))
        else:
            log.exception("The pulse missed a beat.")


def tell_presence(line: workers.Workers | None, *, is_all: bool = False) -> None:
    """Tell the desks of this worker who is present, wherever that has changed."""
    changed = presence.take_changed()
    if line:
        # Whoever comes or goes while Redis is asked is for the next beat.
        presence.lend(line, changed | presence.workshops() if is_all else changed)
        changed |= presence.look_around(line, _listened_to("moderator"))
    for workshop_id in changed:
        seats = presence.present(workshop_id)
        for audience in parts.AUDIENCES:
            if audience.name == "moderator":
                tell_here("presence", {"seats": seats}, audience.room(workshop_id))


def tell_here(event: str, message: dict[str, Any], room: str) -> None:
    """Send to those in a room whom this worker serves; the other workers tell theirs."""
    if room in _rooms():
        socketio.emit(event, message, to=room, ignore_queue=True)


def heartbeat(*, is_late: bool = False) -> None:
    """Give everyone connected here the version their screen should show.

    A late one comes after a time in which news was lost: what it announces will not come by itself.
    """
    workshops = _listened_to()
    if not workshops:
        return
    versions = db.session.execute(
        db.select(Workshop.id, Workshop.version).filter(Workshop.id.in_(workshops))
    )
    for workshop_id, version in versions:
        message = {"workshop": workshop_id, "version": version}
        if is_late:
            message["late"] = True
        for audience in parts.AUDIENCES:
            tell_here("heartbeat", message, audience.room(workshop_id))


def note_present() -> None:
    """Count the time of those whose room is open here; each worker counts its own pages."""
    attendance.note_present(presence.seats_here(), now=clock.now())


def _rooms() -> dict[str, Any]:
    """The socket rooms of this process."""
    rooms: dict[str, Any] = socketio.server.manager.rooms.get("/", {})
    return rooms


def _listened_to(audience: str | None = None) -> set[int]:
    """The workshops somebody is listening to here, projectors included, or one kind of seat."""
    rooms = (room.split("/") for room in _rooms() if room and "/" in room)
    return {int(head) for head, name, *_ in rooms if head.isdigit() and audience in (None, name)}
