"""Documents as PDF: typst draws them, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from workshop.commitments.blocks import marked_items
from workshop.exports.layout import Cell, FieldGroup, Form, Grid, Part
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


def as_pdf(document: Document, sheets: Sequence[dict[str, Any]] = ()) -> bytes:
    """The document as a tagged PDF. Fonts come with the library: nothing of the machine is used.

    `sheets` are ballots (`papers.ballots`), each on a page of its own behind it. Raises `NotDrawn`
    with the reason.
    """
    document = clean_values(document)
    drawn = {**as_data(document), "page_words": page_words(document.language)}
    if sheets:
        drawn["sheets"] = clean_values(list(sheets))
    data = json.dumps(drawn, ensure_ascii=False).encode()
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
        "parts": [_part(part, is_wide=document.is_wide) for part in document.parts],
        "footer": document.footer,
        "publisher": document.publisher,
        "language": document.language,
        "wide": document.is_wide,
    }


def page_words(language: str) -> tuple[str, str, str]:
    """What stands before, between and after the number of a page and that of all of them."""
    with force_locale(language):
        sentence = _("Page %(page)s of %(pages)s", page="\0", pages="\0")
    before, between, after = sentence.split("\0")
    return before, between, after


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
    rows = (tuple(cell and _cell_of(cell) for cell in row) for row in data["rows"])
    return Grid(
        data["title"],
        tuple(data["headings"]),
        tuple(rows),
        fixed=tuple(data.get("fixed", ())),
        row_height=data.get("row_height", 0),
    )


def _cell_of(data: dict[str, Any]) -> Cell:
    numbers = tuple(data.get("numbers", ()))  # editions kept before have none
    return Cell(tuple(data["lines"]), data["is_list"], data["span"], numbers)


def _part(part: Part, *, is_wide: bool) -> dict[str, Any]:
    return _form(part) if isinstance(part, Form) else _grid(part, is_wide=is_wide)


def _grid(grid: Grid, *, is_wide: bool) -> dict[str, Any]:
    rows = [[_cell(cell) if cell else None for cell in row] for row in grid.rows]
    return {
        "kind": "grid",
        "title": grid.title,
        "headings": grid.headings,
        "weights": grid.weights(is_wide=is_wide),
        "scale": grid.scale(is_wide=is_wide),
        "rows": rows,
        **({"row_height": grid.row_height, "fixed": grid.fixed} if grid.row_height else {}),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    data = {"lines": cell.lines, "is_list": cell.is_list, "span": cell.span}
    return {**data, "numbers": cell.numbers} if cell.numbers else data


def _form(form: Form) -> dict[str, Any]:
    return {
        "kind": "form",
        "title": form.title,
        "above": [_group(group) for group in form.above],
        "programming": _grid(form.programming, is_wide=False),
        "below": [_group(group) for group in form.below],
        "notes": form.notes,
    }


def _group(group: FieldGroup) -> dict[str, Any]:
    return {
        "heading": group.heading,
        "fields": [
            {"label": field.label, "blocks": [_block(block) for block in field.blocks]}
            for field in group.fields
        ],
    }


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """A paragraph, or a list whose items have their depth, their mark and their words."""
    if "p" in block:
        return block
    return {
        "items": [
            {"depth": depth, "mark": mark, "text": text}
            for depth, mark, text in marked_items(block)
        ]
    }
