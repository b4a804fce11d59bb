"""The pulse: versions every few seconds, turnout a few times a second, contests settled on time."""

import pytest

from workshop.extensions import db
from workshop.room import heartbeat
from workshop.voting.models import Contest
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def beat(app):
    def beat(*, with_heartbeat=False):
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=with_heartbeat)

    return beat


def cast(press, seat, ranking='[["A"]]', revision=0):
    answer = press(
        seat,
        "contests/1/ballot",
        ranking=ranking,
        request_id=f"{seat.id}/{revision}",
        revision=revision,
    )
    assert answer.status_code == 200


def test_the_heartbeat_gives_the_version_as_the_database_has_it(app, meeting, listen, beat):
    rooms = [
        listen(meeting.ana.person, meeting.workshop),
        listen(meeting.moderator.person, meeting.workshop),
    ]
    with app.app_context():
        db.session.get_one(Workshop, meeting.workshop.id).version = 41
        db.session.commit()

    beat(with_heartbeat=True)
    beat()

    assert [room.news("heartbeat") for room in rooms] == [[{"workshop": 1, "version": 41}]] * 2


def test_turnout_is_told_to_all_once_a_beat_however_many_ballots_came(
    meeting, go_to, listen, press, beat
):
    go_to(meeting.workshop, PhaseKind.VOTING)
    rooms = [
        listen(seat.person, meeting.workshop) for seat in (meeting.observer, meeting.moderator)
    ]
    cast(press, meeting.ana)
    cast(press, meeting.ben)
    cast(press, meeting.ben, '[["B"]]', revision=1)

    beat()
    beat()

    expected = [{"contest": 1, "cast": 2, "entitled": 4}]
    assert [room.news("turnout") for room in rooms] == [expected] * 2


def test_a_page_opened_later_shows_the_turnout_of_now(meeting, go_to, press, sign_in, beat):
    go_to(meeting.workshop, PhaseKind.VOTING)
    desk = sign_in(meeting.moderator.person)
    address = f"/workshops/{meeting.workshop.id}/desk"
    assert "<span data-cast>0</span>" in desk.get(address).text

    for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official):
        cast(press, seat)
    beat()

    page = desk.get(address).text
    assert "<span data-cast>4</span>" in page
    assert "Still to vote" not in page
    assert "Close the vote now" in page


def test_a_contest_is_counted_when_its_end_has_passed_and_the_room_told(
    app, clock, meeting, go_to, listen, press, beat
):
    go_to(meeting.workshop, PhaseKind.VOTING)
    room = listen(meeting.ana.person, meeting.workshop)
    cast(press, meeting.ana)
    clock.advance(minutes=9, seconds=59)
    beat()
    assert room.news("parts") == []

    clock.advance(seconds=1)
    beat()
    beat()

    [message] = room.news("parts")
    assert "The ballots are counted" in message["parts"]["vote"]
    with app.app_context():
        contest = db.session.get_one(Contest, 1)
        assert (str(contest.state), contest.closed_at) == ("counted", clock())


def test_without_anyone_listening_it_beats_on(meeting, beat):
    beat(with_heartbeat=True)


def test_a_restarted_server_counts_what_ended_meanwhile(clock, meeting, go_to, press, make_app):
    go_to(meeting.workshop, PhaseKind.VOTING)
    cast(press, meeting.ana)
    clock.advance(hours=1)

    with make_app().test_request_context():
        heartbeat.beat(with_heartbeat=True)
        assert db.session.get_one(Contest, 1).result["ballots"] == {"cast": 1, "blank": 0}
