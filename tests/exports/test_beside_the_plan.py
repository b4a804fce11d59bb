"""What the tables promise beside their words: lists that count, whole rows, what stays closed."""

import io

import docx
import pypdf
import pytest
from flask_babel import force_locale

from tests.exports.test_tables import OWN, imported
from workshop import clock as wall_clock
from workshop.commitments.blocks import to_blocks, to_markdown
from workshop.exports.content import content as content_of
from workshop.exports.layout import Grid, paragraphs
from workshop.exports.table_files import document, write_table
from workshop.exports.tables import table, tables
from workshop.public.open_data import OPEN

LISTS = [
    {"p": "Según el artículo:"},
    {"ol": ["uno", {"text": "dos", "ol": ["dentro"], "mark": "1."}], "mark": "a)"},
    {"ol": ["cuatro", {"text": "cinco", "ul": ["bajo cinco"]}], "mark": "4."},
    {"p": "a. m. no es una lista"},
]
MARKED = ["a) uno", "b) dos", "1. dentro", "4. cuatro", "5. cinco", "bajo cinco"]


@pytest.fixture
def content(app):
    with app.test_request_context():
        yield content_of(imported(OWN), now=wall_clock.now())


@pytest.mark.parametrize(
    ("written", "blocks"),
    [
        ("a. x\nb. y", [{"ol": ["x", "y"], "mark": "a."}]),
        (
            "1. x\na. y\nb. z\n2. w",
            [
                {"ol": ["x"], "mark": "1."},
                {"ol": ["y", "z"], "mark": "a."},
                {"ol": ["w"], "mark": "2."},
            ],
        ),
        (
            "1. x\n   a. y\n2. z",
            [{"ol": [{"text": "x", "ol": ["y"], "mark": "a."}, "z"], "mark": "1."}],
        ),
        ("1. x\n1. y", [{"ol": ["x"], "mark": "1."}, {"ol": ["y"], "mark": "1."}]),
        ("y. Así", [{"p": "y. Así"}]),
    ],
)
def test_a_list_keeps_the_marks_it_was_written_with(written, blocks):
    assert to_blocks(written) == blocks
    assert to_blocks(to_markdown(blocks)) == blocks


def test_every_format_and_page_shows_the_marks_of_a_list(content, client):
    assert to_blocks(to_markdown(LISTS)) == LISTS
    content["plan"]["commitments"][0]["description"]["commitment"] = LISTS
    with force_locale("es"):
        made = table(content, "commitment-records")
        files = {form: write_table(made, content, "es", form) for form in ("csv", "docx", "pdf")}

    word = docx.Document(io.BytesIO(files["docx"]))
    cells = [cell.text.replace("\t", " ") for t in word.tables for r in t.rows for cell in r.cells]
    pages = pypdf.PdfReader(io.BytesIO(files["pdf"])).pages
    drawn = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert any("\n".join(MARKED) in cell for cell in cells)
    assert all(text in files["csv"].decode() for text in MARKED)
    assert [text for text in MARKED if text not in drawn] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_documents_keep_rows_whole_repeat_headings_and_count_their_pages(content, language):
    with force_locale(language):
        for made in tables(content):
            word = docx.Document(io.BytesIO(write_table(made, content, language, "docx")))
            for drawn in word.tables:
                assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in drawn.rows)
            if isinstance(made.parts[0], Grid):
                assert word.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
            fields = word.sections[0].footer.paragraphs[0]._p.xpath(".//w:fldSimple/@w:instr")
            assert fields == ["PAGE", "NUMPAGES"]
        data = write_table(table(content, "commitment-records"), content, language, "pdf")
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    for number, page in enumerate(pages, start=1):
        counted = {"es": f"Página {number} de {len(pages)}", "en": f"Page {number} of {len(pages)}"}
        assert counted[language] in " ".join(page.extract_text().split())


def test_the_programming_has_the_same_widths_in_every_record(content):
    made = table(content, "commitment-records")
    word = docx.Document(io.BytesIO(write_table(made, content, "en", "docx")))

    widths = {
        tuple(column.width for column in t.columns) for t in word.tables if len(t.columns) == 5
    }

    assert len({part.programming.weights(is_wide=False)[0] for part in made.parts}) == 1
    assert len(widths) == 1


def test_a_column_is_never_narrower_than_its_longest_word(content):
    word, long = "responsabilidades", " ".join(["palabra"] * 60)
    rows = (tuple(paragraphs(text) for text in (word, long, long, long, word)),)
    grid = Grid("One", ("A", "B", "C", "D", "E"), rows)

    weights = grid.weights(is_wide=True)

    assert min(weights[0], weights[4]) >= len(word) + 2
    assert sum(weights) <= 140
    assert grid.scale(is_wide=True) == 1


def test_what_the_room_said_is_the_sgps_alone(content):
    assert not {"contributions", "turns"} & {section.name for section in OPEN}
    made = {candidate.key for candidate in tables(content)}
    assert {"contribution-texts", "speaking-turns", "reservations"} <= made
    withheld = {
        name: rows for name, rows in content.items() if name not in ("contributions", "turns")
    }
    assert not {"contribution-texts", "speaking-turns"} & {each.key for each in tables(withheld)}


def test_a_year_that_was_inferred_is_told_as_such(content):
    for entry in content["plan"]["rounds"]:
        for workshop in entry["workshops"]:
            workshop["date"]["year_inferred"] = True
    for key in ("round-1-results", "round-2-results", "round-3-proposals", "attendance"):
        with force_locale("es"):
            made = table(content, key)
            shown = document(made, content, "es").parts[0]
        assert "2025" not in str(shown)
        place = [column.key for column in made.columns].index("year_inferred")
        assert {row[place] for row in made.rows} == {"yes"}


def test_the_entity_of_the_list_stands_beside_the_lead_of_the_record(content):
    record = content["plan"]["commitments"][0]
    record["entity_in_list"] = "Otra entidad"
    made = table(content, "commitments")
    row = dict(zip((column.key for column in made.columns), made.rows[0], strict=True))

    assert row["responsible_entity"] == made.grid.rows[0][2].text == "Otra entidad"
    assert row["lead"] not in ("", "Otra entidad")
    assert made.grid.rows[0][1].text.startswith(f"{record['number']}. ")
