"""The response desk, and the results that wait for it."""

from datetime import timedelta

import pytest

from workshop.closing.models import Response
from workshop.extensions import db
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}


@pytest.fixture
def respond(closed, clock):
    """Send a response as the SGP does."""

    def respond(*about: str, **fields: object):
        sent = {
            "about": list(about),
            "category": "no_budget",
            "text": "There is no budget before 2025.",
            "organization_id": closed.official.organization_id,
            "answered_on": clock().date().isoformat(),
            **fields,
        }
        return closed.admin.post(closed.desk, data=sent, headers=JSON)

    return respond


def of_c(closed) -> str:
    return f"problem-{closed.problems[2].id}"


def test_the_desk_asks_for_what_ended_and_nothing_else(closed):
    page = closed.admin.get(closed.desk).text

    assert "1 response is missing" in page
    assert "Problem C" in page
    assert "place 3" in page
    assert "Problem A" not in page


def test_a_response_is_on_record_with_its_entity_and_day(app, closed, respond, clock):
    assert respond(of_c(closed), revision=0).status_code == 200

    with app.app_context():
        [kept] = db.session.scalars(db.select(Response))
        assert (kept.text, str(kept.category), kept.answered_on, kept.revision) == (
            "There is no budget before 2025.",
            "no_budget",
            clock().date(),
            1,
        )
        assert kept.problem_id == closed.problems[2].id
    assert "No response is missing" in closed.admin.get(closed.desk).text


def test_of_two_who_answer_the_second_is_told(closed, respond):
    respond(of_c(closed), revision=0)

    second = respond(of_c(closed), revision=0, text="Something else altogether")

    assert second.status_code == 409
    assert second.json["current"]["text"] == "There is no budget before 2025."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Write the response."),
        ("text", "x" * 2001, "at most 2000 characters"),
        ("category", "none_of_ours", "hoice"),
        ("organization_id", "99", "Not a valid choice"),
        ("answered_on", "soon", "Not a valid date"),
    ],
)
def test_what_does_not_fit_is_named(closed, respond, field, value, sentence):
    refused = respond(of_c(closed), revision=0, **{field: value})

    assert refused.status_code == 422
    assert sentence in refused.text


def test_a_response_is_not_dated_in_the_future(closed, respond, clock):
    tomorrow = (clock() + timedelta(days=2)).date().isoformat()

    assert respond(of_c(closed), answered_on=tomorrow).status_code == 422


def test_several_items_get_one_response(app, voted, press, sign_in, make_admin, clock):
    press(voted.moderator, "close", item=[voted.problems[1].id], reason="Only B is ours")
    admin = sign_in(make_admin())
    a, _b, c = voted.problems
    sent = {
        "about": [f"problem-{a.id}", f"problem-{c.id}"],
        "category": "outside_competence",
        "text": "Another entity answers for it.",
        "organization_id": voted.official.organization_id,
        "answered_on": clock().date().isoformat(),
    }
    page = f"/workshops/{voted.workshop.id}/responses"

    assert admin.post(page, data=sent, headers=JSON).status_code == 200

    with app.app_context():
        kept = db.session.scalars(db.select(Response.problem_id)).all()
    assert set(kept) == {a.id, c.id}


def test_an_item_that_owes_nothing_is_refused(closed, respond):
    assert respond(f"problem-{closed.problems[0].id}").status_code == 409
    assert respond().status_code == 409


def test_the_results_wait_for_the_last_response(app, closed, respond):
    publish = f"/workshops/{closed.workshop.id}/close/publish"

    refused = closed.admin.post(publish, headers=JSON)
    assert refused.status_code == 409
    assert "1 reasoned response is missing." in refused.text

    respond(of_c(closed), revision=0)
    assert closed.admin.post(publish, headers=JSON).status_code == 200
    with app.app_context():
        assert db.session.get_one(Workshop, closed.workshop.id).state == "published"


def test_only_the_sgp_publishes(closed, respond, press):
    respond(of_c(closed), revision=0)

    assert press(closed.moderator, "close/publish").status_code == 403


def test_a_published_round_stays_closed(closed, respond, press):
    respond(of_c(closed), revision=0)
    closed.admin.post(f"/workshops/{closed.workshop.id}/close/publish", headers=JSON)

    refused = press(closed.moderator, "close/take-back", reason="One more look")

    assert refused.status_code == 409
    assert "are published" in refused.text


def test_a_theme_that_stops_owes_a_response_and_stays_visible(app, make_theme, make_admin, sign_in):
    theme = make_theme("Citizen security", is_developed=False, note="Circumstances")

    page = sign_in(make_admin()).get(f"/plans/{theme.plan_id}/responses").text

    assert "Citizen security" in page
    assert "Circumstances" in page
