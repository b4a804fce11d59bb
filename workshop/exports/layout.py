"""What a document shows, before any format: tables with merged cells, and the form of a record.

Plain values, so that every format is written from the very same and can be compared with it.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import format_datetime
from flask_babel import gettext as _

from workshop.commitments.blocks import marked_items
from workshop.language import day_name

# How wide a text would be, in signs; what is longer breaks into lines.
WIDEST = 44
ROOM = 3  # beside the longest word
OF_WORD, OF_HEADING = 1.1, 1.25  # some words are of wide letters; a heading is bold
# How many signs stand side by side on a page, upright and lying, and how small they may become.
SIGNS = {False: 92, True: 138}
SMALLEST = 0.6


NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class ValueKind(enum.StrEnum):
    """What the values of a column are; every format writes them as such."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    YES_NO = "yes or no"


class Column(NamedTuple):
    """A column of a table: its key, which stays; its heading; what its values are."""

    key: str
    heading: str
    kind: ValueKind = ValueKind.TEXT


def value_of(kind: ValueKind, text: str) -> str | int | float | bool | date | datetime | None:
    """A text of a table as the value it stands for; None for an empty one that is no text.

    What is not of its kind, such as a figure that a rule has no number for, stays the text it is.
    """
    if kind is ValueKind.TEXT:
        return text
    if not text:
        return None
    if kind is ValueKind.YES_NO:
        return text == "yes"
    if kind is ValueKind.NUMBER:
        if not NUMBER.fullmatch(text):
            return text
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else float(number)
    return date.fromisoformat(text) if kind is ValueKind.DATE else datetime.fromisoformat(text)


def in_words(kind: ValueKind, text: str) -> str:
    """A text of a table as people read it: days and instants by the language, yes and no too."""
    value = value_of(kind, text)
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        return str(format_datetime(value, "d MMM y, HH:mm"))
    return day_name(value) if isinstance(value, date) else text


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


@dataclass(frozen=True)
class Cell:
    """Paragraphs, or with `is_list` the items of a list; `span` rows of its column are one.

    Items of a ranking have their `numbers`, which level ones share.
    """

    lines: tuple[str, ...]
    is_list: bool = False
    span: int = 1
    numbers: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        numbered = zip(self.numbers, self.lines, strict=False)
        return "\n".join([f"{number}. {line}" for number, line in numbered] or self.lines)


@dataclass(frozen=True)
class Grid:
    """A table: in a row that another's cell reaches into, the place is None.

    `fixed` are the widths of its columns beside each other, where its words do not settle them;
    `row_height` is how many centimetres a row has at least, where it is written on by hand.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    fixed: tuple[int, ...] = ()
    row_height: float = 0

    def weights(self, *, is_wide: bool) -> list[int]:
        """How wide each column is beside the others: no word breaks, long texts share the rest."""
        if self.fixed:
            return list(self.fixed)
        least = [self._longest_word(column) for column in range(len(self.headings))]
        wanted = [max(self._wanted_width(column), least[column]) for column in range(len(least))]
        rest = SIGNS[is_wide] - sum(least)
        more = sum(wanted) - sum(least)
        if rest <= 0 or more <= 0:
            return least
        share = min(1.0, rest / more)
        return [
            round(width + (full - width) * share) for width, full in zip(least, wanted, strict=True)
        ]

    def scale(self, *, is_wide: bool) -> float:
        """How much smaller than the text of a page it is set, so that its words fit."""
        least = sum(self._longest_word(column) for column in range(len(self.headings)))
        return max(SMALLEST, min(1.0, SIGNS[is_wide] / least)) if least else 1.0

    def _longest_word(self, column: int) -> int:
        heading = int(_longest_word(self.headings[column]) * OF_HEADING)
        word = max(map(_longest_word, self._lines(column)), default=0)
        return max(heading, int(word * OF_WORD)) + ROOM

    def _wanted_width(self, column: int) -> int:
        return max((min(len(line), WIDEST) for line in self._lines(column)), default=0) + ROOM

    def _lines(self, column: int) -> Iterator[str]:
        for row in self.rows:
            cell = row[column]
            yield from cell.lines if cell else ()


def _longest_word(text: str) -> int:
    return min(max(map(len, text.split()), default=0), WIDEST)


@dataclass(frozen=True)
class Field:
    """One line of a record's form: its label and the blocks of its text (`commitments.blocks`)."""

    label: str
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class FieldGroup:
    """The fields of a part of the form, under its heading; the first part has none."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """A commitment record: fields in two columns, then the programming of its milestones."""

    title: str
    above: tuple[FieldGroup, ...]
    programming: Grid
    below: tuple[FieldGroup, ...]
    notes: tuple[str, ...] = ()


Part = Grid | Form


@dataclass(frozen=True)
class Table:
    """One table of the plan: in long form for data files, as parts for documents.

    Each row has a value for each column, in the same text in every language: numbers with a point,
    days and instants as ISO 8601, "yes" and "no". `notes` stand below the rows.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    parts: tuple[Part, ...] = field(default=())
    notes: tuple[str, ...] = ()

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @property
    def grid(self) -> Grid:
        """The table as a document shows it, where that is one grid."""
        [grid] = self.parts
        assert isinstance(grid, Grid)
        return grid


def paragraphs(*texts: str) -> Cell:
    return Cell(tuple(text for text in texts if text))


def list_cell(texts: Sequence[str], numbers: Sequence[int] = ()) -> Cell:
    return Cell(tuple(texts), is_list=True, numbers=tuple(numbers))


def span_rows(cell: Cell, rows: int) -> Cell:
    return replace(cell, span=rows)


def block_texts(block: dict[str, Any]) -> list[str]:
    """The words of a block, one text for each paragraph or item, inner items after their own."""
    if "p" in block:
        return [block["p"]]
    return [f"{mark} {text}" if mark else text for _depth, mark, text in marked_items(block)]
