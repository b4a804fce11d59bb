"""The server's pulse: small news a few times a second, and a heartbeat every few seconds.

The heartbeat carries each workshop's version as the database has it, not as the queue told it, so
a page that missed a push finds out. Nothing here decides anything: what is due is answered from
stored instants, with or without a pulse.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask

from workshop.extensions import db, socketio
from workshop.live import parts, presence
from workshop.live.models import Workshop
from workshop.watch import measures

BEATS_PER_SECOND = 2
SECONDS_BETWEEN_HEARTBEATS = 4

log = logging.getLogger(__name__)

# Called at every beat, within an application context; features below add theirs.
on_beat: list[Callable[[], None]] = []


def start(app: Flask) -> None:
    """Let the pulse run in the background for as long as the server does."""

    def run() -> None:
        count = 0
        while True:
            socketio.sleep(1 / BEATS_PER_SECOND)
            count += 1
            is_due = count % (BEATS_PER_SECOND * SECONDS_BETWEEN_HEARTBEATS) == 0
            with app.test_request_context():  # parts hold addresses of this site
                try:
                    beat(with_heartbeat=is_due)
                except Exception:  # whatever failed, the next beat comes
                    log.exception("the pulse missed a beat")

    socketio.start_background_task(run)


def beat(*, with_heartbeat: bool) -> None:
    """Tell who is present, let the features do what is due, and now and then give the versions."""
    measures.keep_stock()
    for workshop_id in presence.take_changed():
        tell_presence(workshop_id)
    for due in on_beat:
        due()
    if with_heartbeat:
        heartbeat()


def tell_presence(workshop_id: int) -> None:
    seats = presence.present(workshop_id)
    for audience in parts.AUDIENCES:
        if audience.name == "moderator":
            socketio.emit("presence", {"seats": seats}, to=audience.room(workshop_id))


def heartbeat() -> None:
    """Give everyone connected the version their screen should show."""
    workshops = _listened_to()
    if not workshops:
        return
    versions = db.session.execute(
        db.select(Workshop.id, Workshop.version).filter(Workshop.id.in_(workshops))
    )
    for workshop_id, version in versions:
        for audience in parts.AUDIENCES:
            room = audience.room(workshop_id)
            if room in _rooms():
                socketio.emit("heartbeat", {"workshop": workshop_id, "version": version}, to=room)


def _rooms() -> dict:
    """The socket rooms of this process."""
    return socketio.server.manager.rooms.get("/", {})


def _listened_to() -> set[int]:
    """The workshops somebody is listening to here, projectors included."""
    heads = (room.split("/")[0] for room in _rooms() if room and "/" in room)
    return {int(head) for head in heads if head.isdigit()}
