"""Every table of a plan in every format, opened by a second library and laid beside the file that
the plan came from: cell by cell, with nothing of the site's own reading in between."""

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from babel.dates import format_date
from flask_babel import force_locale

from tests.exports.test_tables import OWN, RICH, imported, squeezed
from workshop import clock as wall_clock
from workshop.closing.labels import ANSWERED_BY
from workshop.commitments.halves import half_of
from workshop.exports.content import content as content_of
from workshop.exports.table_files import write_table
from workshop.exports.tables import tables

HEADINGS = {
    ("round-1-results", "en"): ["Workshop's topic", "Participants", "Prioritized Problems"],
    ("round-1-results", "es"): ["Tema del taller", "Participantes", "Problemas priorizados"],
    ("round-2-results", "en"): [
        *["Workshop's topic", "Participants", "Prioritized problems", "Solution ideas built"]
    ],
    ("round-2-results", "es"): [
        *["Tema del taller", "Participantes", "Problemas priorizados"],
        "Ideas de solución construidas",
    ],
    ("round-3-proposals", "en"): ["Theme", "Commitment proposal", "Responsible entity"],
    ("round-3-proposals", "es"): ["Tema", "Propuesta de compromiso", "Entidad responsable"],
    ("commitments", "en"): ["Subject", "Commitment", "Responsible entity"],
    ("commitments", "es"): ["Materia", "Compromiso", "Entidad responsable"],
}
PROGRAMMING = {
    "en": [
        *["Milestone activity", "Responsible organizational unit", "Means of verification"],
        *["Start date", "End date"],
    ],
    "es": [
        *["Actividad hito", "Unidad orgánica responsable", "Medio de verificación"],
        *["Fecha de inicio", "Fecha de término"],
    ],
}
PARTS = {
    "en": ["Description", "Programming", "Products and indicators", "Monitoring"],
    "es": ["Descripción", "Programación", "Productos e indicadores", "Seguimiento"],
}
HALVES = {"en": ["1st Half - {}", "2nd Half - {}"], "es": ["I Semestre {}", "II Semestre {}"]}


class Source:
    """The file of a plan, told as its printed tables are."""

    def __init__(self, path: Path, language: str) -> None:
        self.document = json.loads(path.read_text("utf-8"))
        self.language = language
        self.themes = {theme["id"]: theme["name"] for theme in self.document["themes"]}
        self.names = {
            organization["id"]: organization["name"]
            for organization in self.document["organizations"]
        }

    def workshops(self, number: int) -> list[dict]:
        rounds = [entry for entry in self.document["rounds"] if entry["round"] == number]
        return [workshop for entry in rounds for workshop in entry["workshops"]]

    def topic(self, workshop: dict) -> str:
        day = format_date(date.fromisoformat(workshop["date"]["iso"]), "long", self.language)
        if workshop["date"].get("year_inferred"):
            day = re.sub(r"( de|,) \d{4}$", "", day)
        return f"{workshop.get('topic') or self.themes[workshop['theme']]} ({day})"

    def grid(self, key: str) -> list[list[str]]:
        return [HEADINGS[key, self.language], *self.rows(key)]

    def rows(self, key: str) -> list[list[str]]:
        """The rows of a printed table; what is merged stands in each row it reaches into."""
        if key == "round-1-results":
            return [
                [self.topic(workshop), there(workshop), listed(workshop["problems"])]
                for workshop in self.workshops(1)
            ]
        if key == "round-2-results":
            return [
                [self.topic(workshop), there(workshop), problem["text"], listed(problem["ideas"])]
                for workshop in self.workshops(2)
                for problem in workshop["problems"]
            ]
        if key == "round-3-proposals":
            return [
                [self.topic(workshop), proposal["text"], self.entity(proposal)]
                for workshop in self.workshops(3)
                for proposal in workshop["proposals"]
            ]
        return [
            [
                record.get("subject", ""),
                f"{record['number']}. {record.get('title_in_list', record['title'])}",
                record.get("entity_in_list", self.lead(record)),
            ]
            for record in self.document["commitments"]
        ]

    def entity(self, proposal: dict) -> str:
        return proposal.get("responsible_entity") or self.names[proposal["responsible_org"]]

    def lead(self, record: dict) -> str:
        return (
            record["leading_entity"].get("printed") or self.names[record["leading_entity"]["org"]]
        )

    def half(self, when: dict | None, mark: str = "") -> str:
        half = when and (when.get("half") or half_of(when["printed"]))
        if not half:
            return ""
        year, number = half.split("-H")
        return HALVES[self.language][int(number) - 1].format(year) + mark

    def month(self, month: str) -> str:
        return format_date(date.fromisoformat(f"{month}-01"), "MMMM yyyy", self.language)

    def before(self, record: dict) -> list[str]:
        """What stands right of the labels above the programming: fields 1 to 9."""
        period, description = record["period"], record["description"]
        return [
            record["title"],
            f"{self.month(period['start'])} – {self.month(period['end'])}",
            self.lead(record),
            *(
                blocks(description.get(name, []))
                for name in ("problem", "commitment", "contribution", "relevance")
            ),
            "\n".join(items(record["stakeholders"])),
        ]

    def heading(self, record: dict) -> str:
        return ". ".join(filter(None, (str(record["number"]), record.get("subject"))))

    def programming(self, record: dict) -> list[list[str]]:
        rows = [
            [
                *(milestone.get(name) or "" for name in FIELDS_OF_MILESTONE),
                self.half(milestone.get("start")),
                self.half(
                    milestone.get("end"),
                    f" ({milestone['footnote']})" if milestone["footnote"] else "",
                ),
            ]
            for milestone in record["milestones"]
        ]
        return [PROGRAMMING[self.language], *rows]

    def after(self, record: dict) -> list[str]:
        monitoring = record["monitoring"]
        return [
            "\n".join(record["final_products"]),
            "\n".join(record["outcome_indicators"]),
            monitoring["responsible_entity"],
            monitoring["monitoring_unit"],
        ]


FIELDS_OF_MILESTONE = ("activity", "responsible_unit", "means_of_verification")


def there(workshop: dict) -> str:
    return "\n".join(participant["name"] for participant in workshop["participants"])


def listed(entries: list[dict]) -> str:
    """What was on the list at the end, by rank: nothing that was merged or left out."""
    return "\n".join(
        f"{entry['rank']}. {entry['text']}" if "rank" in entry else entry["text"]
        for entry in entries
        if "state" not in entry
    )


def items(parts: list) -> list[str]:
    texts = []
    for part in parts:
        texts += [part] if isinstance(part, str) else [part["text"], *part["ul"]]
    return texts


def blocks(parts: list[dict]) -> str:
    texts = []
    for part in parts:
        texts += [part["p"]] if "p" in part else items(part["ul"])
    return "\n".join(texts)


@pytest.fixture(params=[OWN, RICH], ids=["own", "rich"])
def path(request) -> Path:
    return request.param


@pytest.fixture(params=["es", "en"])
def source(request, path) -> Source:
    return Source(path, request.param)


@pytest.fixture
def taken(app, path, source):
    """A file of the imported plan, as the SGP takes it."""
    with app.test_request_context(), force_locale(source.language):
        content = content_of(imported(path), now=wall_clock.now())
        by_key = {table.key: table for table in tables(content)}
        yield lambda key, form: write_table(by_key[key], content, source.language, form)


def word_tables(data: bytes) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(data))
    return [
        [[cell.text.replace("\t", " ") for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]


def words(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def is_drawn(cell: str, drawn: str) -> bool:
    """Whether the words of a cell stand in a PDF, whole or cut once by the end of a page."""
    text = squeezed(cell)
    return any(text[:at] in drawn and text[at:] in drawn for at in range(len(text) + 1))


def data_rows(taken, key: str) -> list[dict[str, str]]:
    """The rows of CSV, XLSX and JSON, which are the same; as texts."""
    entries = json.loads(taken(key, "json"))["rows"]
    text = taken(key, "csv").decode("utf-8-sig")
    separator = ";" if ";" in text.partition("\r\n")[0] else ","
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]
    sheet = openpyxl.load_workbook(io.BytesIO(taken(key, "xlsx"))).worksheets[0]
    plain = [[as_said(value) for value in row] for row in lines]
    assert plain == [[as_said(value) for value in row] for row in sheet.values][1:]
    assert plain == [[as_said(value) for value in row.values()] for row in entries]
    return [{name: as_said(value) for name, value in row.items()} for row in entries]


def as_said(value) -> str:
    """A value of any of them: of a workbook, of JSON, or as text in either language."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "yes" if value == "sí" else "" if value is None else str(value).removeprefix("'")


@pytest.mark.parametrize("key", list(dict.fromkeys(key for key, _language in HEADINGS)))
def test_the_printed_tables_are_those_of_the_source(source, taken, key):
    assert word_tables(taken(key, "docx")) == [source.grid(key)]
    drawn = words(taken(key, "pdf"))
    for row in source.grid(key):
        for cell in row:
            assert is_drawn(cell, drawn)


def test_the_records_are_those_of_the_source_field_by_field(source, taken):
    records = source.document["commitments"]
    expected = []
    for record in records:
        before, after = source.before(record), source.after(record)
        expected += [before[:3], before[3:], source.programming(record), after[:2], after[2:]]
    data = taken("commitment-records", "docx")
    assert [
        table if number % 5 == 2 else [right for _label, right in table]
        for number, table in enumerate(word_tables(data))
    ] == expected
    headings = [
        p.text for p in docx.Document(io.BytesIO(data)).paragraphs if "Heading" in p.style.name
    ]
    parts = PARTS[source.language]
    assert headings[1:] == [text for record in records for text in (source.heading(record), *parts)]

    drawn = words(taken("commitment-records", "pdf"))
    for number, table in enumerate(expected):
        for cell in (c for row in table for c in row) if number % 5 == 2 else table:
            assert is_drawn(cell, drawn)
    assert all(squeezed(heading) in drawn for heading in headings)
    notes = [footnote["text"] for record in records for footnote in record["footnotes"]]
    assert all(squeezed(text) in drawn for text in notes)
    rows = data_rows(taken, "commitment-records")
    for record in records:
        values = [row["value"] for row in rows if row["commitment"] == record["id"]]
        before = (source.heading(record), *source.before(record))
        fields = [text for field in before for text in field.splitlines()]
        assert values[: len(fields)] == fields
        for row in source.programming(record)[1:]:
            assert "\0".join(row) in "\0".join(values)


def test_the_data_files_hold_the_ids_and_values_of_the_source(source, taken):
    document, first, second = source.document, source.workshops(1), source.workshops(2)
    assert [
        (r["date"], r["year_inferred"], r["problem"], r["rank"], r["text"])
        for r in data_rows(taken, "round-1-results")
    ] == [
        (
            workshop["date"]["iso"],
            "yes" if workshop["date"].get("year_inferred") else "no",
            *(problem["id"], str(problem["rank"]), problem["text"]),
        )
        for workshop in first
        for problem in workshop["problems"]
    ]
    assert [
        (r["problem"], r["text"], r["idea"], r["idea_text"])
        for r in data_rows(taken, "round-2-results")
        if r["idea"]
    ] == [
        (problem["id"], problem["text"], idea["id"], idea["text"])
        for workshop in second
        for problem in workshop["problems"]
        for idea in problem["ideas"]
        if "state" not in idea
    ]
    links = [(r["from"], r["relation"], r["to"], r["note"]) for r in data_rows(taken, "links")]
    assert [link for link in links if link[1] != ANSWERED_BY] == [
        (link["from"] or "", link["relation"], link["to"] or "", link.get("note") or "")
        for link in document["lineage"]
    ]
    assert [link[0] for link in links if link[1] == ANSWERED_BY] == [
        response["about"] for response in document.get("responses", [])
    ]
    assert [(r["id"], r["name"], r["sector"]) for r in data_rows(taken, "organizations")] == [
        (organization["id"], organization["name"], organization["sector"])
        for organization in document["organizations"]
    ]
    assert [(r["workshop"], r["org"], r["printed"]) for r in data_rows(taken, "attendance")] == [
        (workshop["id"], there["org"], there["name"])
        for workshop in first + second
        for there in workshop["participants"]
    ]
