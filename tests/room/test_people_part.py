"""The list of people on the desk: what each row says, and what it can be sorted by."""

import re

import pytest

from workshop.workshops.guides import PhaseKind, Role


@pytest.fixture
def rows(meeting, sign_in):
    """The words of each row by the person's name, and the row's data."""

    def rows():
        address = f"/workshops/{meeting.workshop.id}/desk/people"
        page = sign_in(meeting.moderator.person).get(address).text
        items = re.findall(r'<li data-presence-of="\d+".*?</li>', page, re.S)
        return {re.search(r'data-name="([^"]+)"', row)[1]: row for row in items}

    return rows


def test_a_row_says_how_much_somebody_has_spoken_and_who_waits(meeting, go_to, press, clock, rows):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "floor/ask")
    press(meeting.moderator, "floor/next")
    clock.advance(minutes=1)
    press(meeting.ben, "floor/ask")
    assert "has the floor" in rows()["Ana"]

    press(meeting.moderator, "floor/next")
    press(meeting.eva, "floor/ask")

    listed = rows()
    assert "1 turn, silent since 09:31" in listed["Ana"]
    assert "has the floor" in listed["Ben"]
    assert "waits since 09:31" in listed["Eva"]
    assert "has not spoken" in listed["Omar"]
    assert "has not spoken" not in listed["Olga"]


def test_the_page_of_the_desk_says_it_too(meeting, go_to, press, sign_in):
    desk = sign_in(meeting.moderator.person)
    address = f"/workshops/{meeting.workshop.id}/desk"
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    desk.get(address)
    press(meeting.ana, "floor/ask")

    assert "waits since" in desk.get(address).text


def test_what_is_done_often_is_at_hand_in_each_row(meeting, go_to, rows):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    row = rows()["Ana"]

    assert 'aria-label="Give the floor: Ana"' in row.partition("<details")[0]
    assert 'aria-label="Mark as present: Ana"' in row.partition("<details")[0]
    assert "/remove" in row.partition("<details")[2]


def test_the_groups_say_how_many_they_are(meeting, make_seat, sign_in):
    make_seat(meeting.workshop, Role.RAPPORTEUR)

    page = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/desk").text

    groups = re.findall(r'<h3>([^<]+) <span class="quiet numbers">(\d+)</span></h3>', page)
    assert groups == [("Participants", "3"), ("Officials", "1"), ("Observers and staff", "3")]
