"""What waits to be shown, for the moderator; and for its author, on their own page alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.contributions.held import services
from workshop.contributions.models import Contribution
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.workshops.models import Seat, Workshop


def no_subjects(_contributions: Sequence[Contribution]) -> Mapping[int, str]:
    return {}


# What those are about that are not about a problem, by their number; `assembly` says where from.
subjects: Callable[[Sequence[Contribution]], Mapping[int, str]] = no_subjects


def held_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    held = services.held(workshop)
    return {"held": held, "subjects": subjects(held)}


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
