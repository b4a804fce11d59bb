"""The result as files: opened again, cell by cell."""

import csv
import io

import openpyxl
import pytest

from workshop.exports.layout import Grid, Table, paragraphs
from workshop.exports.table_files import as_csv, as_printed_xlsx
from workshop.extensions import db
from workshop.text import clean_text
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

SENTENCE = "The cut is clean: the first 2 go forward."


@pytest.fixture
def names(app, meeting):
    """Names that a spreadsheet might take for formulas, and the theme's own."""
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        workshop.theme.name = "Environment"
        workshop.theme.plan.name = "VI PAGA"
        workshop.carry_limit = 2
        for seat, name in zip(workshop.seats[1:5], ("=CMD()", "Alfa", "Beta", "Min"), strict=True):
            seat.organization.name = name
        db.session.commit()


@pytest.fixture
def vote(meeting, names, make_seat, make_organization, go_to, press, cast, clock):
    """Cast ballots, close, and reveal the result to the room."""

    def vote(rankings, *, reveal=True):
        go_to(meeting.workshop, PhaseKind.VOTING)
        for seat, ranking in zip(voters, rankings, strict=True):
            assert cast(seat, ranking).status_code == 200
        clock.advance(minutes=10)
        go_to(meeting.workshop, PhaseKind.RESULTS)
        if reveal:
            press(meeting.moderator, "contests/1/reveal", everything="yes")

    fifth = make_seat(meeting.workshop, organization=make_organization("Zeta"))
    voters = [meeting.ana, meeting.ben, meeting.eva, meeting.official, fifth]
    return vote


@pytest.fixture
def download(meeting, sign_in):
    def download(name, seat=None, language="en"):
        browser = sign_in((seat or meeting.moderator).person)
        with browser.session_transaction() as session:
            session["language"] = language
        return browser.get(f"/workshops/{meeting.workshop.id}/files/{name}")

    return download


FIVE = ["B A C"] * 3 + ["A B C"] * 2


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_csv_has_the_columns_of_the_published_plan(vote, download):
    vote(FIVE)

    answer = download("prioritized-problems.csv")

    topic = "Environment (June 20, 2022)"
    rows = rows_of(answer)
    assert rows[:6] == [
        ["Workshop's topic", "Participants", "Prioritized problems"],
        [topic, "'=CMD()", "Problem B"],
        [topic, "Alfa", "Problem A"],
        [topic, "Beta", ""],
        [topic, "Min", ""],
        [topic, "Zeta", ""],
    ]
    assert rows[6:8] == [[], [SENTENCE]]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="round-1-workshop-1-prioritized-problems.csv"'
    )


def test_the_headings_are_in_the_readers_language(vote, download):
    vote(FIVE)

    [headings, first, *_rest] = rows_of(download("prioritized-problems.csv", language="es"))

    assert headings == ["Tema del taller", "Participantes", "Problemas priorizados"]
    assert first == ["Environment (20 de junio de 2022)", "'=CMD()", "Problem B"]


def test_the_workbook_has_both_tables(vote, download):
    vote(FIVE)

    book = openpyxl.load_workbook(io.BytesIO(download("prioritized-problems.xlsx").data))

    problems, votes = book.worksheets
    assert [row[1:] for row in problems.iter_rows(min_row=1, max_row=6, values_only=True)] == [
        ("Participants", "Prioritized problems"),
        ("'=CMD()", "Problem B"),
        ("Alfa", "Problem A"),
        ("Beta", ""),
        ("Min", ""),
        ("Zeta", ""),
    ]
    assert [str(merged) for merged in problems.merged_cells.ranges] == ["A2:A6"]
    assert problems["A2"].value == "Environment (June 20, 2022)"
    assert problems["A8"].value == SENTENCE
    assert [tuple(row) for row in votes.iter_rows(max_row=4, values_only=True)] == [
        (
            "Place",
            "Problem",
            "Goes forward",
            "Points",
            "Duels won",
            "First places",
            "Ballots that rank it",
        ),
        ("1", "Problem B", "yes", "8.0", "2", "3", "5"),
        ("2", "Problem A", "yes", "7.0", "1", "2", "5"),
        ("3", "Problem C", "no", "0.0", "0", "0", "5"),
    ]


def test_the_votes_and_the_document_say_the_same(vote, download):
    vote(FIVE)

    votes = rows_of(download("votes.csv"))
    document = download("prioritized-problems.json").json

    assert votes[1] == ["1", "Problem B", "yes", "8.0", "2", "3", "5"]
    assert (document["plan"], document["theme"], document["date"]) == (
        "VI PAGA",
        "Environment",
        "2022-06-20",
    )
    assert document["prioritized_problems"] == [
        {"place": 1, "tied": False, "problem": "Problem B"},
        {"place": 2, "tied": False, "problem": "Problem A"},
    ]
    assert (document["cut"], document["result"]["order"]) == (SENTENCE, [["B"], ["A"], ["C"]])
    assert document["participants"] == ["=CMD()", "Alfa", "Beta", "Min", "Zeta"]


def test_no_person_is_named_in_any_file(vote, download, meeting):
    vote(FIVE)

    files = [download(name).data.decode() for name in ("prioritized-problems.csv", "votes.csv")]
    files.append(download("prioritized-problems.json").data.decode())

    people = [seat.person.name for seat in (meeting.ana, meeting.ben, meeting.moderator)]
    assert [name for name in people for file in files if name in file] == []


def test_before_the_room_has_seen_it_there_is_no_file(vote, download, meeting, press):
    vote(FIVE, reveal=False)
    press(meeting.moderator, "contests/1/reveal", seen=0)

    names = ("prioritized-problems.csv", "prioritized-problems.xlsx", "votes.csv")
    answers = [download(name) for name in (*names, "prioritized-problems.json")]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert all("once the room has seen all of it" in answer.text for answer in answers)


def test_without_a_vote_there_is_nothing(download):
    assert download("votes.csv").status_code == 404


def test_the_files_are_for_the_desk_and_the_sgp(vote, download, meeting, make_seat):
    vote(FIVE)
    rapporteur = make_seat(meeting.workshop, Role.RAPPORTEUR)

    allowed = {
        seat.role: download("votes.csv", seat).status_code
        for seat in (meeting.moderator, meeting.ana, meeting.official, meeting.observer, rapporteur)
    }

    assert allowed == {
        Role.MODERATOR: 200,
        Role.TITULAR: 403,
        Role.OFFICIAL: 403,
        Role.OBSERVER: 403,
        Role.RAPPORTEUR: 403,
    }


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"], ids=repr)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(cell):
    grid = Grid("One", ("Heading",), ((paragraphs(cell),),))
    table = Table("one", "One", (("heading", "Heading"),), ((cell,),), (grid,), notes=(cell,))

    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
    page = openpyxl.load_workbook(io.BytesIO(as_printed_xlsx([table]))).active

    assert rows[:2] == [["Heading"], [f"'{clean_text(cell)}"]]
    assert [page["A2"].data_type, page["A4"].data_type] == ["s", "s"]
    assert page["A2"].value.startswith("'")
