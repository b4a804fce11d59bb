"""Documents as DOCX, with the merged cells and forms of the plan's own tables."""

from __future__ import annotations

import io
from typing import Any

from workshop.exports.layout import Cell, Field, Form, Grid
from workshop.exports.pdf_file import Document

SHADE = "EBEBEB"


def as_docx(document: Document) -> bytes:
    """The document as Word and LibreOffice open it."""
    from docx import Document as new_document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    word = new_document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if document.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = section.top_margin = Cm(1.8)
    word.styles["Normal"].font.size = Pt(10)
    word.core_properties.title = document.title
    word.core_properties.author = document.publisher
    word.core_properties.language = document.language
    section.footer.paragraphs[0].text = document.footer
    word.add_heading(document.title, 1)
    for line in document.lines:
        word.add_paragraph(line)
    for number, part in enumerate(document.parts):
        if isinstance(part, Form):
            if number:
                word.add_page_break()
            _add_form(word, part)
        else:
            if len(document.parts) > 1:
                word.add_heading(part.title, 2)
            _add_grid(word, part)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _add_grid(word: Any, grid: Grid) -> None:
    table = word.add_table(rows=1, cols=len(grid.headings), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, grid.headings, strict=True):
        _write_strong(cell, heading)
    _repeat(table.rows[0])
    first = len(table.rows)
    for _row in grid.rows:
        table.add_row()
    places = [row.cells for row in table.rows]
    for number, row in enumerate(grid.rows, start=first):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            place = places[number][column]
            if cell.span > 1:
                place = place.merge(places[number + cell.span - 1][column])
            _write(place, cell)


def _write(place: Any, cell: Cell) -> None:
    style = "List Bullet" if cell.is_list else None
    _write_paragraphs(place, [(line, style) for line in cell.lines])


def _write_paragraphs(place: Any, found: list[tuple[str, str | None]]) -> None:
    """A cell has one empty paragraph from the start; the first text takes it."""
    for number, (text, style) in enumerate(found):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        paragraph.text = text
        if style:
            paragraph.style = style


def _write_strong(place: Any, text: str) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    place.paragraphs[0].add_run(text).bold = True
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)
    place._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """The heading stands again on every page, and is a heading to a screen reader."""
    from docx.oxml.parser import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_form(word: Any, form: Form) -> None:
    word.add_heading(form.title, 2)
    _add_fields(word, form.fields)
    word.add_heading(form.programming.title, 3)
    _add_grid(word, form.programming)
    word.add_paragraph()
    _add_fields(word, form.after)
    for note in form.notes:
        word.add_paragraph(note)


def _add_fields(word: Any, fields: tuple[Field, ...]) -> None:
    from docx.shared import Cm

    table = word.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for one in fields:
        label, place = table.add_row().cells
        label.width, place.width = Cm(4.9), Cm(12.5)
        _write_strong(label, one.label)
        _write_paragraphs(place, [text for block in one.blocks for text in _texts(block)])


def _texts(block: dict[str, Any]) -> list[tuple[str, str | None]]:
    if "p" in block:
        return [(block["p"], None)]
    found: list[tuple[str, str | None]] = []
    for item in block["ul"]:
        if isinstance(item, str):
            found.append((item, "List Bullet"))
        else:
            found.append((item["text"], "List Bullet"))
            found += [(one, "List Bullet 2") for one in item["ul"]]
    return found
