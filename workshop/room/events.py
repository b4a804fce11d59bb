"""The socket: joining a workshop and measuring the clock. Orders never come this way."""

from __future__ import annotations

import logging
from typing import Any

from flask import request
from flask_login import current_user
from flask_socketio import join_room

from workshop import clock
from workshop.errors import first_line, is_away
from workshop.extensions import socketio
from workshop.language import LANGUAGES, language_of_request
from workshop.room import news, packing, parts, presence, screens
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import admitted_seat, can_moderate, can_watch
from workshop.workshops.queries import find

Answer = dict[str, Any]

log = logging.getLogger(__name__)


@socketio.on_error_default
def failed(error: Exception) -> None:
    """A question of a page failed on our side; without an answer the page asks again."""
    if is_away(error):
        log.warning("A socket waits for the database: %s", first_line(error))
    else:
        log.error("A socket's question failed.", exc_info=error)


def sid() -> str:
    """The socket that Flask-SocketIO hands on with the event."""
    return str(request.sid)  # type: ignore[attr-defined]  # put there by Flask-SocketIO


@socketio.on("join")
def join(data: Any = None, *_more: Any) -> Answer:
    """Enter a workshop's rooms. The answer holds all parts unless the page has this version."""
    if not isinstance(data, dict):
        return {"ok": False, "error": "malformed"}
    workshop = _workshop_of(data)
    if workshop is None:
        return {"ok": False, "error": "closed"}
    seat = admitted_seat(current_user, workshop)
    wanted = str(data.get("language"))
    language = wanted if wanted in LANGUAGES else language_of_request()
    if data.get("view") == "screen":
        audience = parts.Audience("screen", language)
    elif data.get("view") == "desk" and can_moderate(current_user, workshop):
        audience = parts.at_the_desk(language)
    else:
        audience = parts.audience_of(seat, language)
    join_room(audience.room(workshop.id))
    if seat and audience.name != "screen":
        join_room(news.seat_room(seat.id))
        presence.arrive(sid(), workshop.id, seat.id)
    return {"ok": True, **_pack_state(state(workshop, audience, seat, data.get("version")))}


def _pack_state(state: Answer) -> Answer:
    """The state as it goes over a socket."""
    drawn = state.pop("parts")
    return {**state, **(packing.pack(drawn) if drawn else {"parts": None})}


def _workshop_of(data: Answer) -> Workshop | None:
    """The workshop asked for, if this person, or this projector's token, may watch it."""
    if data.get("view") == "screen" and data.get("token"):
        return screens.workshop_of(str(data["token"]))
    workshop_id = data.get("workshop")
    if not isinstance(workshop_id, int) or not 0 < workshop_id < 2**31:  # more holds no database
        return None
    workshop = find(workshop_id)
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
        "parts": None if is_current else parts.render_parts(workshop, audience, now),
        "allows": parts.allows(workshop, audience),
        "me": parts.facts_of(seat),
        "counts": parts.counts_of(workshop),
    }


@socketio.on("clock")
def server_clock(*_data: Any) -> int:
    """The server's time in milliseconds, for the offset of the browser's clock."""
    return clock.milliseconds(clock.now())


@socketio.on("disconnect")
def disconnect(*_reason: Any) -> None:
    presence.leave(sid())
