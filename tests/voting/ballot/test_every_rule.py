"""Every counting rule from the preparation of a workshop to the result, through the front door."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from workshop.cli import main
from workshop.extensions import db
from workshop.voting.models import Ballot, Contest
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

VOTING = {
    "rule": "duels-points",
    "carry_limit": "2",
    "vote_unit": "organization",
    "officials_vote": "y",
    "tie_policy": "run-off",
    "quorum_percent": "60",
}
CRITERIA = {"criteria-specific": "1", "criteria-feasible": "2", "criteria-own_1_name": "Urgent"}
CRITERIA |= {"criteria-own_1": "3"}

# For each rule: what is settled, five ballots as the script sends them, the first of them as a page
# without script does, and what the result says: its order, and a sentence of its page.
RANKINGS = [[["A"], ["B"]], [["A"]], [["B"], ["A"]], [["C"], ["A"]], []]
RULES = {
    "duels-points": SimpleNamespace(
        answers=RANKINGS,
        fields={"rank-A": "1", "rank-B": "2"},
        order=[["A"], ["B"], ["C"]],
        sentence="Duels",
    ),
    "points": SimpleNamespace(
        answers=RANKINGS,
        fields={"rank-A": "1", "rank-B": "2"},
        order=[["A"], ["B"], ["C"]],
        sentence="Points",
    ),
    "approval": SimpleNamespace(
        answers=[[["A", "C"]], [["C"]], [["C"]], [["A"]], [["B"]]],
        fields={"tick-A": "yes", "tick-C": "yes"},
        order=[["C"], ["A"], ["B"]],
        sentence="3 ticks",
    ),
    "dots": SimpleNamespace(
        settings={"dots": "4", "most": "3"},
        answers=[{"A": 3, "B": 1}, {"A": 1}, {"C": 3}, {"B": 1}, {"B": 1}],
        fields={"dots-A": "3", "dots-B": "1", "dots-C": ""},
        order=[["A"], ["B", "C"]],
        sentence="4 dots",
    ),
    "grid": SimpleNamespace(
        settings=CRITERIA,
        answers=[
            {key: {"specific": mark, "feasible": 1, "Urgent": 2} for key in "ABC"}
            | {"B": {"specific": 0, "feasible": 0, "Urgent": 0}}
            for mark in (2, 2, 1, 0, 1)
        ],
        fields={
            f"mark-{key}-{name}": mark
            for key, marks in (("A", "212"), ("B", "000"), ("C", "212"))
            for name, mark in zip(("specific", "feasible", "Urgent"), marks, strict=True)
        },
        order=[["A", "C"], ["B"]],
        sentence="Urgent",
    ),
    "stv": SimpleNamespace(
        answers=[[["A"], ["B"]], [["A"], ["B"]], [["A"], ["B"]], [["C"]], [["B"]]],
        fields={"rank-A": "1", "rank-B": "2"},
        order=[["A", "B"], ["C"]],
        sentence="Quota: 2 votes.",
    ),
    "irv": SimpleNamespace(
        settings={"carry_limit": "1"},
        answers=[[["A"], ["B"]], [["A"]], [["B"]], [["B"]], [["C"], ["B"]]],
        fields={"rank-A": "1", "rank-B": "2"},
        order=[["B"], ["A", "C"]],
        sentence="“C. Problem C” goes out.",
    ),
}


@pytest.fixture
def held(app, meeting, make_seat, go_to, sign_in, press):
    """Settle a rule on the preparation page and bring the room to its vote."""

    def held(rule):
        fifth = make_seat(meeting.workshop)
        form = {**VOTING, **getattr(RULES[rule], "settings", {}), "rule": rule}
        page = f"/workshops/{meeting.workshop.id}/prepare/voting"
        answer = sign_in(meeting.moderator.person).post(page, data=form)
        assert answer.status_code == 303
        go_to(meeting.workshop, PhaseKind.VOTING)
        return [meeting.ana, meeting.ben, meeting.eva, meeting.official, fifth]

    return held


def rows(app, look):
    with app.app_context():
        return look()


@pytest.mark.parametrize("rule", RULES)
def test_from_preparation_to_the_result(app, meeting, held, cast, press, go_to, sign_in, rule):
    case = RULES[rule]
    voters = held(rule)
    received = [cast(seat, answer) for seat, answer in zip(voters, case.answers, strict=True)]
    press(meeting.moderator, "contests/1/close")
    go_to(meeting.workshop, PhaseKind.RESULTS)
    press(meeting.moderator, "contests/1/reveal", everything="yes")

    assert [answer.status_code for answer in received] == [200] * 5
    assert [answer.json["answer"] for answer in received] == case.answers
    contest = rows(app, lambda: db.session.get_one(Contest, 1))
    assert (contest.result["order"], contest.state) == (case.order, "revealed")
    page = sign_in(meeting.ana.person).get("/workshops/1/contests/1").text
    assert case.sentence in page
    files = sign_in(meeting.moderator.person).get("/workshops/1/files/prioritized-problems.json")
    assert files.json["result"]["order"] == case.order
    assert files.json["rule"] == rule


@pytest.mark.parametrize("rule", RULES)
def test_without_script_the_same_ballot_is_reviewed_cast_and_changed(app, held, sign_in, rule):
    case = RULES[rule]
    browser = sign_in(held(rule)[0].person)
    address = "/workshops/1/contests/1/ballot"
    blank = browser.get(address)
    request_id = re.search('name="request_id" value="([0-9a-f]{32})"', blank.text)[1]
    sent = {**case.fields, "request_id": request_id, "revision": "0"}

    review = browser.post(address, data={**sent, "step": "review"})
    confirmed = re.search('name="answer" value="([^"]*)"', review.text)[1].replace("&#34;", '"')
    browser.post(address, data={**sent, "answer": confirmed, "step": "cast"})
    again = browser.get(address).text

    assert all(f'name="{name}"' in blank.text for name in case.fields)
    assert (review.status_code, json.loads(confirmed)) == (200, case.answers[0])
    assert (
        rows(app, lambda: json.loads(db.session.scalar(db.select(Ballot.ranking))))
        == (case.answers[0])
    )
    assert "Receipt:" in again
    assert again.count(" checked") + again.count(" selected") >= (0 if rule == "dots" else 2)


@pytest.mark.parametrize("rule", RULES)
def test_a_blank_ballot_is_one_under_every_rule(app, held, cast, rule):
    seat, *_others = held(rule)
    blank = {} if rule in ("dots", "grid") else []

    assert cast(seat, blank).json["answer"] == blank


@pytest.mark.parametrize("rule", ["stv", "irv"])
def test_equal_places_are_refused_before_and_after_marking(app, held, sign_in, cast, rule):
    seat, *_others = held(rule)
    browser = sign_in(seat.person)
    sentence = "Two options cannot share a place under this rule. Give each a place of its own."
    equal = {"rank-A": "1", "rank-B": "1", "request_id": "one", "revision": "0", "step": "review"}

    page = browser.get("/workshops/1/contests/1/ballot")
    redrawn = browser.post("/workshops/1/contests/1/ballot", data=equal)
    answer = cast(seat, [["A", "B"]])

    assert "this rule knows no equal places" in page.text
    assert (redrawn.status_code, sentence in redrawn.text) == (422, True)
    assert redrawn.text.count('<option value="1" selected>') == 2
    assert (answer.status_code, answer.json["message"]) == (422, sentence)
    assert rows(app, lambda: db.session.scalar(db.select(Ballot.id))) is None


def test_too_many_dots_are_refused_and_stay_in_their_fields(held, sign_in):
    browser = sign_in(held("dots")[0].person)
    many = {"dots-A": "3", "dots-B": "2", "step": "review", "request_id": "one", "revision": "0"}

    page = browser.post("/workshops/1/contests/1/ballot", data=many)

    assert page.status_code == 422
    assert "You spread 5 of 4 dots. Take some back." in page.text
    assert re.findall('name="dots-[ABC]"[^>]* value="([0-9])"', page.text).count("0") == 1


def test_what_is_settled_is_frozen_when_the_contest_opens(app, held):
    held("grid")

    contest = rows(app, lambda: db.session.get_one(Contest, 1))
    assert contest.settings == {"criteria": {"specific": 1, "feasible": 2, "Urgent": 3}}
    assert (contest.tie_policy, contest.quorum_percent, contest.places) == ("run-off", 60, 2)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"rule": "irv"}, "Instant run-off fills one place"),
        ({"rule": "dots", "dots": "3", "most": "4"}, "No option can take more dots"),
        ({"rule": "dots", "dots": "51"}, "Between 1 and 50 dots."),
        ({"rule": "grid", "criteria-specific": "0"}, "Ask about one criterion at least"),
        ({"rule": "grid", "criteria-specific": "10"}, "A weight is a number from 0 to 9."),
        ({"quorum_percent": "101"}, "A quorum is between 1 and 100 percent."),
        ({"rule": "schulze"}, "Choose one of the options."),
        ({"tie_policy": "by name"}, "Choose one of the options."),
    ],
    ids=str,
)
def test_settings_that_do_not_fit_are_refused_in_words(app, meeting, sign_in, form, sentence):
    browser = sign_in(meeting.moderator.person)

    answer = browser.post("/workshops/1/prepare/voting", data={**VOTING, **form})

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert rows(app, lambda: db.session.get_one(Workshop, 1)).rule == "duels-points"


def test_every_rule_is_explained_where_it_is_chosen(meeting, sign_in):
    page = sign_in(meeting.moderator.person).get("/workshops/1/prepare").text

    assert page.count("Weak point:") == len(RULES)
    assert page.count("On its ballot no two options may share a place.") == 2


@pytest.fixture
def shown(app, meeting, held, cast, press, go_to):
    """Hold a vote by a rule and show its result, which comes back as it is stored."""

    def shown(rule, **settings):
        with app.app_context():
            workshop = db.session.get_one(Workshop, 1)
            for name, value in settings.items():
                setattr(workshop, name, value)
            db.session.commit()
        for seat, answer in zip(held(rule), RULES[rule].answers, strict=True):
            cast(seat, answer)
        press(meeting.moderator, "contests/1/close")
        go_to(meeting.workshop, PhaseKind.RESULTS)
        press(meeting.moderator, "contests/1/reveal", everything="yes")
        stored = rows(app, lambda: {**db.session.get_one(Contest, 1).result})
        stored.pop("sectors", None)
        return stored

    return shown


def counted_again(file, tmp_path):
    """What `workshop recount` makes of a downloaded file."""
    path = tmp_path / "count.json"
    path.write_bytes(file.data)
    done = CliRunner().invoke(main, ["recount", str(path)])
    assert (file.status_code, done.exit_code) == (200, 0), done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize("rule", RULES)
def test_anybody_counts_a_roll_call_again(meeting, shown, sign_in, tmp_path, rule):
    stored = shown(rule, is_secret=False)
    browser = sign_in(meeting.observer.person)

    assert "/contests/1/count.json" in browser.get("/workshops/1/contests/1").text
    assert counted_again(browser.get("/workshops/1/contests/1/count.json"), tmp_path) == stored


@pytest.mark.parametrize("rule", RULES)
def test_a_secret_vote_is_counted_again_by_its_scrutineers(meeting, shown, sign_in, tmp_path, rule):
    two = {
        "state_scrutineer_id": meeting.official.person_id,
        "society_scrutineer_id": meeting.ana.person_id,
    }
    stored = shown(rule, **two)

    refused = sign_in(meeting.ana.person).get("/workshops/1/contests/1/count.json")
    taken = sign_in(meeting.ana.person).post(
        "/workshops/1/contests/1/scrutineers-record", data={"form": "count"}
    )

    assert refused.status_code == 409
    assert "count.json" not in sign_in(meeting.ana.person).get("/workshops/1/contests/1").text
    assert counted_again(taken, tmp_path) == stored


def test_a_grid_that_too_few_answered_gives_no_order(meeting, held, cast, press, go_to, sign_in):
    voters = held("grid")
    full = {key: {"specific": 2, "feasible": 1, "Urgent": 2} for key in "ABC"}
    for seat, answer in zip(voters, [full, full, *[{"A": full["A"]}] * 3], strict=True):
        cast(seat, answer)
    press(meeting.moderator, "contests/1/close")
    go_to(meeting.workshop, PhaseKind.RESULTS)
    press(meeting.moderator, "contests/1/reveal", everything="yes")

    browser = sign_in(meeting.ana.person)
    page, room = browser.get("/workshops/1/contests/1").text, browser.get("/workshops/1").text
    assert "fewer than half of the ballots answered some question about “B. Problem B”" in page
    assert "The ballots give no order, so nothing is carried forward." in page
    assert "The ballots give no order, so nothing is carried forward." in room
    assert "Criterion by criterion" in page
