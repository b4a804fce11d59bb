"""One press takes the last act back: exactly, or by the way the agenda goes back, or not at all."""

from __future__ import annotations

import re

import pytest

from workshop.contributions.models import Contribution
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.undo import offers
from workshop.undo.models import UndoOffer
from workshop.voting.models import Contest
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Workshop


@pytest.fixture
def undo(meeting, press):
    """Take back what was just answered."""

    def undo(answer, by=None):
        assert answer.status_code == 200, answer.text
        path = answer.json["undo"]["url"].split(f"/workshops/{meeting.workshop.id}/")[1]
        return press(by or meeting.moderator, path)

    return undo


@pytest.fixture
def log(app, meeting):
    """The verbs of the workshop's log, and the details of the last entry."""

    def read():
        with app.app_context():
            query = db.select(LogEntry).filter_by(workshop_id=meeting.workshop.id)
            entries = list(db.session.scalars(query.order_by(LogEntry.number)))
            return [entry.verb for entry in entries], entries[-1].details

    return read


@pytest.fixture
def clocks(app, meeting, clock):
    """The agenda as it stands: for each phase its state, and whether and how long it has run."""

    def read():
        with app.app_context():
            workshop = db.session.get_one(Workshop, meeting.workshop.id)
            return [
                (str(phase.state), phase.is_paused, phase.reading(clock()).elapsed.seconds)
                for phase in workshop.phases
            ]

    return read


@pytest.fixture
def floor(app):
    """Who has the floor and who waits, by seat, and the seconds spoken so far."""

    def read(now):
        with app.app_context():
            turns = db.session.scalars(db.select(Turn).order_by(Turn.id)).all()
            speaking = [(t.seat_id, t.time_spoken(now).seconds) for t in turns if t.is_speaking]
            return speaking, [turn.seat_id for turn in turns if turn.is_waiting]

    return read


def minutes_of(meeting, sign_in):
    address = f"/workshops/{meeting.workshop.id}/minutes"
    return sign_in(meeting.moderator.person).get(address).text


def test_a_problem_declined_by_mistake_is_before_the_moderator_again(
    app, meeting, go_to, press, undo, log
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "problems", text="One that is missing")
    declined = press(meeting.moderator, "problems/4/decline", reason="A slip")

    undone = undo(declined)

    assert (undone.status_code, undone.json["undone"]) == (200, True)
    with app.app_context():
        problem = db.session.get_one(Problem, 4)
        assert (str(problem.state), problem.reason) == ("proposed", "")
        assert db.session.query(UndoOffer).filter_by(endpoint="contributions.decline").count() == 0
    verbs, last = log()
    assert verbs[-2:] == ["problem declined", "act undone"]
    assert last == {"entries": [len(verbs) - 1], "act": "contributions.decline"}
    assert press(meeting.moderator, "problems/4/admit").status_code == 200


def test_undone_next_is_as_if_it_had_not_been_pressed(
    meeting, go_to, press, undo, clock, clocks, floor, sign_in
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    for seat in (meeting.ana, meeting.ben):
        press(seat, "floor/ask")
    press(meeting.moderator, "floor/next")
    clock.advance(seconds=30)
    pressed = press(meeting.moderator, "agenda/next")
    assert floor(clock()) == ([], [meeting.ben.id])
    clock.advance(seconds=10)

    undo(pressed)

    assert clocks()[:2] == [("current", False, 40), ("pending", False, 0)]
    assert floor(clock()) == ([(meeting.ana.id, 40)], [meeting.ben.id])
    assert press(meeting.moderator, "agenda/next").status_code == 200


def test_a_vote_opened_too_early_is_gone_while_nobody_has_voted(
    app, meeting, go_to, press, undo, clocks
):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    pressed = press(meeting.moderator, "agenda/next")
    with app.app_context():
        assert db.session.query(Contest).count() == 1

    assert undo(pressed).status_code == 200

    with app.app_context():
        assert db.session.query(Contest).count() == 0
        assert db.session.get_one(Problem, 1).frozen_at is None
    assert clocks()[2][0] == "current"


def test_where_the_room_has_moved_on_it_goes_back_and_asks_why_afterwards(
    app, meeting, go_to, press, undo, cast, clocks, sign_in
):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    pressed = press(meeting.moderator, "agenda/next")
    cast(meeting.ana, "A")

    assert "What came meanwhile is kept" in undo(pressed).json["message"]

    assert [state for state, *_rest in clocks()[2:4]] == ["current", "pending"]
    with app.app_context():
        assert db.session.query(Contest).count() == 1, "a ballot that was cast is kept"
    browser = sign_in(meeting.moderator.person)
    desk = browser.get(f"/workshops/{meeting.workshop.id}/desk").text
    [entry] = re.findall(r'id="say-why".*?name="entry" value="(\d+)"', desk, re.DOTALL)
    assert press(meeting.moderator, "agenda/reason", entry=entry, reason=" ").status_code == 409
    said = press(meeting.moderator, "agenda/reason", entry=entry, reason="Too early")
    assert said.status_code == 200
    assert "say-why" not in browser.get(f"/workshops/{meeting.workshop.id}/desk").text
    assert "Too early" in minutes_of(meeting, sign_in)


def test_what_others_have_changed_since_is_not_overwritten(meeting, go_to, press, undo, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "problems", text="One that is missing")
    admitted = press(meeting.moderator, "problems/4/admit")
    press(meeting.moderator, "agenda/next")

    late = undo(admitted)

    assert late.status_code == 409
    assert "The room has moved on meanwhile" in late.json["message"]


def test_what_was_built_upon_stays(meeting, go_to, press, undo):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    added = press(meeting.moderator, "problems", text="A slip of the moderator")
    press(meeting.ana, "contributions", text="About it", problem_id=4)

    refused = undo(added)

    assert refused.status_code == 409
    assert "something has been built on the problem meanwhile" in refused.json["message"]


def test_after_twenty_seconds_it_is_over_and_nothing_of_it_is_kept(
    app, meeting, go_to, press, undo, clock
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    paused = press(meeting.moderator, "agenda/pause")
    clock.advance(seconds=31)

    assert "20 seconds are over" in undo(paused).json["message"]

    clock.advance(seconds=30)
    with app.test_request_context():
        offers.forget_old()
        assert db.session.query(UndoOffer).count() == 0
    assert undo(paused).status_code == 409


def test_after_what_is_final_nothing_before_it_is_offered(meeting, go_to, press, app, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.moderator, "agenda/pause")

    answer = press(meeting.moderator, "contests/practice")
    clock.advance(minutes=3)
    press(meeting.moderator, "agenda/resume")
    answer = press(meeting.moderator, "contests/1/put-away")

    assert (answer.status_code, answer.json["undo"]) == (200, None)
    with app.app_context():
        assert list(db.session.scalars(db.select(UndoOffer))) == []


def test_only_who_did_it_takes_it_back_and_only_once(meeting, go_to, press, undo, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    written = press(meeting.ana, "contributions", text="With a tyop")

    assert undo(written, meeting.ben).status_code == 409
    assert undo(written, meeting.moderator).status_code == 409
    assert undo(written, meeting.ana).status_code == 200
    clock.advance(seconds=4)
    assert undo(written, meeting.ana).status_code == 409


def test_the_offer_stands_on_the_page_without_a_script(meeting, go_to, sign_in, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    browser, page = sign_in(meeting.moderator.person), f"/workshops/{meeting.workshop.id}"

    desk = browser.post(f"{page}/agenda/pause", follow_redirects=True).text
    bar = re.search(r'<form class="undo-bar" method="post" action="([^"]+)".*?</form>', desk, re.S)
    assert "“Open discussion” is paused." in bar[0]

    back = browser.post(bar[1], headers={"Referer": f"http://localhost{page}/desk"})
    assert (back.status_code, back.location) == (303, f"{page}/desk")
    after = browser.get(f"{page}/desk").text
    assert 'class="undo-bar" method="post" action="/' not in after
    assert "Undone: “Open discussion” is paused." in after

    browser.post(f"{page}/agenda/pause")
    clock.advance(seconds=21)
    assert "is paused.</span>" not in browser.get(f"{page}/desk").text


def test_undone_acts_are_told_nowhere(meeting, go_to, press, undo, sign_in, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    for act, fields in (
        ("agenda/pause", {"reason": "A slip with the pause"}),
        ("agenda/extend", {"minutes": 5, "reason": "A slip with the time"}),
        ("agenda/suspend", {"reason": "A slip with the session"}),
        ("agenda/skip", {"reason": "A slip with the phase"}),
    ):
        undo(press(meeting.moderator, act, **fields))
        clock.advance(seconds=4)

    assert "A slip" not in minutes_of(meeting, sign_in)


def test_whoever_was_declined_or_removed_is_back(app, meeting, go_to, press, undo):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "floor/ask")
    removed = press(meeting.moderator, f"seats/{meeting.ana.id}/remove")

    assert undo(removed).status_code == 200

    assert press(meeting.ana, "floor/withdraw").status_code == 200, "still in the queue"


# Going back, and what was final


def test_going_back_keeps_the_pause_the_speaker_and_the_queue(
    meeting, go_to, press, clock, clocks, floor, sign_in
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    for seat in (meeting.ana, meeting.ben):
        press(seat, "floor/ask")
    press(meeting.moderator, "floor/next")
    clock.advance(seconds=30)
    press(meeting.moderator, "agenda/pause", reason="The line is down")
    clock.advance(seconds=60)
    press(meeting.moderator, "agenda/next")
    clock.advance(seconds=60)

    assert press(meeting.moderator, "agenda/back", reason="Not yet").status_code == 200

    assert clocks()[0] == ("current", True, 30)
    assert floor(clock()) == ([(meeting.ana.id, 30)], [meeting.ben.id])
    page = f"/workshops/{meeting.workshop.id}/desk"
    assert "The line is down" in sign_in(meeting.moderator.person).get(page).text
    press(meeting.moderator, "agenda/resume")
    clock.advance(seconds=5)
    assert floor(clock()) == ([(meeting.ana.id, 35)], [meeting.ben.id])


def test_a_turn_that_was_over_stays_so_when_one_goes_back(meeting, go_to, press, clock, floor):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "floor/ask")
    press(meeting.moderator, "floor/next")
    clock.advance(seconds=30)
    press(meeting.moderator, "floor/1/end")
    clock.advance(seconds=5)
    press(meeting.moderator, "agenda/next")

    press(meeting.moderator, "agenda/back", reason="Not yet")

    assert floor(clock()) == ([], [])


def test_the_author_of_a_hidden_text_is_told_and_it_can_be_shown_again(
    app, meeting, go_to, press, sign_in, clock
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "contributions", text="Call me")
    press(meeting.moderator, "contributions/1/hide", reason="A telephone number")

    def own_words(seat):
        address = f"/workshops/{meeting.workshop.id}/mine/words"
        return sign_in(seat.person).get(address).text

    assert "The moderator has hidden this text: A telephone number" in own_words(meeting.ana)
    assert "A telephone number" not in own_words(meeting.ben)
    assert press(meeting.ana, "contributions/1/show").status_code == 403
    clock.advance(seconds=40)
    assert press(meeting.moderator, "contributions/1/show").status_code == 200
    assert "A telephone number" not in own_words(meeting.ana)
    assert press(meeting.moderator, "contributions/1/show", seen=2).status_code == 409


def test_a_typo_is_corrected_by_its_author_while_the_phase_takes_texts(
    app, meeting, go_to, press, sign_in, log
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "contributions", text="With a tyop", problem_id=1)

    assert press(meeting.ben, "contributions/1/correct", text="Mine").status_code == 403
    assert press(meeting.ana, "contributions/1/correct", text=" ").status_code == 422
    assert press(meeting.ana, "contributions/1/correct", text="With a typo").status_code == 200

    assert log()[1] == {"contribution": 1, "former": "With a tyop", "text": "With a typo"}
    page = f"/workshops/{meeting.workshop.id}/parts"
    problems = sign_in(meeting.eva.person).get(page).json["parts"]["problems"]
    assert "With a typo" in problems
    assert "· edited" in problems
    go_to(meeting.workshop, PhaseKind.VOTING)
    assert press(meeting.ana, "contributions/1/correct", text="Too late").status_code == 409
    with app.app_context():
        assert db.session.get_one(Contribution, 1).text == "With a typo"


def test_a_workshop_closed_too_early_goes_on_until_its_round_is_settled(
    app, meeting, press, undo, go_to, make_admin, sign_in, clock
):
    go_to(meeting.workshop, PhaseKind.RESULTS)
    press(meeting.moderator, "agenda/finish")
    closed = press(meeting.moderator, "agenda/close")
    clock.advance(minutes=5)
    assert undo(closed).status_code == 409

    assert press(meeting.moderator, "agenda/reopen", reason="").status_code == 409
    assert press(meeting.ana, "agenda/reopen", reason="Me too").status_code == 403
    sgp = sign_in(make_admin())
    reopened = sgp.post(
        f"/workshops/{meeting.workshop.id}/agenda/reopen",
        data={"reason": "One voice more"},
        headers={"Accept": "application/json"},
    )
    assert reopened.status_code == 200
    assert "One voice more" in minutes_of(meeting, sign_in)
    with app.app_context():
        assert str(db.session.get_one(Workshop, meeting.workshop.id).state) == "live"


def test_what_asks_first_asks_without_a_script_too(meeting, go_to, press, cast, sign_in, clocks):
    go_to(meeting.workshop, PhaseKind.VOTING)
    cast(meeting.ana, "A")
    browser = sign_in(meeting.moderator.person)
    address = f"/workshops/{meeting.workshop.id}/agenda/back"

    asked = browser.post(address, data={"reason": "One more voice", "seen": ""})
    assert asked.status_code == 409
    assert "1 of 4 have voted" in asked.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text))
    assert fields["reason"] == "One more voice"

    assert browser.post(address, data=fields).status_code == 303
    assert clocks()[2][0] == "current"


def test_each_way_to_close_a_vote_says_that_it_is_for_good(meeting, go_to, press, cast, sign_in):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben, meeting.eva):
        cast(seat, "A B")

    for is_here in (False, True):
        if is_here:
            for seat in (meeting.ana, meeting.ben, meeting.eva):
                assert press(meeting.moderator, f"seats/{seat.id}/tick").status_code == 200
        page = sign_in(meeting.moderator.person)
        desk = page.get(f"/workshops/{meeting.workshop.id}/desk?language=en").text
        forms = re.findall(r'<form[^>]*action="[^"]*contests/1/close"[^>]*>', desk)

        assert len(forms) == 1 + is_here
        assert all("This cannot be undone." in form for form in forms)
