"""One road from act to file: three rounds are played, and everything handed out is compared.

With the diary of what was pressed, and of every table the formats, the SGP's and the public's, with
one another. What is expected stands here or in the diary; nothing is read from the app's own rows.
"""

import csv
import html
import io
import json
import re

import docx
import openpyxl
import pypdf
import pytest

from tests.road import rounds
from tests.road.play import ABSENT, GUESTS, LATE, UNSAID, Play
from tests.road.rounds import ANSWERS, CALENDAR, DATA, LINE_1, LINE_2, MAPS, MERGED, MONEY, RADAR

# Sorted as a reader of Spanish looks them up: Á beside A, Ñ after N.
CAME = [
    "Árbol Association",
    "Lagoon Cooperative",
    "Ministry of Water",
    "Nature University",
    "Ñandú Foundation",
    "Zone Chamber",
]


class Handed:
    """What the SGP and the public are handed of the plan, in English."""

    def __init__(self, play, client):
        self.play, self.client = play, client
        self.home = f"/plans/{play.plan_id}/files"
        self.open = f"/open/{play.plan_id}/data"

    def data(self, place, key, form):
        browser, folder = {"sgp": (self.play.admin, self.home), "open": (self.client, self.open)}[
            place
        ]
        answer = browser.get(f"{folder}/{key}.{form}?language=en")
        assert answer.status_code == 200, (place, key, form, answer.status_code)
        return answer.data

    def keys(self, place):
        page = {"sgp": (self.play.admin, self.home), "open": (self.client, self.open)}[place]
        text = page[0].get(page[1] if place == "sgp" else f"{self.open}").text
        return list(dict.fromkeys(re.findall(r"/([a-z0-9-]+)\.csv", text)))

    def rows(self, key, place="sgp", form="json"):
        return rows_of(form, self.data(place, key, form))

    def columns(self, key, *names, place="sgp"):
        return [tuple(row[name] for name in names) for row in self.rows(key, place)]

    def minutes(self, round):
        workshop = self.workshops[round]
        text = self.play.admin.get(f"/workshops/{workshop}/minutes?language=en").text
        return words(text)

    @property
    def workshops(self):
        query = "SELECT round, id FROM workshop ORDER BY round"
        return dict(map(tuple, self.play.rows(query)))


def words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows_of(form, data):
    """The rows of a data file by the headings over them, every value as text."""
    if form == "json":
        table = json.loads(data)
        return [
            {table["columns"][key]: said(row[key]) for key in table["columns"]}
            for row in table["rows"]
        ]
    if form == "csv":
        text = data.decode("utf-8-sig")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
        rows = [[said(value) for value in line] for line in lines]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        rows = [[said(value) for value in row] for row in sheet.values]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def separator(text):
    head = text.splitlines()[0]
    return ";" if head.count(";") > head.count(",") else ","


def said(value):
    """A value as text, whatever its format holds: a workbook's day has an hour, and no zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)?", text):
        return text[:19].removesuffix("T00:00:00")
    return text.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", text) else text


@pytest.fixture
def play(app, clock, make_admin, make_staff, sign_in):
    admin, moderator = make_admin(), make_staff("Mara")
    play = Play(app, clock, sign_in(admin), moderator, sign_in(moderator))
    play.make_plan()
    rounds.round_1(play)
    rounds.round_2(play)
    rounds.round_3(play)
    return play


@pytest.fixture
def handed(play, client):
    return Handed(play, client)


def test_what_is_handed_out_is_what_was_done(handed, play):
    say_the_results(handed)
    say_who_was_there(handed)
    say_what_was_said(handed, play.rounds)
    say_how_it_went(handed, play.rounds)
    say_the_votes(handed)
    agree_with_one_another(handed)
    the_minutes_agree(handed, play.rounds)


def say_the_results(handed):
    assert handed.columns("round-1-results", "Problem", "Rank", "Goes forward") == [
        (DATA, "1", "yes"),
        (ANSWERS, "2", "yes"),
        (MAPS, "2", "yes"),
        (MONEY, "4", "no"),
    ]
    headings = ("Prioritized problems", "Solution ideas built", "Rank", "Goes forward")
    assert handed.columns("round-2-results", *headings) == [
        (DATA, CALENDAR, "1", "yes"),
        (DATA, MERGED, "2", "yes"),
        (ANSWERS, LINE_2, "1", "yes"),
        (ANSWERS, LINE_1, "2", "no"),
        (MAPS, RADAR, "", "yes"),
    ]
    assert handed.columns("round-3-proposals", "Commitment proposal", "State") == [
        (rounds.PORTAL, "Agreed with reservations"),
        (rounds.REGISTER, "Not agreed"),
        (rounds.MINES, "Withdrawn"),
    ]


def say_who_was_there(handed):
    attendance = handed.columns("attendance", "Workshop", "Name")
    by_round = {}
    for workshop, name in attendance:
        by_round.setdefault(workshop, []).append(name)
    others = [name for name in CAME if name != "Lagoon Cooperative"]
    assert list(by_round.values()) == [CAME, others, others]
    assert handed.columns("invited-and-absent", "Name") == [(ABSENT[0],)] * 3


def say_what_was_said(handed, diaries):
    turns = [turn for diary in diaries.values() for turn in diary.turns]
    columns = ("Organization", "Seconds spoken", "Kind of turn")
    assert handed.columns("speaking-turns", *columns) == [
        (name, str(seconds), kind) for name, seconds, kind in turns
    ]
    written = [entry for diary in diaries.values() for entry in diary.contributions]
    assert handed.columns("contribution-texts", "Organization", "Text", "Hidden", "Reason") == [
        (name, "" if hidden else text, "yes" if hidden else "no", hidden)
        for name, _about, text, hidden in written
    ]
    answered = [entry for diary in diaries.values() for entry in diary.answers]
    assert handed.columns("official-answers", "Entity that answers", "Key", "Text") == [
        (name, key, text) for name, _about, key, text in answered
    ]
    spoken_against = [(name, text) for name, _idea, text in diaries[2].objections]
    spoken_against += [(name, text) for name, _title, _level, text in diaries[3].reservations]
    assert handed.columns("reservations", "Organization", "Text") == spoken_against


def say_how_it_went(handed, diaries):
    phases = handed.rows("phases")
    ran = [row["Seconds it ran"] for row in phases if row["Seconds it ran"]]
    assert ran == [str(seconds) for diary in diaries.values() for seconds in diary.ran]
    first = phases[0]
    assert (first["Pauses"], first["Minutes added"]) == (str(len(diaries[1].pauses)), "5")


def say_the_votes(handed):
    rows = handed.columns(
        "votes", "Text", "Rank", "Ballots cast", "Entitled", "Goes forward by the count"
    )
    # Six organizations came and one more was invited; entitled is who stood on the roll.
    assert rows[:4] == [
        (DATA, "1", "5", "7", "yes"),
        (ANSWERS, "2", "5", "7", "yes"),
        (MAPS, "2", "5", "7", "yes"),
        (MONEY, "4", "5", "7", "no"),
    ]
    assert [row[:3] for row in rows[4:]] == [
        (CALENDAR, "1", "4"),
        (MERGED, "2", "4"),
        (LINE_2, "1", "4"),
        (LINE_1, "2", "4"),
    ]


def agree_with_one_another(handed):
    of_sgp = {key: handed.rows(key) for key in handed.keys("sgp")}
    for key, rows in of_sgp.items():
        assert rows == handed.rows(key, "sgp", "csv") == handed.rows(key, "sgp", "xlsx"), key
    for key in handed.keys("open"):
        public = handed.rows(key, "open", "csv")
        assert public == [row for row in of_sgp[key] if row in public], key
    for key in ("round-1-results", "round-2-results", "round-3-proposals"):
        texts = [
            row[name]
            for row in handed.rows(key)
            for name in ("Problem", "Solution ideas built", "Commitment proposal")
            if name in row and row.get("Goes forward") != "no"
        ]
        for place in ("sgp", "open"):
            in_word = docx.Document(io.BytesIO(handed.data(place, key, "docx")))
            cells = [
                cell.text for table in in_word.tables for row in table.rows for cell in row.cells
            ]
            pages = pypdf.PdfReader(io.BytesIO(handed.data(place, key, "pdf"))).pages
            printed = " ".join(" ".join(page.extract_text() for page in pages).split())
            assert in_order(texts, "\n".join(cells)), (key, place)
            assert in_order(texts, printed), (key, place)


def in_order(texts, within):
    """Whether each of these texts stands in it after the one before."""
    place = 0
    for text in texts:
        place = within.find(text, place)
        if place < 0:
            return False
    return True


def the_minutes_agree(handed, diaries):
    for round, diary in diaries.items():
        text = handed.minutes(round)
        assert ABSENT[0] in text, "who was absent"
        assert UNSAID not in text, "what was only prepared"
        for name in {*diary.came}:
            assert name in text
        for _organization, _about, written, hidden in diary.contributions:
            assert (written in text) is not bool(hidden)
        for person in (*GUESTS, *LATE, "Mara"):
            assert not re.search(rf"\b{person}\b", text), f"{person} is named"
    assert in_order([DATA, ANSWERS, MAPS, MONEY], handed.minutes(1).partition("Results")[2])
    assert all(idea in handed.minutes(2) for idea in (CALENDAR, MERGED, LINE_2, LINE_1, RADAR))
    for title, outcome in diaries[3].proposals.items():
        assert title in handed.minutes(3), outcome
