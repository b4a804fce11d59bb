"""A guest who comes back: known in the same browser, joined by the moderator from another."""

import pytest

from workshop.extensions import db
from workshop.people.models import Person, Sector
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Seat, SeatState, VoteUnit, Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def knock(app, meeting):
    """Somebody knocks from a device of their own; gives back the browser and the answer."""

    def knock(name="Ana", organization="Ana's organization", client=None, **fields):
        client = client or app.test_client()
        said = {"name": name, "organization": organization, **fields}
        return client, client.post(f"/join/{meeting.workshop.code}", data=said)

    return knock


def seats(app):
    with app.app_context():
        rows = db.session.scalars(db.select(Seat).order_by(Seat.id)).all()
        return [(row.name, row.state) for row in rows if row.name.startswith("Ana")]


def test_who_signs_out_and_comes_back_has_the_same_seat(app, meeting, knock, press):
    client, _answer = knock("Zoe", "Ana's organization")
    with app.app_context():
        seat = db.session.scalars(db.select(Seat).order_by(Seat.id.desc())).first()
        number = seat.id
    press(meeting.moderator, f"seats/{number}/admit", role="alternate")
    client.post("/sign-out")

    _client, answer = knock("zoé", "ana's  ORGANIZATION", client=client)

    assert (answer.status_code, answer.location) == (303, "/workshops/1")
    with app.app_context():
        assert db.session.query(Seat).filter(Seat.id > number).count() == 0


@pytest.mark.parametrize(
    ("name", "organization"), [("Zoe Paz", "Ana's organization"), ("Zoe", "Ben's organization")]
)
def test_a_tablet_that_goes_from_hand_to_hand_lets_nobody_into_anothers_seat(
    app, knock, name, organization
):
    client, _answer = knock("Zoe", "Ana's organization")
    client.post("/sign-out")

    _client, answer = knock(name, organization, client=client)

    assert answer.location == "/workshops/1/waiting"
    with app.app_context():
        names = db.session.scalars(db.select(Person.name).order_by(Person.id)).all()
        assert names[-2:] == ["Zoe", name]


def test_from_another_device_the_moderator_joins_the_two(app, meeting, knock, press, sign_in):
    client, _answer = knock()
    desk = sign_in(meeting.moderator.person).get("/workshops/1/desk").text
    assert "Likely the same" in desk
    assert "knocked at" in desk
    with app.app_context():
        double = db.session.scalars(db.select(Seat).order_by(Seat.id.desc())).first().id

    answer = press(meeting.moderator, f"seats/{double}/join", into=meeting.ana.id)

    assert answer.status_code == 200
    assert seats(app) == [("Ana", SeatState.ADMITTED), ("Ana", SeatState.REMOVED)]
    assert client.get("/workshops/1").status_code == 200  # the new device goes on with the seat
    assert client.get("/workshops/1/waiting.json").json["url"] == "/workshops/1"
    with app.app_context():
        assert db.session.get_one(Seat, meeting.ana.id).holds_vote


def test_only_who_is_likely_the_same_is_joined(meeting, press):
    answer = press(meeting.moderator, f"seats/{meeting.ben.id}/join", into=meeting.ana.id)

    assert answer.status_code == 409


def test_where_persons_vote_two_seats_leave_one_ballot(app, meeting, knock, press, go_to, cast):
    with app.app_context():
        db.session.get_one(Workshop, 1).vote_unit = VoteUnit.PERSON
        db.session.commit()
    knock()
    with app.app_context():
        double = db.session.scalars(db.select(Seat).order_by(Seat.id.desc())).first()
        db.session.refresh(double, ["person"])
        number = double.id
    press(meeting.moderator, f"seats/{number}/admit", role="titular")
    go_to(meeting.workshop, PhaseKind.VOTING)
    cast(double, "A B C")

    answer = press(meeting.moderator, f"seats/{number}/join", into=meeting.ana.id)

    assert answer.status_code == 200
    again = cast(meeting.ana, "B A C", request="again", revision=1)
    assert again.status_code == 200  # the ballot is this person's own


def test_a_shared_address_seats_nobody_else(app, meeting, make_admin, make_organization, sign_in):
    entity = make_organization("Ministry", Sector.EXECUTIVE)
    admin = sign_in(make_admin())
    shared = {
        "seat-email": "mesadepartes@example.org",
        "seat-organization_id": entity.id,
        "seat-role": "official",
        "seat-time_percent": "100",
    }
    for name in ("Luis Rojas", "Rosa Quispe", "Luis  ROJAS"):
        admin.post("/workshops/1/prepare/seats/add", data={**shared, "seat-name": name})

    with app.app_context():
        sharing = db.session.scalars(
            db.select(Person.name).filter_by(email="mesadepartes@example.org").order_by(Person.id)
        ).all()
        assert sharing == ["Luis Rojas", "Rosa Quispe"]
        assert {seat.role for seat in db.session.scalars(db.select(Seat))} >= {Role.OFFICIAL}
