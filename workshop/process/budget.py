"""How much one socket may send.

It stands apart from `sockets` because gunicorn's overseer reads it: engineio, needed there, loads
what each worker must change first.
"""

from __future__ import annotations

import time

# What a page sends at most when it connects: 16 packets in two seconds (two or three to open the
# line, one to join, eight for the clock, an answer to a ping). A worker's restart makes it do so
# again, but on a new socket with a budget of its own.
BURST = 40
# What a page sends at most afterwards: four a second, while its tab is hidden and shown on and on.
PER_SECOND = 5
# Bytes that count as one packet; the longest that a page sends has some three hundred.
PIECE = 16 * 1024


class Budget:
    """What one socket may still send; it grows again with time."""

    __slots__ = ("left", "seen_at")

    def __init__(self) -> None:
        self.left: float = BURST
        self.seen_at = time.monotonic()

    def allows(self, size: int) -> bool:
        """Count what was sent, a packet or a frame of `size` bytes; whether it is still within."""
        now = time.monotonic()
        grown = (now - self.seen_at) * PER_SECOND
        self.left, self.seen_at = min(BURST, self.left + grown) - 1 - size // PIECE, now
        return self.left >= 0
