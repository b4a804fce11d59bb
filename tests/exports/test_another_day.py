"""A session that was suspended and taken up on another day, as its minutes tell it."""

from html import unescape

import pytest

from workshop.room import heartbeat
from workshop.workshops.guides import PhaseKind

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def pass_time(app, clock):
    """Let seconds go by, in which the server counts whose room is open."""

    def pass_time(seconds):
        for step in range(seconds // heartbeat.SECONDS_BETWEEN_HEARTBEATS + 1):
            if step:
                clock.advance(seconds=heartbeat.SECONDS_BETWEEN_HEARTBEATS)
            with app.test_request_context():
                heartbeat.beat(with_heartbeat=True)

    return pass_time


@pytest.fixture
def speak(press, clock):
    def speak(meeting, seat, turn, seconds):
        for who, act in ((seat, "floor/ask"), (meeting.moderator, "floor/next")):
            assert press(who, act).status_code == 200
        clock.advance(seconds=seconds)
        assert press(seat, f"floor/{turn}/end").status_code == 200

    return speak


@pytest.fixture
def two_days(meeting, go_to, press, listen, clock, pass_time, speak):
    """Twelve minutes on a Monday, a night, the rest on the Tuesday; Eva's room is open on both."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    listen(meeting.eva.person, meeting.workshop)
    listen(meeting.observer.person, meeting.workshop)
    pass_time(40)
    speak(meeting, meeting.ana, 1, seconds=30)
    clock.advance(minutes=12)
    assert (
        press(meeting.moderator, "agenda/suspend", reason="The lights went out").status_code == 200
    )
    pass_time(60)  # a room that is open while nothing goes on counts for nothing
    clock.advance(days=1)
    assert press(meeting.moderator, "agenda/take-up").status_code == 200
    speak(meeting, meeting.ben, 2, seconds=45)
    return meeting


@pytest.fixture
def minutes(meeting, sign_in):
    """The rows of each table of the minutes, by its title, and the lines above them."""

    def minutes():
        page = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/minutes")
        return unescape(page.text)

    return minutes


def section(page, title):
    return page.partition(f">{title}</h2>")[2].partition("</section>")[0]


def test_days_and_hours_are_those_at_which_the_room_sat(two_days, minutes, clock):
    page = minutes()

    assert "Held on Monday, June 20, 2022, from" in page
    assert "Under way since Tuesday, June 21, 2022" in page
    changes = section(page, "Changes of the agenda")
    for words in ("Suspended", "Resumed", "The lights went out", "20 Jun", "21 Jun"):
        assert words in changes, words
    discussion = section(page, "Agenda as planned and as it went").partition("Open discussion")[2]
    # 40 s, 30 s, 12 min and 45 s: the night between them did not run.
    assert ">13:55<" in discussion.partition("</tr>")[0]
    assert "20 Jun" in discussion.partition("</tr>")[0]


def test_speaking_time_and_attendance_add_up_over_both_days(two_days, minutes, pass_time):
    floor = section(minutes(), "The floor")
    for words in (">0:30<", ">0:45<"):
        assert words in floor, words
    assert two_days.eva.organization.name not in section(minutes(), "Attendance")

    pass_time(20)

    there = section(minutes(), "Attendance")
    for seat in (two_days.ana, two_days.ben, two_days.eva):
        assert seat.organization.name in there
    assert two_days.official.organization.name not in there
