"""The planned times of an agenda: each phase starts when the ones before it have had theirs."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate


def planned_starts(starts_at: datetime, minutes: Iterable[int | None]) -> list[datetime]:
    """When each phase starts and, at the end, when the last one is over."""
    lengths = (timedelta(minutes=length or 0) for length in minutes)
    return list(accumulate(lengths, operator.add, initial=starts_at))
