"""A language is one line (`language.LANGUAGES`): screens, files and the catalogue read it."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from flask_babel import gettext

from tests.public.scene import FILE
from workshop import clock as wall_clock
from workshop import language
from workshop.exports import editions
from workshop.exports.tables import MAKERS
from workshop.extensions import db
from workshop.planfile.reading import import_plan
from workshop.room.parts import AUDIENCES
from workshop.workshops.models import Workshop

CODE = Path(language.__file__).parent
# The list itself, and the setting that says which of them a new site begins with.
MAY_NAME_ONE = ("language.py", "config.py")
CODES = {*language.LANGUAGES, *language.FALLBACKS}


@pytest.fixture
def quechua(monkeypatch):
    """The line of a language that is added; its fallback is there already."""
    monkeypatch.setitem(language.LANGUAGES, "qu", "Runasimi")


@pytest.fixture
def plan_id(app):
    with app.app_context():
        plan, _is_new = import_plan(json.loads(FILE.read_text("utf-8")), now=wall_clock.now())
        db.session.commit()
        return plan.id


@pytest.fixture
def sgp(sign_in, make_admin):
    return sign_in(make_admin())


def strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]


def test_no_other_python_file_names_a_language():
    naming = {
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if path.name not in MAY_NAME_ONE and CODES & {str(text) for text in strings(path)}
    }
    assert naming == set()


def test_no_template_and_no_script_names_a_language():
    named = re.compile(rf"""["'](?:{"|".join(sorted(CODES))})(?:-[A-Z]{{2}})?["']""")
    files = [*CODE.glob("templates/**/*"), *CODE.glob("static/js/**/*.js")]
    naming = [path.name for path in files if path.is_file() and named.search(path.read_text())]
    assert naming == []


def test_every_audience_of_the_room_and_every_catalogue_is_of_the_list():
    assert {audience.language for audience in AUDIENCES} == set(language.LANGUAGES)
    kept = {path.name for path in CODE.glob("translations/*") if path.is_dir()}
    # English stands in the code; a language with a fallback may have no catalogue yet.
    assert kept <= CODES
    assert set(language.LANGUAGES) - kept - set(language.FALLBACKS) == {"en"}


def test_a_language_that_is_added_is_offered_on_the_screens(quechua, client, plan_id, sgp):
    page = client.get("/sign-in").text
    public = client.get("/open?language=qu").text
    desk = sgp.get(f"/plans/{plan_id}/files?language=qu").text

    assert "Runasimi" in page
    assert 'hreflang="qu"' in public
    assert '<html lang="qu">' in public
    assert "Runasimi" in desk


def test_a_language_that_is_added_has_all_the_files(quechua, sgp, plan_id, monkeypatch):
    for maker in list(MAKERS)[1:]:  # the first table is enough
        monkeypatch.delitem(MAKERS, maker)

    table = sgp.get(f"/plans/{plan_id}/files/round-1-results.csv?language=qu")
    archive = sgp.get(f"/plans/{plan_id}/files.zip")

    assert "round-1-results-qu.csv" in table.headers["Content-Disposition"]
    assert ";Problema;" in table.data.decode()
    with zipfile.ZipFile(io.BytesIO(archive.data)) as file:
        names = file.namelist()
        described = json.loads(file.read("dcat.json"))
        sentences = file.read("qu/round-1-results.csv").decode()
    by_language = [name for name in names if "/" in name]
    assert {name.partition("/")[0] for name in by_language} == set(language.LANGUAGES)
    assert len(by_language) == int(archive.headers["Workshop-Files"])
    assert described["dct:language"] == list(language.LANGUAGES)
    assert ";Problema;" in sentences


def test_a_language_that_is_added_has_its_minutes_in_an_edition(quechua, app, plan_id):
    with app.test_request_context():
        workshop = db.session.scalars(db.select(Workshop).filter_by(round=1)).first()
        assert set(editions.minutes_in_all_languages(workshop)) == set(language.LANGUAGES)


def test_a_language_that_is_added_falls_back_on_its_wider_one(quechua, app):
    with app.test_request_context(headers={"Accept-Language": "qu"}):
        assert gettext("Ask for the floor") == "Pedir la palabra"


def test_a_word_processor_is_told_the_language_with_its_country():
    assert [language.with_country(code) for code in ("es", "en", "qu")] == [
        "es-PE",
        "en-US",
        "qu-PE",
    ]
