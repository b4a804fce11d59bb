"""Diagnoses and problems, edited while a workshop is prepared."""

from __future__ import annotations

from datetime import date

import pytest

from workshop.diagnoses.models import Diagnosis, Problem
from workshop.extensions import db
from workshop.workshops.guides import Role
from workshop.workshops.models import LogEntry


@pytest.fixture
def workshop(make_workshop):
    return make_workshop()


@pytest.fixture
def moderator(workshop, make_seat, sign_in):
    return sign_in(make_seat(workshop, Role.MODERATOR).person)


@pytest.fixture
def make_diagnosis(keep, make_organization):
    def make(theme, **details):
        organization_id = make_organization().id
        return keep(
            lambda: Diagnosis(
                theme_id=theme.id, organization_id=organization_id, title="A study", **details
            )
        )

    return make


def page_of(workshop) -> str:
    return f"/workshops/{workshop.id}/prepare"


def texts(app) -> list[str]:
    with app.app_context():
        return [p.text for p in db.session.scalars(db.select(Problem).order_by(Problem.position))]


def verbs(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(db.select(LogEntry.verb).order_by(LogEntry.number)))


def test_adding_a_diagnosis(app, workshop, moderator, make_organization):
    author = make_organization("Proética")
    form = {
        "diagnosis-title": "Access to information",
        "diagnosis-organization_id": author.id,
        "diagnosis-url": "https://example.org/study.pdf",
        "diagnosis-shared_on": "2022-06-01",
        "diagnosis-interests": "Funded by a foundation.",
    }

    answer = moderator.post(f"{page_of(workshop)}/diagnoses", data=form)

    assert answer.location == f"{page_of(workshop)}#diagnoses"
    with app.app_context():
        kept = db.session.scalars(db.select(Diagnosis)).one()
        assert (kept.organization.name, kept.shared_on) == ("Proética", date(2022, 6, 1))
    assert verbs(app)[-1] == "diagnosis added"


def test_only_web_addresses_become_links(app, workshop, moderator, make_organization):
    form = {
        "diagnosis-title": "Access to information",
        "diagnosis-organization_id": make_organization().id,
        "diagnosis-url": "javascript:alert(1)",
    }

    page = moderator.post(f"{page_of(workshop)}/diagnoses", data=form)

    assert page.status_code == 422
    assert "A web address begins with https://." in page.text
    assert "Access to information" in page.text


def test_changing_a_diagnosis(app, workshop, moderator, make_diagnosis):
    diagnosis = make_diagnosis(workshop.theme)
    url = f"{page_of(workshop)}/diagnoses/{diagnosis.id}"
    form = {
        "diagnosis-title": "A better title",
        "diagnosis-organization_id": diagnosis.organization_id,
    }

    assert "A study" in moderator.get(url).text
    moderator.post(url, data=form)

    with app.app_context():
        assert db.session.get_one(Diagnosis, diagnosis.id).title == "A better title"


def test_a_diagnosis_that_names_problems_stays(
    app, workshop, moderator, make_diagnosis, make_problem
):
    diagnosis = make_diagnosis(workshop.theme)
    named = make_problem(workshop.theme, diagnosis_id=diagnosis.id)
    url = f"{page_of(workshop)}/diagnoses/{diagnosis.id}/delete"

    assert moderator.post(url).status_code == 409
    moderator.post(f"{page_of(workshop)}/problems/{named.id}/delete")
    assert moderator.post(url).status_code == 303

    with app.app_context():
        assert db.session.scalars(db.select(Diagnosis)).all() == []


def test_adding_a_problem_of_a_diagnosis(app, workshop, moderator, make_diagnosis):
    diagnosis = make_diagnosis(workshop.theme)
    form = {"problem-text": "Too few take part", "problem-diagnosis_id": diagnosis.id}

    moderator.post(f"{page_of(workshop)}/problems", data=form)

    with app.app_context():
        problem = db.session.scalars(db.select(Problem)).one()
        assert (problem.round, problem.diagnosis_id) == (1, diagnosis.id)
        assert problem.source.id == diagnosis.organization_id
    assert verbs(app)[-1] == "problem added"


def test_a_problem_needs_an_origin(app, workshop, moderator):
    page = moderator.post(
        f"{page_of(workshop)}/problems", data={"problem-text": "Too few take part"}
    )

    assert page.status_code == 422
    assert "this problem comes from" in page.text
    assert "Too few take part" in page.text
    assert texts(app) == []


def test_a_problem_fits_a_ballot(workshop, moderator, make_organization):
    form = {"problem-text": "x" * 401, "problem-organization_id": make_organization().id}

    page = moderator.post(f"{page_of(workshop)}/problems", data=form)

    assert page.status_code == 422
    assert "At most 400 characters fit here." in page.text


def test_moving_problems(app, workshop, moderator, make_problem):
    make_problem(workshop.theme, "first")
    second = make_problem(workshop.theme, "second")

    moderator.post(f"{page_of(workshop)}/problems/{second.id}/move", data={"step": "-1"})

    assert texts(app) == ["second", "first"]


def test_of_two_who_edit_at_once_the_second_is_told(
    app, workshop, moderator, make_problem, make_organization
):
    problem = make_problem(workshop.theme, "As it was")
    url = f"{page_of(workshop)}/problems/{problem.id}"
    form = {"problem-organization_id": problem.organization_id, "problem-revision": "1"}

    moderator.post(url, data={**form, "problem-text": "The first wording"})
    late = moderator.post(url, data={**form, "problem-text": "The second wording"})

    assert late.status_code == 409
    assert "The first wording" in late.text
    assert "The second wording" in late.text
    assert texts(app) == ["The first wording"]


def test_a_wording_that_was_voted_on_stays(app, workshop, moderator, make_problem, clock):
    problem = make_problem(workshop.theme, "As voted", frozen_at=clock())

    answer = moderator.post(f"{page_of(workshop)}/problems/{problem.id}/delete")

    assert answer.status_code == 409
    assert texts(app) == ["As voted"]


def test_nothing_changes_once_the_workshop_has_begun(
    app, make_workshop, make_seat, sign_in, make_problem, clock
):
    workshop = make_workshop(opened_at=clock())
    moderator = sign_in(make_seat(workshop, Role.MODERATOR).person)
    problem = make_problem(workshop.theme, "As it was")
    page = page_of(workshop)
    acts = ["diagnoses", "problems", *(f"problems/{problem.id}{end}" for end in ("", "/delete"))]

    answers = [moderator.post(f"{page}/{act}", data={"problem-text": "New"}) for act in acts]

    assert {answer.status_code for answer in answers} == {409}
    assert texts(app) == ["As it was"]


def test_others_may_not_edit(workshop, make_seat, sign_in, make_problem):
    problem = make_problem(workshop.theme)
    participant = sign_in(make_seat(workshop).person)
    page = f"{page_of(workshop)}/problems/{problem.id}"

    assert participant.get(page).status_code == 403
    assert participant.post(page).status_code == 403
    assert participant.post(f"{page}/delete").status_code == 403
    assert participant.post(f"{page_of(workshop)}/diagnoses").status_code == 403


def test_a_problem_is_found_only_in_its_own_workshop(workshop, moderator, make_problem, make_theme):
    foreign = make_problem(make_theme())

    assert moderator.get(f"{page_of(workshop)}/problems/{foreign.id}").status_code == 404
    assert moderator.post(f"{page_of(workshop)}/problems/{foreign.id}/delete").status_code == 404
