import pytest

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people import links
from workshop.people.models import Person, PersonalLink

ROOM = "/workshops/1"


@pytest.fixture
def seat(clock, make_workshop, make_seat):
    return make_seat(make_workshop())


@pytest.fixture
def path(app, clock, seat):
    """The path of a link for the seat's person, good for seven days."""
    with app.test_request_context():
        person = db.session.get_one(Person, seat.person_id)
        link = links.issue_link(person, ROOM, now=clock(), days=7)
        db.session.commit()
        return f"/enter/{links.token(link)}"


@pytest.fixture
def revoke(app, clock, seat):
    def revoke():
        with app.app_context():
            links.revoke_links(db.session.get_one(Person, seat.person_id), now=clock())
            db.session.commit()

    return revoke


def link_row(app) -> PersonalLink:
    with app.app_context():
        return db.session.scalars(db.select(PersonalLink)).one()


def is_signed_in(client) -> bool:
    return client.get("/workshops/1/waiting").location != "/sign-in?next=/workshops/1/waiting"


def test_opening_a_link_says_whose_it_is_and_changes_nothing(app, client, seat, path):
    page = client.get(path)

    assert page.status_code == 200
    assert f"Enter as {seat.name}" in page.text
    assert seat.workshop.theme.name in page.text
    assert link_row(app).opened_at is None
    assert not is_signed_in(client)


def test_pressing_the_button_enters(app, clock, client, path):
    answer = client.post(path)

    assert (answer.status_code, answer.location) == (303, ROOM)
    assert link_row(app).opened_at == clock()
    assert is_signed_in(client)


def test_a_link_may_be_used_again_and_keeps_its_first_use(app, clock, path):
    first = clock()
    app.test_client().post(path)
    clock.advance(days=2)
    again = app.test_client()
    again.post(path)

    assert is_signed_in(again)
    assert link_row(app).opened_at == first


def test_a_session_in_the_same_browser_is_replaced(client, make_person, path, seat, sign_in):
    client = sign_in(make_person("Someone else"))

    assert "You are signed in as Someone else." in client.get(path).text
    client.post(path)

    with client.session_transaction() as session:
        assert session["_user_id"] == f"{seat.person_id}.0"


@pytest.mark.parametrize(
    ("days", "status"), [({"days": 6.999}, 200), ({"days": 7}, 410), ({"days": 30}, 410)]
)
def test_a_link_expires(clock, client, path, days, status):
    clock.advance(**days)

    assert client.get(path).status_code == status
    assert (client.post(path).status_code == 303) is (status == 200)


def test_what_no_longer_works_names_the_other_way_in(client, clock, path):
    clock.advance(days=8)
    page = client.get(path)

    assert "This link has expired." in page.text
    assert 'href="/join"' in page.text


def test_revoking_ends_the_link_and_the_sessions(client, path, revoke):
    client.post(path)
    revoke()

    assert not is_signed_in(client)
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert "This link was withdrawn." in client.get(path).text


@pytest.mark.parametrize("forge", [lambda t: t + "x", lambda t: "Mg" + t[2:], lambda t: "nonsense"])
def test_a_forged_link_is_not_found(client, path, forge):
    token = path.removeprefix("/enter/")

    assert client.get(f"/enter/{forge(token)}").status_code == 404
    assert client.post(f"/enter/{forge(token)}").status_code == 404
    assert not is_signed_in(client)


def test_a_link_signed_with_another_key_is_not_found(make_app, path):
    stranger = make_app(SECRET_KEY="another").test_client()

    assert stranger.get(path).status_code == 404


def test_staff_get_no_link_unless_it_is_a_demonstration(app, clock, make_admin):
    admin = make_admin("Elena")
    with app.app_context():
        person = db.session.get_one(Person, admin.id)
        with pytest.raises(Refusal, match="Elena signs in with a password"):
            links.issue_link(person, "/", now=clock(), days=1)

        link = links.issue_link(person, "/", now=clock(), days=1, even_staff=True)
        path = f"/enter/{links.token(link)}"
        db.session.commit()

    assert app.test_client().post(path).location == "/"


def test_the_address_to_send_is_absolute(make_app, clock, make_person):
    person = make_person()
    app = make_app(BASE_URL="https://talleres.example.pe/")
    with app.app_context():
        link = links.issue_link(db.session.get_one(Person, person.id), ROOM, now=clock(), days=1)
        address = links.address(link)

        assert address == f"https://talleres.example.pe/enter/{links.token(link)}"


def test_without_a_setting_the_address_is_the_one_people_use(app):
    with app.test_request_context(base_url="http://192.168.1.7:8000"):
        assert links.join_address("K7M2QX") == "http://192.168.1.7:8000/join/K7M2QX"
