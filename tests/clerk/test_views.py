"""The clerk: what is done for people in the hall without a device, under the clerk's own name."""

import pytest

from workshop.contributions.models import Contribution
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.room import presence
from workshop.voting.models import RollEntry
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Attendance, LogEntry, Seat

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def rows(app):
    def rows(model, *columns, **filters):
        with app.app_context():
            query = db.select(model).filter_by(**filters)
            return [tuple(getattr(row, c) for c in columns) for row in db.session.scalars(query)]

    return rows


@pytest.fixture
def hall(meeting, make_seat, go_to, press):
    """A discussion with a clerk; Ana is in the hall and marked as present."""
    meeting.clerk = make_seat(meeting.workshop, Role.CLERK)
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    assert press(meeting.clerk, f"clerk/seats/{meeting.ana.id}/present").status_code == 200
    return meeting


def read(sign_in, seat, page=""):
    return sign_in(seat.person).get(f"/workshops/{seat.workshop_id}{page}").text


def test_the_clerk_marks_presence_and_it_is_shown_as_such(hall, rows):
    assert [how for (how,) in rows(Attendance, "how")] == ["clerk"]
    assert rows(LogEntry, "person_id", verb="present ticked") == [(hall.clerk.person_id,)]


def test_the_floor_is_asked_for_in_the_name_of_nobody_else(hall, press, rows, sign_in):
    asked = press(hall.clerk, f"clerk/seats/{hall.ana.id}/ask")

    assert asked.json["message"] == "Ana is in the queue."
    assert rows(Turn, "seat_id", "clerk_seat_id") == [(hall.ana.id, hall.clerk.id)]
    [(person, details)] = rows(LogEntry, "person_id", "details", verb="floor asked for")
    assert (person, details["clerk"], details["for_seat"]) == (
        hall.clerk.person_id,
        hall.clerk.id,
        hall.ana.id,
    )
    for seat, page in ((hall.ben, ""), (hall.moderator, "/desk")):
        assert "through the clerk" in read(sign_in, seat, page)
    assert press(hall.clerk, f"clerk/seats/{hall.ana.id}/withdraw").status_code == 200


def test_what_is_written_names_the_organization_and_the_clerk(hall, press, rows, sign_in):
    written = press(
        hall.clerk, "clerk/contributions", seat_id=hall.ana.id, problem_id=2, text="Seen by all"
    )
    proposed = press(hall.clerk, "clerk/problems", seat_id=hall.ana.id, text="Nobody reads it")

    assert (written.status_code, proposed.status_code) == (200, 200)
    columns = ("seat_id", "clerk_seat_id", "problem_id")
    assert rows(Contribution, *columns) == [(hall.ana.id, hall.clerk.id, 2)]
    new = {"text": "Nobody reads it"}
    assert rows(Problem, "organization_id", "clerk_seat_id", "state", **new) == [
        (hall.ana.organization_id, hall.clerk.id, "proposed")
    ]
    for verb in ("contribution written", "problem proposed"):
        assert rows(LogEntry, "person_id", verb=verb) == [(hall.clerk.person_id,)]
    assert read(sign_in, hall.moderator, "/desk").count("through the clerk") == 2
    minutes = read(sign_in, hall.moderator, "/minutes")
    assert "(through the clerk)" in minutes
    assert hall.clerk.person.name not in minutes


def test_whoever_has_a_device_acts_under_the_own_name(hall, press, rows, clock):
    clock.advance(seconds=4)
    presence.arrive("a socket", hall.workshop.id, hall.ana.id)
    try:
        answers = [
            press(hall.clerk, f"clerk/seats/{hall.ana.id}/ask"),
            press(hall.clerk, "clerk/contributions", seat_id=hall.ana.id, text="Not hers"),
            press(hall.clerk, f"clerk/seats/{hall.ana.id}/present"),
        ]
    finally:
        presence.leave("a socket")

    assert {answer.status_code for answer in answers} == {409}
    assert rows(Contribution, "id") == []


def test_only_who_is_marked_as_present_and_takes_part(hall, press):
    unmarked = press(hall.clerk, f"clerk/seats/{hall.ben.id}/ask")
    looking_on = press(hall.clerk, f"clerk/seats/{hall.observer.id}/ask")
    themselves = press(hall.clerk, f"clerk/seats/{hall.clerk.id}/ask")

    assert unmarked.json["message"] == "Mark Ben as present in the hall first."
    assert {a.status_code for a in (unmarked, looking_on, themselves)} == {409}


def test_the_clerk_does_nothing_a_phase_does_not_allow_and_never_votes(hall, go_to, press, rows):
    go_to(hall.workshop, PhaseKind.OFFICIALS)
    floor = press(hall.clerk, f"clerk/seats/{hall.ana.id}/ask")
    written = press(hall.clerk, "clerk/contributions", seat_id=hall.ana.id, text="Too late")
    go_to(hall.workshop, PhaseKind.VOTING)
    ballot = press(hall.clerk, "contests/1/ballot", ranking="A")

    assert floor.json["message"] == "In this phase only officials speak."
    assert written.status_code == 409
    assert ballot.status_code >= 400
    assert hall.clerk.organization_id not in {row[0] for row in rows(RollEntry, "organization_id")}


def test_the_moderator_makes_a_clerk_of_who_looks_on(meeting, go_to, press, rows):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    made = press(meeting.moderator, "clerk/appoint", seat_id=meeting.observer.id)
    voter = press(meeting.moderator, "clerk/appoint", seat_id=meeting.ana.id)
    by_themselves = press(meeting.ana, "clerk/appoint", seat_id=meeting.ana.id)
    marked = press(meeting.observer, f"clerk/seats/{meeting.ben.id}/present")
    dismissed = press(meeting.moderator, f"clerk/seats/{meeting.observer.id}/dismiss")

    answers = (made, voter, by_themselves, marked, dismissed)
    assert [a.status_code for a in answers] == [200, 409, 403, 200, 200]
    assert rows(Seat, "role", id=meeting.observer.id) == [(Role.OBSERVER,)]
    assert press(meeting.observer, f"clerk/seats/{meeting.ben.id}/ask").status_code == 403


def test_nobody_else_acts_as_a_clerk(hall, press):
    for seat in (hall.moderator, hall.ben, hall.observer, hall.official):
        assert press(seat, f"clerk/seats/{hall.ana.id}/ask").status_code == 403
        answer = press(seat, "clerk/contributions", seat_id=hall.ana.id, text="Not mine")
        assert answer.status_code == 403


@pytest.mark.parametrize("kind", list(PhaseKind)[:5])
def test_the_desk_offers_the_floor_only_to_those_who_may_take_it(meeting, go_to, sign_in, kind):
    go_to(meeting.workshop, kind)
    desk = read(sign_in, meeting.moderator, "/desk")

    offered = {
        seat
        for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official, meeting.observer)
        if f"/floor/seats/{seat.id}/give" in desk
    }
    speakers = {
        PhaseKind.DISCUSSION: {meeting.ana, meeting.ben, meeting.eva, meeting.official},
        PhaseKind.OFFICIALS: {meeting.official},
    }
    assert offered == speakers.get(kind, set())
