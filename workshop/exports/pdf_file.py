"""Documents as PDF: typst draws them, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.exports.layout import Cell, Form, Grid, Part
from workshop.text import clean_values

TYPESET = Path(__file__).with_name("typeset.py")


class NotDrawn(RuntimeError):
    """A document that could not be drawn as PDF; its text is what the program said."""


@dataclass(frozen=True)
class Document:
    """What stands around the parts: title, lines below it, footer, language."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    footer: str
    publisher: str
    language: str
    is_wide: bool = False


def as_pdf(document: Document) -> bytes:
    """The document as a tagged PDF. Fonts come with the library: nothing of the machine is used.

    Raises `NotDrawn` with the reason.
    """
    data = json.dumps(as_data(clean_values(document)), ensure_ascii=False).encode()
    # -P: the modules beside the program are not taken for those of the standard library.
    command = [sys.executable, "-P", str(TYPESET)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode:
        raise NotDrawn(done.stderr.decode(errors="replace").strip())
    return done.stdout


def as_data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "lines": document.lines,
        "parts": [_part(part) for part in document.parts],
        "footer": document.footer,
        "publisher": document.publisher,
        "language": document.language,
        "wide": document.is_wide,
    }


def from_data(data: dict[str, Any]) -> Document:
    """The document of grids that `as_data` told."""
    return Document(
        title=data["title"],
        lines=tuple(data["lines"]),
        parts=tuple(_grid_of(part) for part in data["parts"]),
        footer=data["footer"],
        publisher=data["publisher"],
        language=data["language"],
        is_wide=data["wide"],
    )


def _grid_of(data: dict[str, Any]) -> Grid:
    rows = (
        tuple(cell and Cell(tuple(cell["lines"]), cell["is_list"], cell["span"]) for cell in row)
        for row in data["rows"]
    )
    return Grid(data["title"], tuple(data["headings"]), tuple(rows))


def _part(part: Part) -> dict[str, Any]:
    return _form(part) if isinstance(part, Form) else _grid(part)


def _grid(grid: Grid) -> dict[str, Any]:
    rows = [[_cell(cell) if cell else None for cell in row] for row in grid.rows]
    return {
        "kind": "grid",
        "title": grid.title,
        "headings": grid.headings,
        "weights": grid.weights,
        "rows": rows,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"lines": cell.lines, "is_list": cell.is_list, "span": cell.span}


def _form(form: Form) -> dict[str, Any]:
    return {
        "kind": "form",
        "title": form.title,
        "fields": [{"label": field.label, "blocks": field.blocks} for field in form.fields],
        "programming": _grid(form.programming),
        "after": [{"label": field.label, "blocks": field.blocks} for field in form.after],
        "notes": form.notes,
    }
