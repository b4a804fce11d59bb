"""Corrections by the SGP, the moderator and oneself, each on record."""

import pytest

from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector
from workshop.workshops.models import Correction, LogEntry, Seat

pytestmark = pytest.mark.usefixtures("clock")


def kept(app):
    with app.app_context():
        rows = db.session.scalars(db.select(Correction).order_by(Correction.id))
        return [(str(row.field), row.former, row.new) for row in rows]


@pytest.fixture
def correct(sign_in):
    """Correct a seat as the page does; gives back the answer."""

    def correct(by, seat, **changes):
        said = {
            "name": seat.name,
            "organization": seat.organization.name if seat.organization else "",
            "role": seat.role,
            **changes,
        }
        return sign_in(by).post(f"/workshops/1/seats/{seat.id}/correct", data=said)

    return correct


def test_the_moderator_corrects_a_seat(app, meeting, correct, sign_in):
    answer = correct(
        meeting.moderator.person,
        meeting.ana,
        name="Ana María Quispe",
        email="ana@example.org",
        role="observer",
    )

    assert (answer.status_code, answer.location) == (303, "/workshops/1/desk")
    assert kept(app) == [
        ("name", "Ana", "Ana María Quispe"),
        ("email", "", "ana@example.org"),
        ("role", "titular", "observer"),
    ]
    desk = sign_in(meeting.moderator.person).get("/workshops/1/desk").text
    assert "Ana María Quispe is saved. Nobody holds the voting right of" in desk
    with app.app_context():
        said = [entry.details for entry in db.session.scalars(db.select(LogEntry))]
        assert "Quispe" not in str(said)  # the log is handed out and names nobody
        assert not db.session.get_one(Seat, meeting.ana.id).holds_vote


def test_the_vote_passes_to_the_next_of_the_organization(app, meeting, make_seat, correct):
    deputy = make_seat(meeting.workshop, "alternate", meeting.ana.organization)

    correct(meeting.moderator.person, meeting.ana, organization="BEN'S organization")

    with app.app_context():
        assert db.session.get_one(Seat, deputy.id).holds_vote
        ana = db.session.get_one(Seat, meeting.ana.id)
        assert (ana.organization_id, ana.holds_vote) == (meeting.ben.organization_id, False)


def test_a_new_organization_is_asked_about_before_it_is_made(app, meeting, correct):
    answer = correct(meeting.moderator.person, meeting.ana, organization="Ben organization")

    assert answer.status_code == 422
    assert "Is it this one?" in answer.text
    assert "Yes: Ben&#39;s organization" in answer.text


def test_one_corrects_ones_own_name_and_no_other(app, meeting, sign_in, listen):
    ana = sign_in(meeting.ana.person)
    assert ana.get("/workshops/1/your-name").status_code == 200

    answer = ana.post("/workshops/1/your-name", data={"name": "Ana Q."})

    assert answer.location == "/workshops/1"
    assert "Ana Q." in ana.get("/workshops/1").text
    assert kept(app) == [("name", "Ana", "Ana Q.")]
    assert ana.get(f"/workshops/1/seats/{meeting.ben.id}/correct").status_code == 403
    assert ana.post("/workshops/1/your-name", data={"name": "..."}).status_code == 422


def test_the_moderator_corrects_an_organization_that_is_seated(app, meeting, sign_in):
    moderator = sign_in(meeting.moderator.person)
    number = meeting.ana.organization_id
    said = {"name": "Ana's League", "acronym": "AL", "sector": "academia"}

    answer = moderator.post(f"/workshops/1/organizations/{number}/correct", data=said)

    assert answer.status_code == 303
    with app.app_context():
        row = db.session.get_one(Organization, number)
        assert (row.name, row.acronym, row.sector) == ("Ana's League", "AL", Sector.ACADEMIA)
    fields = [field for field, _former, _new in kept(app)]
    assert fields == ["name", "acronym", "sector"]
    author = meeting.problems[0].organization_id  # has no seat here
    assert moderator.get(f"/workshops/1/organizations/{author}/correct").status_code == 404


def test_an_address_by_which_staff_sign_in_is_nobody_elses(app, meeting, correct):
    answer = correct(meeting.moderator.person, meeting.ana, email="teresa@example.org")

    assert answer.status_code == 409
    with app.app_context():
        assert db.session.get_one(Person, meeting.ana.person_id).email is None


def test_an_entity_with_officials_stays_of_the_state(meeting, sign_in, press):
    moderator = sign_in(meeting.moderator.person)
    number = meeting.official.organization_id
    said = {"name": "Omar's organization", "acronym": "", "sector": "academia"}

    answer = moderator.post(f"/workshops/1/organizations/{number}/correct", data=said)
    joined = press(
        meeting.moderator, f"organizations/{number}/join", into=meeting.ana.organization_id
    )

    assert (answer.status_code, joined.status_code) == (409, 409)
    assert "Omar sits as an official" in joined.json["message"]


def test_a_role_that_does_not_fit_is_refused_and_nothing_typed_is_lost(meeting, correct):
    answer = correct(meeting.moderator.person, meeting.ana, role="official", name="Ana Typed")

    assert answer.status_code == 422
    assert "Officials come from an entity of the State" in answer.text
    assert 'value="Ana Typed"' in answer.text


def test_moderators_seats_are_the_sgps_to_correct(app, meeting, correct, make_admin):
    assert correct(meeting.moderator.person, meeting.moderator).status_code == 403

    answer = correct(make_admin(), meeting.moderator, name="Mara Ruiz", email="mara@example.org")

    assert answer.location == "/workshops/1/desk"
    with app.app_context():
        person = db.session.get_one(Person, meeting.moderator.person_id)
        assert (person.name, person.email) == ("Mara Ruiz", "mara@example.org")
