"""A message to the room: on every page, with its own clock, one at a time, on record."""

from datetime import timedelta

import pytest

from tests.conftest import MORNING
from workshop.extensions import db
from workshop.room import heartbeat, screens
from workshop.room.messages.models import RoomMessage
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def discussion(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


@pytest.fixture
def wall(app, client, meeting):
    """What the projector shows."""
    with app.app_context():
        address = f"/screen/{screens.token(db.session.merge(meeting.workshop))}"
    return lambda: client.get(address).text


@pytest.fixture
def verbs(app):
    def verbs():
        with app.app_context():
            return list(db.session.scalars(db.select(LogEntry.verb).order_by(LogEntry.number)))

    return verbs


@pytest.fixture
def beat(app):
    def beat():
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=False)

    return beat


def test_everyone_sees_it_on_every_page_with_its_own_clock(discussion, press, sign_in, wall):
    # 09:30 in Lima
    answer = press(discussion.moderator, "messages", text="Back at 10:40", until="10:40")

    assert answer.status_code == 200
    room = f"/workshops/{discussion.workshop.id}"
    for page in (
        sign_in(discussion.ana.person).get(room).text,
        sign_in(discussion.observer.person).get(room).text,
        sign_in(discussion.moderator.person).get(f"{room}/desk").text,
        wall(),
    ):
        assert "Back at 10:40" in page
        assert "until 10:40" in page
        assert str(int((MORNING + timedelta(minutes=70)).timestamp() * 1000)) in page


def test_the_one_before_gives_way_and_both_are_on_record(discussion, press, app, verbs):
    press(discussion.moderator, "messages", text="Back at eleven")
    press(discussion.moderator, "messages", text="Back at noon", minutes="20")

    with app.app_context():
        rows = db.session.scalars(db.select(RoomMessage).order_by(RoomMessage.id)).all()
        assert [(row.text, row.taken_down_at is None) for row in rows] == [
            ("Back at eleven", False),
            ("Back at noon", True),
        ]
    assert verbs()[-2:] == ["message posted", "message posted"]


def test_its_end_holds_by_the_clock_and_the_room_is_told_at_the_next_beat(
    discussion, press, sign_in, listen, beat, clock
):
    press(discussion.moderator, "messages", text="Break", minutes="5")
    page = listen(discussion.ana.person, discussion.workshop)
    clock.advance(minutes=4)
    beat()
    assert page.news("parts") == []

    clock.advance(minutes=1)
    beat()

    [pushed] = page.news("parts")
    assert "Break" not in pushed["parts"]["message"]
    assert "Break" not in sign_in(discussion.ana.person).get(f"/workshops/{1}").text
    beat()
    assert page.news("parts") == []


def test_one_press_takes_it_down_and_a_second_says_so(discussion, press, clock, verbs, wall):
    press(discussion.moderator, "messages", text="Break")
    assert press(discussion.moderator, "messages/1/take-down").status_code == 200
    assert "Break" not in wall()

    clock.advance(seconds=4)
    assert press(discussion.moderator, "messages/1/take-down").status_code == 409
    assert verbs()[-1] == "message taken down"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": " "}, 422),
        ({"text": "x" * 141}, 422),
        ({"text": "Break", "minutes": "0"}, 422),
        ({"text": "Break", "minutes": "5", "until": "10:00"}, 422),
        ({"text": "Break", "until": "nine"}, 422),
        ({"text": "Break", "until": "08:00"}, 409),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(discussion, press, fields, status, wall):
    answer = press(discussion.moderator, "messages", **fields)

    assert (answer.status_code, bool(answer.json["message"])) == (status, True)
    assert "Break" not in wall()


def test_after_midnight_an_hour_is_that_of_tomorrow(discussion, press, app, clock):
    clock.advance(hours=14)  # 23:30

    press(discussion.moderator, "messages", text="Break", until="00:10")

    with app.app_context():
        [message] = db.session.scalars(db.select(RoomMessage))
        assert message.ends_at == clock() + timedelta(minutes=40)


def test_nobody_else_may(discussion, press):
    for seat in (discussion.ana, discussion.official, discussion.observer):
        assert press(seat, "messages", text="Hello").status_code == 403


def test_without_a_script_the_form_leads_back_to_the_desk(discussion, sign_in):
    browser = sign_in(discussion.moderator.person)
    room = f"/workshops/{discussion.workshop.id}"

    answer = browser.post(f"{room}/messages", data={"text": "Break"})

    assert (answer.status_code, answer.location) == (303, f"{room}/desk")


def test_of_two_at_once_the_database_takes_one(app, discussion, press):
    press(discussion.moderator, "messages", text="Break")
    with app.app_context():
        db.session.add(RoomMessage(workshop_id=1, text="Another", posted_at=MORNING))
        with pytest.raises(db.exc.IntegrityError):
            db.session.flush()
