"""What every file of a plan says of a vote, laid beside the ballots that the room cast."""

import csv
import html
import io
import json
import re
import zipfile

import docx
import openpyxl
import pypdf
import pytest

from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}
NAMES = ("Alfa", "Beta", "Gamma", "Delta")
FORMS = ("csv", "xlsx", "json", "docx", "pdf")


class Record:
    """A plan's files as the SGP and the public take them."""

    def __init__(self, plan_id, admin, client, *, with_archives=False):
        self.plan_id, self.admin, self.client = plan_id, admin, client
        # All formats of all tables: it takes long to make them.
        self.with_archives = with_archives
        self._archives = {}

    def taken(self, key, form, place):
        browser, page = {
            "desk": (self.admin, f"/plans/{self.plan_id}/files/{key}.{form}?language=en"),
            "open": (self.client, f"/open/{self.plan_id}/data/{key}.{form}?language=en"),
        }[place]
        answer = browser.get(page)
        assert answer.status_code == 200, answer.text
        return answer.data

    def archive(self, place):
        browser, page = {
            "desk": (self.admin, f"/plans/{self.plan_id}/files.zip"),
            "open": (self.client, f"/open/{self.plan_id}/data.zip"),
        }[place]
        if place not in self._archives:
            self._archives[place] = zipfile.ZipFile(io.BytesIO(browser.get(page).data))
        return self._archives[place]

    def plans(self):
        """Every copy of the plan's file."""
        yield self.admin.get(f"/plans/{self.plan_id}/plan.json").json
        for place in ("desk", "open") if self.with_archives else ():
            yield json.loads(self.archive(place).read("plan.json"))

    def copies(self, key, form):
        """Every copy of a table in one format."""
        for place in ("desk", "open"):
            yield self.taken(key, form, place)
            if self.with_archives:
                yield self.archive(place).read(f"en/{key}.{form}")

    def page(self, code):
        text = self.client.get(f"/open/{self.plan_id}/rounds/{code}?language=en").text
        return html.unescape(text)


def data_rows(form, data):
    """The rows of a data file, by the headings over them."""
    if form == "json":
        table = json.loads(data)
        return [
            {table["columns"][key]: as_written(value) for key, value in row.items()}
            for row in table["rows"]
        ]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        rows = [[as_written(value) for value in row] for row in sheet.values]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def as_written(value):
    """A typed value as a CSV has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def word_rows(data):
    [table] = docx.Document(io.BytesIO(data)).tables
    return [[cell.text.replace("\t", " ") for cell in row.cells] for row in table.rows]


def numbered(ranking, names):
    """The names under their ranks, as documents list them; level ones share a rank."""
    return [f"{rank}. {name}" if rank else name for name, rank in ranking if name in names]


def pdf_words(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def columns(rows, *names):
    return [tuple(row[name] for name in names) for row in rows if row[names[0]]]


@pytest.fixture
def four(app, meeting, make_seat):
    """Alfa to Delta on the list in this order, two go forward, six organizations with a vote."""
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        workshop.carry_limit = 2
        for problem, name in zip(meeting.problems, NAMES[:3], strict=True):
            db.session.get_one(Problem, problem.id).text = name
        author = meeting.problems[0].organization_id
        last = {"theme_id": workshop.theme_id, "organization_id": author, "text": "Delta"}
        db.session.add(Problem(round=1, position=9, revision=1, **last))
        db.session.commit()
    meeting.voters = [meeting.ana, meeting.ben, meeting.eva, meeting.official]
    meeting.voters += [make_seat(meeting.workshop) for _number in range(2)]
    return meeting


@pytest.fixture
def settled(app, four, go_to, press, cast, make_admin, sign_in, client):
    """Vote, close, show, settle what goes forward, answer what ended, publish: each as pressed."""
    admin = sign_in(make_admin())

    def settled(ballots, *forward, reason=""):
        go_to(four.workshop, PhaseKind.VOTING)
        for seat, ballot in zip(four.voters, ballots, strict=False):
            sent = cast(seat, ballot)
            assert sent.status_code == 200, sent.text
        if ballots:
            press(four.moderator, "contests/1/close")
            go_to(four.workshop, PhaseKind.RESULTS)
            press(four.moderator, "contests/1/reveal", everything="yes")
        else:
            press(four.moderator, "contests/1/void", reason="No device would open the ballot")
            press(four.moderator, "agenda/skip", reason="No vote")
            press(four.moderator, "agenda/skip", reason="No vote")
        press(four.moderator, "agenda/finish")
        press(four.moderator, "agenda/close")
        with app.app_context():
            listed = db.session.scalars(db.select(Problem).filter_by(round=1))
            ids = {item.text: item.id for item in listed}
        items = [ids[name] for name in forward]
        closed = press(four.moderator, "close", item=items, reason=reason)
        assert closed.status_code == 200, closed.text
        ended = [f"problem-{ids[name]}" for name in NAMES if name not in forward]
        publish(admin, four, ended)
        return Record(four.workshop.theme.plan_id, admin, client)

    return settled


def publish(admin, meeting, ended):
    entity = meeting.official.organization_id
    day = {"category": "no_budget", "text": "No budget.", "answered_on": "2022-06-20"}
    sent = {"about": ended, "organization_id": entity, **day}
    plan_id = meeting.workshop.theme.plan_id
    if ended:
        answered = admin.post(f"/plans/{plan_id}/responses", data=sent, headers=JSON)
        assert answered.status_code == 200, answered.text
    page = f"/workshops/{meeting.workshop.id}/close/publish"
    published = admin.post(page, headers=JSON)
    assert published.status_code == 200, published.text


DCAB = ["D C A B"] * 6
# A and D are level before all others, and C is last.
TIED = ["AD B C"] * 6

CASES = {
    "order": (
        DCAB,
        ("Delta", "Gamma"),
        "",
        [("Delta", 1), ("Gamma", 2), ("Alfa", 3), ("Beta", 4)],
    ),
    "tie": (
        TIED,
        ("Alfa", "Delta"),
        "",
        [("Alfa", 1), ("Delta", 1), ("Beta", 3), ("Gamma", 4)],
    ),
    "settled otherwise": (
        DCAB,
        ("Delta", "Beta"),
        "Gamma is under way.",
        [("Delta", 1), ("Gamma", 2), ("Alfa", 3), ("Beta", 4)],
    ),
    "no vote": (
        [],
        ("Beta", "Delta"),
        "The room agreed aloud.",
        [("Beta", None), ("Delta", None), ("Alfa", None), ("Gamma", None)],
    ),
}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.slow) if case in ("order", "tie") else case
        for case in CASES
    ],
)
def test_round_1_is_told_as_it_was_voted_and_settled(settled, case):
    ballots, forward, reason, ranking = CASES[case]
    record = settled(ballots, *forward, reason=reason)
    record.with_archives = case == "order"
    places = [(name, str(rank or "")) for name, rank in ranking]
    prioritized = [name for name, _rank in ranking if name in forward]

    for form in ("csv", "xlsx", "json"):
        for data in record.copies("round-1-results", form):
            rows = data_rows(form, data)
            assert columns(rows, "Problem", "Rank") == places
            assert [row["Problem"] for row in rows if row["Goes forward"] == "yes"] == prioritized
    for data in record.copies("round-1-results", "docx"):
        assert word_rows(data)[1][2] == "\n".join(numbered(ranking, prioritized))
    for data in record.copies("round-1-results", "pdf"):
        names = re.findall("|".join(NAMES), pdf_words(data))
        assert names == prioritized
    for plan in record.plans():
        [workshop] = plan["rounds"][0]["workshops"]
        assert [
            (problem["text"], problem.get("rank")) for problem in workshop["problems"]
        ] == ranking
        listed = [problem["text"] for problem in workshop["problems"] if problem["prioritized"]]
        assert listed == prioritized


@pytest.mark.parametrize("case", ["order", "tie"])
def test_the_votes_the_tables_and_the_public_page_say_the_same(settled, case):
    ballots, forward, reason, ranking = CASES[case]
    record = settled(ballots, *forward, reason=reason)

    for form in ("csv", "xlsx", "json"):
        for data in record.copies("votes", form):
            rows = data_rows(form, data)
            voted = {row["Text"]: int(row["Rank"]) for row in rows}
            assert voted == dict(ranking)
    shown = re.findall(r'class="said">(\w+)</p>\s*<p[^>]*>\s*Place (\d)', record.page("R1-T2"))
    assert [(name, int(place)) for name, place in shown] == ranking
    page = record.client.get(f"/open/{record.plan_id}/rounds/R1-T2/minutes?language=en").text
    places = re.findall(r"<p>(\d)=?</p>\s*</td>\s*<td[^>]*>\s*<p>(\w+)</p>", page)
    listed = [(name, int(place)) for place, name in places]
    # Once as the result of the vote, once as the list that the round settled.
    assert (listed[: len(ranking)], listed[len(ranking) :]) == (ranking, ranking)


def test_the_desks_own_files_list_what_was_settled(settled, sign_in, four):
    settled(DCAB, "Delta", "Beta", reason="Gamma is under way.")
    page = f"/workshops/{four.workshop.id}/files/prioritized-problems"
    browser = sign_in(four.moderator.person)

    rows = list(csv.reader(io.StringIO(browser.get(f"{page}.csv").data.decode("utf-8-sig"))))
    problems = browser.get(f"{page}.json").json["prioritized_problems"]

    assert [row[4] for row in rows[1:] if len(row) == 5] == ["Delta", "Beta"]
    assert [(problem["problem"], problem["place"]) for problem in problems] == [
        ("Delta", 1),
        ("Beta", 4),
    ]
    assert ["Why other than the count says: Gamma is under way."] in rows


def test_an_import_of_what_was_exported_gives_the_same(settled):
    record = settled(TIED, "Alfa", "Delta")
    document = record.admin.get(f"/plans/{record.plan_id}/plan.json").data
    fields = {"file": (io.BytesIO(document), "plan.json"), "name": "The same again"}

    sent = record.admin.post("/plans/import", data=fields, headers=JSON)
    assert sent.status_code == 200, sent.text

    again = Record(record.plan_id + 1, record.admin, record.client)
    came = again.admin.get(f"/plans/{again.plan_id}/plan.json").json
    assert came["process"].pop("name") == "The same again"
    went = json.loads(document)
    del went["process"]["name"]
    assert came == went
    for key in ("round-1-results", "round-2-results", "attendance"):
        for form in ("csv", "docx"):
            read = word_rows if form == "docx" else lambda data: data_rows("csv", data)
            assert read(again.taken(key, form, "desk")) == read(record.taken(key, form, "desk"))


@pytest.fixture
def files(four, make_admin, sign_in, client):
    return Record(four.workshop.theme.plan_id, sign_in(make_admin()), client)


def test_before_the_room_has_seen_the_count_nothing_is_ranked(four, go_to, press, cast, files):
    go_to(four.workshop, PhaseKind.VOTING)
    for seat in four.voters:
        cast(seat, "D C A B")
    press(four.moderator, "contests/1/close")

    rows = data_rows("csv", files.taken("round-1-results", "csv", "desk"))

    assert columns(rows, "Problem", "Rank", "Goes forward") == [(name, "", "") for name in NAMES]
    assert word_rows(files.taken("round-1-results", "docx", "desk"))[1][2] == ""


def test_before_the_round_is_closed_nothing_is_said_to_go_forward(four, go_to, press, cast, files):
    go_to(four.workshop, PhaseKind.VOTING)
    for seat in four.voters:
        cast(seat, "D C A B")
    press(four.moderator, "contests/1/close")
    go_to(four.workshop, PhaseKind.RESULTS)
    press(four.moderator, "contests/1/reveal", everything="yes")

    ranked = [(name, str(rank), "") for name, rank in CASES["order"][-1]]
    for record in (files, brought_in_again(files)):
        for form in ("csv", "xlsx", "json"):
            rows = data_rows(form, record.taken("round-1-results", form, "desk"))
            assert columns(rows, "Problem", "Rank", "Goes forward") == ranked
        [document] = record.plans()
        [workshop] = document["rounds"][0]["workshops"]
        assert [problem["prioritized"] for problem in workshop["problems"]] == [None] * 4
    minutes = docx.Document(
        io.BytesIO(files.admin.get(f"/workshops/{four.workshop.id}/minutes.docx").data)
    )
    rows = [[cell.text for cell in row.cells] for table in minutes.tables for row in table.rows]
    assert ["1", "Delta", ""] in rows


def brought_in_again(record):
    """The same plan under another name, as its file brings it in."""
    document = record.admin.get(f"/plans/{record.plan_id}/plan.json").data
    fields = {"file": (io.BytesIO(document), "plan.json"), "name": "Again"}
    sent = record.admin.post("/plans/import", data=fields, headers=JSON)
    assert sent.status_code == 200, sent.text
    return Record(record.plan_id + 1, record.admin, record.client)


# Round 2: several contests


@pytest.fixture
def ideas_settled(round_2, go_to, press, cast, make_admin, sign_in, client, clock):
    """Problem A: ideas 4, 1, 2 (the last two level); problem B: ideas 3, 4; published."""
    go_to(round_2.workshop, PhaseKind.VOTING)
    for seat in (round_2.ana, round_2.ben, round_2.eva, round_2.official):
        for contest, order in ((1, "C AB"), (2, "A B")):
            assert cast(seat, order, contest).status_code == 200
    press(round_2.moderator, "contests/1/close")
    go_to(round_2.workshop, PhaseKind.RESULTS)
    for contest in (1, 2):
        press(round_2.moderator, f"contests/{contest}/reveal", everything="yes")
    press(round_2.moderator, "agenda/finish")
    press(round_2.moderator, "agenda/close")
    forward = [round_2.ideas[number].id for number in (3, 2)]
    closed = press(round_2.moderator, "close", item=forward, reason="The others are one idea.")
    assert closed.status_code == 200, closed.text
    admin = sign_in(make_admin())
    publish(admin, round_2, [f"idea-{round_2.ideas[number].id}" for number in (0, 1)])
    return Record(round_2.workshop.theme.plan_id, admin, client)


def test_round_2_ranks_the_ideas_of_each_problem_by_their_own_vote(ideas_settled):
    record = ideas_settled
    expected = [
        ("Idea 4", "1", "yes"),
        ("Idea 1", "2", "no"),
        ("Idea 2", "2", "no"),
        ("Idea 3", "1", "yes"),
    ]

    for form in ("csv", "xlsx", "json"):
        for data in record.copies("round-2-results", form):
            rows = data_rows(form, data)
            assert columns(rows, "Solution ideas built", "Rank", "Goes forward") == expected
    for data in record.copies("round-2-results", "docx"):
        assert [row[2:] for row in word_rows(data)[1:]] == [
            ["Problem A", "1. Idea 4\n2. Idea 1\n2. Idea 2"],
            ["Problem B", "1. Idea 3"],
        ]
    for data in record.copies("round-2-results", "pdf"):
        listed = re.findall(r"Idea \d", pdf_words(data))
        assert listed == [idea for idea, _rank, _carried in expected]
    for plan in record.plans():
        [workshop] = plan["rounds"][0]["workshops"]
        assert all("rank" not in problem for problem in workshop["problems"])
        ideas = [idea for problem in workshop["problems"] for idea in problem["ideas"]]
        rows_of_plan = [(idea["text"], str(idea["rank"]), idea["prioritized"]) for idea in ideas]
        assert rows_of_plan == [(idea, rank, carried == "yes") for idea, rank, carried in expected]
    page = record.page(next(record.plans())["rounds"][0]["workshops"][0]["id"])
    assert re.findall(r'class="said">(Idea \d)', page) == [
        expectation[0] for expectation in expected
    ]


def test_an_import_of_round_2_gives_the_same(ideas_settled):
    record = ideas_settled
    document = record.admin.get(f"/plans/{record.plan_id}/plan.json").data

    again = brought_in_again(record)

    came = again.admin.get(f"/plans/{again.plan_id}/plan.json").json
    assert {**came, "process": 0} == {**json.loads(document), "process": 0}
    for form in ("csv", "xlsx", "json"):
        was, now = (
            again_record.taken("round-2-results", form, "desk") for again_record in (record, again)
        )
        assert data_rows(form, now) == data_rows(form, was)


# Round 3: proposals, and what the room said to each


def test_round_3_says_what_became_of_each_proposal(
    round_3, present, go_to, press, make_admin, sign_in, client
):
    present(round_3.official, title="Open the registry")
    present(round_3.other, title="Count the wells", **{"take-1": "", "take-2": "developed_into"})
    withdrawn = present(round_3.other, title="Close the mines")
    press(round_3.other, f"proposals/{withdrawn}/withdraw", reason="Not ours to do", revision=1)
    seats = (round_3.ana, round_3.ben, round_3.eva, round_3.official, round_3.other)
    for check, level in ((1, 1), (2, 5)):
        go_to(round_3.workshop, PhaseKind.AGREEMENT)
        for seat in seats:
            sent = {"level": level, "reservation": "Who pays?", "revision": 0}
            answered = press(seat, f"agreement/{check}/answer", **sent)
            assert answered.status_code == 200, answered.json
        press(round_3.moderator, f"agreement/{check}/close", confirmed="yes")
        press(round_3.moderator, "agenda/next")
        press(round_3.moderator, "agenda/next")
    admin = sign_in(make_admin())
    record = Record(round_3.workshop.theme.plan_id, admin, client)
    expected = [
        ("Open the registry", "Agreed"),
        ("Count the wells", "Not agreed"),
        ("Close the mines", "Withdrawn"),
    ]

    for form in ("csv", "xlsx", "json"):
        rows = data_rows(form, record.taken("round-3-proposals", form, "desk"))
        assert columns(rows, "Commitment proposal", "State") == expected
    table = word_rows(record.taken("round-3-proposals", "docx", "desk"))
    assert [row[1] for row in table[1:]] == [title for title, _state in expected]
    words = pdf_words(record.taken("round-3-proposals", "pdf", "desk"))
    assert all(title in words for title, _state in expected)
