"""What a meeting tells the features above it, without knowing them.

Who listens is declared in `assembly`, and is told in the order declared there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Listener = Callable[..., None]


class Signal:
    """One thing that happens; a listener may raise `Refusal`, and the act does not take place."""

    def __init__(self) -> None:
        self.listeners: tuple[Listener, ...] = ()

    def send(self, sender: Any, **facts: Any) -> None:
        for listener in self.listeners:
            listener(sender, **facts)


# The sender is the Phase; `now` and `by` come along, with `is_return` when one has gone back to it,
# and with `is_final` when it is left.
phase_started = Signal()
phase_leaving = Signal()
# The sender is the Phase whose time is to be cut to `remaining`; `now` comes along.
phase_shortening = Signal()
# The sender is the Workshop; `is_another_day` says whether it was suspended on a former one.
workshop_resumed = Signal()
# The sender is the Workshop whose results have just become public.
results_published = Signal()
# The sender is the Seat.
seat_removed = Signal()
# The sender is the Organization that turns out to be another, `kept`; and the same of a Seat.
organizations_merging = Signal()
seats_merging = Signal()


@dataclass(frozen=True)
class Matter:
    """What the room is in the middle of, and must not end by the way, whichever exit is taken.

    `refusal` is for whoever leaves the phase for good. `question` is asked before the meeting stops
    or goes back; without one it cannot go back either, for the matter would not outlast it.
    """

    refusal: str
    question: str = ""


# Called with the phase that is to be left, and now: what is under way in it, or None. `assembly`
# says which.
open_matters: tuple[Callable[[Any, datetime], Matter | None], ...] = ()


def matters(phase: Any, now: datetime) -> list[Matter]:
    """All that the room is in the middle of in this phase."""
    return [matter for look in open_matters if (matter := look(phase, now))]
