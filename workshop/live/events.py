"""The socket: joining a workshop and measuring the clock. Orders never come this way."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_login import current_user
from flask_socketio import join_room

from workshop import clock
from workshop.extensions import socketio
from workshop.language import LANGUAGES, chosen
from workshop.live import news, packing, parts, presence, screens
from workshop.live.models import Seat, Workshop
from workshop.live.permissions import admitted_seat, can_watch
from workshop.live.queries import find

Answer = dict[str, Any]


def sid() -> str:
    """The socket that Flask-SocketIO hands on with the event."""
    return str(request.sid)  # type: ignore[attr-defined]  # put there by Flask-SocketIO


@socketio.on("join")
def join(data: Any = None) -> Answer:
    """Enter a workshop's rooms. The answer holds all parts unless the page has this version."""
    if not isinstance(data, dict):
        return {"ok": False, "error": "malformed"}
    workshop = _workshop_of(data)
    if workshop is None:
        return {"ok": False, "error": "closed"}
    seat = admitted_seat(current_user, workshop)
    wanted = str(data.get("language"))
    language = wanted if wanted in LANGUAGES else chosen()
    if data.get("view") == "screen":
        audience = parts.Audience("screen", language)
    else:
        audience = parts.audience_of(seat, language)
    join_room(audience.room(workshop.id))
    if seat and audience.name != "screen":
        join_room(news.seat_room(seat.id))
        presence.arrive(sid(), workshop.id, seat.id)
    return {"ok": True, **_packed(state(workshop, audience, seat, data.get("version")))}


def _packed(state: Answer) -> Answer:
    """The state as it goes over a socket."""
    drawn = state.pop("parts")
    return {**state, **(packing.packed(drawn) if drawn else {"parts": None})}


def _workshop_of(data: Answer) -> Workshop | None:
    """The workshop asked for, if this person, or this projector's token, may watch it."""
    if data.get("view") == "screen" and data.get("token"):
        return screens.workshop_of(str(data["token"]))
    workshop_id = data.get("workshop")
    workshop = find(workshop_id) if isinstance(workshop_id, int) else None
    return workshop if workshop and can_watch(current_user, workshop) else None


def state(
    workshop: Workshop, audience: parts.Audience, seat: Seat | None, version: object
) -> Answer:
    """Where the workshop stands, for someone whose screen shows `version`."""
    now = clock.now()
    is_current = version == workshop.version
    return {
        "workshop": workshop.id,
        "version": workshop.version,
        "now": clock.milliseconds(now),
        "parts": None if is_current else parts.rendered(workshop, audience, now),
        "allows": parts.allows(workshop, audience),
        "me": parts.facts_of(seat),
        "counts": parts.counts_of(workshop),
    }


@socketio.on("clock")
def server_clock(_data: Any = None) -> int:
    """The server's time in milliseconds, for the offset of the browser's clock."""
    return clock.milliseconds(clock.now())


@socketio.on("disconnect")
def disconnect(_reason: Any = None) -> None:
    presence.leave(sid())
