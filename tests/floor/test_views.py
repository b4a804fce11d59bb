"""The floor through the front door: who may press what, and what comes back."""

import pytest

from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.workshops.guides import PhaseKind, Role

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def discussion(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    return meeting


@pytest.fixture
def turns(app, clock):
    """Every turn as (seat, where it stands), in the order they were asked for."""

    def turns():
        with app.app_context():
            rows = db.session.scalars(db.select(Turn).order_by(Turn.id))
            return [
                (row.seat_id, "speaking" if row.is_speaking else str(row.outcome or row.place))
                for row in rows
            ]

    return turns


def test_asking_twice_leaves_one_entry_and_tells_the_page_its_own_state(discussion, press, turns):
    answers = [press(discussion.ana, "floor/ask") for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json == {
        "message": "You are in the queue.",
        "me": {"turn": "waiting", "ballot": "open", "face": "none", "aside": "none"},
    }
    assert turns() == [(discussion.ana.id, "0")]


def test_asking_without_script_leads_back_to_the_room(discussion, sign_in):
    browser = sign_in(discussion.ana.person)
    room = f"/workshops/{discussion.workshop.id}"

    answer = browser.post(f"{room}/floor/ask")

    assert (answer.status_code, answer.location) == (303, room)
    assert "You are in the queue." in browser.get(room).text


def test_withdrawing_and_asking_again(discussion, press, turns, clock):
    press(discussion.ana, "floor/ask")
    withdrawn = press(discussion.ana, "floor/withdraw")
    clock.advance(seconds=4)
    again = press(discussion.ana, "floor/withdraw")
    press(discussion.ana, "floor/ask")

    assert withdrawn.json["me"]["turn"] == "none"
    assert (again.status_code, again.json) == (
        409,
        {"message": "You were not waiting for the floor."},
    )
    assert turns() == [(discussion.ana.id, "withdrawn"), (discussion.ana.id, "0")]


def test_the_moderator_gives_extends_and_ends(discussion, press, turns):
    press(discussion.ana, "floor/ask")
    press(discussion.ben, "floor/ask")

    press(discussion.moderator, "floor/next", seen=1)
    press(discussion.moderator, "floor/1/extend")
    assert turns() == [(discussion.ana.id, "speaking"), (discussion.ben.id, "1")]

    press(discussion.moderator, "floor/2/give")
    press(discussion.moderator, "floor/2/end")
    assert turns() == [(discussion.ana.id, "spoke"), (discussion.ben.id, "spoke")]


def test_the_speaker_may_say_to_have_finished_and_nobody_else(discussion, press, turns):
    press(discussion.moderator, f"floor/seats/{discussion.ana.id}/give")

    others = press(discussion.ben, "floor/1/end")
    own = press(discussion.ana, "floor/1/end")

    assert (others.status_code, own.status_code) == (403, 200)
    assert turns() == [(discussion.ana.id, "spoke")]


def test_two_moderators_who_press_at_once_give_the_floor_once(discussion, make_seat, press, turns):
    deputy = make_seat(discussion.workshop, Role.DEPUTY)
    press(discussion.ana, "floor/ask")
    press(discussion.ben, "floor/ask")

    press(discussion.moderator, "floor/next", seen=1)
    second = press(deputy, "floor/next", seen=1)

    assert (second.status_code, second.json["message"]) == (
        409,
        f"The queue has moved on: first in it is {discussion.ben.person.name} now."
        " Nothing was changed by you.",
    )
    assert turns() == [(discussion.ana.id, "speaking"), (discussion.ben.id, "1")]


def test_the_desk_says_whom_it_saw_first(discussion, press, sign_in):
    press(discussion.ana, "floor/ask")

    desk = sign_in(discussion.moderator.person).get(f"/workshops/{discussion.workshop.id}/desk")

    form = desk.text.split(f'action="/workshops/{discussion.workshop.id}/floor/next"')[1]
    assert '<input type="hidden" name="seen" value="1">' in form.split("</form>")[0]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("give", "is no longer waiting."),
        ("drop", "is no longer waiting."),
        ("up", "is no longer waiting."),
        ("down", "is no longer waiting."),
        ("pass-over", "is no longer waiting."),
        ("end", "does not have the floor."),
        ("extend", "does not have the floor."),
        ("put-back", "does not have the floor."),
    ],
)
def test_an_act_on_a_turn_that_is_over_is_refused(discussion, press, turns, act, sentence):
    press(discussion.ana, "floor/ask")
    press(discussion.ana, "floor/withdraw")

    answer = press(discussion.moderator, f"floor/1/{act}")

    assert (answer.status_code, answer.json) == (
        409,
        {"message": f"{discussion.ana.person.name} {sentence}"},
    )
    assert turns() == [(discussion.ana.id, "withdrawn")]


def test_in_the_officials_phase_the_server_refuses_all_others(meeting, go_to, press, turns):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)

    asked = press(meeting.ana, "floor/ask")
    granted = press(meeting.moderator, f"floor/seats/{meeting.ana.id}/give")
    official = press(meeting.official, "floor/ask")

    assert [(a.status_code, a.json["message"]) for a in (asked, granted)] == [
        (409, "In this phase your role does not speak; you can follow along."),
        (409, "In this phase only officials speak."),
    ]
    assert official.status_code == 200
    assert turns() == [(meeting.official.id, "0")]


def test_the_queue_is_the_moderators(discussion, press, turns):
    press(discussion.ana, "floor/ask")
    acts = ("give", "extend", "put-back", "pass-over", "up", "down", "drop")

    answers = {
        (name, act): press(getattr(discussion, name), f"floor/1/{act}").status_code
        for name in ("ana", "official", "observer")
        for act in acts
    }

    assert set(answers.values()) == {403}
    assert turns() == [(discussion.ana.id, "0")]


def test_a_turn_of_another_workshop_is_not_found(discussion, press, make_workshop, make_seat):
    elsewhere = make_workshop()
    moderator = make_seat(elsewhere, Role.MODERATOR)
    press(discussion.ana, "floor/ask")

    assert press(moderator, "floor/1/give").status_code == 404


@pytest.mark.parametrize(
    "act",
    [
        ("agenda/next", {}),
        ("agenda/finish", {}),
        ("agenda/skip", {"reason": "Late"}),
    ],
    ids=lambda act: act[0],
)
def test_who_spoke_or_waited_when_the_phase_ends_is_told_so(discussion, press, turns, listen, act):
    """Their pages offer to ask again only when they hear that they neither speak nor wait."""
    for seat in (discussion.ana, discussion.ben):
        assert press(seat, "floor/ask").status_code == 200
    press(discussion.moderator, "floor/next")
    pages = [listen(seat.person, discussion.workshop) for seat in (discussion.ana, discussion.ben)]

    assert press(discussion.moderator, act[0], **act[1]).status_code == 200

    assert [page.news("me")[-1]["turn"] for page in pages] == ["none", "none"]
    assert turns() == [(discussion.ana.id, "spoke"), (discussion.ben.id, "1")]


def test_going_back_ends_the_turn_and_says_so(discussion, press, listen):
    for _phase in range(2):
        press(discussion.moderator, "agenda/next")
    assert press(discussion.official, "floor/ask").status_code == 200
    press(discussion.moderator, "floor/next")
    page = listen(discussion.official.person, discussion.workshop)

    press(discussion.moderator, "agenda/back", reason="More to say")

    assert page.news("me")[-1]["turn"] == "none"


def test_back_in_a_phase_those_who_waited_are_told_that_they_do(discussion, press, listen):
    press(discussion.ana, "floor/ask")
    press(discussion.moderator, "agenda/next")
    page = listen(discussion.ana.person, discussion.workshop)

    press(discussion.moderator, "agenda/back", reason="More to say")

    assert page.news("me")[-1]["turn"] == "waiting"
