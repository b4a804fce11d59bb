"""The SGP reaches the desk she answers for without a seat, and acts there on record."""

import pytest

from workshop.extensions import db
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry, Seat


@pytest.fixture
def sgp(make_admin):
    return make_admin("Sonia")


@pytest.fixture
def order(meeting, sign_in, sgp):
    def order(act, **fields):
        return sign_in(sgp).post(
            f"/workshops/{meeting.workshop.id}/{act}",
            data=fields,
            headers={"Accept": "application/json"},
        )

    return order


def test_she_comes_from_the_plan_and_from_the_preparation_in_one_press(meeting, sign_in, sgp):
    browser = sign_in(sgp)
    desk = f"/workshops/{meeting.workshop.id}/desk"
    plan = f"/plans/{meeting.workshop.theme.plan_id}"

    for page in (plan, f"/workshops/{meeting.workshop.id}/prepare", "/workshops/1"):
        assert f'href="{desk}"' in browser.get(page).text
    page = browser.get(desk)
    assert page.status_code == 200
    assert "Sonia" in page.text


@pytest.mark.parametrize("kind", list(PhaseKind)[:5])
def test_her_page_hears_what_the_moderators_hear(meeting, go_to, listen, sgp, sign_in, kind):
    go_to(meeting.workshop, kind)
    moderator = listen(meeting.moderator.person, meeting.workshop, view="desk").answer

    page = listen(sgp, meeting.workshop, view="desk").answer

    assert page["parts"].keys() == moderator["parts"].keys()
    assert "people" in page["parts"]
    asked = sign_in(sgp).get("/workshops/1/parts?view=desk&version=0").json
    assert asked["parts"].keys() == moderator["parts"].keys()


def test_the_room_shows_her_what_an_observer_sees(meeting, listen, sgp):
    assert "people" not in listen(sgp, meeting.workshop, view="room").answer["parts"]


def test_what_she_does_is_on_record_as_hers(app, meeting, order, sgp):
    assert order("agenda/start").status_code == 200

    with app.app_context():
        started = db.select(LogEntry).filter_by(verb="phase started")
        assert db.session.scalar(started).person_id == sgp.id
        assert db.session.scalar(db.select(Seat).filter_by(person_id=sgp.id)) is None


def test_with_an_act_that_belongs_to_a_seat_she_takes_a_deputys(app, meeting, go_to, order, sgp):
    go_to(meeting.workshop, PhaseKind.SUMMARY)

    first = order("problems/1/summary", text="What was said", revision=0)
    second = order("problems/2/summary", text="What else was said", revision=0)

    assert (first.status_code, second.status_code) == (200, 200)
    with app.app_context():
        [seat] = db.session.scalars(db.select(Seat).filter_by(person_id=sgp.id))
        assert (seat.role, seat.moderates) == (Role.DEPUTY, True)
        taken = db.session.scalars(db.select(LogEntry).filter_by(verb="seat taken")).all()[-1]
        assert (taken.person_id, taken.details["seat"]) == (sgp.id, seat.id)


def test_who_takes_part_does_not_moderate_as_well(meeting, make_seat, sgp, sign_in, listen):
    make_seat(meeting.workshop, person=sgp)

    assert sign_in(sgp).get("/workshops/1/desk").status_code == 403
    assert "people" not in listen(sgp, meeting.workshop, view="desk").answer["parts"]


def test_a_participant_gets_no_desk_by_asking_for_its_parts(meeting, sign_in, listen):
    asked = sign_in(meeting.ana.person).get("/workshops/1/parts?view=desk&version=0").json

    assert "people" not in asked["parts"]
    assert "people" not in listen(meeting.ana.person, meeting.workshop, view="desk").answer["parts"]
