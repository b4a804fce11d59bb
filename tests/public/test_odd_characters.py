"""A round in which people write odd characters, and all that is printed of it."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest

from tests.test_text import CLEAN, JSON, ODD, code_of
from workshop.commitments.models import Commitment
from workshop.contributions.models import Contribution
from workshop.diagnoses.models import Problem
from workshop.exports import pdf_file
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.text import one_line
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

DRAWN = ("\U0001f469\u200d\U0001f469", "中", "•", "tres")


@pytest.fixture
def typed(app, client, meeting, go_to, press, make_admin, sign_in):
    """Odd characters wherever people write, before the vote; what the database holds then."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    said = {"name": ODD, "organization": f"Foro {ODD}", "sector": "academia", "key": "k\0"}
    assert client.post(f"/join/{code_of(client, meeting)}", data=said).status_code == 303
    with app.app_context():
        seat = db.session.get_one(Workshop, meeting.workshop.id).seats[-1].id
    acts = [
        press(meeting.moderator, f"seats/{seat}/admit", role="titular"),
        press(meeting.moderator, "problems/1/reword", text=ODD, revision=1),
        press(meeting.ben, "contributions", text=ODD, problem_id=1),
    ]
    organization = f"/organizations/{meeting.ana.organization_id}"
    named = {"name": f"Red {ODD}", "acronym": "", "sector": "civil_society"}
    acts.append(sign_in(make_admin()).post(organization, data=named, headers=JSON))
    assert [act.status_code for act in acts] == [200] * 4, [act.text for act in acts]
    return meeting


@pytest.fixture
def record(app, typed, make_admin, sign_in, clock):
    """A record of the same plan, whose section is filled in and which is then published."""
    with app.app_context():
        workshop = db.session.get_one(Workshop, typed.workshop.id)
        row = Commitment(
            theme=workshop.theme,
            title="A record",
            organization_id=typed.official.organization_id,
            created_at=clock(),
        )
        db.session.add(row)
        db.session.commit()
        number = row.id
        page = f"/plans/{workshop.theme.plan_id}/commitments/{number}"
    admin = sign_in(make_admin())
    sent = admin.post(
        f"{page}/sections/problem", data={"problem": ODD, "revision": ""}, headers=JSON
    )
    if sent.status_code == 409:  # the revision of what is on the screen
        standing = {"problem": ODD, "revision": sent.json["current"]["revision"]}
        sent = admin.post(f"{page}/sections/problem", data=standing, headers=JSON)
    assert sent.status_code == 200, sent.text
    with app.app_context():
        row = db.session.get_one(Commitment, number)
        assert row.problem == CLEAN
        row.state, row.approval_instrument, row.approved_on = "published", "R. 1", clock().date()
        db.session.commit()
    return number


@pytest.fixture
def stored_before(app, typed, record):
    """The same as it was stored before texts were cleaned."""
    with app.app_context():
        db.session.get_one(Problem, 1).text = ODD
        db.session.get_one(Organization, typed.ana.organization_id).name = f"Red {ODD}"
        db.session.scalar(db.select(Contribution)).text = ODD
        db.session.get_one(Commitment, record).problem = ODD
        db.session.commit()


def words_of(data: bytes, form: str) -> str:
    """All that a file says, read as whoever opens it reads it; an error if it is not whole."""
    file = io.BytesIO(data)
    if form == "pdf":
        pages = [page.extract_text() for page in pypdf.PdfReader(file).pages]
        return " ".join("".join(pages).split())
    if form == "docx":
        body = docx.Document(file).element.body
        return "".join(piece.text or "" for piece in body.iter() if piece.tag.endswith("}t"))
    if form == "xlsx":
        rows = [row for page in openpyxl.load_workbook(file) for row in page.values]
        return "\n".join(str(value) for row in rows for value in row)
    if form == "csv":
        return "\n".join(map(" ".join, csv.reader(io.StringIO(data.decode("utf-8-sig")))))
    return data.decode() if form == "atom" else json.dumps(json.loads(data), ensure_ascii=False)


def says_it(data: bytes, form: str) -> bool:
    words = words_of(data, form)
    wanted = DRAWN if form == "pdf" else ("\U0001f469\u200d\U0001f469", "中", "tres")
    return all(word in words for word in wanted)


def check_files(client, admin, meeting, record):
    plan = meeting.workshop.theme.plan_id
    minutes = f"/workshops/{meeting.workshop.id}/minutes"
    pages = client.get(f"/open/{plan}?language=en").text
    code = pages.partition("/rounds/")[2].partition("?")[0].partition('"')[0]
    for form in ("docx", "pdf"):
        assert says_it(admin.get(f"{minutes}.{form}").data, form)
        assert says_it(client.get(f"/open/{plan}/rounds/{code}/minutes.{form}").data, form)
    for page in (
        f"/open/{plan}",
        f"/open/{plan}/rounds/{code}",
        f"/open/{plan}/commitments/{record}",
    ):
        assert client.get(page).status_code == 200
    for table in ("round-1-results", "commitment-records"):
        for form in ("csv", "xlsx", "docx", "pdf", "json"):
            answer = client.get(f"/open/{plan}/data/{table}.{form}")
            assert (answer.status_code, says_it(answer.data, form)) == (200, True), (table, form)
    feed = client.get(f"/open/{plan}/feed.atom")
    ElementTree.fromstring(feed.data)
    for name in ("prioritized-problems.csv", "prioritized-problems.xlsx"):
        answer = admin.get(f"/workshops/{meeting.workshop.id}/files/{name}")
        assert says_it(answer.data, name.rpartition(".")[2])


def test_a_round_of_odd_characters_is_printed_in_every_format(
    app, client, typed, record, published
):
    with app.app_context():
        assert db.session.get_one(Problem, 1).text == CLEAN
        assert db.session.scalar(db.select(Contribution)).text == CLEAN
        name = db.session.get_one(Organization, typed.ana.organization_id).name
        assert name == f"Red {one_line(ODD)}"
        assert db.session.scalar(db.select(Person.name).filter(Person.name.like("Ri%")))

    check_files(client, published.admin, published, record)


def test_what_was_stored_before_is_printed_all_the_same(
    app, client, typed, record, stored_before, published
):
    check_files(client, published.admin, published, record)


def test_the_archive_names_what_could_not_be_made(published, monkeypatch, tmp_path):
    broken = tmp_path / "typeset.py"
    broken.write_text("import sys; sys.exit('the printer is out of ink')")
    monkeypatch.setattr(pdf_file, "TYPESET", broken)

    sent = published.admin.get(f"/plans/{published.workshop.theme.plan_id}/files.zip")

    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        assert archive.testzip() is None
        missing = archive.read("NOT-MADE.txt").decode().splitlines()
        names = archive.namelist()
    assert "es/round-1-results.pdf: NotDrawn: the printer is out of ink" in missing
    assert "es/round-1-results.docx" in names
    assert not any(name.endswith(".pdf") for name in names)
