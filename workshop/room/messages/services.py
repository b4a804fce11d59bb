"""Putting a message before the room, and taking it down."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.room.messages.models import RoomMessage
from workshop.workshops import log
from workshop.workshops.models import Workshop


def standing(workshop: Workshop) -> RoomMessage | None:
    """The message that nobody has taken down yet; its end may have passed."""
    query = db.select(RoomMessage).filter_by(workshop_id=workshop.id, taken_down_at=None)
    return db.session.scalar(query)


def shown(workshop: Workshop, now: datetime) -> RoomMessage | None:
    """The message that the room sees now."""
    message = standing(workshop)
    return message if message and message.is_shown(now) else None


def post(
    workshop: Workshop, text: str, ends_at: datetime | None, by: Person, *, now: datetime
) -> RoomMessage:
    """Show a sentence to everyone, in place of the one before."""
    if workshop.is_over:
        raise Refusal(_("This workshop is closed."))
    if ends_at is not None and ends_at <= now:
        raise Refusal(_("That hour has passed already. Choose a later one."))
    if former := standing(workshop):
        _retire(former, now)
    message = RoomMessage(workshop_id=workshop.id, text=text, posted_at=now, ends_at=ends_at)
    message.workshop = workshop
    db.session.add(message)
    db.session.flush()
    log.record(
        workshop,
        "message posted",
        by,
        now=now,
        message=message.id,
        text=text,
        ends_at=ends_at.isoformat() if ends_at else None,
    )
    return message


def take_down(message: RoomMessage, by: Person, *, now: datetime) -> None:
    """Take a message away; one that is over is gone already."""
    if message.taken_down_at is not None:
        raise Refusal(_("The message has been taken down already."))
    _retire(message, now)
    log.record(message.workshop, "message taken down", by, now=now, message=message.id)


def _retire(message: RoomMessage, now: datetime) -> None:
    message.taken_down_at = min(now, message.ends_at) if message.ends_at else now
    db.session.flush()


def retire_due(workshop: Workshop, *, now: datetime) -> bool:
    """Put away the message whose own clock has run out; whether there was one."""
    message = standing(workshop)
    if message is None or message.is_shown(now):
        return False
    _retire(message, now)
    return True
