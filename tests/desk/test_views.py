"""The start page and the plan desk."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from workshop.extensions import db
from workshop.plans.models import Plan, Theme
from workshop.workshops.guides import Role
from workshop.workshops.models import LogEntry, SeatState, Workshop


@pytest.fixture
def admin(make_admin, sign_in):
    return sign_in(make_admin())


@pytest.fixture
def participant(make_person, sign_in):
    return sign_in(make_person())


def queries_of(app, browser, url: str) -> int:
    """How many statements a page takes."""
    seen = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert browser.get(url).status_code == 200
    return len(seen)


# The start page


def test_a_stranger_finds_both_doors(client):
    page = client.get("/")

    assert page.status_code == 200
    assert "/join" in page.text
    assert "/sign-in" in page.text


def test_an_administrator_of_one_plan_starts_at_its_desk(admin, make_plan):
    plan = make_plan()

    assert admin.get("/").location == f"/plans/{plan.id}"


def test_an_administrator_of_several_plans_chooses(admin, make_plan):
    make_plan("V PAGA")
    make_plan("VI PAGA")

    assert admin.get("/").location == "/plans"
    assert "V PAGA" in admin.get("/plans").text


def test_a_participant_finds_the_own_room_and_no_other(make_workshop, make_seat, sign_in):
    workshop, other = make_workshop(), make_workshop()
    seat = make_seat(workshop)

    page = sign_in(seat.person).get("/").text

    assert workshop.theme.name in page
    assert f'"/workshops/{workshop.id}"' in page
    assert f'"/workshops/{other.id}"' not in page


def test_a_moderator_finds_the_desk(make_workshop, make_seat, sign_in):
    seat = make_seat(make_workshop(), Role.MODERATOR)

    page = sign_in(seat.person).get("/").text

    assert f"/workshops/{seat.workshop_id}/desk" in page
    assert f"/workshops/{seat.workshop_id}/prepare" in page


def test_who_waits_is_led_back_to_the_waiting_room(make_workshop, make_seat, sign_in):
    seat = make_seat(make_workshop(), state=SeatState.WAITING)

    assert f"/workshops/{seat.workshop_id}/waiting" in sign_in(seat.person).get("/").text


# Only administrators


def test_others_are_kept_out(participant, make_theme):
    theme = make_theme()
    plan = f"/plans/{theme.plan_id}"
    pages = ["/plans", plan, f"{plan}/edit", f"{plan}/themes/{theme.id}/edit"]
    acts = ["/plans", f"{plan}/edit", f"{plan}/themes", f"{plan}/themes/{theme.id}/edit"]
    acts += [f"{plan}/themes/{theme.id}/move", f"{plan}/themes/{theme.id}/rounds/1/workshop"]

    assert {participant.get(url).status_code for url in pages} == {403}
    assert {participant.post(url).status_code for url in acts} == {403}


# Plans and themes


def test_creating_a_plan(app, admin):
    form = {"name": "VI PAGA", "first_year": "2025", "last_year": "2026"}

    answer = admin.post("/plans", data=form)

    with app.app_context():
        plan = db.session.scalars(db.select(Plan)).one()
        assert (plan.name, plan.first_year, plan.last_year) == ("VI PAGA", 2025, 2026)
    assert answer.location == f"/plans/{plan.id}"


def test_sending_the_same_form_twice_creates_one_plan(app, admin):
    form = {"name": "VI PAGA", "first_year": "2025", "last_year": "2026", "key": "pressed-twice"}

    answers = [admin.post("/plans", data=form) for _press in range(2)]

    assert answers[0].location == answers[1].location
    with app.app_context():
        assert len(db.session.scalars(db.select(Plan)).all()) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"name": ""}, "Give the plan a name.", id="without name"),
        pytest.param({"name": "V PAGA"}, "Another plan has this name already.", id="taken"),
        pytest.param({"last_year": "2020"}, "cannot come before the first", id="years reversed"),
    ],
)
def test_a_faulty_plan_is_shown_again(admin, make_plan, change, sentence):
    make_plan("V PAGA")
    form = {"name": "A name worth keeping", "first_year": "2025", "last_year": "2026", **change}

    page = admin.post("/plans", data=form)

    assert page.status_code == 422
    assert sentence in page.text
    assert form["name"] in page.text


def test_renaming_a_plan(app, admin, make_plan):
    plan = make_plan()
    form = {"name": "Renamed", "first_year": "2023", "last_year": "2025"}

    admin.post(f"/plans/{plan.id}/edit", data=form)

    with app.app_context():
        assert db.session.get_one(Plan, plan.id).name == "Renamed"


def test_adding_and_moving_themes(app, admin, make_plan):
    plan = make_plan()
    for name in ("Health", "Education"):
        admin.post(f"/plans/{plan.id}/themes", data={"name": name})
    with app.app_context():
        last = db.session.scalars(db.select(Theme).filter_by(name="Education")).one()

    admin.post(f"/plans/{plan.id}/themes/{last.id}/move", data={"step": "-1"})

    with app.app_context():
        names = [theme.name for theme in db.session.get_one(Plan, plan.id).themes]
    assert names == ["Education", "Health"]


def test_a_second_theme_of_the_same_name_is_refused(admin, make_theme):
    theme = make_theme("Health")

    page = admin.post(f"/plans/{theme.plan_id}/themes", data={"name": "Health"})

    assert page.status_code == 422
    assert "already" in page.text


def test_a_theme_stops_only_with_a_reason(app, admin, make_theme):
    theme = make_theme("Citizen Security")
    url = f"/plans/{theme.plan_id}/themes/{theme.id}/edit"

    refused = admin.post(url, data={"name": theme.name, "note": ""})
    admin.post(url, data={"name": theme.name, "note": "Circumstances."})

    assert refused.status_code == 422
    with app.app_context():
        kept = db.session.get_one(Theme, theme.id)
        assert (kept.is_developed, kept.note) == (False, "Circumstances.")


def test_a_theme_is_found_only_in_its_own_plan(admin, make_theme, make_plan):
    theme, other = make_theme(), make_plan()

    assert admin.get(f"/plans/{other.id}/themes/{theme.id}/edit").status_code == 404


# Workshops


def test_creating_the_workshop_of_round_1(app, admin, make_theme):
    theme = make_theme()
    form = {"day": "2022-06-20", "time": "09:30", "place": "Lima", "video_url": ""}

    answer = admin.post(f"/plans/{theme.plan_id}/themes/{theme.id}/rounds/1/workshop", data=form)

    with app.app_context():
        workshop = db.session.scalars(db.select(Workshop)).one()
        assert workshop.starts_at.isoformat() == "2022-06-20T14:30:00+00:00"
        assert [phase.minutes for phase in workshop.phases] == [30, 10, 10, 10, 10]
        assert [entry.verb for entry in db.session.scalars(db.select(LogEntry))] == [
            "workshop planned"
        ]
    assert answer.location == f"/workshops/{workshop.id}/prepare"


def test_a_workshop_needs_a_date(admin, make_theme):
    theme = make_theme()
    form = {"day": "", "time": "09:30", "place": "Sala Basadre"}

    page = admin.post(f"/plans/{theme.plan_id}/themes/{theme.id}/rounds/1/workshop", data=form)

    assert page.status_code == 422
    assert "Give the date." in page.text
    assert "Sala Basadre" in page.text


@pytest.mark.parametrize("round", [0, 4])
def test_a_round_without_a_guide_has_no_workshop(admin, make_theme, round):
    theme = make_theme()
    url = f"/plans/{theme.plan_id}/themes/{theme.id}/rounds/{round}/workshop"

    assert admin.get(url).status_code == 404
    assert admin.post(url, data={"day": "2022-06-20", "time": "09:30"}).status_code == 409


def test_a_theme_meets_once_in_a_round(admin, make_workshop):
    theme = make_workshop().theme
    url = f"/plans/{theme.plan_id}/themes/{theme.id}/rounds/1/workshop"

    assert admin.post(url, data={"day": "2022-06-20", "time": "09:30"}).status_code == 409


# The board


def test_the_board_says_what_is_missing(admin, make_workshop):
    workshop = make_workshop()

    page = admin.get(f"/plans/{workshop.theme.plan_id}").text

    assert "There is no moderator." in page
    assert "There are no problems on the list." in page
    assert page.count("Create the workshop:") == 2


def test_the_board_takes_as_many_queries_for_three_themes_as_for_one(
    app, admin, make_plan, make_theme, make_workshop, make_seat, make_problem
):
    def fill(themes: int) -> Plan:
        plan = make_plan()
        for _each in range(themes):
            workshop = make_workshop(make_theme(plan=plan))
            make_seat(workshop, Role.MODERATOR)
            make_seat(workshop)
            make_problem(workshop.theme)
        return plan

    small, large = fill(1), fill(3)
    admin.get("/plans")

    assert queries_of(app, admin, f"/plans/{large.id}") == queries_of(
        app, admin, f"/plans/{small.id}"
    )
