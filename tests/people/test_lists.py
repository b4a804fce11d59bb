import pytest

from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector

MINAM = {"name": "Ministerio del Ambiente", "acronym": "MINAM", "sector": "executive"}
LUIS = {"name": "Luis", "email": "luis@example.org", "password": "quinua y maca 1986"}


@pytest.fixture
def desk(make_admin, sign_in):
    """The browser of an administrator."""
    return sign_in(make_admin())


def organizations(app):
    with app.app_context():
        rows = db.session.scalars(db.select(Organization).order_by(Organization.id))
        return [(row.name, row.acronym, row.sector) for row in rows]


def test_an_administrator_adds_an_organization(app, desk):
    answer = desk.post("/organizations", data={**MINAM, "name": "  Ministerio  del Ambiente "})

    assert (answer.status_code, answer.location) == (303, "/organizations")
    assert organizations(app) == [("Ministerio del Ambiente", "MINAM", Sector.EXECUTIVE)]
    assert "Executive branch" in desk.get("/organizations").text


def test_an_organization_is_entered_once(app, desk, make_organization):
    make_organization("Ministerio del AMBIENTE")

    answer = desk.post("/organizations", data=MINAM)

    assert answer.status_code == 409
    assert "Ministerio del AMBIENTE is in the list already." in answer.text
    assert len(organizations(app)) == 1


def test_an_organization_is_corrected(app, desk, make_organization):
    organization = make_organization("Ministerio de Ambiente")

    answer = desk.post(f"/organizations/{organization.id}", data=MINAM)

    assert (answer.status_code, answer.location) == (303, "/organizations")
    assert organizations(app) == [("Ministerio del Ambiente", "MINAM", Sector.EXECUTIVE)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Write the name of the organization."),
        ({"sector": ""}, "Choose a sector."),
        ({"sector": "church"}, "Choose one of the options"),
        ({"name": "N" * 201}, "At most 200 characters fit here."),
    ],
)
def test_what_does_not_fit_is_said_at_the_field(app, desk, change, sentence):
    answer = desk.post("/organizations", data={**MINAM, **change})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert organizations(app) == []


def test_the_same_order_sent_twice_is_carried_out_once(app, desk):
    answers = [desk.post("/organizations", data={**MINAM, "key": "k1"}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(organizations(app)) == 1


def test_an_administrator_opens_an_account_for_staff(app, desk):
    desk.post("/staff", data=LUIS)

    with app.app_context():
        luis = db.session.scalars(db.select(Person).filter_by(name="Luis")).one()
        assert (luis.is_staff, luis.is_admin) == (True, False)
    answer = app.test_client().post("/sign-in", data=LUIS)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"email": "ana@example.org"}, 409, "ana@example.org has an account already."),
        ({"email": "luis"}, 422, "This is not an e-mail address."),
        ({"password": "short"}, 422, "A password has 12 to 200 characters."),
    ],
)
def test_an_account_is_refused(desk, make_staff, change, status, sentence):
    make_staff("Ana", email="ana@example.org")

    answer = desk.post("/staff", data={**LUIS, **change})

    assert answer.status_code == status
    assert sentence in answer.text
    assert LUIS["password"] not in answer.text


@pytest.mark.parametrize("path", ["/organizations", "/organizations/1", "/staff"])
@pytest.mark.parametrize("who", ["make_person", "make_staff"])
def test_the_lists_are_for_administrators(request, sign_in, make_organization, who, path):
    make_organization()
    client = sign_in(request.getfixturevalue(who)())

    assert client.get(path).status_code == 403
    assert client.post(path, data={**MINAM, **LUIS}).status_code == 403


@pytest.mark.parametrize(
    ("path", "more"), [("/organizations", "make_organization"), ("/staff", "make_staff")]
)
def test_a_longer_list_asks_the_database_no_more_often(request, desk, count_queries, path, more):
    make = request.getfixturevalue(more)
    make()
    few = count_queries(lambda: desk.get(path))
    make()
    make()

    assert count_queries(lambda: desk.get(path)) == few > 0
