"""Meetings that do not take place as planned: nothing is lost, and everyone reads why."""

from datetime import timedelta

import pytest

from workshop.closing import due
from workshop.extensions import db
from workshop.voting.models import Contest
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Seat, Workshop

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}


@pytest.fixture
def state(app, meeting):
    def state() -> str:
        with app.app_context():
            return str(db.session.get_one(Workshop, meeting.workshop.id).state)

    return state


@pytest.fixture
def prepare(meeting, make_admin, sign_in):
    """Send an act of the preparation page, as the SGP."""
    admin = sign_in(make_admin())

    def prepare(act: str, **fields: object):
        return admin.post(f"/workshops/{meeting.workshop.id}/prepare/{act}", data=fields)

    return prepare


def test_a_postponed_meeting_keeps_its_seats_and_says_why(
    app, meeting, prepare, press, state, clock, sign_in
):
    day = (clock() + timedelta(days=7)).date()

    prepare("postpone", **{"postpone-day": day.isoformat(), "postpone-reason": "A strike"})

    assert state() == "postponed"
    with app.app_context():
        row = db.session.get_one(Workshop, meeting.workshop.id)
        assert row.starts_at == clock() + timedelta(days=7)
        assert db.session.query(Seat).filter_by(state="admitted").count() == 6
    page = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}").text
    assert "The workshop is postponed." in page
    assert "A strike" in page
    assert press(meeting.moderator, "agenda/start").status_code == 409
    prepare("state", state="convened")
    assert state() == "convened"
    asked = press(meeting.moderator, "agenda/start", seen="")
    assert (asked.status_code, asked.json["asks"]) == (409, True)
    assert "Monday 27 June 2022" in asked.json["message"]
    assert press(meeting.moderator, "agenda/start", confirmed="yes").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"postpone-reason": ""},
        {"postpone-day": "soon", "postpone-reason": "A strike"},
        {"postpone-day": "2020-03-16", "postpone-reason": "A strike"},
    ],
)
def test_a_meeting_is_not_postponed_without_a_reason_to_nowhere_or_into_the_past(
    prepare, state, fields
):
    assert prepare("postpone", **fields).status_code == 422
    assert state() == "draft"


def test_a_cancelled_meeting_owes_a_public_response(app, meeting, prepare, state):
    prepare("cancel", **{"cancel-reason": "No funds for it"})

    assert state() == "cancelled"
    assert prepare("state", state="ready").status_code == 409
    with app.app_context():
        [case] = due.missing_responses([meeting.workshop.theme_id])
        assert (str(case.cause), case.note) == ("cancelled", "No funds for it")


def test_what_has_begun_is_suspended_not_postponed(meeting, go_to, prepare, press, state):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    assert prepare("postpone", **{"postpone-reason": "A strike"}).status_code == 409
    assert press(meeting.moderator, "agenda/suspend", reason="").status_code == 409
    assert press(meeting.moderator, "agenda/suspend", reason="No power").status_code == 200
    assert state() == "suspended"


def test_a_suspended_session_stands_still_and_goes_on_where_it_stood(
    app, meeting, go_to, press, clock, state, sign_in
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    clock.advance(minutes=10)
    press(meeting.moderator, "agenda/suspend", reason="No power")
    clock.advance(hours=1)

    page = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}").text
    assert "No power" in page
    for act in ("next", "resume", "finish", "skip", "back", "extend"):
        fields = {"reason": "Go on", "minutes": 1}
        assert press(meeting.moderator, f"agenda/{act}", **fields).status_code == 409
    assert press(meeting.moderator, "agenda/take-up").status_code == 200

    assert state() == "live"
    with app.app_context():
        phase = db.session.get_one(Workshop, meeting.workshop.id).current_phase
        assert phase.reading(clock()).remaining == timedelta(minutes=20)


@pytest.mark.parametrize(("later", "contest"), [(1, "open"), (24, "void")])
def test_an_open_vote_outlives_a_suspension_of_the_same_day_only(
    app, meeting, go_to, press, cast, clock, later, contest
):
    go_to(meeting.workshop, PhaseKind.VOTING)
    cast(meeting.ana, "A B")
    asked = press(meeting.moderator, "agenda/suspend", reason="No power")
    assert (asked.status_code, asked.json["asks"]) == (409, True)
    assert "1 of 4 have voted" in asked.json["message"]
    press(meeting.moderator, "agenda/suspend", reason="No power", confirmed="yes")
    clock.advance(hours=later)

    press(meeting.moderator, "agenda/take-up")

    with app.app_context():
        assert str(db.session.get_one(Contest, 1).state) == contest
