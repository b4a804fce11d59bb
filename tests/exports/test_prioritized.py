"""The result as files: opened again, cell by cell."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from workshop.exports.layout import Column, Table, ValueKind
from workshop.exports.table_files import as_csv, as_workbook
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


PARTICIPANTS = ["Alfa", "Beta", "'=CMD()", "Min", "Zeta"]
FIVE = ["B A C"] * 3 + ["A B C"] * 2


def rows_of(answer, separator=","):
    text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=separator))


def test_a_row_of_the_csv_says_one_thing(vote, download):
    vote(FIVE)

    answer = download("prioritized-problems.csv")

    rows = rows_of(answer)
    assert rows[:3] == [
        ["Workshop's topic", "Date", "Rank", "Tied", "Prioritized Problems"],
        ["Environment", "2022-06-20", "1", "no", "Problem B"],
        ["Environment", "2022-06-20", "2", "no", "Problem A"],
    ]
    assert rows[3:5] == [[], [SENTENCE]]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="round-1-workshop-1-prioritized-problems.csv"'
    )
    assert rows_of(download("participants.csv")) == [
        ["Workshop's topic", "Date", "Participants"],
        *(["Environment", "2022-06-20", name] for name in PARTICIPANTS),
    ]


def test_a_spreadsheet_in_the_readers_language_opens_it_in_columns(vote, download):
    vote(FIVE)

    answer = download("prioritized-problems.csv", language="es")
    [headings, first, *_rest] = rows_of(answer, ";")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert headings == ["Tema del taller", "Fecha", "Puesto", "Empatado", "Problemas priorizados"]
    assert first == ["Environment", "2022-06-20", "1", "no", "Problem B"]


def test_the_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers(vote, download):
    vote(FIVE)

    book = openpyxl.load_workbook(io.BytesIO(download("prioritized-problems.xlsx").data))

    problems, participants, votes = book.worksheets
    day = datetime.fromisoformat("2022-06-20")
    assert list(problems.iter_rows(min_row=2, max_row=3, values_only=True)) == [
        ("Environment", day, 1, "no", "Problem B"),
        ("Environment", day, 2, "no", "Problem A"),
    ]
    assert problems["B2"].number_format == "yyyy-mm-dd"
    assert problems["A5"].value == SENTENCE
    assert [row[2] for row in participants.iter_rows(min_row=2, values_only=True)] == PARTICIPANTS
    assert [tuple(row) for row in votes.iter_rows(max_row=4, values_only=True)] == [
        (
            *("Rank", "Tied", "Problem", "Goes forward by the count", "Points"),
            *("Duels won", "First places", "Ballots that rank it"),
        ),
        (1, "no", "Problem B", "yes", 8, 2, 3, 5),
        (2, "no", "Problem A", "yes", 7, 1, 2, 5),
        (3, "no", "Problem C", "no", 0, 0, 0, 5),
    ]


def test_the_votes_and_the_document_say_the_same(vote, download):
    vote(FIVE)

    votes = rows_of(download("votes.csv"))
    document = download("prioritized-problems.json").json

    assert votes[1] == ["1", "no", "Problem B", "yes", "8.0", "2", "3", "5"]
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
    assert document["participants"] == ["Alfa", "Beta", "=CMD()", "Min", "Zeta"]


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


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-A1", "- x", "@SUM(A1)", "\t=1", "\r=1"], ids=repr)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(app, cell):
    table = Table("one", "One", (Column("heading", "Heading"),), ((cell,),), notes=(cell,))

    text, page = as_files(app, table)

    assert text[:2] == [["Heading"], [f"'{clean_text(cell)}"]]
    assert [page["A2"].data_type, page["A4"].data_type] == ["s", "s"]
    assert page["A2"].value.startswith("'")


def test_minus_ten_is_minus_ten_everywhere(app):
    columns = (Column("number", "Number", ValueKind.NUMBER), Column("text", "Text"))
    rows = (("-10", "-10"), ("-2.5", "-3 %"))
    table = Table("one", "One", columns, rows)

    text, page = as_files(app, table)

    assert text[1:] == [list(row) for row in rows]
    assert list(page.iter_rows(min_row=2, values_only=True)) == [(-10, "-10"), (-2.5, "-3 %")]
    assert [page["A2"].data_type, page["B2"].data_type] == ["n", "s"]


def as_files(app, table):
    """The rows of the CSV, and the sheet of the workbook."""
    with app.app_context():
        text, book = as_csv(table).decode("utf-8-sig"), as_workbook([table])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return rows, openpyxl.load_workbook(io.BytesIO(book)).active
