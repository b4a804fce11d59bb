"""Half-years, as the plan writes and as we keep them: YYYY-H1 is January to June."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from workshop.commitments.words import plain

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


# Dates within a sentence, plain: an ordinal and half or quarter, a month, a day, a year by itself.
ORDINALS = {
    **dict.fromkeys(("first", "1st", "1rst", "primer", "primero", "primera", "1er", "1", "i"), 1),
    **dict.fromkeys(("second", "2nd", "segundo", "segunda", "2do", "2", "ii"), 2),
    **dict.fromkeys(("third", "3rd", "tercer", "tercero", "3er", "3", "iii"), 3),
    **dict.fromkeys(("fourth", "4th", "last", "cuarto", "ultimo", "4to", "4", "iv"), 4),
}
# The first three letters of a month, in English and in Spanish.
MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9},
    **{"oct": 10, "nov": 11, "dec": 12, "ene": 1, "abr": 4, "ago": 8, "set": 9, "dic": 12},
}
IN_YEAR = r"\s*(?:of|de|del|del ano|-|–|,)?\s*(?:the year\s+)?" + YEAR + r"\b"
LENGTHS = {
    **dict.fromkeys(("half", "semester", "semestre", "mitad"), 6),
    **dict.fromkeys(("quarter", "trimester", "trimestre"), 3),
}
WITHIN_YEAR = re.compile(
    rf"\b(?P<ordinal>{'|'.join(ORDINALS)})\.?\s*(?P<length>{'|'.join(LENGTHS)}){IN_YEAR}"
)
NAMED_MONTH = re.compile(
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary|rero)?|mar(?:ch|zo)?|apr(?:il)?|may(?:o)?|june?|junio"
    r"|july?|julio|aug(?:ust)?|sept?(?:ember|iembre)?|oct(?:ober|ubre)?|nov(?:ember|iembre)?"
    r"|dec(?:ember)?|enero|abril|agosto|setiembre|dic(?:iembre)?)\.?"
    r"(?:\s+\d{1,2},)?" + IN_YEAR
)
NUMBERED_MONTH = re.compile(
    r"(?<![\w/-])(?:\d{1,2}/)?(?P<month>0?[1-9]|1[0-2])/" + YEAR + r"\b"
    r"|(?<![\w/-])(?P<year_first>(?:19|20|21)\d\d)-(?P<month_after>0[1-9]|1[0-2])(?:-\d\d)?(?![\w-])"
)
OUR_HALF = re.compile(HALF.pattern, re.I)
BARE_YEAR = re.compile(
    r"\b(?:in|until|till|by|during|end of|en|hasta|fines de|finales de|durante|cierre de|ano)\s+"
    r"(?:the end of\s+|el ano\s+|el\s+|fines de\s+)?" + YEAR + r"\b"
)


def latest_month(text: str) -> str:
    """The last month (YYYY-MM) of the latest date that a sentence names; "" if it names none.

    Halves, quarters, months, days, and a year of which it is said that something ends in it.
    """
    return max(_months_in(plain(text)), default="")


def _months_in(text: str) -> Iterator[str]:
    for match in WITHIN_YEAR.finditer(text):
        last = ORDINALS[match["ordinal"]] * LENGTHS[match["length"]]
        if last <= 12:
            yield f"{match['year']}-{last:02}"
        elif match["ordinal"] in ("last", "ultimo"):
            yield f"{match['year']}-12"
    for match in OUR_HALF.finditer(text):
        yield f"{match['year']}-{int(match['half']) * 6:02}"
    for match in NAMED_MONTH.finditer(text):
        yield f"{match['year']}-{MONTHS[match['month'][:3]]:02}"
    for match in NUMBERED_MONTH.finditer(text):
        year, number = match["year"], match["month"]
        if number is None:
            year, number = match["year_first"], match["month_after"]
        yield f"{year}-{int(number):02}"
    for match in BARE_YEAR.finditer(text):
        yield f"{match['year']}-12"
