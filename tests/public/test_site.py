"""The public site, as a stranger without an account and without a script reads it."""

import json
import re
import zipfile
from html import unescape
from io import BytesIO
from urllib.parse import urljoin
from xml.etree import ElementTree

import docx
import pypdf
import pytest

from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.people.models import Person

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}
ATOM = "{http://www.w3.org/2005/Atom}"
# What a crawl does not draw again and again: the same rows as the CSV, in costlier dress.
COSTLY = (".pdf", ".docx", ".xlsx", ".zip")


@pytest.fixture
def crawl(client):
    """Everything that can be reached from the first page, by address; each must be there."""

    def crawl() -> dict[str, str]:
        pages: dict[str, str] = {}
        waiting = ["/open?language=en"]
        while waiting:
            address = waiting.pop()
            if address in pages:
                continue
            answer = client.get(address)
            assert answer.status_code == 200, address
            pages[address] = answer.get_data(as_text=True)
            links = re.findall(r'<a [^>]*href="([^"#]+)', pages[address])
            for link in (urljoin(address, href.replace("&amp;", "&")) for href in links):
                if "language=es" not in link and not link.partition("?")[0].endswith(COSTLY):
                    assert link.startswith("/open"), link
                    waiting.append(link)
        return pages

    return crawl


def test_nothing_is_there_before_something_is_published(client, plan):
    assert "Nothing is published yet." in client.get("/open?language=en").text
    for page in ("", "/lineage", "/data", "/changes", "/feed.atom", "/data/problems.csv"):
        assert client.get(f"/open/{plan.id}{page}").status_code == 404


def test_what_came_with_a_file_says_so(client, plan):
    plan.publish(1)

    sentence = "from a file of version 1.0: only what the file knew is shown."
    for page in ("", "/rounds/R1-AGU"):
        assert sentence in client.get(f"/open/{plan.id}{page}?language=en").text, page


def test_a_stranger_reads_all_that_is_published_and_nothing_else(plan, crawl):
    plan.publish(1, 2)
    said = "\n".join(crawl().values())

    round_1, round_2, round_3 = (entry["workshops"][0] for entry in plan.document["rounds"])
    for problem in round_1["problems"] + round_2["problems"]:
        assert problem["text"] in said
        for idea in problem.get("ideas", []):
            assert idea["text"] in said
    assert "Not developed" in said
    assert "El ministerio pidió otro plazo." in said
    for proposal in round_3["proposals"]:
        assert proposal["text"] not in said
    for record in plan.document["commitments"]:
        assert record["title"] not in said
        assert record["milestones"][0]["activity"] not in said


def test_the_archive_holds_no_more_than_the_pages(client, plan):
    plan.publish(1)

    with zipfile.ZipFile(BytesIO(client.get(f"/open/{plan.id}/data.zip").data)) as archive:
        names = archive.namelist()
        document = json.loads(archive.read("plan.json"))
        everything = b"".join(
            archive.read(name) for name in names if name.endswith((".csv", ".json"))
        )

    assert [entry["round"] for entry in document["rounds"]] == [1]
    assert document["commitments"] == []
    ideas = plan.document["rounds"][1]["workshops"][0]["problems"][0]["ideas"]
    assert ideas[0]["text"].encode() not in everything
    assert {"dcat.json", "SHA256SUMS", "es/dictionary.csv", "en/responses.csv"} <= set(names)


def test_a_published_record_is_read_with_its_timeline(client, plan):
    plan.publish(1, 2, 3)
    page = f"/open/{plan.id}/commitments/{plan.record}"
    assert client.get(page).status_code == 404

    plan.mend()
    plan.put_forward()
    said = client.get(f"{page}?language=en").text

    [record] = plan.document["commitments"]
    assert record["title"] in said
    assert record["milestones"][0]["activity"] in said
    assert 'class="timeline"' in said
    assert "Approved by Resolution 2, June 1, 2022." in said
    assert record["title"] in client.get(f"/open/{plan.id}?language=en").text


def test_nobody_is_named_where_a_meeting_was_held(app, published, crawl):
    with app.app_context():
        people = [person.name for person in db.session.scalars(db.select(Person))]

    said = unescape("\n".join(crawl().values()))

    assert "Problem A" in said
    assert "There is no budget before 2025." in said
    assert [name for name in people if re.search(rf"\b{name}\b(?!'s organization)", said)] == []


@pytest.mark.parametrize("page", ["", "/rounds/R1-T2", "/data/responses.json", "/feed.atom"])
def test_a_page_is_the_same_for_everyone_and_is_asked_again(client, published, page):
    address = f"/open/{published.workshop.theme.plan_id}{page}?language=en"
    strangers, admins = client.get(address), published.admin.get(address)

    assert strangers.data == admins.data
    assert strangers.cache_control.public
    assert strangers.cache_control.no_cache
    assert strangers.cache_control.max_age is None
    for answer in (strangers, admins):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers["Vary"]
    again = client.get(address, headers={"If-None-Match": strangers.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_kept_page_costs_one_statement_and_a_correction_shows_at_once(
    app, client, published, count_queries
):
    page = f"/open/{published.workshop.theme.plan_id}/rounds/R1-T2?language=en"
    before = client.get(page)
    assert count_queries(lambda: client.get(page)) == 2  # BEGIN, and: is anything new?

    with app.app_context():
        db.session.get_one(Problem, published.problems[0].id).text = "Problem A, spelled right"
        db.session.commit()
    assert client.get(page).data == before.data
    sent = {"reason": "A slip of the pen"}
    editions = f"/workshops/{published.workshop.id}/editions"
    assert published.admin.post(editions, data=sent, headers=JSON).status_code == 200

    after = client.get(page, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Problem A, spelled right" in after.text
    assert "A slip of the pen" in after.text


def test_the_language_is_that_of_the_address_else_of_the_browser(client, published):
    def heading(query: str = "", wanted: str = "") -> str:
        answer = client.get(f"/open{query}", headers={"Accept-Language": wanted})
        assert answer.headers["Content-Language"] == re.search(r'lang="(..)"', answer.text)[1]
        return re.search("<h1>(.*)</h1>", answer.text)[1]

    assert heading() == "Open government action plans"  # the setting of the tests
    assert heading(wanted="es-PE") == "Planes de acción de gobierno abierto"
    assert heading("?language=en", wanted="es-PE") == "Open government action plans"
    assert heading("?language=xx", wanted="es-PE") == "Planes de acción de gobierno abierto"


def test_the_feed_tells_every_change_once_and_names_it_for_ever(client, plan):
    def entries() -> list[tuple[str, str]]:
        feed = ElementTree.fromstring(client.get(f"/open/{plan.id}/feed.atom?language=en").data)
        assert feed.find(f"{ATOM}updated").text == feed.find(f"{ATOM}entry/{ATOM}updated").text
        return [
            (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}id").text)
            for entry in feed.iter(f"{ATOM}entry")
        ]

    plan.publish(1)
    [first] = entries()
    assert first[0] == "Agua y saneamiento, round 1: results published"
    plan.publish(2)
    assert first in entries()
    assert len({key for _title, key in entries()}) == 2


def test_a_place_of_a_round_that_is_not_published_is_not_there(client, plan):
    plan.publish(1)

    for page in ("rounds/R2-AGU", "rounds/R2-AGU/minutes", "lineage/idea/1", "commitments/1"):
        assert client.get(f"/open/{plan.id}/{page}").status_code == 404
    assert client.get(f"/open/{plan.id}/rounds/R1-AGU/minutes").status_code == 200


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_minutes_stay_as_they_were_published(app, client, published, form):
    page = f"/open/{published.workshop.theme.plan_id}/rounds/R1-T2/minutes"
    before = client.get(f"{page}?language=en").text
    with app.app_context():
        db.session.get_one(Problem, published.problems[0].id).text = "Rewritten in silence"
        db.session.commit()
    app.extensions["open_pages"].cache_clear()

    assert client.get(f"{page}?language=en").text == before
    assert f'{page}.{form}?language=en"' in before
    said = words(form, client.get(f"{page}.{form}?language=en").data)
    assert "Problem A" in said
    assert "Rewritten" not in said
    assert published.admin.get(f"/workshops/{published.workshop.id}/minutes.{form}").data
    assert client.get(f"{page}.exe").status_code == 404


def words(form: str, data: bytes) -> str:
    if form == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    tables = docx.Document(BytesIO(data)).tables
    return " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def test_a_proposal_is_told_with_what_the_room_said_to_it(client, plan):
    plan.publish(1, 2, 3)
    code = plan.document["rounds"][2]["workshops"][0]["id"]

    said = client.get(f"/open/{plan.id}/rounds/{code}?language=en").text

    assert "Agreed with reservations" in said
    assert "Withdrawn" in said
    assert "Left out of the vote" not in said
