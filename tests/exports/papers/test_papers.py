"""The printed papers: what stands on them, who may take them, that they are tagged."""

import io

import pytest
from pypdf import PdfReader

from workshop.extensions import db
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import CountRule, Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def take(sign_in):
    """Each page of a paper as text, as this seat gets it."""

    def take(seat, paper, language="en"):
        browser = sign_in(seat.person)
        browser.post("/language", data={"language": language})
        answer = browser.get(f"/workshops/{seat.workshop_id}/papers/{paper}")
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.data))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    return take


@pytest.fixture
def count_by(app):
    def count_by(rule, **settings):
        with app.app_context():
            workshop = db.session.scalar(db.select(Workshop))
            workshop.rule, workshop.rule_settings = rule, settings
            db.session.commit()

    return count_by


def test_the_agenda_says_when_what_and_who_speaks(meeting, take):
    [page] = take(meeting.ana, "agenda.pdf")

    for words in ("Agenda: Ambiente", "09:30", "Open discussion", "10:00", "2 minutes each"):
        assert words in page
    assert "10, hard end" in page  # the vote
    assert "Discusión abierta" in take(meeting.ana, "agenda.pdf", "es")[0]


def test_the_signature_sheet_has_a_line_for_everyone_and_is_for_staff(meeting, take, sign_in):
    text = " ".join(take(meeting.moderator, "signature-sheet.pdf"))

    for seat in (meeting.ana, meeting.ben, meeting.official, meeting.moderator):
        assert seat.person.name in text
    assert "Page 1 of 1" in text
    for paper in ("signature-sheet.pdf", "ballots.pdf"):
        page = f"/workshops/{meeting.workshop.id}/papers/{paper}"
        assert sign_in(meeting.ana.person).get(page).status_code == 403


def test_there_is_a_sheet_for_each_who_is_entitled_and_some_to_spare(meeting, take):
    cover, *sheets = take(meeting.moderator, "ballots.pdf")

    assert "4 sheets for the entitled and 2 more" in cover
    assert len(sheets) == 6
    assert len(set(sheets)) == 6  # each has a number of its own
    names = [seat.person.name for seat in (meeting.ana, meeting.ben, meeting.official)]
    assert not any(name in sheet for name in names for sheet in sheets)
    for sheet in sheets:
        places = [sheet.index(problem.text) for problem in meeting.problems]
        assert places == sorted(places)
        assert "Write 1 beside what matters most" in sheet
    assert "Escriba 1 junto a lo que más importa" in take(meeting.moderator, "ballots.pdf", "es")[1]
    assert len(take(meeting.moderator, "ballots.pdf?large=yes")) == 7


@pytest.mark.parametrize(
    ("rule", "settings", "words"),
    [
        (CountRule.APPROVAL, {}, "Mark with a cross all that you would carry forward"),
        (CountRule.DOTS, {"dots": 5, "most": 2}, "You have 5 dots to spread."),
        (CountRule.GRID, {}, "What you leave out is no answer."),
        (CountRule.IRV, {}, "Write no number twice"),
        (CountRule.STV, {}, "Write no number twice"),
    ],
)
def test_each_rule_has_its_own_instructions(meeting, count_by, take, rule, settings, words):
    count_by(rule, **settings)

    assert words in take(meeting.moderator, "ballots.pdf")[1]


def test_once_the_vote_is_open_the_sheets_are_of_its_own_options(meeting, go_to, take, app):
    before = take(meeting.moderator, "ballots.pdf")[1]
    go_to(meeting.workshop, PhaseKind.VOTING)
    with app.app_context():
        texts = db.session.execute(db.text("SELECT key, text FROM option ORDER BY position")).all()

    sheet = take(meeting.moderator, "ballots.pdf")[1]

    assert sheet == before  # the same list: what was printed before the vote is good
    assert all(f"{key} {text}" in sheet for key, text in texts)


def test_nothing_to_vote_on_is_said_in_a_sentence(make_workshop, make_seat, sign_in):
    workshop = make_workshop()
    moderator = make_seat(workshop=workshop, role=Role.MODERATOR)

    answer = sign_in(moderator.person).get(f"/workshops/{workshop.id}/papers/ballots.pdf")

    assert (answer.status_code, "fewer than two options" in answer.text) == (409, True)


@pytest.mark.parametrize(
    "rule", [CountRule.DUELS_POINTS, CountRule.APPROVAL, CountRule.DOTS, CountRule.GRID]
)
def test_whoever_enters_a_sheet_finds_its_letters_on_the_form(
    meeting, count_by, go_to, sign_in, rule
):
    count_by(rule)
    go_to(meeting.workshop, PhaseKind.VOTING)
    votes = f"/workshops/{meeting.workshop.id}/contests/1"

    form = sign_in(meeting.moderator.person).get(f"{votes}/assisted/1").text
    own = sign_in(meeting.ana.person).get(f"{votes}/ballot").text

    assert [letter for letter in "ABC" if f"{letter} on paper" in form] == ["A", "B", "C"]
    assert "on paper" not in own  # there the options have no letters
