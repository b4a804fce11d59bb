import re

import pytest

from workshop.extensions import db
from workshop.live import seating
from workshop.live.guides import Role
from workshop.live.models import Seat, SeatState, WorkshopState
from workshop.people.models import Organization, Person, Sector

ANA = {"name": "Ana Quispe", "organization": "Red Ambiental"}


@pytest.fixture
def workshop(make_workshop):
    return make_workshop(code="K7M2QX")


@pytest.fixture
def red(make_organization):
    return make_organization("Red Ambiental", acronym="RA")


@pytest.fixture
def join(app, workshop):
    """Someone new knocks at the door; gives back their browser and the answer."""

    def join(code="K7M2QX", **said):
        client = app.test_client()
        return client, client.post(f"/join/{code}", data=said)

    return join


@pytest.fixture
def only_seat(app):
    """The one seat there is, as (name, organization, role, state, holds the vote)."""

    def read():
        with app.app_context():
            seat = db.session.scalars(db.select(Seat)).one()
            organization = seat.organization and seat.organization.name
            return (seat.name, organization, seat.role, seat.state, seat.holds_vote)

    return read


@pytest.fixture
def decide(app, clock):
    """The moderator decides about the only seat."""

    def decide(deed):
        with app.app_context():
            seat = db.session.scalars(db.select(Seat)).one()
            deed(seat, None, now=clock())
            db.session.commit()

    return decide


@pytest.mark.parametrize("typed", ["K7M2QX", "k7m2qx", " k7m-2qx "])
def test_the_code_leads_to_the_door_however_it_is_typed(client, workshop, typed):
    answer = client.post("/join", data={"code": typed})

    assert (answer.status_code, answer.location) == (303, "/join/K7M2QX")


def test_the_door_says_which_workshop_it_is(client, workshop, red):
    page = client.get("/join/k7m2qx").text

    assert workshop.theme.name in page
    assert '<option value="Red Ambiental" label="RA">' in page


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.post("/join", data={"code": "AAAAAA"}),
        lambda client: client.get("/join/AAAAAA"),
        lambda client: client.post("/join/AAAAAA", data=ANA),
    ],
)
def test_an_unknown_code_is_said_so(client, workshop, ask):
    answer = ask(client)

    assert answer.status_code == 404
    assert "No workshop has this code." in answer.text


def test_guessing_codes_is_limited_and_a_full_hall_is_not(make_app, workshop):
    client = make_app(RATE_LIMITS=True).test_client()

    hall = [client.get("/join/K7M2QX").status_code for _person in range(60)]
    guesses = [client.get(f"/join/AAAA{number}").status_code for number in range(31)]

    assert hall == [200] * 60
    assert guesses == [404] * 30 + [429]
    assert client.post("/join", data={"code": "AAAAAA"}).status_code == 429


def test_joining_takes_a_seat_at_the_door(join, only_seat, red):
    client, answer = join(**ANA)

    assert (answer.status_code, answer.location) == (303, "/workshops/1/waiting")
    assert only_seat() == ("Ana Quispe", "Red Ambiental", Role.TITULAR, SeatState.WAITING, False)
    assert "The moderator will let you in." in client.get(answer.location).text


def test_pressing_twice_takes_one_seat(clock, join, only_seat, red):
    browsers = [join(**ANA, key="k1")[0] for _time in range(2)]

    assert only_seat()[0] == "Ana Quispe"
    assert [browser.get("/workshops/1/waiting").status_code for browser in browsers] == [200, 200]


def test_the_key_of_a_page_is_worth_nothing_a_minute_later(app, clock, join, red):
    join(**ANA, key="k1")
    clock.advance(minutes=1)
    join(**ANA, key="k1")

    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Seat.id))) == 2


@pytest.mark.parametrize("typed", ["red  ambiental", "RA", " ra "])
def test_an_organization_is_known_by_its_name_or_acronym(app, join, red, typed):
    join(name="Ana Quispe", organization=typed)

    with app.app_context():
        assert [seat.organization_id for seat in db.session.scalars(db.select(Seat))] == [red.id]


def test_a_new_organization_comes_with_its_sector(app, join, only_seat):
    _client, answer = join(name="Ana", organization="Colectivo Río", sector="civil_society")

    assert answer.status_code == 303
    with app.app_context():
        [organization] = db.session.scalars(db.select(Organization))
        assert (organization.name, organization.sector) == ("Colectivo Río", Sector.CIVIL_SOCIETY)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"organization": "Red Ambiental"}, "Write your name."),
        ({"name": "Ana"}, "Write the organization you come for."),
        ({"name": "Ana", "organization": "New here"}, "This organization is new to us"),
        ({"name": "A" * 121, "organization": "Red Ambiental"}, "At most 120 characters fit here."),
        ({**ANA, "is_official": "y"}, "Officials come from an entity of the State."),
    ],
)
def test_what_does_not_fit_is_said_at_the_field_and_nothing_typed_is_lost(
    app, join, red, said, sentence
):
    _client, answer = join(**said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(f'value="{text}"' in answer.text for text in said.values())
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Person.id))) == 0


def test_an_official_says_so_and_comes_from_the_state(join, make_organization, only_seat):
    make_organization("MINAM", sector=Sector.EXECUTIVE)

    join(name="Luis Rojas", organization="MINAM", is_official="y")

    assert only_seat()[2] is Role.OFFICIAL


def test_a_name_typed_is_no_proof_of_being_someone(app, join, red, make_person):
    ana = make_person("Ana Quispe", organization=red)

    client, _answer = join(**ANA)

    with client.session_transaction() as session:
        assert session["_user_id"] != ana.get_id()


def test_whoever_is_signed_in_joins_as_the_same_person(app, workshop, red, make_person, sign_in):
    ana = make_person("Ana Quispe", organization=red)
    page = sign_in(ana).get("/join/K7M2QX").text
    sign_in(ana).post("/join/K7M2QX", data={"name": "Another", "organization": "Red Ambiental"})

    assert "You join as Ana Quispe." in page
    assert 'value="Red Ambiental"' in page
    with app.app_context():
        assert [seat.person_id for seat in db.session.scalars(db.select(Seat))] == [ana.id]


def test_staff_do_not_join_by_code(workshop, red, make_staff, sign_in):
    client = sign_in(make_staff())

    assert "Staff are given their seat by the SGP." in client.get("/join/K7M2QX").text
    assert client.post("/join/K7M2QX", data=ANA).status_code == 409


@pytest.mark.parametrize(("role", "page"), [(Role.TITULAR, ""), (Role.MODERATOR, "/desk")])
def test_whoever_has_a_seat_goes_straight_in(workshop, make_seat, sign_in, role, page):
    client = sign_in(make_seat(workshop, role).person)

    answers = [client.get("/join/K7M2QX"), client.post("/join/K7M2QX", data=ANA)]

    assert [answer.location for answer in answers] == [f"/workshops/1{page}"] * 2


def test_a_closed_workshop_takes_nobody_in(client, make_workshop, red):
    make_workshop(code="K7M2QX", state=WorkshopState.CANCELLED)

    assert "This workshop is closed." in client.get("/join/K7M2QX").text
    assert client.post("/join/K7M2QX", data=ANA).status_code == 409


def test_the_waiting_page_goes_in_once_admitted(clock, join, red, decide):
    client, _answer = join(**ANA)
    before = client.get("/workshops/1/waiting.json").json
    decide(seating.admit)

    assert before == {"state": "waiting", "url": "/workshops/1/waiting"}
    assert client.get("/workshops/1/waiting.json").json == {
        "state": "admitted",
        "url": "/workshops/1",
    }
    assert client.get("/workshops/1/waiting").location == "/workshops/1"


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (seating.decline, "The moderator has not admitted you to this workshop."),
        (seating.remove, "You no longer have a seat in this workshop."),
    ],
)
def test_whoever_is_not_let_in_is_told_so(clock, join, red, decide, deed, sentence):
    client, _answer = join(**ANA)
    decide(deed)

    page = client.get("/workshops/1/waiting").text

    assert sentence in page
    assert "http-equiv" not in page


def test_without_script_the_waiting_page_reloads_by_itself(join, red):
    client, answer = join(**ANA)

    assert '<noscript><meta http-equiv="refresh" content="5">' in client.get(answer.location).text


def test_the_waiting_page_is_nobody_elses(workshop, make_person, sign_in):
    client = sign_in(make_person())

    assert client.get("/workshops/1/waiting").status_code == 404
    assert client.get("/workshops/1/waiting.json").status_code == 404


def test_the_qr_code_is_a_picture_for_the_wall(client, workshop):
    answer = client.get("/join/K7M2QX/qr.svg")

    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert re.match(rb"(<\?xml.*?\?>\s*)?<svg ", answer.data)
    assert "max-age" in answer.headers["Cache-Control"]
    assert client.get("/join/AAAAAA/qr.svg").status_code == 404
