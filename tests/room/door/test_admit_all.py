"""Everybody at the door is let in with one press."""

import pytest

from workshop.extensions import db
from workshop.people.models import Sector
from workshop.workshops.guides import Role
from workshop.workshops.models import LogEntry, Seat, SeatState, Workshop

WAITING = SeatState.WAITING


@pytest.fixture
def waiting(meeting, make_seat):
    """A participant, an official and an observer."""
    return [
        make_seat(meeting.workshop, role, state=WAITING)
        for role in (Role.TITULAR, Role.OFFICIAL, Role.OBSERVER)
    ]


@pytest.fixture
def admit_all(meeting, press):
    def admit_all(*seats):
        seen = ",".join(str(seat.id) for seat in seats)
        return press(meeting.moderator, "seats/admit-all", waiting=seen)

    return admit_all


def state_of(app, *seats):
    with app.app_context():
        kept = [db.session.get_one(Seat, seat.id) for seat in seats]
        return [(str(seat.role), str(seat.state), seat.holds_vote) for seat in kept]


def test_each_is_admitted_in_the_role_they_knocked_for(app, waiting, admit_all):
    answer = admit_all(*waiting)

    assert answer.json["message"] == "3 people have been admitted."
    assert state_of(app, *waiting) == [
        ("titular", "admitted", True),
        ("official", "admitted", True),
        ("observer", "admitted", False),
    ]


def test_the_log_has_one_entry_for_each_and_the_room_one_version(
    app, meeting, waiting, admit_all, listen
):
    desk = listen(meeting.moderator.person, meeting.workshop)
    admit_all(*waiting)

    with app.app_context():
        admitted = db.select(LogEntry.details).filter_by(verb="seat admitted")
        assert [details["seat"] for details in db.session.scalars(admitted)] == [
            seat.id for seat in waiting
        ]
        assert db.session.get_one(Workshop, meeting.workshop.id).version == 2
    assert len(desk.news("parts")) == 1


def test_who_came_since_the_screen_was_drawn_stays_at_the_door(app, waiting, admit_all):
    *seen, latecomer = waiting

    assert admit_all(*seen).json["message"] == "2 people have been admitted."
    assert state_of(app, latecomer) == [("observer", "waiting", False)]


def test_who_may_not_sit_in_that_role_stays_and_is_named(
    app, meeting, make_seat, make_organization, waiting, admit_all
):
    private = make_organization(sector=Sector.PRIVATE_SECTOR)
    wrong = make_seat(meeting.workshop, organization=private, state=WAITING)
    with app.app_context():
        db.session.get_one(Seat, wrong.id).role = Role.OFFICIAL
        db.session.commit()

    message = admit_all(*waiting, wrong).json["message"]

    assert message.startswith("3 people have been admitted.")
    assert wrong.person.name in message
    assert state_of(app, wrong) == [("official", "waiting", False)]


def test_pressed_again_there_is_nobody_left(clock, waiting, admit_all):
    admit_all(*waiting)
    clock.advance(seconds=4)

    assert admit_all(*waiting).status_code == 409


def test_the_press_stands_on_the_desk_where_several_wait(meeting, waiting, sign_in):
    page = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/desk").text

    assert "Admit all (3)" in page
