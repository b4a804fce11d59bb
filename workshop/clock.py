"""The one place that reads the wall clock.

A running server keeps its own time: it takes the machine's once and then counts the seconds that
pass, suspended ones included. Should the machine's clock be set while it runs, it follows by a
thousandth at most, so a small correction is made up for within minutes, and a step ends no vote
before its time and holds up no phase. A server that is started takes the machine's time as it is.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

# How much of the time that passes may be used up to follow the machine's clock.
SLEW = 0.001
# Seconds by which it may differ before this is worth a line in the log.
NOTABLE = 2.0

log = logging.getLogger(__name__)

_pace = 1.0
_origin = 0.0


def steady_seconds() -> float:
    """Seconds that pass whatever becomes of the wall clock."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Steady:
    """A wall clock that never jumps."""

    def __init__(self) -> None:
        self.wall, self.read_at = time.time(), steady_seconds()
        self.warned_of = 0.0

    def seconds(self) -> float:
        """Seconds since 1970."""
        read_at = steady_seconds()
        passed = read_at - self.read_at
        wall = self.wall + passed
        behind = time.time() - wall
        self.wall = wall + max(-SLEW * passed, min(behind, SLEW * passed))
        self.read_at = read_at
        if abs(behind - self.warned_of) > NOTABLE:
            self.warned_of = behind
            log.warning("The machine's clock has been set; it is now %+.1f s from ours.", behind)
        return self.wall


_steady = Steady()


def now() -> datetime:
    """This instant, in UTC. In a hurried demonstration the instants run faster than real time."""
    seconds = _steady.seconds()
    if _pace != 1.0:
        seconds = _origin + (seconds - _origin) * _pace
    return datetime.fromtimestamp(seconds, UTC)


def hurry(pace: float) -> None:
    """From this moment let time run `pace` times faster (1: real time)."""
    global _pace, _origin
    _pace, _origin = float(pace), _steady.seconds()


def milliseconds(moment: datetime | timedelta) -> int:
    """An instant as browsers count it, in whole milliseconds since 1970; or a length of time."""
    seconds = moment.total_seconds() if isinstance(moment, timedelta) else moment.timestamp()
    return round(seconds * 1000)


def minutes_text(length: timedelta) -> str:
    """A length as clocks show it: "04:30", and "+00:12" when it is overrun by twelve seconds."""
    seconds = int(length.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds < 0 else ''}{minutes:02d}:{rest:02d}"
