"""Two commitments of a plan are never both number 1, however many ask for it at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from workshop.commitments.models import Commitment
from workshop.extensions import db


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, make_app):
    if request.param == "sqlite":
        return make_app()
    app = make_app(DATABASE_URL=request.getfixturevalue("postgresql"))
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def other(app, record, keep, make_theme, clock):
    """A second record of the plan, in another theme."""
    from workshop.plans.models import Plan

    with app.app_context():
        plan = db.session.get_one(Plan, record.plan_id)
        theme = make_theme("Water", plan)

    def build():
        return Commitment(
            theme_id=theme.id, title="Map", organization_id=record.ministry.id, created_at=clock()
        )

    return keep(build)


def heading(number, organization, revision):
    return {"title": "T", "number": number, "organization_id": organization, "revision": revision}


def digest(browser, record_id, plan_id):
    page = browser.get(f"/plans/{plan_id}/commitments/{record_id}").text
    form = page.split(f'action="/plans/{plan_id}/commitments/{record_id}/sections/heading"')[1]
    return re.search(r'name="revision" value="([^"]*)"', form)[1]


def put_number(browser, record, record_id, number):
    return browser.post(
        f"/plans/{record.plan_id}/commitments/{record_id}/sections/heading",
        data=heading(number, record.ministry.id, digest(browser, record_id, record.plan_id)),
        headers={"Accept": "application/json"},
    )


def test_two_commitments_of_a_plan_are_never_both_number_1(app, record, other, sign_in):
    admin = sign_in(record.admin)
    assert put_number(admin, record, record.id, "1").status_code == 200
    assert put_number(admin, record, record.id, "1").status_code == 200

    answer = put_number(admin, record, other.id, "1")

    assert answer.status_code == 409
    assert answer.json["message"] == "This number is taken by: T"
    assert put_number(admin, record, other.id, "2").status_code == 200
    with app.app_context():
        db.session.get_one(Commitment, other.id).number = 1
        with pytest.raises(db.exc.IntegrityError):
            db.session.commit()


def test_another_plan_has_its_own_number_1_and_a_theme_stays_in_its_plan(
    app, record, keep, make_theme, make_plan, clock
):
    theme = make_theme("Water", make_plan())

    def build():
        return Commitment(
            theme_id=theme.id,
            number=1,
            title="Map",
            organization_id=record.ministry.id,
            created_at=clock(),
        )

    commitment = keep(build)
    with app.app_context():
        db.session.get_one(Commitment, record.id).number = 1
        db.session.commit()
        db.session.get_one(Commitment, commitment.id).plan_id = record.plan_id
        with pytest.raises(db.exc.IntegrityError):
            db.session.commit()


def test_of_many_who_ask_for_a_number_at_once_one_gets_it(app, record, other, sign_in, keep, clock):
    def build():
        return Commitment(
            theme_id=other.theme_id,
            title="Map",
            organization_id=record.ministry.id,
            created_at=clock(),
        )

    ids = [record.id, other.id, *(keep(build).id for _more in range(4))]
    admin = sign_in(record.admin)
    revisions = {row: digest(admin, row, record.plan_id) for row in ids}
    start = Barrier(len(ids))

    def ask(row):
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = record.admin.get_id(), True
        start.wait()
        answer = browser.post(
            f"/plans/{record.plan_id}/commitments/{row}/sections/heading",
            data=heading("1", record.ministry.id, revisions[row]),
            headers={"Accept": "application/json"},
        )
        return answer.status_code, answer.json.get("message")

    with ThreadPoolExecutor(len(ids)) as pool:
        answers = sorted(pool.map(ask, ids))

    assert answers[1:] == [(409, "This number is taken by: T")] * 5
    assert answers[0][0] == 200
    with app.app_context():
        numbers = db.session.scalars(db.select(Commitment.number).order_by(Commitment.number))
        assert [number for number in numbers if number] == [1]
