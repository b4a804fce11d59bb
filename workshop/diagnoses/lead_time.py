"""Whether a diagnosis reached the entities in time: ten working days before the workshop."""

from __future__ import annotations

from datetime import date, timedelta

WORKING_DAYS_BEFORE = 10

# Peru's national holidays that fall on the same (month, day) every year.
HOLIDAYS = frozenset(
    (
        (1, 1),
        (5, 1),
        (6, 7),
        (6, 29),
        (7, 23),
        (7, 28),
        (7, 29),
        (8, 6),
        (8, 30),
        (10, 8),
        (11, 1),
        (12, 8),
        (12, 9),
        (12, 25),
    )
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's algorithm)."""
    century, in_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * rest + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Neither a weekend, nor a holiday, nor Maundy Thursday or Good Friday."""
    holy = (easter(day.year) - day).days in (2, 3)
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS and not holy


def latest_day(meeting: date, count: int = WORKING_DAYS_BEFORE) -> date:
    """The last day that lies `count` working days before the meeting."""
    day = meeting
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_late(shared_on: date | None, meeting: date) -> bool:
    """Whether a diagnosis was shared too late, or is not shared yet."""
    return shared_on is None or shared_on > latest_day(meeting)
