"""What is taken for the same press: what others did in between, what was seen, what is a secret."""

import pytest

from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.people.models import Person
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Seat


@pytest.fixture
def live(clock, meeting, go_to, make_seat):
    """The discussion, with two who moderate it."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    meeting.deputy = make_seat(meeting.workshop, Role.DEPUTY)
    return meeting


@pytest.fixture
def turns(app, live):
    """Who waits, in order, and how many seconds each has."""

    def turns():
        with app.app_context():
            rows = db.session.scalars(db.select(Turn).order_by(Turn.place, Turn.id))
            return [(turn.seat_id, turn.seconds) for turn in rows]

    return turns


def test_what_another_moderator_has_reversed_is_done_again(app, live, press):
    tick, untick = f"seats/{live.ana.id}/tick", f"seats/{live.ana.id}/untick"

    answers = [
        press(live.moderator, tick),
        press(live.moderator, tick),
        press(live.deputy, untick),
        press(live.moderator, tick),
        press(live.moderator, tick),
    ]

    assert [answer.status_code for answer in answers] == [200] * 5
    with app.app_context():
        assert db.session.get_one(Seat, live.ana.id).ticked_at is not None


def test_in_a_busy_room_words_sent_twice_stand_once(app, live, press):
    press(live.ana, "contributions", text="There is no water")
    press(live.ben, "floor/ask")
    press(live.ana, "contributions", text="There is no water")

    with app.app_context():
        assert db.session.scalar(db.text("SELECT count(*) FROM contribution")) == 1


def test_half_a_minute_is_given_once_for_what_was_seen_and_again_for_what_is_seen(
    live, press, turns
):
    press(live.moderator, f"floor/seats/{live.ana.id}/give")
    [(_seat, seconds)] = turns()

    for seen in (seconds, seconds, seconds + 30):
        assert press(live.moderator, "floor/1/extend", seen=seen).status_code == 200
    late = press(live.deputy, "floor/1/extend", seen=seconds)

    assert (late.status_code, turns()) == (409, [(live.ana.id, seconds + 60)])


def test_two_moderators_who_move_somebody_at_once_move_them_one_place(live, press, turns):
    for seat in (live.ana, live.ben, live.eva):
        press(seat, "floor/ask")

    for by in (live.moderator, live.deputy):
        assert press(by, "floor/3/up", seen=2).status_code == 200

    assert [seat for seat, _seconds in turns()] == [live.ana.id, live.eva.id, live.ben.id]


def test_a_new_password_sent_twice_is_changed_once(app, make_staff, sign_in, password):
    elena, new = make_staff("Elena"), "tarwi y kiwicha 2023"
    sent = {"current": password, "password": new, "again": new}
    browser = sign_in(elena)

    answers = [browser.post("/password", data=sent) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        assert db.session.get_one(Person, elena.id).session_number == 1


def test_a_wrong_password_is_refused_however_soon_it_comes(make_staff, sign_in, password):
    browser = sign_in(make_staff("Elena"))
    new = {"password": "tarwi y kiwicha 2023", "again": "tarwi y kiwicha 2023"}
    other = {"password": "cañihua y maca 2024", "again": "cañihua y maca 2024"}

    assert browser.post("/password", data={"current": password, **new}).status_code == 303
    assert browser.post("/password", data={"current": password, **other}).status_code == 422


def test_signing_out_twice_leads_to_the_same_place(make_staff, sign_in, client):
    browser = sign_in(make_staff("Elena"))

    answers = [browser.post("/sign-out") for _press in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/sign-in")] * 2
    assert client.post("/sign-out").status_code == 401
