"""The socket: who may join, with what answer, and the server's clock."""

import pytest

from workshop import clock as wall_clock
from workshop.extensions import db
from workshop.room import heartbeat, screens
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import SeatState, Workshop

pytestmark = pytest.mark.usefixtures("clock")

CLOSED = {"ok": False, "error": "closed"}
ROOM = {"phase", "agenda", "floor", "problems", "vote", "own-clock"}


@pytest.fixture
def token(app, meeting):
    with app.app_context():
        return screens.token(db.session.get_one(Workshop, meeting.workshop.id))


def test_joining_brings_every_part_as_it_stands(clock, meeting, go_to, listen):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    answer = listen(meeting.ana.person, meeting.workshop).answer

    assert set(answer.pop("parts")) >= ROOM
    assert answer == {
        "ok": True,
        "workshop": meeting.workshop.id,
        "version": 1,
        "now": wall_clock.milliseconds(clock()),
        "allows": "speak contribute propose kind-discussion",
        "me": {"turn": "none", "ballot": "open", "face": "none", "aside": "none"},
        "counts": {},
    }


@pytest.mark.parametrize(
    ("version", "has_parts"), [(1, False), (0, True), (None, True), ("1", True)]
)
def test_a_page_that_is_current_gets_no_parts(meeting, listen, version, has_parts):
    answer = listen(meeting.ana.person, meeting.workshop, version=version).answer

    assert (answer["parts"] is not None) is has_parts


def test_the_moderator_gets_the_desk_and_the_projector_its_screen(meeting, listen, token):
    desk = listen(meeting.moderator.person, meeting.workshop)
    projector = listen(None, meeting.workshop, view="screen", token=token)

    assert set(desk.answer["parts"]) >= {"phase", "agenda", "floor", "problems", "vote", "people"}
    assert set(projector.answer["parts"]) >= {"phase", "floor", "problems", "vote"}
    assert (desk.answer["me"], projector.answer["me"]["turn"]) == (
        {"turn": "none", "ballot": "none", "face": "none", "aside": "none"},
        "none",
    )


def test_strangers_do_not_join(meeting, make_person, make_seat, listen, token):
    elsewhere = make_seat(meeting.workshop, state=SeatState.WAITING)
    wanted = [
        (None, {}),
        (make_person(), {}),
        (elsewhere.person, {}),
        (meeting.ana.person, {"workshop": 99}),
        (meeting.ana.person, {"workshop": "1"}),
        (meeting.ana.person, {"workshop": None}),
        (None, {"view": "screen"}),
        (None, {"view": "screen", "token": token + "x"}),
        (None, {"view": "screen", "token": "1"}),
    ]

    answers = [listen(person, meeting.workshop, **details).answer for person, details in wanted]

    assert answers == [CLOSED] * len(wanted)


def test_a_renewed_key_closes_the_old_projector(app, meeting, listen, token):
    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).screen_key = "another"
        db.session.commit()

    assert listen(None, meeting.workshop, view="screen", token=token).answer == CLOSED


@pytest.mark.parametrize("language", [["es"], {}, 7, "fr", None], ids=str)
def test_an_unknown_language_is_the_browsers_own(meeting, listen, language):
    room = listen(meeting.ana.person, meeting.workshop, language=language)

    assert room.answer["ok"] is True


@pytest.mark.parametrize("data", [None, "1", 1, [], [1]], ids=str)
def test_what_is_no_request_is_malformed(meeting, listen, data):
    socket = listen(meeting.ana.person, meeting.workshop).socket

    assert socket.emit("join", data, callback=True) == {"ok": False, "error": "malformed"}


def test_the_servers_clock_is_told_in_milliseconds(clock, meeting, listen):
    socket = listen(meeting.ana.person, meeting.workshop).socket
    clock.advance(seconds=1.5)

    assert socket.emit("clock", callback=True) == wall_clock.milliseconds(clock())


def test_the_moderators_learn_who_is_present(app, meeting, listen):
    desk = listen(meeting.moderator.person, meeting.workshop)
    phone = listen(meeting.ana.person, meeting.workshop)
    laptop = listen(meeting.ana.person, meeting.workshop)

    def present():
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=False)
        return desk.news("presence")

    both = {"seats": [meeting.moderator.id, meeting.ana.id]}
    assert present() == [both]
    assert present() == []
    phone.socket.disconnect()
    assert present() == [both]
    laptop.socket.disconnect()
    assert present() == [{"seats": [meeting.moderator.id]}]


def test_the_parts_come_by_http_as_well(meeting, sign_in, press, listen):
    browser = sign_in(meeting.ana.person)
    address = f"/workshops/{meeting.workshop.id}/parts"

    assert browser.get(address, query_string={"version": 1}).status_code == 204
    press(meeting.moderator, "agenda/start")
    answer = browser.get(address, query_string={"version": 1})

    joined = listen(meeting.ana.person, meeting.workshop, version=1).answer
    assert {"ok": True, **answer.json} == joined


def test_the_projectors_parts_come_by_http_to_its_token_alone(meeting, client, token):
    shown = client.get(f"/screen/{token}/parts")
    forged = client.get(f"/screen/{token}x/parts")

    assert (shown.status_code, forged.status_code) == (200, 404)
    assert set(shown.json["parts"]) >= {"phase", "floor", "problems", "vote"}


def test_the_deputy_joins_the_desk(meeting, make_seat, listen):
    deputy = make_seat(meeting.workshop, Role.DEPUTY)

    assert "people" in listen(deputy.person, meeting.workshop).answer["parts"]
