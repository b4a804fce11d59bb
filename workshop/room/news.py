"""What has changed, told to the room after it is kept: parts to audiences, facts to persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Response, current_app, g

from workshop import clock
from workshop.extensions import db, socketio
from workshop.process import measures
from workshop.process.workers import ORDERS, tell_all
from workshop.room import packing, parts, presence
from workshop.workshops import queries
from workshop.workshops.models import Seat, Workshop


@dataclass
class News:
    """What one act changed in one workshop."""

    parts: set[str] = field(default_factory=set)
    seats: set[int] = field(default_factory=set)
    away: dict[int, str] = field(default_factory=dict)
    # The version this act made; others may follow before it is told.
    version: int = 0


def tell(workshop: Workshop, *changed: str, seats: Iterable[int] = ()) -> None:
    """Note, inside an act, which parts it changes and for which seats their own facts.

    The workshop's version is raised once per act, in the same transaction.
    """
    waiting: dict[int, News] = g.setdefault("news", {})
    if workshop.id not in waiting:
        waiting[workshop.id] = News()
        workshop.version += 1
        waiting[workshop.id].version = workshop.version
    waiting[workshop.id].parts.update(changed)
    waiting[workshop.id].seats.update(seats)


def send_away(seat: Seat, address: str) -> None:
    """Note that this seat's page must go elsewhere: admitted, removed, or given another role."""
    tell(seat.workshop)
    g.news[seat.workshop_id].away[seat.id] = address


def tell_own(seat_id: int, facts: dict[str, str]) -> None:
    """Tell a seat's other pages what came with no new version, such as that its ballot is in."""
    socketio.emit("me", facts, to=seat_room(seat_id))


def deliver() -> None:
    """After the commit, push what was noted to everyone who listens."""
    for workshop_id, news in g.pop("news", {}).items():
        g.setdefault("versions", {})[workshop_id] = news.version
        workshop = queries.get(workshop_id)
        _push_parts(workshop, news)
        for seat_id in news.seats:
            if seat := db.session.get(Seat, seat_id):
                socketio.emit("me", parts.facts_of(seat), to=seat_room(seat_id))
        for seat_id, address in news.away.items():
            socketio.emit("away", {"url": address}, to=seat_room(seat_id))
            tell_all(socketio, "leave", workshop_id=workshop_id, seat_id=seat_id)


def name_versions(response: Response) -> Response:
    """Let the answer to an act say which versions it made, as "7/41": its page waits for them."""
    if versions := g.pop("versions", None):
        made = (f"{workshop_id}/{version}" for workshop_id, version in versions.items())
        response.headers["Workshop-Versions"] = " ".join(made)
    return response


def seat_room(seat_id: int) -> str:
    return f"seat/{seat_id}"


def leave_rooms(workshop_id: int, seat_id: int) -> None:
    """Whoever is sent away hears no more news, whatever the page does; it may join again."""
    sockets = socketio.server.manager.get_participants("/", seat_room(seat_id))
    for socket, _transport in list(sockets):
        for audience in parts.AUDIENCES:
            socketio.server.leave_room(socket, audience.room(workshop_id))
        socketio.server.leave_room(socket, seat_room(seat_id))
        presence.leave(socket)


ORDERS["leave"] = leave_rooms  # every worker has sockets of its own


@measures.push_seconds.time()
def _push_parts(workshop: Workshop, news: News) -> None:
    now = clock.now()
    # With other acts kept meanwhile, ours is not all that has changed since the last drawing.
    changed = news.parts if news.version == workshop.version else None
    for audience in parts.AUDIENCES:
        room = audience.room(workshop.id)
        if not is_listened_to(room):
            continue
        drawn = parts.render_parts(workshop, audience, now, changed)
        message = {
            "workshop": workshop.id,
            "version": news.version,
            "allows": parts.allows(workshop, audience),
            **packing.pack({name: html for name, html in drawn.items() if name in news.parts}),
        }
        socketio.emit("parts", message, to=room)
        socketio.sleep(0)  # it goes out before the next audience's is drawn


def is_listened_to(room: str) -> bool:
    """Whether anyone is in a socket room; with several workers only the others know."""
    if current_app.config["REDIS_URL"]:
        return True
    return bool(socketio.server.manager.rooms.get("/", {}).get(room))
