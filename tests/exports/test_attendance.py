"""Who came to a workshop: entered while it was live, spoke, wrote or voted; not who has a seat."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import docx
import pytest
from flask_migrate import downgrade, stamp, upgrade

from workshop import create_app
from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.room import heartbeat
from workshop.workshops import attendance
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Attendance, Seat, WorkshopState
from workshop.workshops.seating import take_seat
from workshop.workshops.services import plan_workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def came(app, meeting, make_admin, sign_in):
    """Who took part, as the SGP's tables have it."""
    admin = sign_in(make_admin())
    plan_id = meeting.workshop.theme.plan_id

    def came():
        page = f"/plans/{plan_id}/files/attendance.json?language=en"
        return [row["name"] for row in admin.get(page).json["rows"]]

    return came


@pytest.fixture
def beat(app, clock):
    def beat(seconds=0):
        with app.test_request_context():
            heartbeat.beat(with_heartbeat=True)
        for _beat in range(seconds // heartbeat.SECONDS_BETWEEN_HEARTBEATS):
            clock.advance(seconds=heartbeat.SECONDS_BETWEEN_HEARTBEATS)
            with app.test_request_context():
                heartbeat.beat(with_heartbeat=True)

    return beat


def name(*seats):
    return sorted(seat.organization.name for seat in seats)


def test_a_seat_alone_is_not_attendance(meeting, go_to, came):
    assert came() == []

    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    assert came() == []


def test_whoever_has_the_room_open_while_it_is_live_came(meeting, go_to, listen, beat, came):
    listen(meeting.ana.person, meeting.workshop)
    listen(meeting.observer.person, meeting.workshop)
    listen(meeting.moderator.person, meeting.workshop)
    beat()
    assert came() == []  # it has not begun

    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    beat(56)
    assert came() == []

    beat(4)
    assert came() == name(meeting.ana)


def test_the_minute_is_kept_over_a_lost_line_a_restart_and_a_second_page(
    meeting, go_to, listen, beat, came, clock
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    room = listen(meeting.ana.person, meeting.workshop)
    listen(meeting.ana.person, meeting.workshop)
    listen(meeting.ben.person, meeting.workshop, view="screen")
    beat(32)
    room.socket.disconnect()
    beat(20)
    assert came() == []  # two pages of one person are one person
    heartbeat.presence._sockets.clear()
    heartbeat.presence._present.clear()
    clock.advance(minutes=5)
    beat()
    listen(meeting.ana.person, meeting.workshop)
    beat(4)
    assert came() == []
    beat(4)

    assert came() == name(meeting.ana)


def test_two_workers_that_see_one_seat_count_its_time_once(postgresql):
    """Each with its own connection, at the very same moments: what one adds the other does not."""
    app = create_app({"TESTING": True, "DATABASE_URL": postgresql})
    began = datetime(2022, 6, 20, 15, tzinfo=UTC)
    together = Barrier(2)

    def work(seat_id, seconds):
        with app.app_context():
            for second in seconds:
                together.wait()
                attendance.note_present([seat_id], now=began + timedelta(seconds=second))

    with app.app_context():
        upgrade()
        seat_id = live_seat(began)
        beats = range(0, 57, 4), range(0, 57, 4)
        with ThreadPoolExecutor(2) as workers:
            list(workers.map(work, [seat_id] * 2, beats))
        assert db.session.get_one(Seat, seat_id).seconds_present == 56
        assert db.session.scalar(db.select(db.func.count()).select_from(Attendance)) == 0
        db.session.rollback()

        with ThreadPoolExecutor(2) as workers:
            list(workers.map(work, [seat_id] * 2, ([58, 62], [60, 64])))
        assert [arrival.how for arrival in db.session.scalars(db.select(Attendance))] == ["entered"]
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def live_seat(now):
    """The number of a seat of somebody who came to a workshop that is live."""
    plan = Plan(name="PAGA", first_year=2023, last_year=2024)
    organization = Organization(name="DAR", sector=Sector.CIVIL_SOCIETY)
    person = Person(name="Ana", organization=organization, created_at=now, session_number=0)
    with db.session.no_autoflush:
        workshop = plan_workshop(Theme(plan=plan, name="Water", position=1), 1, now)
        seat = take_seat(workshop, person, organization, Role.TITULAR, None, now=now)
    workshop.state, workshop.opened_at = WorkshopState.LIVE, now
    db.session.commit()
    return seat.id


def test_the_moderator_marks_who_has_no_device(meeting, go_to, press, came, sign_in):
    seat, page = meeting.ben, f"/workshops/{meeting.workshop.id}"
    assert press(meeting.moderator, f"seats/{seat.id}/tick").status_code == 409  # not begun
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    assert press(meeting.ana, f"seats/{seat.id}/tick").status_code == 403
    assert press(meeting.moderator, f"seats/{seat.id}/tick").status_code == 200
    moderator = sign_in(meeting.moderator.person)
    assert came() == name(seat)
    assert "1 of 4 present" in moderator.get(f"{page}/desk").text
    assert "1 of 4 present" in moderator.get(f"{page}/prepare").text
    assert "marked as present by the moderator" in moderator.get(f"{page}/minutes").text

    press(meeting.moderator, f"seats/{seat.id}/untick")
    assert came() == []

    press(meeting.moderator, f"seats/{seat.id}/tick")
    press(seat, "contributions", text="We are here")
    press(meeting.moderator, f"seats/{seat.id}/untick")
    assert came() == name(seat)  # by what it did itself


def test_whoever_is_gone_before_it_begins_did_not_come(meeting, go_to, listen, beat, came):
    listen(meeting.ana.person, meeting.workshop).socket.disconnect()
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    beat()

    assert came() == []


def test_whoever_has_the_floor_came(meeting, go_to, press, came):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    assert press(meeting.moderator, f"floor/seats/{meeting.ben.id}/give").status_code == 200
    press(meeting.moderator, "agenda/finish")

    assert came() == name(meeting.ben)


def test_whoever_writes_or_answers_came(meeting, go_to, press, came):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    assert press(meeting.eva, "contributions", text="We see it too").status_code == 200
    assert press(meeting.ben, "contributions", text="").status_code == 422
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    answer = {"status": "planned", "action": "A decree", "unit": "OGPP", "revision": 0}
    assert press(meeting.official, "problems/1/comment", text="", **answer).status_code == 200

    assert came() == name(meeting.eva, meeting.official)


def test_whoever_votes_came_and_nothing_tells_when(app, meeting, go_to, press, cast, clock, came):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.eva, meeting.ana):
        cast(seat, "A B")
        clock.advance(seconds=40)
    assert came() == []  # an instant of its own would tell whose ballot arrived when
    clock.advance(minutes=10)
    press(meeting.moderator, "agenda/finish")

    assert came() == name(meeting.ana, meeting.eva)
    with app.app_context():
        rows = db.session.execute(db.text("SELECT how, noted_at FROM attendance")).all()
    assert len(set(rows)) == 1


def test_a_seat_that_is_taken_back_afterwards_changes_nothing(
    meeting, go_to, press, cast, clock, came, sign_in, client
):
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben):
        cast(seat, "A B C")
    clock.advance(minutes=10)
    go_to(meeting.workshop, PhaseKind.RESULTS)
    press(meeting.moderator, "contests/1/reveal", everything="yes")
    press(meeting.moderator, "agenda/finish")
    removed = press(meeting.moderator, f"seats/{meeting.ana.id}/remove")
    assert removed.status_code == 200
    press(meeting.moderator, "agenda/close")
    there = name(meeting.ana, meeting.ben)

    moderator = sign_in(meeting.moderator.person)
    page = f"/workshops/{meeting.workshop.id}"
    minutes = docx.Document(io.BytesIO(moderator.get(f"{page}/minutes.docx").data))
    own = moderator.get(f"{page}/files/participants.csv").data.decode("utf-8-sig")

    assert came() == there
    assert [row.cells[0].text for row in minutes.tables[0].rows[1:]] == there
    assert [row[2] for row in list(csv.reader(io.StringIO(own)))[1:]] == there


def test_what_is_published_lists_who_came(app, published, client):
    page = client.get("/open/1/rounds/R1-T2?language=en").text
    rows = client.get("/open/1/data/attendance.json?language=en").json["rows"]
    there = name(published.ana, published.ben, published.eva, published.official)

    assert "4 organizations took part" in page
    assert [row["name"] for row in rows] == there


@pytest.fixture
def published(voted, make_seat, press, make_admin, sign_in):
    """A round whose four voters came, and for which a fifth had a seat."""
    make_seat(voted.workshop)
    ids = [problem.id for problem in voted.problems]
    press(voted.moderator, "close", item=ids, reason="All three are urgent")
    page = f"/workshops/{voted.workshop.id}/close/publish"
    sent = sign_in(make_admin("SGP")).post(page, headers={"Accept": "application/json"})
    assert sent.status_code == 200, sent.text
    return voted


def test_a_database_of_before_keeps_who_acted(app, voted, came, make_seat):
    """A round that was held before attendance was kept: told from what is on record of it."""
    make_seat(voted.workshop)
    there = name(voted.ana, voted.ben, voted.eva, voted.official)
    with app.app_context():
        stamp(revision="head")
        downgrade(revision="0003")
        upgrade()
        how = db.session.execute(db.text("SELECT DISTINCT how FROM attendance")).scalars().all()

    assert (came(), how) == (there, ["voted"])
