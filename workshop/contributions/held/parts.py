"""What waits to be shown, for the moderator; and for its author, on their own page alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.contributions.held import services
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.workshops.models import Seat, Workshop


def held_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    return {"held": services.held(workshop)}


def own_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    written = services.held_of(seat)
    return {"written": written} if written else None


def register() -> None:
    parts.register(
        "held",
        held_context,
        label=_l("Contributions to be shown"),
        desk="contributions/held/_held.html",
    )
    mine.register("own-held", "contributions/held/_own.html", own_context)
