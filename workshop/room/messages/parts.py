"""The strip above every page of the room, and the end of a message when its clock runs out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workshop import clock
from workshop.database import writing
from workshop.extensions import db
from workshop.room import news, parts
from workshop.room.messages import services
from workshop.room.messages.models import RoomMessage
from workshop.room.parts import Audience
from workshop.workshops import queries
from workshop.workshops.models import Workshop


def message_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The message that stands, with its own countdown."""
    message = services.shown(workshop, now)
    return {"message": message, "message_clock": message.reading(now) if message else None}


def retire_due() -> None:
    """At each beat: take away the messages that are over, and tell their rooms."""
    due = db.select(RoomMessage.workshop_id).filter(
        RoomMessage.taken_down_at.is_(None), RoomMessage.ends_at <= clock.now()
    )
    for workshop_id in db.session.scalars(due).all():
        with writing():
            workshop = queries.lock(workshop_id)
            if services.retire_due(workshop, now=clock.now()):
                news.tell(workshop, "message")
        news.deliver()


def register() -> None:
    parts.register(
        "message",
        message_context,
        room="room/messages/_message.html",
        desk="room/messages/_message_desk.html",
        screen="room/messages/_message_screen.html",
    )
