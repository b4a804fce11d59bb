"""The minutes: from the log and the rows, by organization, the same on the page and in files."""

import io

import docx
import pypdf
import pytest

from workshop.extensions import db
from workshop.people.models import Person
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
        "It is planned. A decree By June",
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
