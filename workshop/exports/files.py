"""Tables written as CSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.text import printable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """One table: its name, headings and rows of text; `notes` follow below an empty row."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def safe(cell: str) -> str:
    """The text of a cell; an apostrophe keeps a spreadsheet from reading it as a formula."""
    cell = printable(cell)  # what was stored before may hold what no workbook can
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def as_csv(sheet: Sheet) -> bytes:
    """The table as RFC 4180 CSV in UTF-8, with the mark by which spreadsheets know it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe(heading) for heading in sheet.headings])
    writer.writerows([safe(cell) for cell in row] for row in sheet.rows)
    writer.writerows([safe(note)] if note else [] for note in ("", *sheet.notes) if sheet.notes)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """The tables as one workbook. Equal cells of a first column that follow each other merge."""
    # inner import: takes long to load
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            page.set_column(0, len(sheet.headings) - 1, 38)
            page.write_row(0, 0, [safe(heading) for heading in sheet.headings], bold)
            for number, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    page.write_string(number, column, safe(cell), plain)
            _merge_topic(page, sheet, plain)
            for offset, note in enumerate(sheet.notes):
                page.write_string(len(sheet.rows) + 2 + offset, 0, safe(note))
    return file.getvalue()


def _merge_topic(page: Any, sheet: Sheet, plain: Any) -> None:
    """One merged cell for a topic that stands on every row, as the plan prints it."""
    topics = {row[0] for row in sheet.rows}
    if len(sheet.rows) > 1 and len(topics) == 1:
        page.merge_range(1, 0, len(sheet.rows), 0, safe(topics.pop()), plain)
