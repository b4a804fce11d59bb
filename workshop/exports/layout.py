"""What a document shows, before any format: tables with merged cells, and the form of a record.

Plain values, so that every format is written from the very same and can be compared with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# How wide a text would be, in signs; what is longer breaks into lines.
WIDEST = 44
ROOM = 3  # beside the longest word


@dataclass(frozen=True)
class Cell:
    """Paragraphs, or with `is_list` the items of a list; `span` rows of its column are one."""

    lines: tuple[str, ...]
    is_list: bool = False
    span: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Grid:
    """A table: in a row that another's cell reaches into, the place is None."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    @property
    def weights(self) -> list[int]:
        """How wide each column is beside the others: words stay whole, long texts share it."""
        return [
            max([_longest_word(heading), *(_wanted_width(row[column]) for row in self.rows)])
            for column, heading in enumerate(self.headings)
        ]


def _longest_word(text: str) -> int:
    return min(max(map(len, text.split()), default=0), WIDEST) + ROOM


def _wanted_width(cell: Cell | None) -> int:
    lines = cell.lines if cell else ()
    return max((max(_longest_word(line), min(len(line), WIDEST)) for line in lines), default=0)


@dataclass(frozen=True)
class Field:
    """One line of a record's form: its label and the blocks of its text (`commitments.blocks`)."""

    label: str
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Form:
    """A commitment record: fields in two columns, then the programming of its milestones."""

    title: str
    fields: tuple[Field, ...]
    programming: Grid
    after: tuple[Field, ...]
    notes: tuple[str, ...] = ()


Part = Grid | Form


@dataclass(frozen=True)
class Table:
    """One table of the plan: in long form for data files, as parts for documents.

    `columns` are pairs of a stable key and its heading; each row has one value for each, all text.
    `notes` stand below the rows.
    """

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    parts: tuple[Part, ...] = field(default=())
    notes: tuple[str, ...] = ()

    @property
    def headings(self) -> list[str]:
        return [heading for _key, heading in self.columns]

    @property
    def grid(self) -> Grid:
        """The table as a document shows it, where that is one grid."""
        [grid] = self.parts
        assert isinstance(grid, Grid)
        return grid


def paragraphs(*texts: str) -> Cell:
    return Cell(tuple(text for text in texts if text))


def list_cell(texts: Sequence[str]) -> Cell:
    return Cell(tuple(texts), is_list=True)


def span_rows(cell: Cell, rows: int) -> Cell:
    return Cell(cell.lines, cell.is_list, rows)


def block_texts(block: dict[str, Any]) -> list[str]:
    """The words of a block, one text for each paragraph or item, inner items after their own."""
    if "p" in block:
        return [block["p"]]
    texts: list[str] = []
    for item in block["ul"]:
        texts += [item] if isinstance(item, str) else [item["text"], *item["ul"]]
    return texts
