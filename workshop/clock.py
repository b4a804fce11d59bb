"""The one place that reads the wall clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime

_pace = 1.0
_origin = 0.0


def now() -> datetime:
    """This instant, in UTC. In a hurried demonstration the instants run faster than real time."""
    seconds = time.time()
    if _pace != 1.0:
        seconds = _origin + (seconds - _origin) * _pace
    return datetime.fromtimestamp(seconds, UTC)


def hurry(pace: float) -> None:
    """From this moment let time run `pace` times faster (1: real time)."""
    global _pace, _origin
    _pace, _origin = float(pace), time.time()


def milliseconds(instant: datetime) -> int:
    """An instant as browsers count it: whole milliseconds since 1970."""
    return round(instant.timestamp() * 1000)
