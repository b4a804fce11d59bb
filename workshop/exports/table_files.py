"""One table in each format, and everything of a plan in one archive."""

from __future__ import annotations

import csv
import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from workshop.exports.layout import Cell, Table
from workshop.exports.pdf_file import Document, as_pdf
from workshop.exports.tables import makers_for, tables
from workshop.extensions import socketio
from workshop.language import LANGUAGES
from workshop.process.background import aside
from workshop.text import clean_text, clean_values

FORMULA_STARTS = ("=", "+", "-", "@")
log = logging.getLogger(__name__)

Content = dict[str, Any]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def write_table(table: Table, content: Content, language: str, form: str) -> bytes:
    """The bytes of a table as "csv", "xlsx", "docx", "pdf" or "json"."""
    writers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: as_csv(table),
        "xlsx": lambda: as_xlsx(table, content),
        "docx": lambda: as_word(document(table, content, language)),
        "pdf": lambda: as_pdf(document(table, content, language)),
        "json": lambda: as_json(table, content),
    }
    # typst works in a process of its own anyway.
    return writers[form]() if form == "pdf" else aside(writers[form])


def safe(cell: str) -> str:
    """The text of a cell; an apostrophe keeps a spreadsheet from reading it as a formula."""
    cell = clean_text(cell)  # what was published before is cleaned only here
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_STARTS) else cell


def as_word(document: Document) -> bytes:
    """The document as DOCX."""
    # inner import: takes long to load, and a site may never be asked for it
    from workshop.exports.docx_file import as_docx

    return as_docx(document)


def as_csv(table: Table) -> bytes:
    """RFC 4180 in UTF-8, one value in a cell, safe to open in a spreadsheet.

    It begins with the mark by which spreadsheets know UTF-8; notes follow below an empty row.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in table.headings])
    writer.writerows([safe(value) for value in row] for row in table.rows)
    if table.notes:
        writer.writerows([[], *([safe(note)] for note in table.notes)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(table: Table, content: Content) -> bytes:
    """The same rows as a workbook; a second sheet says where they come from."""
    file = io.BytesIO()
    with _new_workbook(file, constant_memory=True) as book:
        bold, plain = _formats(book)
        page = book.add_worksheet(table.title[:31])
        page.set_column(0, len(table.columns) - 1, 30)
        page.freeze_panes(1, 0)
        for number, row in enumerate((table.headings, *table.rows)):
            for column, value in enumerate(row):
                page.write_string(number, column, safe(value), plain if number else bold)
        about = book.add_worksheet(_("About"))
        about.set_column(0, 0, 90)
        for number, line in enumerate(lines(content)):
            about.write_string(number, 0, safe(line))
    return file.getvalue()


def as_printed_xlsx(printed: Sequence[Table]) -> bytes:
    """Small tables as their documents show them, a sheet for each: merged cells, notes below."""
    file = io.BytesIO()
    with _new_workbook(file) as book:
        bold, plain = _formats(book)
        for table in printed:
            page = book.add_worksheet(table.title[:31])
            page.set_column(0, len(table.columns) - 1, 38)
            for column, heading in enumerate(table.headings):
                page.write_string(0, column, safe(heading), bold)
            for number, row in enumerate(table.grid.rows, start=1):
                for column, cell in enumerate(row):
                    if cell is not None:
                        _write_cell(page, number, column, cell, plain)
            for number, note in enumerate(table.notes, start=len(table.grid.rows) + 2):
                page.write_string(number, 0, safe(note))
    return file.getvalue()


def _write_cell(page: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    if cell.span > 1:
        page.merge_range(row, column, row + cell.span - 1, column, safe(cell.text), form)
    else:
        page.write_string(row, column, safe(cell.text), form)


def _new_workbook(file: io.BytesIO, *, constant_memory: bool = False) -> Any:
    """A workbook in which text stays text; in constant memory a row is written once, in order."""
    # inner import: large, and needed by few requests
    from xlsxwriter import Workbook

    kept_as_text = {"strings_to_formulas": False, "strings_to_urls": False}
    memory = "constant_memory" if constant_memory else "in_memory"
    return Workbook(file, {memory: True, **kept_as_text})


def _formats(book: Any) -> tuple[Any, Any]:
    """How headings look, and all other cells."""
    look = {"text_wrap": True, "valign": "top", "border": 1}
    return book.add_format({"bold": True, **look}), book.add_format(look)


def as_json(table: Table, content: Content) -> bytes:
    keys = [key for key, _heading in table.columns]
    dataset = {
        "table": table.key,
        "title": table.title,
        "publisher": content["publisher"],
        "licence": content["licence"],
        "written_at": content["written_at"],
        "columns": dict(table.columns),
        "rows": [dict(zip(keys, row, strict=True)) for row in table.rows],
    }
    return (json.dumps(clean_values(dataset), ensure_ascii=False, indent=2) + "\n").encode()


def document(table: Table, content: Content, language: str) -> Document:
    """The table as a document: narrow for records, wide for tables of many columns."""
    widest = max((len(getattr(part, "headings", ())) for part in table.parts), default=0)
    plan = content["plan"]["process"]["name"]
    return Document(
        title=table.title,
        lines=tuple(lines(content)),
        parts=table.parts,
        footer=f"{plan} · {content['publisher']} · {content['licence']}",
        publisher=content["publisher"],
        language=language,
        is_wide=widest > 3,
    )


def lines(content: Content) -> list[str]:
    """Whose the data are, of when, and under which licence they may be used."""
    day = format_date(date.fromisoformat(content["written_at"][:10]), "long")
    return [
        f"{content['plan']['process']['name']}. {content['publisher']}.",
        _("Written on %(day)s. Licence: %(licence)s.", day=day, licence=content["licence"]),
    ]


# Everything at once

NOT_MADE = "NOT-MADE.txt"


def files_of(content: Content) -> int:
    """How many files the archive has in its languages' folders, with their dictionaries."""
    return len(LANGUAGES) * (1 + len(makers_for(content)) * len(MEDIA_TYPES))


def archive(content: Content, languages: Callable[[str], Any]) -> Iterator[bytes]:
    """A zip of every table in every format and language, piece by piece as it is made.

    `languages(code)` is a context in which words are of that language. Beside the tables: the
    plan as one file, a data dictionary, a DCAT description, and the checksums of all. A file that
    cannot be made is named in `NOT_MADE` with the reason, and the others are there.
    """
    by_language = {}
    for language in LANGUAGES:
        with languages(language):
            by_language[language] = tables(content)
    return _pack(content, languages, by_language)


def _pack(
    content: Content, languages: Callable[[str], Any], by_language: dict[str, list[Table]]
) -> Iterator[bytes]:
    out = _Pipe()
    sums: dict[str, tuple[str, int]] = {}
    missing: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in _members(content, languages, by_language):
            if isinstance(data, str):
                missing.append(f"{name}: {data}\n")
                continue
            sums[name] = (sha256(data).hexdigest(), len(data))
            file.writestr(name, data)
            yield from out.take()
            socketio.sleep(0)  # the rooms of this process first
        if missing:
            file.writestr(NOT_MADE, "".join(missing))
        file.writestr("dcat.json", dcat(content, sums))
        checksums = "".join(f"{digest}  {name}\n" for name, (digest, _size) in sums.items())
        file.writestr("SHA256SUMS", checksums)
    yield from out.take()


def _members(
    content: Content, languages: Callable[[str], Any], by_language: dict[str, list[Table]]
) -> Iterator[tuple[str, bytes | str]]:
    """The name of each file with its bytes, or with the reason why it could not be made."""
    plan = clean_values(content["plan"])
    yield "plan.json", f"{json.dumps(plan, ensure_ascii=False, indent=2)}\n".encode()
    for language in LANGUAGES:
        with languages(language):
            yield f"{language}/dictionary.csv", as_csv(dictionary(by_language[language]))
            for table in by_language[language]:
                for form in MEDIA_TYPES:
                    yield f"{language}/{table.key}.{form}", tried(table, content, language, form)


def tried(table: Table, content: Content, language: str, form: str) -> bytes | str:
    """The bytes of a table, or the reason why they could not be made.

    The archive's status is sent by then: whatever is wrong with one file, the rest must follow.
    """
    try:
        return write_table(table, content, language, form)
    except Exception as error:
        log.exception("A file of an archive could not be made.")
        return f"{type(error).__name__}: {error}"


def dictionary(all_tables: list[Table]) -> Table:
    """What every column of every table is called."""
    columns = (("table", _("Table")), ("column", _("Column")), ("heading", _("Heading")))
    rows = [(table.key, key, heading) for table in all_tables for key, heading in table.columns]
    return Table("dictionary", _("Data dictionary"), columns, tuple(rows))


def dcat(content: Content, sums: dict[str, tuple[str, int]]) -> str:
    """The archive as a DCAT dataset, in JSON-LD."""
    name = content["plan"]["process"]["name"]
    described = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@type": "dcat:Dataset",
        "dct:title": name,
        "dct:publisher": content["publisher"],
        "dct:issued": content["written_at"],
        "dct:modified": content["written_at"],
        "dct:license": content["licence"],
        "dct:language": list(LANGUAGES),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": path,
                "dcat:mediaType": MEDIA_TYPES[path.rpartition(".")[2]].partition(";")[0],
                "dcat:byteSize": size,
                "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": digest},
            }
            for path, (digest, size) in sums.items()
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


class _Pipe(io.RawIOBase):
    """Takes what the archive writes and hands it on, so that it is never whole in memory."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        return None

    def take(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        yield from pieces
