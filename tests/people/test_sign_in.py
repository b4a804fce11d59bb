import re

import pytest

from workshop.extensions import db
from workshop.people.models import Person


@pytest.fixture
def elena(make_admin):
    return make_admin("Elena", email="elena@example.org")


@pytest.fixture
def send(client, password):
    """What the sign-in form sends; the right password unless told otherwise."""

    def send(email="elena@example.org", password=password, **more):
        return client.post("/sign-in", data={"email": email, "password": password, **more})

    return send


def is_signed_in(client) -> bool:
    return client.get("/password").status_code == 200


def test_staff_sign_in_with_their_password(client, elena, send):
    answer = send("  Elena@Example.org ", next="/organizations")

    assert (answer.status_code, answer.location) == (303, "/organizations")
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, elena, send):
    answers = [send(password="something else"), send("nobody@example.org")]

    sentences = [re.search(r'role="alert">(.*?)<', answer.text).group(1) for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert len(set(sentences)) == 1
    assert not is_signed_in(client)


def test_a_participant_cannot_sign_in_with_a_password(client, make_person, send):
    make_person("Ana", email="ana@example.org")

    assert send("ana@example.org").status_code == 422


def test_what_is_left_out_is_said_at_the_field(send):
    answer = send(email="", password="")

    assert answer.status_code == 422
    assert "Write your e-mail address." in answer.text
    assert "Write your password." in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\n//evil.example/",
        "evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_site(elena, send, elsewhere):
    assert send(next=elsewhere).location == "/"


def test_the_page_for_whoever_is_signed_in_goes_on(sign_in, elena):
    answer = sign_in(elena).get("/sign-in?next=/staff")

    assert (answer.status_code, answer.location) == (302, "/staff")


def test_attempts_that_fail_are_limited_and_those_that_succeed_are_not(make_app, elena, password):
    client = make_app(RATE_LIMITS=True).test_client()
    right = {"email": "elena@example.org", "password": password}
    wrong = {**right, "password": "something else"}

    first = [client.post("/sign-in", data=right).status_code for _time in range(12)]
    then = [client.post("/sign-in", data=wrong).status_code for _time in range(11)]

    assert first == [303] * 12
    assert then == [422] * 10 + [429]


def test_a_post_without_its_token_is_refused(csrf_app, elena, password):
    client = csrf_app.test_client()

    answer = client.post("/sign-in", data={"email": "elena@example.org", "password": password})

    assert answer.status_code == 400
    assert not is_signed_in(client)


def test_signing_out_ends_the_session(sign_in, elena):
    client = sign_in(elena)

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions(app, sign_in, elena, password):
    here, there = sign_in(elena), app.test_client()
    there.post("/sign-in", data={"email": elena.email, "password": password})
    new = "tarwi y kiwicha 2023"

    here.post("/password", data={"current": password, "password": new, "again": new})

    assert is_signed_in(here)
    assert not is_signed_in(there)
    answer = there.post("/sign-in", data={"email": elena.email, "password": new})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"current": "something else"}, "This is not your password until now."),
        ({"password": "short", "again": "short"}, "A password has 12 to 200 characters."),
        ({"again": "something else"}, "The two new passwords differ."),
    ],
)
def test_a_new_password_is_refused(app, sign_in, elena, password, change, sentence):
    new = "tarwi y kiwicha 2023"
    sent = {"current": password, "password": new, "again": new, **change}

    answer = sign_in(elena).post("/password", data=sent)

    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert db.session.get(Person, elena.id).session_number == 0


def test_a_participant_has_no_password_to_change(sign_in, make_person):
    assert sign_in(make_person()).get("/password").status_code == 403


def test_the_language_is_chosen_for_the_session(client):
    assert '<html lang="en">' in client.get("/sign-in").text

    answer = client.post("/language", data={"language": "es", "next": "/sign-in"})

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert '<html lang="es">' in client.get("/sign-in").text


@pytest.mark.parametrize("language", ["xx", ""])
def test_a_language_we_do_not_speak_changes_nothing(client, language):
    client.post("/language", data={"language": language})

    assert '<html lang="en">' in client.get("/sign-in").text


def test_the_browser_says_which_language_its_person_reads(client):
    page = client.get("/sign-in", headers={"Accept-Language": "es-PE,es;q=0.9,en;q=0.5"}).text

    assert '<html lang="es">' in page


def test_the_language_stays_when_the_session_begins(client, elena, send):
    client.post("/language", data={"language": "es"})
    send()

    assert '<html lang="es">' in client.get("/password").text
