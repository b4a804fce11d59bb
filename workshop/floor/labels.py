"""What the kinds of turn are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from workshop.floor.models import TurnKind

TURN_NAMES = {
    TurnKind.SPEECH: _l("Speech"),
    TurnKind.DIRECT_REPLY: _l("Direct reply"),
    TurnKind.POINT_OF_ORDER: _l("Point of order"),
}

# What stands above the name of whoever speaks.
HEADINGS = {**TURN_NAMES, TurnKind.SPEECH: _l("Has the floor")}
