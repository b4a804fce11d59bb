"""What is added to the content of a plan is nowhere public until the one list says so."""

import copy
import io
import json
import zipfile

import pytest

from tests.public import scene
from workshop.exports import content as contents
from workshop.exports import editions, plan_views
from workshop.exports.content import SECTIONS, Public
from workshop.exports.models import Edition
from workshop.exports.tables import MAKERS, plain
from workshop.extensions import db
from workshop.language import LANGUAGES
from workshop.public import open_data

SECRET = "Said behind closed doors"
PAGES = ("", "/data", "/lineage", "/changes", "/feed.atom", "/rounds/{code}")


def content_with_notes(plan, **options):
    """The content as it would be if somebody added a section and listed it nowhere."""
    content = contents.content(plan, **options)
    codes = [
        workshop["id"] for entry in content["plan"]["rounds"] for workshop in entry["workshops"]
    ]
    return {**content, "notes": [{"workshop": code, "text": SECRET} for code in codes]}


def notes(content):
    columns = (("workshop", "Workshop"), ("text", "Text"))
    return plain("notes", "Notes of the SGP", columns, content["notes"])


@pytest.fixture
def with_notes(monkeypatch):
    for module in (editions, open_data, plan_views):
        monkeypatch.setattr(module, "content_of", content_with_notes)
    monkeypatch.setitem(MAKERS, notes, "notes")


@pytest.fixture
def with_more_in_the_plan(monkeypatch, tmp_path):
    """A plan that comes with a section of its own, as a file may."""
    document = json.loads(scene.FILE.read_text("utf-8"))
    monkeypatch.setattr(scene, "FILE", tmp_path / "plan.json")
    scene.FILE.write_text(json.dumps({**document, "notes": [{"text": SECRET}]}), "utf-8")


def everything_public(client, plan):
    """Every page of the open site, and the archive, as bytes by name."""
    codes = [entry["workshops"][0]["id"] for entry in plan.document["rounds"]]
    pages = {page.format(code=code) for page in PAGES for code in codes}
    texts = {page: client.get(f"/open/{plan.id}{page}?language=en").data for page in pages}
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/open/{plan.id}/data.zip").data))
    return texts | {name: archive.read(name) for name in archive.namelist()}


def is_told(data):
    return SECRET.encode() in data or b"notes" in data.lower()


def test_a_section_beside_the_plan_is_nowhere_public(app, with_notes, plan, client):
    plan.publish(1, 2, 3)

    public = everything_public(client, plan)

    assert len(public) > len(MAKERS)
    assert [name for name, data in public.items() if is_told(data) or "notes" in name] == []
    assert client.get(f"/open/{plan.id}/data/notes.csv").status_code == 404
    with app.app_context():
        kept = list(db.session.scalars(db.select(Edition)))
        assert len(kept) == 3
        assert not any(is_told(json.dumps(edition.content).encode()) for edition in kept)
    desk = plan.sgp.get(f"/plans/{plan.id}/files/notes.csv?language=en")
    assert SECRET in desk.text


def test_a_section_of_the_plan_is_nowhere_public(app, with_more_in_the_plan, plan, client):
    plan.publish(1, 2, 3)

    public = everything_public(client, plan)

    assert [name for name, data in public.items() if SECRET.encode() in data] == []
    assert SECRET in plan.sgp.get(f"/plans/{plan.id}/plan.json").text
    with app.app_context():
        kept = db.session.scalars(db.select(Edition))
        assert not any(SECRET in json.dumps(edition.content) for edition in kept)


def test_what_is_beside_an_unpublished_record_is_not_handed_to_the_public_site(app, plan):
    plan.publish(1)

    with app.test_request_context():
        [shown] = open_data_of()

    assert (shown["plan"]["commitments"], shown["records"]) == ([], {})


def open_data_of():
    from workshop.public.published import public_plans

    return [open_data.open_content(shown) for shown in public_plans()]


def test_the_list_names_every_section_that_the_public_has(app, plan):
    plan.publish(1, 2, 3)

    with app.test_request_context():
        [shown] = open_data_of()

    listed = {(section.name, section.is_in_plan) for section in SECTIONS}
    has = {(name, False) for name in shown if name != "plan"} | {(n, True) for n in shown["plan"]}
    assert has <= listed
    assert len(listed) == len(SECTIONS)


def test_every_section_says_how_its_rows_are_chosen():
    chosen = {section.name for section in SECTIONS if section.public is Public.CHOSEN}
    of_rounds = {section.name for section in SECTIONS if section.public is Public.OF_ROUNDS}

    assert chosen == set(open_data.CHOICES)
    assert of_rounds == {section.name for section in SECTIONS if section.key}
    assert set(MAKERS.values()) <= {section.name for section in SECTIONS}


def test_an_edition_has_the_sections_of_a_round_and_no_other(app, plan):
    plan.publish(1)

    with app.app_context():
        [edition] = db.session.scalars(db.select(Edition))
        held = set(edition.content)

    assert held == {"workshop", "minutes", *(section.name for section in contents.OF_ROUNDS)}


def test_an_edition_made_before_a_section_was_listed_is_read_without_it(app, plan, client):
    plan.publish(1)
    with app.app_context():
        [edition] = db.session.scalars(db.select(Edition))
        former = copy.deepcopy(edition.content)
        del former["answers"]
        edition.content = former
        db.session.commit()

    assert client.get(f"/open/{plan.id}/data/official-answers.csv").status_code == 200
    assert plan.sgp.get(f"/plans/{plan.id}/files/official-answers.csv").status_code == 200


def test_minutes_kept_before_a_language_was_added_are_read_in_another(plan, client, monkeypatch):
    plan.publish(1)
    monkeypatch.setitem(LANGUAGES, "qu", "Runasimi")
    code = plan.document["rounds"][0]["workshops"][0]["id"]

    page = client.get(f"/open/{plan.id}/rounds/{code}/minutes?language=qu")
    spanish = client.get(f"/open/{plan.id}/rounds/{code}/minutes?language=es")

    assert page.status_code == 200
    title = spanish.text.partition("<h1>")[2].partition("</h1>")[0]
    assert title
    assert title in page.text
