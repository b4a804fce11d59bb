"""What a meeting tells the features above it, without knowing them.

Who listens is declared in `assembly`, and is told in the order declared there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Listener = Callable[..., None]


class Signal:
    """One thing that happens; a listener may raise `Refusal`, and the act does not take place."""

    def __init__(self) -> None:
        self.listeners: tuple[Listener, ...] = ()

    def send(self, sender: Any, **facts: Any) -> None:
        for listener in self.listeners:
            listener(sender, **facts)


# The sender is the Phase; `now` and `by` come along, with `is_final` when it is left.
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
