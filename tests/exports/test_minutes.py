"""The minutes: from the log and the rows, by organization, the same on the page and in files."""

import io
import json

import docx
import pypdf
import pytest

from tests.exports.test_tables import OWN
from workshop import clock as wall_clock
from workshop.extensions import db
from workshop.people.models import Person
from workshop.planfile.reading import import_plan
from workshop.workshops import log
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def spoken(meeting, go_to, press, clock):
    """What `closed` is preceded by: a turn, a contribution, one hidden, a pause, an answer."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "floor/ask")
    press(meeting.moderator, "floor/next")
    clock.advance(seconds=75)
    press(meeting.ana, "floor/1/end")
    press(meeting.ben, "contributions", text="We see it as well", problem_id=1)
    press(meeting.eva, "contributions", text="Rude words here")
    press(meeting.moderator, "contributions/2/hide", reason="An insult")
    press(meeting.moderator, "agenda/pause", reason="The projector failed")
    clock.advance(minutes=2)
    press(meeting.moderator, "agenda/resume")
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    answer = {"status": "planned", "action": "A decree", "unit": "OGPP", "revision": 0}
    press(meeting.official, "problems/1/comment", text="By June", **answer)


@pytest.fixture
def page(spoken, closed, sign_in):
    return sign_in(closed.ana.person).get(f"/workshops/{closed.workshop.id}/minutes").text


def test_they_tell_who_was_there_what_was_said_and_what_was_decided(page):
    for words in (
        "Ana&#39;s organization",
        "1:15",  # the turn
        "We see it as well",
        "Hidden: An insult",
        "The projector failed",
        "Ben&#39;s organization",
        "It is planned. A decree. By June.",
        "Duels, then points",
        "4 of 4",
        "The cut is clean: the first 2 go forward.",
        "Problem C",
        "ranked, but not carried",
        "A reasoned response is owed.",
    ):
        assert words in page, words
    assert "Rude words here" not in page


def test_no_person_is_named(app, page):
    body = page.split("<main")[1]
    with app.app_context():
        for name in db.session.scalars(db.select(Person.name)):
            assert f">{name}<" not in body
            assert f"{name}," not in body


@pytest.fixture
def paused_turn(meeting, go_to, press, clock):
    """What `published` is preceded by: 12 seconds of a turn, a pause of 22 minutes, 7 seconds."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "floor/ask")
    press(meeting.moderator, "floor/next")
    clock.advance(seconds=12)
    press(meeting.moderator, "agenda/pause", reason="An earthquake drill")
    clock.advance(minutes=22, seconds=13)
    press(meeting.moderator, "agenda/resume")
    clock.advance(seconds=7)
    press(meeting.ana, "floor/1/end")


def test_speaking_time_is_time_that_ran(paused_turn, meeting, published, sign_in, client):
    moderator = sign_in(meeting.moderator.person)
    minutes = f"/workshops/{meeting.workshop.id}/minutes"
    open_minutes = "/open/1/rounds/R1-T2/minutes"

    pages = [moderator.get(minutes).text, client.get(f"{open_minutes}?language=en").text]
    word = docx.Document(io.BytesIO(moderator.get(f"{minutes}.docx").data))
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    pdf = pypdf.PdfReader(io.BytesIO(client.get(f"{open_minutes}.pdf?language=en").data))

    assert ["Ana's organization", "1", "0:19"] in cells
    for words in (*pages, " ".join(page.extract_text() for page in pdf.pages)):
        assert "0:19" in words
        assert "22:32" not in words


def test_the_desk_counts_speaking_time_that_ran(paused_turn, meeting, sign_in):
    desk = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/desk").text

    assert "Civil society: 1 turn, 0:19" in desk


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_files_say_the_same(spoken, closed, sign_in, form):
    answer = sign_in(closed.ana.person).get(f"/workshops/{closed.workshop.id}/minutes.{form}")

    if form == "docx":
        tables = docx.Document(io.BytesIO(answer.data)).tables
        words = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    else:
        pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
        words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for text in ("We see it as well", "Hidden: An insult", "Problem C", "4 of 4"):
        assert text in words


def test_there_are_none_before_the_end(app, meeting, sign_in):
    answer = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}/minutes")

    assert answer.status_code == 409
    with app.app_context():
        assert db.session.get_one(Workshop, meeting.workshop.id).closed_at is None


def test_a_draft_is_read_by_moderator_and_sgp_while_the_meeting_goes_on(
    spoken, meeting, press, sign_in, make_admin, clock
):
    page = f"/workshops/{meeting.workshop.id}/minutes"
    browsers = [sign_in(meeting.moderator.person), sign_in(make_admin())]
    for _state in ("live", "suspended"):
        for browser in browsers:
            assert "Draft of the minutes" in browser.get(page).text
        assert sign_in(meeting.ana.person).get(page).status_code == 409
        press(meeting.moderator, "agenda/suspend", reason="The lights went out")
    pdf = browsers[0].get(f"{page}.pdf")
    assert "draft-minutes" in pdf.headers["Content-Disposition"]
    for sheet in pypdf.PdfReader(io.BytesIO(pdf.data)).pages:
        assert "Draft of the minutes ·" in " ".join(sheet.extract_text().split())


def test_they_name_days_roles_the_absent_and_the_ranked(spoken, closed, page):
    for words in (
        "Held on Monday, June 20, 2022, from 9:",
        "Moderated by: Moderator",
        "4 of 4 invited organizations present",
        "Ranked problems",
        "Speaking time (min:s)",
    ):
        assert words in page.replace("from 09:", "from 9:"), words


def test_the_day_is_that_of_the_meeting_not_the_one_it_was_called_for(
    app, meeting, go_to, clock, sign_in, make_admin
):
    clock.advance(days=1)
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    admin = sign_in(make_admin())

    plan = admin.get(f"/plans/{meeting.workshop.theme.plan_id}/plan.json").json
    minutes = admin.get(f"/workshops/{meeting.workshop.id}/minutes").text

    assert plan["rounds"][0]["workshops"][0]["date"]["iso"] == "2022-06-21"
    assert "Tuesday, June 21, 2022" in minutes
    assert "June 20" not in minutes


def test_of_an_imported_workshop_they_show_what_the_file_knew(app, make_admin, sign_in):
    with app.app_context():
        import_plan(json.loads(OWN.read_text("utf-8")), now=wall_clock.now())
        db.session.commit()
        ids = list(db.session.scalars(db.select(Workshop.id)))
    admin = sign_in(make_admin())

    for workshop_id in ids:
        text = admin.get(f"/workshops/{workshop_id}/minutes").text.split("<main")[1]
        assert "Imported from a file on" in text
        for invented in ("Agenda as planned", "10:00", "0:00", "Agreement checks", "Moderated by"):
            assert invented not in text
    assert "Ranked problems" in admin.get(f"/workshops/{ids[0]}/minutes").text


def test_a_meeting_that_a_file_announced_and_that_was_held_here_is_told_whole(
    app, meeting, press, sign_in
):
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        log.record(workshop, log.IMPORTED, None, now=wall_clock.now(), code="R1-T2")
        db.session.commit()
    press(meeting.moderator, "agenda/start")

    page = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/minutes").text

    assert "Under way since" in page
    assert "Agenda as planned and as it went" in page
    assert "Imported" not in page


LANGUAGE_WORDS = {"en": "Attendance", "es": "Asistencia"}


def words_of(data, form):
    if form == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_they_are_taken_in_either_language(closed, sign_in, form):
    browser = sign_in(closed.ana.person)
    page = f"/workshops/{closed.workshop.id}/minutes"
    links = browser.get(page).text

    for language, word in LANGUAGE_WORDS.items():
        address = f"{page}.{form}?language={language}"
        assert address in links
        assert word in words_of(browser.get(address).data, form)
    # Without a word of it, or one that is not known, they are in the session's.
    for asked in ("", "?language=xx"):
        assert "Attendance" in words_of(browser.get(f"{page}.{form}{asked}").data, form)


def test_all_files_follow_the_language_of_the_address(closed, sign_in, make_admin):
    moderator, admin = sign_in(closed.moderator.person), sign_in(make_admin())
    files = f"/workshops/{closed.workshop.id}/files"

    for name in ("prioritized-problems.csv", "participants.csv", "votes.csv"):
        head = moderator.get(f"{files}/{name}?language=es").data.decode("utf-8-sig").splitlines()[0]
        assert ";" in head
        assert not {"Rank", "Organization"} & set(head.split(";"))
    for address, first in (
        ("/workshops/1/prepare/seats/links.csv", lambda answer: answer.text.splitlines()[0]),
        ("/plans/1/plan.json", lambda answer: answer.json["guides"][0]["phases"][0]["title"]),
    ):
        words = {first(admin.get(f"{address}?language={code}")) for code in LANGUAGE_WORDS}
        assert len(words) == 2, address


def test_those_who_moderated_and_who_was_there_sign_them(
    spoken, closed, sign_in, client, make_admin
):
    page = f"/workshops/{closed.workshop.id}/minutes.docx"
    tables = docx.Document(io.BytesIO(sign_in(closed.ana.person).get(page).data)).tables

    rows = [[cell.text for cell in row.cells] for row in tables[-1].rows]

    assert rows[0] == ["Role or organization", "Name and surname", "Signature"]
    signing = ["Moderator", *(f"{name}'s organization" for name in ("Ana", "Ben", "Eva", "Omar"))]
    assert rows[1:] == [[name, "", ""] for name in signing]
    assert all(row.height and row.height.cm > 1 for row in tables[-1].rows[1:])


def test_a_draft_is_not_signed(spoken, meeting, sign_in):
    page = f"/workshops/{meeting.workshop.id}/minutes"
    assert "Signature" not in sign_in(meeting.moderator.person).get(page).text
