"""Documents as DOCX, with the merged cells and forms of the plan's own tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor

from workshop.commitments.blocks import marked_items
from workshop.exports.layout import Cell, FieldGroup, Form, Grid
from workshop.exports.pdf_file import Document, page_words
from workshop.language import with_country
from workshop.text import clean_values

SHADE = "EBEBEB"
GREY = RGBColor(90, 90, 90)
FONT = "Noto Sans"
SIZES = {"Normal": 9.5, "Heading 1": 16, "Heading 2": 12, "Heading 3": 10}
MARGIN = 1.8  # centimetres
BULLET, BULLET_2 = "ListBullet", "ListBullet2"
# Items with a mark of their own, which stays as it was written whatever stands around them.
COUNTED, COUNTED_2 = "CountedItem", "CountedItem2"
STYLES = {(False, 0): BULLET, (False, 1): BULLET_2, (True, 0): COUNTED, (True, 1): COUNTED_2}


def as_docx(document: Document) -> bytes:
    """The document as Word and LibreOffice open it."""
    document = clean_values(document)  # what was published before is cleaned only here
    word = new_document()
    _set_page(word, document)
    _set_styles(word, document.language)
    word.core_properties.title = document.title
    word.core_properties.author = document.publisher
    word.core_properties.language = document.language
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
            _add_grid(word, part, is_wide=document.is_wide)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_page(word: Any, document: Document) -> None:
    """A4, with whose it is and the number of the page at its foot."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if document.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(MARGIN))
    section.header_distance = section.footer_distance = Cm(0.9)
    foot = section.footer.paragraphs[0]
    foot.style.font.size, foot.style.font.color.rgb = Pt(8), GREY
    width = section.page_width - section.left_margin - section.right_margin
    foot.paragraph_format.tab_stops.clear_all()
    for stop in list(foot.style.paragraph_format.tab_stops):
        stop._tab.getparent().remove(stop._tab)
    foot.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    foot.text = f"{document.footer}\t"
    before, between, after = page_words(document.language)
    foot.add_run(before)
    _add_field(foot, "PAGE")
    foot.add_run(between)
    _add_field(foot, "NUMPAGES")
    foot.add_run(after)


def _add_field(paragraph: Any, instruction: str) -> None:
    """What a word processor works out when it lays out the pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_styles(word: Any, language: str) -> None:
    for name, size in SIZES.items():
        style = word.styles[name]
        style.font.size, style.font.name = Pt(size), FONT
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_after = Pt(3)
    for depth, name in enumerate(("List Bullet", "List Bullet 2"), start=1):
        _indent(word.styles[name], depth)
    for style_id, depth in ((COUNTED, 1), (COUNTED_2, 2)):
        style = word.styles.add_style(style_id, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _indent(style, depth)
    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), with_country(language))


def _indent(style: Any, depth: int) -> None:
    """The mark of an item stands before its words."""
    hanging = Cm(0.5)
    style.paragraph_format.left_indent = hanging * depth
    style.paragraph_format.first_line_indent = -hanging
    style.paragraph_format.tab_stops.add_tab_stop(hanging * depth)
    style.paragraph_format.space_after = Pt(2)


def _new_table(word: Any, rows: int, weights: Sequence[float]) -> Any:
    """A table as wide as the page, its columns in these proportions, with air in its cells."""
    section = word.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    table = word.add_table(rows=0, cols=len(weights), style="Table Grid")
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = Emu(int(width * weight / sum(weights)))
    margins = OxmlElement("w:tblCellMar")
    for side, size in (("top", 50), ("left", 90), ("bottom", 30), ("right", 90)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(size))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    for _row in range(rows):
        _keep_whole(table.add_row())
    return table


def _keep_whole(row: Any) -> None:
    """A row is not torn over two pages, unless it is longer than one."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _add_grid(word: Any, grid: Grid, *, is_wide: bool) -> None:
    table = _new_table(word, 1 + len(grid.rows), grid.weights(is_wide=is_wide))
    first, *places = (row.cells for row in table.rows)
    for cell, heading in zip(first, grid.headings, strict=True):
        _write_strong(cell, heading)
    _repeat(table.rows[0])
    for row in table.rows[1:] if grid.row_height else ():
        row.height, row.height_rule = Cm(grid.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            place = places[number][column]
            if cell.span > 1:
                place = place.merge(places[number + cell.span - 1][column])
            _write(place, cell)
    if (scale := grid.scale(is_wide=is_wide)) < 1:
        _set_size(table, Pt(SIZES["Normal"] * scale))


def _set_size(table: Any, size: Pt) -> None:
    """A table of many columns is set smaller, so that no word breaks."""
    for run in table._tbl.iter(qn("w:r")):
        properties = run.get_or_add_rPr()
        properties.sz_val = size


def _write(place: Any, cell: Cell) -> None:
    if cell.numbers:
        numbered = zip(cell.numbers, cell.lines, strict=True)
        texts = [(f"{number}.\t{line}", COUNTED) for number, line in numbered]
    else:
        texts = [(line, BULLET if cell.is_list else "") for line in cell.lines]
    _write_paragraphs(place, texts)


def _write_paragraphs(place: Any, texts: list[tuple[str, str]]) -> None:
    """A cell has one empty paragraph from the start; the first text takes it."""
    for number, (text, style) in enumerate(texts):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        paragraph.text = text
        if style:  # by its id: to look it up by its name takes longer than all the rest
            paragraph._p.get_or_add_pPr().style = style


def _write_strong(place: Any, text: str) -> None:
    place.paragraphs[0].add_run(text).bold = True
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)
    place._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """The heading stands again on every page, and is a heading to a screen reader."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_form(word: Any, form: Form) -> None:
    word.add_heading(form.title, 2)
    for group in form.above:
        _add_group(word, group)
    word.add_heading(form.programming.title, 3)
    _add_grid(word, form.programming, is_wide=False)
    for group in form.below:
        _add_group(word, group)
    for note in form.notes:
        word.add_paragraph(note)


def _add_group(word: Any, group: FieldGroup) -> None:
    if group.heading:
        word.add_heading(group.heading, 3)
    table = _new_table(word, len(group.fields), (1, 2.4))
    for field, row in zip(group.fields, table.rows, strict=True):
        label, place = row.cells
        _write_strong(label, field.label)
        _write_paragraphs(place, [text for block in field.blocks for text in _texts(block)])


def _texts(block: dict[str, Any]) -> list[tuple[str, str]]:
    """The paragraphs of a block, each with the style it has in a cell."""
    if "p" in block:
        return [(block["p"], "")]
    return [
        (f"{mark}\t{text}" if mark else text, STYLES[bool(mark), depth])
        for depth, mark, text in marked_items(block)
    ]
