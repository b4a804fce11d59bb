"""The temperature of the room: five faces, ten seconds, and nobody's name anywhere."""

import sqlite3

import pytest

from workshop.extensions import db
from workshop.room import heartbeat, screens
from workshop.voting.temperature.models import (
    TemperatureAnswer,
    TemperatureCheck,
    TemperatureLink,
)
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def room(meeting, go_to, make_seat):
    """A discussion with six who may answer."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    more = [
        make_seat(workshop=meeting.workshop, role=role) for role in (Role.TITULAR, Role.OFFICIAL)
    ]
    meeting.answering = [meeting.ana, meeting.ben, meeting.eva, meeting.official, *more]
    return meeting


@pytest.fixture
def asked(room, press):
    assert press(room.moderator, "temperature", question="Shall we go on?").status_code == 200
    return room


@pytest.fixture
def end(app, clock):
    """The ten seconds pass, and the next beat counts."""

    def end(**length):
        clock.advance(**(length or {"seconds": 10}))
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=False)

    return end


@pytest.fixture
def rows(app):
    def rows(table):
        with app.app_context():
            return list(db.session.scalars(db.select(table)))

    return rows


@pytest.fixture
def pages(app, client, room, sign_in):
    """What the room, the desk and the wall show."""
    with app.app_context():
        wall = f"/screen/{screens.token(db.session.merge(room.workshop))}"
    own = f"/workshops/{room.workshop.id}"
    return lambda: [
        sign_in(room.ana.person).get(own).text,
        sign_in(room.observer.person).get(own).text,
        sign_in(room.moderator.person).get(f"{own}/desk").text,
        client.get(wall).text,
    ]


def test_five_answers_are_counted_and_shown_and_no_row_says_whose(asked, press, end, rows, pages):
    for seat, face in zip(asked.answering, (1, 2, 2, 5, 3), strict=False):
        answer = press(seat, "temperature/1/answer", face=face)
        assert answer.json["me"] == {"face": str(face)}
    assert len(rows(TemperatureLink)) == 5
    assert all("Shall we go on?" in page for page in pages())
    assert not any("5 answers" in page for page in pages())  # nothing before the end

    end()

    [check] = rows(TemperatureCheck)
    assert (check.answered, check.counts) == (5, [1, 2, 1, 0, 1])
    assert rows(TemperatureLink) == rows(TemperatureAnswer) == []
    assert all("5 answers, without names." in page for page in pages())


def test_an_answer_can_be_changed_while_it_is_open_and_counts_once(asked, press, end, rows):
    for seat in asked.answering:
        for face in (1, 4):
            assert press(seat, "temperature/1/answer", face=face).status_code == 200

    end()

    [check] = rows(TemperatureCheck)
    assert check.counts == [0, 0, 0, 6, 0]


def test_of_fewer_than_five_only_the_number_is_kept(asked, press, end, rows, pages):
    for seat in asked.answering[:4]:
        press(seat, "temperature/1/answer", face=5)

    end()

    [check] = rows(TemperatureCheck)
    assert (check.answered, check.counts) == (4, None)
    assert all("4 answers: too few to show." in page for page in pages())
    assert not any("Very bad" in page for page in pages())
    assert rows(LogEntry)[-1].details["counts"] is None


def test_the_stored_end_holds_without_a_beat(asked, press, clock, rows):
    clock.advance(seconds=10)

    late = press(asked.ana, "temperature/1/answer", face=1)

    assert (late.status_code, "is over" in late.json["message"]) == (409, True)
    assert rows(TemperatureAnswer) == []


def test_nothing_that_is_kept_joins_a_person_to_a_face(asked, press, end, app, database):
    """Neither orders, nor the log, nor the bytes of the database."""
    for seat in asked.answering:
        press(seat, "temperature/1/answer", key=f"key-{seat.id}", face=2)
    with app.app_context():
        ids = list(db.session.scalars(db.select(TemperatureAnswer.id)))
        acts = db.session.scalars(db.select(LogEntry).filter_by(verb="temperature answered"))
        orders = db.session.scalar(db.text("SELECT count(*) FROM answered_order"))
        said = db.session.scalar(
            db.text("SELECT count(*) FROM last_press WHERE person_id != :moderator"),
            {"moderator": asked.moderator.person_id},
        )
        assert (list(acts), orders, said) == ([], 0, 0)

    end()

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = database.read_bytes()
    assert not [answer_id for answer_id in ids if answer_id.encode() in content]


def test_who_may_ask_and_who_may_answer(asked, press, clock):
    assert press(asked.ana, "temperature", question="Mine?").status_code == 403
    assert press(asked.observer, "temperature/1/answer", face=1).status_code == 409
    assert press(asked.moderator, "temperature/1/answer", face=1).status_code == 409
    for face in ("0", "6", "", "x"):
        assert press(asked.ana, "temperature/1/answer", face=face).status_code == 422
    clock.advance(seconds=4)
    assert press(asked.moderator, "temperature", question="Two?").status_code == 409


def test_it_waits_for_the_vote_to_end(room, go_to, press):
    go_to(room.workshop, PhaseKind.VOTING)

    assert press(room.moderator, "temperature", question="Now?").status_code == 409


def test_the_result_is_put_away_by_a_press_or_with_its_phase(asked, press, end, clock, pages):
    assert press(asked.moderator, "temperature/1/put-away").status_code == 409
    end()
    assert press(asked.moderator, "temperature/1/put-away").status_code == 200
    assert not any("Shall we go on?" in page for page in pages())

    press(asked.moderator, "temperature", question="And now?")
    end()
    assert all("And now?" in page for page in pages())
    press(asked.moderator, "agenda/next")
    assert not any("And now?" in page for page in pages())


def test_without_a_script_the_answer_leads_back_to_the_room(asked, sign_in):
    browser = sign_in(asked.ana.person)
    room = f"/workshops/{asked.workshop.id}"

    answer = browser.post(f"{room}/temperature/1/answer", data={"face": "2"})

    assert (answer.status_code, answer.location) == (303, room)
    page = browser.get(room).text
    assert 'data-face="2"' in page
    assert "Your answer is in." in page
    assert 'data-face="none"' in sign_in(asked.ben.person).get(room).text
