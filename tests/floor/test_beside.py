"""Beside the queue: direct replies, points of order, and a list of speakers that is closed."""

import pytest

from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def discussion(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


@pytest.fixture
def speaking(discussion, press):
    """Ana has the floor, Ben waits."""
    press(discussion.ana, "floor/ask")
    press(discussion.ben, "floor/ask")
    press(discussion.moderator, "floor/next")
    return discussion


@pytest.fixture
def turns(app):
    """Every turn as (seat, kind, where it stands)."""

    def turns():
        with app.app_context():
            rows = db.session.scalars(db.select(Turn).order_by(Turn.id))
            return [
                (
                    row.seat_id,
                    str(row.kind),
                    "speaking" if row.is_speaking else str(row.outcome or "waiting"),
                )
                for row in rows
            ]

    return turns


@pytest.fixture
def room_page(sign_in):
    def room_page(seat):
        return sign_in(seat.person).get(f"/workshops/{seat.workshop_id}").text

    return room_page


def test_a_direct_reply_stands_beside_the_queue_for_a_minute_and_once(speaking, press, turns, app):
    asked = press(speaking.eva, "floor/reply", seen=1)
    press(speaking.official, "floor/reply", seen=1)
    assert asked.json["me"]["aside"] == "direct_reply"
    assert asked.json["me"]["turn"] == "none"

    press(speaking.moderator, "floor/3/give")

    with app.app_context():
        assert db.session.get_one(Turn, 3).seconds == 60
    # Ana's turn is over, Ben waits on, and what else was asked for has lapsed: one reply a speech.
    assert turns() == [
        (speaking.ana.id, "speech", "spoke"),
        (speaking.ben.id, "speech", "waiting"),
        (speaking.eva.id, "direct_reply", "speaking"),
        (speaking.official.id, "direct_reply", "dropped"),
    ]
    again = press(speaking.ben, "floor/reply", seen=1)
    assert (again.status_code, "no longer be replied to" in again.json["message"]) == (409, True)


def test_a_reply_lapses_with_the_next_speech(speaking, press, turns, listen, clock):
    press(speaking.eva, "floor/reply", seen=1)
    own = listen(speaking.eva.person, speaking.workshop)

    press(speaking.moderator, "floor/next")

    assert turns()[2] == (speaking.eva.id, "direct_reply", "dropped")
    assert own.news("me")[-1]["aside"] == "none"
    clock.advance(seconds=4)
    late = press(speaking.eva, "floor/reply", seen=1)
    assert late.status_code == 409


def test_a_reply_goes_to_a_speech_of_somebody_else(discussion, press):
    assert press(discussion.ana, "floor/reply").status_code == 409  # nobody has spoken
    press(discussion.ana, "floor/ask")
    press(discussion.moderator, "floor/next")
    press(discussion.moderator, "floor/1/end")
    own = press(discussion.ana, "floor/reply")
    assert (own.status_code, "somebody else" in own.json["message"]) == (409, True)
    # The last speech can be replied to after it has ended.
    assert press(discussion.ben, "floor/reply", seen=1).status_code == 200


def test_the_database_takes_one_reply_to_a_speech(speaking, press, app, clock):
    press(speaking.eva, "floor/reply", seen=1)
    press(speaking.moderator, "floor/3/give")
    with app.app_context():
        reply = db.session.get_one(Turn, 3)
        db.session.add(
            Turn(
                workshop_id=reply.workshop_id,
                phase_id=reply.phase_id,
                seat_id=speaking.ben.id,
                kind="direct_reply",
                replies_to_id=reply.replies_to_id,
                place=0,
                asked_at=clock(),
                started_at=clock(),
                ended_at=clock(),
                outcome="spoke",
            )
        )
        with pytest.raises(db.exc.IntegrityError):
            db.session.flush()


def test_a_point_of_order_goes_before_the_queue_and_is_marked(speaking, press, sign_in, turns):
    assert press(speaking.eva, "floor/point-of-order").json["me"]["aside"] == "point_of_order"

    desk = sign_in(speaking.moderator.person).get(f"/workshops/{speaking.workshop.id}/desk").text
    marked = desk.index("Point of order</span>")
    assert marked < desk.index("/floor/next")

    press(speaking.moderator, "floor/3/give")
    assert turns()[-1] == (speaking.eva.id, "point_of_order", "speaking")
    assert turns()[1] == (speaking.ben.id, "speech", "waiting")


def test_who_may_not_speak_in_a_phase_may_still_raise_a_point_of_order(
    meeting, go_to, press, room_page, turns
):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    assert press(meeting.ana, "floor/ask").status_code == 409
    assert press(meeting.ana, "floor/point-of-order").status_code == 200
    assert press(meeting.observer, "floor/point-of-order").status_code == 409

    press(meeting.moderator, "floor/1/give")

    page = room_page(meeting.ana)
    assert 'data-turn="speaking"' in page
    assert "I have finished" in page
    assert press(meeting.ana, "floor/1/end").status_code == 200
    assert turns() == [(meeting.ana.id, "point_of_order", "spoke")]


def test_one_request_at_a_time_beside_the_queue_besides_a_place_in_it(speaking, press, clock):
    first = press(speaking.ben, "floor/point-of-order")
    assert (first.json["me"]["turn"], first.json["me"]["aside"]) == ("waiting", "point_of_order")
    clock.advance(seconds=4)
    assert press(speaking.ben, "floor/point-of-order").status_code == 200  # the same one
    assert press(speaking.ben, "floor/reply", seen=1).status_code == 409

    assert press(speaking.ben, "floor/aside/withdraw").json["me"]["aside"] == "none"
    assert press(speaking.ben, "floor/reply", seen=1).json["me"]["aside"] == "direct_reply"


def test_what_stands_beside_the_queue_is_not_moved_in_it(speaking, press, turns, clock):
    press(speaking.eva, "floor/point-of-order")
    assert press(speaking.moderator, "floor/3/up").status_code == 409
    assert press(speaking.moderator, "floor/3/pass-over").status_code == 200
    clock.advance(seconds=4)
    assert press(speaking.moderator, "floor/3/pass-over").status_code == 200
    assert turns()[2] == (speaking.eva.id, "point_of_order", "dropped")


def test_a_closed_list_lets_those_who_wait_speak_and_takes_nobody_more(
    speaking, press, room_page, turns, clock
):
    assert press(speaking.moderator, "floor/list/close").status_code == 200

    refused = press(speaking.eva, "floor/ask")
    assert (refused.status_code, "list of speakers is closed" in refused.json["message"]) == (
        409,
        True,
    )
    assert "The list is closed" in room_page(speaking.eva)
    assert press(speaking.ben, "floor/ask").status_code == 200  # already on it
    press(speaking.moderator, "floor/next")
    assert turns()[1] == (speaking.ben.id, "speech", "speaking")
    # The moderator may still call on somebody, and what stands beside the list is not of it.
    assert press(speaking.eva, "floor/point-of-order").status_code == 200
    press(speaking.moderator, f"floor/seats/{speaking.eva.id}/give")
    assert turns()[-1] == (speaking.eva.id, "speech", "speaking")

    clock.advance(seconds=4)
    assert press(speaking.moderator, "floor/list/close").status_code == 409
    assert press(speaking.moderator, "floor/list/reopen").status_code == 200
    assert press(speaking.ana, "floor/ask").status_code == 200


def test_the_close_of_the_list_ends_with_its_phase(speaking, press, app):
    press(speaking.moderator, "floor/list/close")
    press(speaking.eva, "floor/point-of-order")

    press(speaking.moderator, "agenda/finish")
    press(speaking.moderator, "agenda/back", reason="A question came up.")

    assert press(speaking.ana, "floor/ask").status_code == 200
    with app.app_context():
        verbs = set(db.session.scalars(db.select(LogEntry.verb)))
    assert {"list of speakers closed", "point of order raised"} <= verbs


def test_only_the_moderator_closes_the_list(speaking, press):
    for act in ("close", "reopen"):
        assert press(speaking.ana, f"floor/list/{act}").status_code == 403
