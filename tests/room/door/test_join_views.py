import re

import pytest

from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector
from workshop.workshops import seating
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Seat, SeatState, WorkshopState

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
    assert "Red Ambiental" not in page  # a code lists no organizations


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


def again(app, client):
    """The same browser as it is now: what it sends next, it sends with the session it has now."""
    twin = app.test_client()
    with client.session_transaction() as now, twin.session_transaction() as session:
        session.update(now)
    return twin


@pytest.fixture
def at_the_form(app, workshop):
    """A stranger's browser that was given the form at the door."""
    client = app.test_client()
    assert client.get("/join/K7M2QX").status_code == 200
    return client


def test_pressing_twice_takes_one_seat(app, clock, at_the_form, only_seat, red):
    browsers = [again(app, at_the_form), at_the_form]  # the second press, before the first answer
    answers = [browser.post("/join/K7M2QX", data={**ANA, "key": "k1"}) for browser in browsers]

    assert only_seat()[0] == "Ana Quispe"
    assert [answer.location for answer in answers] == ["/workshops/1/waiting"] * 2
    assert [browser.get("/workshops/1/waiting").status_code for browser in browsers] == [200, 200]


def test_the_key_of_a_page_is_worth_nothing_a_minute_later(app, clock, at_the_form, red):
    for browser in (again(app, at_the_form), at_the_form):
        browser.post("/join/K7M2QX", data={**ANA, "key": "k1"})
        clock.advance(minutes=1)

    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Seat.id))) == 2


def count_of_persons(app):
    with app.app_context():
        return db.session.scalar(db.select(db.func.count(Person.id)))


def test_a_strangers_key_at_the_door_signs_nobody_in(app, clock, join, at_the_form, red):
    ana, _answer = join(**ANA, key="k1")
    at_the_form.post("/join/K7M2QX", data={**ANA, "name": "Someone", "key": "k1"})

    assert count_of_persons(app) == 2
    assert "Someone" in at_the_form.get("/workshops/1/waiting").text
    assert "Ana Quispe" in ana.get("/workshops/1/waiting").text


@pytest.mark.parametrize("has_form", [False, True])
def test_the_key_of_somebodys_act_signs_no_stranger_in(
    app, meeting, go_to, press, at_the_form, client, clock, has_form
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    code = meeting.workshop.code
    press(meeting.ana, "contributions", key="of Ana", text="Said by Ana")
    press(meeting.moderator, "agenda/extend", key="of Mara", minutes=5)
    before = count_of_persons(app)
    stranger = at_the_form if has_form else client

    for key in ("of Ana", "of Mara"):
        answer = stranger.post(f"/join/{code}", data={"key": key})
        assert answer.status_code == 422  # as for any form without a name
        with stranger.session_transaction() as session:
            assert "_user_id" not in session
        assert stranger.get(f"/workshops/{meeting.workshop.id}").location.startswith("/sign-in")

    assert count_of_persons(app) == before


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


# Whoever was not admitted can still be


@pytest.fixture
def turned_away(app, meeting, client, press):
    """A stranger's browser after the moderator pressed "Do not admit", and their seat."""
    client.post(f"/join/{meeting.workshop.code}", data=ANA | {"sector": "civil_society"})
    with app.app_context():
        seat = db.session.scalars(db.select(Seat).order_by(Seat.id.desc())).first()
    assert press(meeting.moderator, f"seats/{seat.id}/decline").status_code == 200
    assert "has not admitted you" in client.get("/workshops/1/waiting").text
    return client, seat.id


def test_the_desk_lists_whom_it_did_not_admit_and_admits_them(
    meeting, turned_away, sign_in, press, listen
):
    stranger, seat_id = turned_away
    address = f"/workshops/1/seats/{seat_id}/admit"
    desk = sign_in(meeting.moderator.person)
    room = listen(meeting.moderator.person, meeting.workshop, view="desk")

    page = desk.get("/workshops/1/desk").text
    assert "1 person not admitted" in page
    assert f'action="{address}"' in page
    assert f'action="{address}"' not in desk.get("/workshops/1").text

    answer = press(meeting.moderator, f"seats/{seat_id}/admit", role="titular")

    assert (answer.status_code, answer.json["message"]) == (200, "Ana Quispe has been admitted.")
    assert "not admitted" not in room.news("parts")[-1]["parts"]["people"]
    assert stranger.get("/workshops/1/waiting.json").json == {
        "state": "admitted",
        "url": "/workshops/1",
    }
    assert stranger.get("/workshops/1").status_code == 200


def test_the_preparation_admits_them_too(meeting, turned_away, sign_in, make_admin):
    stranger, seat_id = turned_away
    sgp = sign_in(make_admin())
    address = f"/workshops/1/prepare/seats/{seat_id}/restore"
    assert f'action="{address}"' in sgp.get("/workshops/1/prepare").text

    answer = sgp.post(address, follow_redirects=True)

    assert "Ana Quispe has been admitted." in answer.text
    assert f'action="{address}"' not in answer.text
    assert stranger.get("/workshops/1/waiting").location == "/workshops/1"


# Is it …?

TRANSPARENCIA = "Asociación Civil Transparencia"
SAME = [
    "Asociacion Civil Transparencia",
    "ASOCIACIÓN CIVIL TRANSPARENCIA.",
    "“Asociación Civil Transparencia”",
    "«asociación  civil   transparencia»",
    "Asociación-Civil Transparencia",
    "A.C.T.",
]
NEARLY = [
    "A.C. Transparencia",
    "Transparencia",
    "Asoc. Civil Transparencia",
    "Asociación Civil Trasparencia",
    "Asociación Transparencia Civil",
    "Asociación Civil Transparencia (ACT)",
    "Transparencia ONG",
]


@pytest.fixture
def transparencia(make_organization):
    return make_organization(TRANSPARENCIA, acronym="ACT")


@pytest.fixture
def names(app):
    def names():
        with app.app_context():
            return db.session.scalars(db.select(Organization.name)).all()

    return names


@pytest.mark.parametrize("typed", SAME)
def test_a_name_written_otherwise_is_the_same_organization(join, transparencia, names, typed):
    _client, answer = join(name="Ana", organization=typed)

    assert answer.status_code == 303
    assert names() == [TRANSPARENCIA]


@pytest.mark.parametrize("typed", NEARLY)
def test_a_name_that_is_nearly_known_is_asked_about(join, transparencia, names, only_seat, typed):
    said = {"name": "Ana", "organization": typed, "sector": "civil_society"}
    client, asked = join(**said)

    assert asked.status_code == 422
    assert f"Yes: {TRANSPARENCIA}" in asked.text
    assert typed.replace("“", "&#34;") in asked.text
    assert names() == [TRANSPARENCIA]

    sent = {**said, "offered_for": typed, "meant": transparencia.id}
    assert client.post("/join/K7M2QX", data=sent).status_code == 303
    assert names() == [TRANSPARENCIA]
    assert only_seat()[1] == TRANSPARENCIA


@pytest.mark.parametrize("typed", ["ACT", "a.c.t.", "A. C. T."])
def test_initials_of_a_known_name_are_asked_about(join, make_organization, names, typed):
    make_organization(TRANSPARENCIA)
    _client, asked = join(name="Ana", organization=typed, sector="civil_society")

    assert asked.status_code == 422
    assert f"Yes: {TRANSPARENCIA}" in asked.text
    assert names() == [TRANSPARENCIA]


def test_it_may_be_another_one_all_the_same(join, transparencia, names):
    said = {"name": "Ana", "organization": "Transparencia Andina", "meant": "0"}
    client, answer = join(**said, offered_for="Transparencia Andina")
    assert answer.status_code == 422
    assert "This organization is new to us: choose its sector." in answer.text
    assert 'name="meant" value="0"' in answer.text  # it is not asked again

    said |= {"offered_for": "Transparencia Andina", "sector": "civil_society"}
    assert client.post("/join/K7M2QX", data=said).status_code == 303
    assert names() == [TRANSPARENCIA, "Transparencia Andina"]


def test_only_what_was_offered_can_be_meant(join, transparencia, make_organization, names):
    other = make_organization("Red Ambiental")
    typed = "A.C. Transparencia"
    _client, answer = join(name="Ana", organization=typed, offered_for=typed, meant=other.id)

    assert answer.status_code == 422
    assert names() == [TRANSPARENCIA, "Red Ambiental"]


def test_a_stranger_is_offered_three_at_most(join, make_organization):
    for place in ("Lima", "Cusco", "Puno", "Tacna"):
        make_organization(f"Gobierno Regional de {place}")
    _client, answer = join(name="Ana", organization="Gobierno Regional")

    assert answer.text.count("Yes: ") == 3


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Colegio de Ingenieros", "Colegio de Abogados"),
        ("Comisaría 12", "Comisaría 13"),
        ("Red Norte", "Red Sur"),
        ("Gobierno Regional Puno", "Gobierno Regional de Pasco"),
        ("Ministerio de Salud", "Ministerio de Cultura"),
        ("ONG", "Red ONG Perú"),
    ],
)
def test_what_only_begins_alike_is_not_asked_about(join, make_organization, names, typed, known):
    make_organization(known)
    _client, answer = join(name="Ana", organization=typed, sector="civil_society")

    assert answer.status_code == 303
    assert len(names()) == 2


def test_the_database_refuses_a_second_of_the_same_name(app, transparencia):
    with app.app_context():
        db.session.add(Organization(name=SAME[1], sector=Sector.CIVIL_SOCIETY))
        with pytest.raises(db.exc.IntegrityError):
            db.session.commit()
