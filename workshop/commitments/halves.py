"""Half-years, as the plan writes and as we keep them: YYYY-H1 is January to June."""

from __future__ import annotations

import re
from datetime import date

# Of a plan that people alive may read: a year 0 no calendar has.
YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
HALF = re.compile(YEAR + r"-H(?P<half>[12])")
MONTH = re.compile(YEAR + r"-(?P<month>0[1-9]|1[0-2])")
# "1st Half - 2023", with the slips of the print: "1rst Half - 2023", "2nd Half- 2024 (*)"; and
# in Spanish "I Semestre 2023".
PRINTED = (
    re.compile(r"^\s*(?P<half>[12])\s*\w{0,4}\s*half\s*[-–—]?\s*" + YEAR + r"\b", re.I),
    re.compile(r"^\s*(?P<half>II?|[12])\w{0,3}\.?\s*semestre\s*[-–—]?\s*" + YEAR + r"\b", re.I),
)
NUMBERS = {"1": 1, "2": 2, "I": 1, "II": 2}


def half_of(text: str) -> str | None:
    """The half-year that a text names, as YYYY-H1 or YYYY-H2; None for anything else."""
    if HALF.fullmatch(text):
        return text
    for pattern in PRINTED:
        if match := pattern.match(text):
            return f"{match['year']}-H{NUMBERS[match['half'].upper()]}"
    return None


def first_month(half: str) -> date:
    """The first day of a half-year."""
    year, number = _parts(half)
    return date(year, 1 if number == 1 else 7, 1)


def last_month(half: str) -> date:
    """The first day of the last month of a half-year."""
    year, number = _parts(half)
    return date(year, 6 if number == 1 else 12, 1)


def month(text: str) -> date:
    """The first day of a month written YYYY-MM."""
    match = MONTH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(int(match["year"]), int(match["month"]), 1)


def _parts(half: str) -> tuple[int, int]:
    match = HALF.fullmatch(half)
    if match is None:
        raise ValueError(half)
    return int(match["year"]), int(match["half"])
