"""The tables of a plan in every format, opened again with another library and compared."""

import csv
import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from flask_babel import force_locale

from workshop import clock as wall_clock
from workshop.exports import table_files
from workshop.exports.content import content as content_of
from workshop.exports.layout import Form, Grid, ValueKind, value_of
from workshop.exports.tables import MAKERS, table, tables
from workshop.extensions import db
from workshop.planfile.reading import import_plan
from workshop.plans.models import Plan

OWN = Path(__file__).parents[1] / "planfile" / "plan.json"
RICH = Path(__file__).parents[1] / "planfile" / "rich_plan.json"
KEYS = [make.__name__ for make in MAKERS]


def imported(path: Path) -> Plan:
    plan, _is_new = import_plan(json.loads(path.read_text("utf-8")), now=wall_clock.now())
    db.session.commit()
    return plan


@pytest.fixture
def content(app):
    with app.test_request_context():
        yield content_of(imported(OWN), now=wall_clock.now())


@pytest.fixture
def plan_of(content):
    return content["plan"]


def cells_of(grid: Grid) -> list[list[str]]:
    """The words in every place of a grid; a merged cell stands in each row it reaches into."""
    rows: list[list[str]] = []
    for row in grid.rows:
        above = rows[-1] if rows else []
        rows.append([c.text if c else above[n] for n, c in enumerate(row)])
    return rows


def test_a_round_is_told_in_the_columns_of_the_plan(content, plan_of):
    with force_locale("en"):
        [grid] = table(content, "round-2-results").parts

    assert grid.headings == (
        "Workshop's topic",
        "Participants",
        "Prioritized problems",
        "Solution ideas built",
    )
    problem = plan_of["rounds"][1]["workshops"][0]["problems"][0]
    assert cells_of(grid) == [
        [
            "Agua y saneamiento (March 17, 2025)",
            "SUNASS\nForo del Agua",
            problem["text"],
            # What was merged into another is no longer on the list
            "Publicar cada hora los cortes de agua.\nUn mapa con cortes y calidad.",
        ]
    ]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("number", range(len(KEYS)), ids=KEYS)
def test_every_format_says_the_same(content, language, number):
    with force_locale(language):
        made = tables(content)[number]
        files = {
            form: table_files.write_table(made, content, language, form)
            for form in table_files.MEDIA_TYPES
        }
    rows = [list(row) for row in made.rows]
    kinds = [column.kind for column in made.columns]
    yes = {"yes": {"es": "sí"}.get(language, "yes"), "no": "no"}

    text = files["csv"].decode("utf-8-sig")
    separator = {"es": ";"}.get(language, ",")
    in_csv = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert in_csv == [
        [table_files.safe(heading) for heading in made.headings],
        *(
            [
                yes.get(value, value) if kind is ValueKind.YES_NO else table_files.safe(value)
                for kind, value in zip(kinds, row, strict=True)
            ]
            for row in rows
        ),
    ]
    assert text.count("\n") >= len(rows) + 1
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == in_csv[0]
    for cells, line in zip(list(sheet.rows)[1:], in_csv[1:], strict=True):
        for cell, kind, value in zip(cells, kinds, line, strict=True):
            assert as_text(cell, kind) == value
    dataset = json.loads(files["json"])
    in_json = [list(row.values()) for row in dataset["rows"]]
    for values, row in zip(in_json, rows, strict=True):
        for value, kind, written in zip(values, kinds, row, strict=True):
            assert value == (written if written and kind in DAYS else value_of(kind, written))
    assert dataset["licence"] == content["licence"]
    word = docx.Document(io.BytesIO(files["docx"]))
    pages = pypdf.PdfReader(io.BytesIO(files["pdf"]))
    words = squeezed("".join(page.extract_text() for page in pages.pages))
    drawn = iter(word.tables)
    for part in made.parts:
        for grid, expected in drawings(part):
            shown = [
                [cell.text.replace("\t", " ") for cell in row.cells] for row in next(drawn).rows
            ]
            assert shown == expected
            for value in (value for row in expected for value in row):
                assert squeezed(value) in words, grid
    assert pages.metadata.title == made.title


DAYS = (ValueKind.DATE, ValueKind.INSTANT)
TYPES = {ValueKind.NUMBER: "n", ValueKind.DATE: "d", ValueKind.INSTANT: "d"}


def as_text(cell, kind) -> str:
    """What a cell of a workbook holds, as the CSV has it; its type is what its column says."""
    if cell.value in (None, ""):
        return ""
    assert cell.data_type == TYPES.get(kind, "s")
    if kind is ValueKind.DATE:
        return cell.value.date().isoformat()
    return str(cell.value)


def drawings(part):
    """The tables that a part is drawn as, with the words of their cells."""
    if isinstance(part, Grid):
        yield part, [list(part.headings), *cells_of(part)]
        return
    for group in part.above:
        yield part, fields(group.fields)
    yield from drawings(part.programming)
    for group in part.below:
        yield part, fields(group.fields)


def fields(form_fields) -> list[list[str]]:
    from workshop.exports.layout import block_texts

    return [
        [field.label, "\n".join(t for block in field.blocks for t in block_texts(block))]
        for field in form_fields
    ]


def squeezed(text: str) -> str:
    """Without spaces, hyphens and marks of lists, which a page breaks as it likes."""
    return "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_a_spreadsheet_would_run_is_text(content, form):
    content["plan"]["organizations"][0]["name"] = "=HYPERLINK(1)"

    data = table_files.write_table(table(content, "organizations"), content, "es", form)

    if form == "xlsx":
        value = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["B2"].value
    else:
        value = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1][1]
    assert value == "'=HYPERLINK(1)"


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("key", ["round-2-results", "commitment-records"])
def test_a_pdf_is_tagged_for_screen_readers(content, key, language):
    with force_locale(language):
        made = table(content, key)
        data = table_files.write_table(made, content, language, "pdf")
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in data
    assert reader.metadata.title == made.title
    assert all(page["/Tabs"] == "/S" and "/StructParents" in page for page in reader.pages)
    assert fonts_not_embedded(reader) == []

    tags = list(tagged(root["/StructTreeRoot"]))
    assert tags[0] == "/Document"
    assert tags.count("/H1") == 1
    headings = sum(len(g.headings) for part in made.parts for g in (grid_of(part),))
    assert tags.count("/TH") == headings
    assert {"/Table", "/THead", "/TBody", "/TR", "/TD", "/L", "/LI", "/P"} <= set(tags)
    # All that is drawn is content of the tree or marked as an ornament.
    assert all(is_marked(page) for page in reader.pages)


def grid_of(part) -> Grid:
    return part.programming if isinstance(part, Form) else part


def tagged(element):
    """The structure types of a PDF, in reading order."""
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from tagged(child)
    elif isinstance(element, dict) and "/K" in element:
        if "/S" in element:
            yield str(element["/S"])
        yield from tagged(element["/K"])


def fonts_not_embedded(reader) -> list[str]:
    fonts = (f.get_object() for p in reader.pages for f in p["/Resources"]["/Font"].values())
    inner = (font["/DescendantFonts"][0].get_object() for font in fonts)
    return [
        str(font["/BaseFont"])
        for font in inner
        if not {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object())
    ]


def is_marked(page) -> bool:
    """Whether no text is shown outside marked content."""
    depth = 0
    for _operands, operator in page.get_contents().operations:
        depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
        if operator in (b"Tj", b"TJ") and depth == 0:
            return False
    return True


def test_the_archive_holds_everything_with_its_checksums(content):
    data = b"".join(table_files.archive(content, force_locale))

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = set(file.namelist())
        assert len(names) == 3 + 2 + 2 * len(MAKERS) * len(table_files.MEDIA_TYPES)
        assert json.loads(file.read("plan.json")) == content["plan"]
        for line in file.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert sha256(file.read(name)).hexdigest() == digest
        described = json.loads(file.read("dcat.json"))
        assert len(described["dcat:distribution"]) == len(names) - 2
        dictionary = file.read("es/dictionary.csv").decode("utf-8-sig")
    assert "round-1-results;topic;Tema del taller;texto" in dictionary


def test_the_sgp_takes_the_files(app, make_admin, sign_in):
    with app.test_request_context():
        plan = imported(OWN).id
    admin = sign_in(make_admin())

    page = admin.get(f"/plans/{plan}/files")
    assert page.text.count("download") == 1 + len(MAKERS) * len(table_files.MEDIA_TYPES)
    for form, media_type in table_files.MEDIA_TYPES.items():
        answer = admin.get(f"/plans/{plan}/files/commitments.{form}?language=en")
        assert (answer.status_code, answer.content_type) == (200, media_type)
    assert admin.get(f"/plans/{plan}/files/people.csv").status_code == 404
    assert admin.get(f"/plans/{plan}/files/votes.exe").status_code == 404
    assert zipfile.is_zipfile(io.BytesIO(admin.get(f"/plans/{plan}/files.zip").data))


def test_what_is_kept_beside_a_record_is_in_its_data_and_not_in_its_print(content):
    content["records"]["C01"]["beside"] |= {
        "values": ["transparency"],
        "levels": [{"baseline": "0", "target": "500"}],
        "supporters": {"government": [], "civil_society": ["Foro del Agua"], "other": []},
        "web_links": [{"url": "https://example.org/mapa", "title": "El mapa"}],
    }
    with force_locale("es"):
        made = table(content, "commitment-records")

    values = {(row[1], row[2]): row[5] for row in made.rows}
    assert values["values", "1"] == "Transparencia"
    assert values["levels", "1"] == "Línea base: 0. Meta: 500."
    assert (values["supporters", "1"], values["supporters", "2"]) == (
        "Sociedad civil",
        "Foro del Agua",
    )
    assert values["web_links", "1"] == "El mapa https://example.org/mapa"
    assert "Transparencia" not in str(made.parts).replace("1. Transparencia.", "")
