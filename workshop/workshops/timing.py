"""The clock of a phase: pure functions of stored instants and now.

A phase runs in spans. Starting opens a span, pausing closes it, resuming opens the next; going
back to a phase opens one more. What has elapsed is the sum of the spans, so a pause, a restart
of the server or another moderator's device changes nothing. Zero closes nothing but a vote and a
phase with a hard end: from there on any other phase is in overtime and counts up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ZERO = timedelta(0)
# A workshop opened further than this from its announced start is measured from its opening.
PUNCTUAL_WITHIN = timedelta(hours=1)

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Reading:
    """A phase's clock as it stands. `remaining` is negative in overtime, None without duration."""

    elapsed: timedelta
    remaining: timedelta | None
    is_running: bool
    ends_at: datetime | None
    counts_since: datetime | None

    @property
    def without_overtime(self) -> Reading:
        """The same for a clock that stops at zero."""
        if not self.is_over:
            return self
        return replace(self, remaining=ZERO, is_running=False, ends_at=None, counts_since=None)

    @property
    def is_over(self) -> bool:
        return self.remaining is not None and self.remaining <= ZERO


def elapsed(spans: Iterable[Span], now: datetime) -> timedelta:
    """Time run up to `now`: the sum of the spans, the open one up to now."""
    return sum((max(ZERO, (end or now) - start) for start, end in spans), ZERO)


def overlap(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """How much of the interval lies within the spans: a turn stands still while its phase does."""
    shared = (min(span_end or end, end) - max(span_start, start) for span_start, span_end in spans)
    return sum((max(ZERO, length) for length in shared), ZERO)


def read(spans: Iterable[Span], length: timedelta | None, now: datetime) -> Reading:
    """The clock of a phase of `length` (planned and extensions) at `now`."""
    spans = list(spans)
    run = elapsed(spans, now)
    is_running = any(end is None for _start, end in spans)
    remaining = None if length is None else length - run
    return Reading(
        elapsed=run,
        remaining=remaining,
        is_running=is_running,
        ends_at=now + remaining if is_running and remaining is not None else None,
        counts_since=now - run if is_running else None,
    )


@dataclass(frozen=True)
class Drift:
    """Where the session stands against its plan.

    It ends at `projected_end`, plus the time that has passed since `slips_from` once that is past
    (a start that is late, a pause, or the end of a phase that goes on).
    """

    planned_end: datetime
    projected_end: datetime
    slips_from: datetime

    def late(self, now: datetime) -> timedelta:
        """How late the session will end as things stand; negative when it is ahead."""
        return self.projected_end + max(ZERO, now - self.slips_from) - self.planned_end


def drift(
    announced_start: datetime,
    opened_at: datetime | None,
    planned: timedelta,
    current: Reading | None,
    still_to_come: timedelta,
    now: datetime,
) -> Drift:
    """The session's drift.

    `planned` is the length of the whole agenda as prepared, `current` the clock of the current
    phase, `still_to_come` the planned length of the phases not begun.
    """
    base = announced_start
    if opened_at and abs(opened_at - announced_start) > PUNCTUAL_WITHIN:
        base = opened_at
    left = max(ZERO, current.remaining) if current and current.remaining is not None else ZERO
    goes_on_from = now if opened_at else max(now, base)
    slips_from = goes_on_from  # paused, in overtime, without duration, or between two phases
    if current and current.ends_at and left:
        slips_from = current.ends_at
    return Drift(base + planned, goes_on_from + left + still_to_come, slips_from)
