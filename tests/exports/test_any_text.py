"""Any text that may be kept is read again from every file: each block of Unicode, random texts.

A PDF shows a small frame with the number of a character that none of its fonts has.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import islice
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exports.test_tables import OWN, imported
from tests.public.scene import Scene
from tests.public.test_odd_characters import words_of
from workshop import clock as wall_clock
from workshop.exports import table_files, typeset
from workshop.exports.content import content as content_of
from workshop.exports.layout import Column, Grid, Table, paragraphs
from workshop.exports.models import Edition
from workshop.exports.pdf_file import Document, as_pdf
from workshop.extensions import db
from workshop.text import clean_text, is_visible

# Where the blocks of Unicode 18.0 begin.
BLOCKS = """
0 80 100 180 250 2b0 300 370 400 500 530 590 600 700 750 780 7c0 800 840 860 870 8a0 900 980 a00
a80 b00 b80 c00 c80 d00 d80 e00 e80 f00 1000 10a0 1100 1200 1380 13a0 1400 1680 16a0 1700 1720
1740 1760 1780 1800 18b0 1900 1950 1980 19e0 1a00 1a20 1ab0 1b00 1b80 1bc0 1c00 1c50 1c80 1c90
1cc0 1cd0 1d00 1d80 1dc0 1e00 1f00 2000 2070 20a0 20d0 2100 2150 2190 2200 2300 2400 2440 2460
2500 2580 25a0 2600 2700 27c0 27f0 2800 2900 2980 2a00 2b00 2c00 2c60 2c80 2d00 2d30 2d80 2de0
2e00 2e80 2f00 2ff0 3000 3040 30a0 3100 3130 3190 31a0 31c0 31f0 3200 3300 3400 4dc0 4e00 a000
a490 a4d0 a500 a640 a6a0 a700 a720 a800 a830 a840 a880 a8e0 a900 a930 a960 a980 a9e0 aa00 aa60
aa80 aae0 ab00 ab30 ab70 abc0 ac00 d7b0 d800 db80 dc00 e000 f900 fb00 fb50 fe00 fe10 fe20 fe30
fe50 fe70 ff00 fff0 10000 10080 10100 10140 10190 101d0 10280 102a0 102e0 10300 10330 10350
10380 103a0 10400 10450 10480 104b0 10500 10530 10570 105c0 10600 10780 10800 10840 10860 10880
108e0 10900 10920 10940 10980 109a0 10a00 10a60 10a80 10ac0 10b00 10b40 10b60 10b80 10c00 10c80
10d00 10d40 10e60 10e80 10ec0 10f00 10f30 10f70 10fb0 10fe0 11000 11080 110d0 11100 11150 11180
111e0 11200 11280 112b0 11300 11380 11400 11480 11580 11600 11660 11680 116d0 11700 11800 118a0
11900 119a0 11a00 11a50 11ab0 11ac0 11b00 11b60 11bc0 11c00 11c70 11d00 11d60 11db0 11df0 11ee0
11f00 11fb0 11fc0 12000 12400 12480 12550 12f90 13000 13430 13460 14400 16100 16800 16a40 16a70
16ad0 16b00 16d40 16e40 16ea0 16f00 16fe0 17000 18800 18b00 18d00 18d80 18e00 191a0 1aff0 1b000
1b100 1b130 1b170 1bc00 1bca0 1cc00 1cec0 1cf00 1d000 1d100 1d200 1d250 1d2c0 1d2e0 1d300 1d360
1d400 1d800 1db00 1df00 1e000 1e030 1e100 1e290 1e2c0 1e4d0 1e5d0 1e6c0 1e7e0 1e800 1e900 1ec70
1ed00 1ee00 1f000 1f030 1f0a0 1f100 1f200 1f300 1f600 1f650 1f680 1f700 1f780 1f800 1f900 1fa00
1fa70 1fb00 20000 2a700 2b740 2b820 2ceb0 2ebf0 2f800 30000 31350 323b0 3d000 e0000 e0100 f0000
100000
"""
# Blocks of which nothing may be kept: halves of characters, what is private, tags.
EMPTY = {0xD800, 0xDB80, 0xDC00, 0xE000, 0xE0000, 0xF0000, 0x100000}
LARGEST = 0xA800  # characters of a block
FORMS = tuple(table_files.MEDIA_TYPES)


@cache
def samples() -> dict[int, str]:
    """The first two signs of each block that may be kept, and its last; marks stand on a letter."""
    starts = [int(start, 16) for start in BLOCKS.split()]
    drawn = {}
    for first, end in zip(starts, [*starts[1:], 0x110000], strict=True):
        block = range(first, min(end, first + LARGEST)) if first not in EMPTY else range(0)
        begin, last = islice(kept(block), 2), islice(kept(block[::-1]), 1)
        drawn[first] = " ".join([*begin, *last])
    return drawn


def kept(block: range) -> Iterator[str]:
    signs = map(chr, block)
    texts = (sign if is_visible(sign) else f"a{sign}" for sign in signs)
    return (text for text in texts if clean_text(text) == text != "a\n")


def table_of(texts: list[str]) -> Table:
    """A table with these texts in the cells of its rows."""
    grid = Grid("Any text", ("text",), tuple((paragraphs(text),) for text in texts))
    return Table("any", "Any text", (Column("text", "text"),), tuple((t,) for t in texts), (grid,))


def texts_in(data: bytes, form: str) -> list[str]:
    """The cells of the table as whoever opens the file reads them."""
    file = io.BytesIO(data)
    if form == "csv":
        return [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))][1:]
    if form == "xlsx":
        return [row[0] or "" for row in openpyxl.load_workbook(file).worksheets[0].values][1:]
    if form == "docx":
        return [row.cells[0].text for row in docx.Document(file).tables[0].rows][1:]
    return [row["text"] for row in json.loads(data)["rows"]]


def words_of_pdf(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def not_drawn(texts: list[str], words: str) -> list[str]:
    """The signs that a PDF shows neither as they are nor by their number.

    Two signs of one shape are read as one of them; marks that this Python does not know as such
    are read with their letter, if at all.
    """
    words += unicodedata.normalize("NFKC", words)
    signs = {sign for text in texts for sign in text if is_visible(sign)}
    missing = [sign for sign in sorted(signs) if sign not in words and number(sign) not in words]
    fonts = typeset.Fonts(typeset.FONTS)
    return [s for s in missing if unicodedata.category(s) != "Cn" or not fonts.have(s)]


def number(sign: str) -> str:
    return f"U+{ord(sign):04X}"


@pytest.fixture
def content(app):
    with app.test_request_context(), force_locale("en"):
        yield content_of(imported(OWN), now=wall_clock.now())


def test_every_block_of_unicode_is_in_every_file(content):
    texts = [text for text in samples().values() if text]
    assert len(texts) > 330

    for form in FORMS:
        data = table_files.write_table(table_of(texts), content, "en", form)
        if form == "pdf":
            assert not_drawn(texts, words_of_pdf(data)) == []
        else:
            assert texts_in(data, form) == list(
                map(table_files.safe, texts) if is_sheet(form) else texts
            )


def is_sheet(form: str) -> bool:
    return form in ("csv", "xlsx")


def test_only_blocks_without_characters_are_left_out():
    assert {first for first, text in samples().items() if not text} == EMPTY
    assert clean_text("".join(chr(first + 1) for first in EMPTY)) == ""


@pytest.mark.slow
def test_every_block_is_in_the_archive(content):
    text = " ".join(samples().values())
    content["plan"]["rounds"][0]["workshops"][0]["problems"][0]["text"] = f"{text}\u202e\0"

    archive = zipfile.ZipFile(io.BytesIO(b"".join(table_files.archive(content, force_locale))))

    assert table_files.NOT_MADE not in archive.namelist()
    assert text in archive.read("plan.json").decode()
    assert not re.search("[\u202e\0]", archive.read("plan.json").decode())
    data = {form: archive.read(f"es/round-1-results.{form}") for form in FORMS}
    for form in set(FORMS) - {"pdf"}:
        words = words_of(data[form], form)
        assert text in words
        assert not re.search("[\u202e\0]", words)
    assert not_drawn([text], words_of_pdf(data["pdf"])) == []


def test_every_block_is_on_a_page_and_in_the_feed(app, client, make_admin, sign_in):
    text = " ".join(samples().values())
    scene = Scene(app, sign_in(make_admin()))
    scene.answer()
    scene.publish(1)
    with app.app_context():
        for edition in db.session.scalars(db.select(Edition)):
            edition.note = f"{text}\u202e\ufeff\0"
        db.session.commit()
    feed = ElementTree.fromstring(client.get(f"/open/{scene.id}/feed.atom").data)
    assert f"{text}<" in unescape(client.get(f"/open/{scene.id}/changes").text)
    assert text in [entry.text for entry in feed.iter("{http://www.w3.org/2005/Atom}summary")]


def test_what_no_font_has_stands_in_a_frame_and_a_long_word_breaks(app):
    title, word = "Agua \U00020000", "ñandú" * 80
    odd = "a\u0f39\u093c \U0001d763\u3099\u200d\U0001d763 \U0001f469\u200d\U00013000"
    grid = Grid(title, (word, "uno"), ((paragraphs(word), paragraphs(odd)),))

    pdf = as_pdf(Document(title, (odd, word), (grid,), word, "SGP", "es"))

    pages = pypdf.PdfReader(io.BytesIO(pdf))
    words = words_of_pdf(pdf)
    assert pages.metadata.title == title
    shown = ["Agua U+20000", "U+0F39", "U+13000", "\U0001f469"]
    assert [part for part in shown if part in words] == shown
    assert not re.search("[\ue000\ue001]", words)
    assert max(map(len, words.split("\n"))) < 160
    assert "".join(words.split()).count(word) == 4


# Random texts


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(st.text(max_size=60).map(clean_text), min_size=1, max_size=12))
def test_a_random_text_is_read_again_from_every_file(content, texts):
    texts = [text.strip() or "x" for text in texts]
    for form in FORMS:
        data = table_files.write_table(table_of(texts), content, "en", form)
        if form == "pdf":
            assert not_drawn(texts, words_of_pdf(data)) == []
        else:
            assert texts_in(data, form) == list(
                map(table_files.safe, texts) if is_sheet(form) else texts
            )


@given(text=st.text())
def test_a_text_is_cleaned_once(text):
    clean = clean_text(text)

    assert clean_text(clean) == clean
    ElementTree.fromstring(f"<a>{clean.replace('&', '').replace('<', '')}</a>")
