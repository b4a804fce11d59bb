"""A clock that stands still and chance that repeats itself, for the process that is walked.

Whatever is made at random is drawn from a stream that begins anew with every label, so that a
token drawn more or less in one act changes nothing in the next.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
from datetime import UTC, datetime, timedelta

MONDAY = datetime(2027, 3, 1, 14, 30, tzinfo=UTC)  # 09:30 in Lima


class Still:
    def __init__(self, instant: datetime = MONDAY) -> None:
        self.instant = instant
        self.begin("")

    def begin(self, label: str) -> None:
        """Let what is drawn from now on depend on this label alone."""
        self.label, self.count = label, 0
        random.seed(label)

    def now(self) -> datetime:
        return self.instant

    def advance(self, **lengths: float) -> None:
        self.instant += timedelta(**lengths)

    def urandom(self, size: int) -> bytes:
        drawn = b""
        while len(drawn) < size:
            self.count += 1
            drawn += hashlib.sha256(f"{self.label}/{self.count}".encode()).digest()
        return drawn[:size]

    def hold(self) -> None:
        """Put clock and chance of this process in place; before the application is imported."""
        os.urandom = self.urandom  # type: ignore[assignment]
        random._urandom = self.urandom  # type: ignore[attr-defined]
        time.time = lambda: self.instant.timestamp()
        from workshop import clock

        clock.now = self.now
