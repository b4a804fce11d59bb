"""The response desk, and the results that wait for it."""

import html
import re
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy.exc import IntegrityError

from workshop import clock as wall_clock
from workshop.closing import due
from workshop.closing.models import Kind, Response
from workshop.contributions.models import Contribution
from workshop.extensions import db
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

JSON = {"Accept": "application/json"}


@pytest.fixture
def respond_to(clock):
    """Send a response as the SGP does."""

    def respond_to(closed, *about: str, **fields: object):
        sent = {
            "about": list(about),
            "category": "no_budget",
            "text": "There is no budget before 2025.",
            "organization_id": closed.official.organization_id,
            "answered_on": clock().date().isoformat(),
            **fields,
        }
        return closed.admin.post(closed.desk, data=sent, headers=JSON)

    return respond_to


@pytest.fixture
def respond(closed, respond_to):
    return partial(respond_to, closed)


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
        ("category", "none_of_ours", "Choose one of the options"),
        ("organization_id", "99", "Choose one of the options"),
        ("answered_on", "soon", "Write a day of the calendar"),
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


@pytest.fixture
def written(app, meeting, go_to, press, request):
    """The closed round in whose discussion Ana and Ben wrote, and one text was hidden."""
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    said = ((meeting.ana, "The registers are on paper"), (meeting.ben, "Ask the mines"))
    for seat, text in said:
        press(seat, "contributions", problem_id=meeting.problems[0].id, text=text)
    hidden = press(meeting.ben, "contributions", text="Nobody answers for this")
    assert hidden.status_code == 200
    with app.app_context():
        last = db.session.scalars(db.select(Contribution).order_by(Contribution.id.desc())).first()
        press(meeting.moderator, f"contributions/{last.id}/hide", reason="Abuse")
    return request.getfixturevalue("closed")


@pytest.fixture
def answer_all(written):
    """Answer what was written, by the box of all, and the problem that ended, marked besides."""

    def answer_all():
        address = f"/workshops/{written.workshop.id}/responses"
        page = written.admin.get(address).text
        [keys] = re.findall(r'value="([^"]+)"\s+id="mark-all-all"', page)
        sent = {
            "about": [keys, of_c(written)],
            "category": "not_among_those_carried",
            "text": "Thank you",
            "organization_id": written.official.organization_id,
            "answered_on": "2022-01-01",
        }
        assert written.admin.post(address, data=sent).status_code == 303

    return answer_all


def test_what_was_written_in_a_phase_is_answered_together(app, written, answer_all):
    address = f"/workshops/{written.workshop.id}/responses"
    page = written.admin.get(address).text
    assert "2 responses are missing" in page
    assert "2 contributions" in page
    assert "Nobody answers for this" not in page
    whom = page.partition('class="missing"')[2]
    assert "The moderator or the SGP writes it" in whom
    assert written.moderator.name in whom

    answer_all()

    page = written.admin.get(address).text
    assert "No response is missing" in page
    assert f"/workshops/{written.workshop.id}/close/publish" in page
    with app.app_context():
        kept = {response.about for response in db.session.scalars(db.select(Response))}
    assert {kind for kind, _id in kept} == {Kind.PROBLEM, Kind.CONTRIBUTIONS}


def test_the_answer_to_what_was_written_stands_wherever_it_is_read(app, written, answer_all):
    answer_all()

    plan = written.workshop.theme.plan_id
    lineage = f"/plans/{plan}/lineage/problem/{written.problems[0].id}"
    ours = f"/plans/{plan}/organizations/{written.ana.organization_id}"
    assert all("Thank you" in written.admin.get(read).text for read in (lineage, ours))

    publish = f"/workshops/{written.workshop.id}/close/publish"
    assert written.admin.post(publish, headers=JSON).status_code == 200
    public = app.test_client()
    section = round_page(public, plan).partition('id="written"')[2].partition("</section>")[0]
    data = public.get(f"/open/{plan}/data/contributions.json").json["rows"]
    assert "Thank you" in section
    assert written.ana.organization.name in section
    assert [row["number"] for row in data] == ["2"]
    seats = (written.ana, written.ben)
    for seat in seats:
        section = section.replace(seat.organization.name, "")
    assert not any(seat.name in section for seat in seats)


def round_page(public, plan: int) -> str:
    """The public page of the one round that is published."""
    [code] = re.findall(r"/rounds/([^\"]+)", public.get(f"/open/{plan}").text)
    return html.unescape(public.get(f"/open/{plan}/rounds/{code}").text)


def test_a_problem_that_nobody_decided_is_answered_and_has_its_code(
    app, meeting, go_to, press, request, respond_to
):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    assert press(meeting.ben, "problems", text="Nobody reads the reports").status_code == 200
    closed = request.getfixturevalue("closed")
    publish = f"/workshops/{closed.workshop.id}/close/publish"
    with app.app_context():
        missing = due.missing_for(db.session.get_one(Workshop, closed.workshop.id))
        keys = {case.text: case.key for case in missing}
    assert keys.keys() == {"Nobody reads the reports", "Problem C"}
    page = closed.admin.get(closed.desk).text
    assert "proposed in the room, never decided" in page
    assert respond_to(closed, keys["Problem C"]).status_code == 200
    assert closed.admin.post(publish, headers=JSON).status_code == 409

    answered = respond_to(closed, keys["Nobody reads the reports"], text="It was not raised again.")
    assert answered.status_code == 200, answered.text
    assert closed.admin.post(publish, headers=JSON).status_code == 200

    plan = closed.workshop.theme.plan_id
    document = closed.admin.get(f"/plans/{plan}/plan.json").json
    codes = {
        problem["text"]: problem["id"]
        for problem in document["rounds"][0]["workshops"][0]["problems"]
    }
    response = next(row for row in document["responses"] if row["text"].startswith("It was not"))
    assert response["about"] == codes["Nobody reads the reports"]
    public = app.test_client()
    rows = public.get(f"/open/{plan}/data/responses.json").json["rows"]
    assert response["about"] in {row["about"] for row in rows}
    assert "It was not raised again." in round_page(public, plan)


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"problem_id": 1, "phase_id": 1}, id="two things"),
        pytest.param({"about_theme_id": 2}, id="another theme"),
    ],
)
def test_the_database_keeps_a_response_to_exactly_one_thing(app, closed, make_theme, about):
    make_theme()
    with app.app_context():
        kept = dict(category="other", text="So", organization_id=1, revision=1)
        days = dict(answered_on=date(2022, 1, 1), written_at=wall_clock.now())
        db.session.add(Response(theme_id=1, **kept, **days, **about))
        with pytest.raises(IntegrityError):
            db.session.flush()
