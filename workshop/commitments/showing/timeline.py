"""The milestones of a record as bars over half-years: plain values in, places in a picture out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HALF = 74  # width of a half-year
LABEL = 34  # for the numbers of the milestones
HEAD = 46
ROW = 30
BAR = 18
TEXT = 6  # from a line to what is written beside it
PERIOD_TOP = 40


@dataclass(frozen=True)
class Bar:
    """One milestone between its half-years; without a place when its dates are missing."""

    number: int
    title: str
    x: int
    y: int
    width: int
    is_outside: bool

    @property
    def has_dates(self) -> bool:
        return self.width > 0

    @property
    def text_y(self) -> int:
        """On which line what is written beside or into it stands."""
        return self.y + 14

    @property
    def text_x(self) -> int:
        return self.x + TEXT


@dataclass(frozen=True)
class Column:
    """One half-year; the year is written over its first half, and over the first column."""

    half: str
    x: int
    year: str = ""

    @property
    def numeral(self) -> str:
        return "I" if _is_first_half(self.half) else "II"

    @property
    def top(self) -> int:
        """Where its line begins: higher where a year does."""
        return 8 if _is_first_half(self.half) else 26

    @property
    def text_x(self) -> int:
        return self.x + TEXT


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    columns: list[Column]
    bars: list[Bar]
    # The period of the commitment, from and to, if it has one.
    period: tuple[float, float] | None

    @property
    def period_width(self) -> float:
        return max(self.period[1] - self.period[0], 0) if self.period else 0

    @property
    def period_height(self) -> int:
        return self.height - PERIOD_TOP

    @property
    def period_top(self) -> int:
        return PERIOD_TOP


def _is_first_half(half: str) -> bool:
    return half.endswith("H1")


def half_number(half: str) -> int:
    """Half-years counted through: 2023-H1 comes right before 2023-H2."""
    year, number = half.split("-H")
    return 2 * int(year) + int(number) - 1


def half_named(number: int) -> str:
    return f"{number // 2}-H{number % 2 + 1}"


def half_of_month(month: str) -> str:
    year, number = month.split("-")
    return f"{year}-H{1 if int(number) <= 6 else 2}"


def timeline(
    milestones: Sequence[tuple[str, str, str]], start: str, end: str, years: tuple[int, int]
) -> Timeline:
    """Bars for (activity, start half, end half); the period and the plan's years set the frame."""
    dated = [half_number(half) for _title, *ends in milestones for half in ends if half]
    framed = [half_number(half_of_month(month)) for month in (start, end) if month]
    first = min([2 * years[0], *dated, *framed])
    last = max([2 * years[1] + 1, *dated, *framed])

    def x_of(number: float) -> float:
        return LABEL + (number - first) * HALF

    bars = []
    for place, (title, begin, finish) in enumerate(milestones):
        y = HEAD + place * ROW + (ROW - BAR) // 2
        if not (begin and finish) or finish < begin:
            bars.append(Bar(place + 1, title, LABEL, y, 0, False))
            continue
        a, b = half_number(begin), half_number(finish)
        outside = bool(framed) and (a < min(framed) or b > max(framed))
        width = (b - a + 1) * HALF - 4
        bars.append(Bar(place + 1, title, int(x_of(a)) + 2, y, width, outside))
    return Timeline(
        width=int(x_of(last + 1)) + 2,
        height=HEAD + max(len(milestones), 1) * ROW + 6,
        columns=[
            Column(half_named(n), int(x_of(n)), str(n // 2) if n % 2 == 0 or n == first else "")
            for n in range(first, last + 1)
        ],
        bars=bars,
        period=(x_of(_part(start, 0)), x_of(_part(end, 1))) if start and end else None,
    )


def _part(month: str, months_on: int) -> float:
    """A month as a number of half-years, at its start or at its end."""
    year, number = (int(part) for part in month.split("-"))
    return 2 * year + (number - 1 + months_on) / 6
