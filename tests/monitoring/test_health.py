"""The probes: alive whatever is missing, ready only when nothing is."""

from __future__ import annotations

import pytest
from flask_migrate import stamp

from workshop.extensions import db


@pytest.fixture
def migrated(app):
    with app.app_context():
        stamp()


def asked(app, address):
    answer = app.test_client().get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.text


def lose_the_database(app, database):
    with app.app_context():
        db.engine.dispose()
    database.write_bytes(b"no database at all" * 300)


def test_alive_asks_nothing_of_the_database(app, count_queries):
    assert count_queries(lambda: asked(app, "/healthz")) == 0


def test_alive_without_a_database_but_not_ready(app, migrated, database):
    assert asked(app, "/readyz") == (200, "ok\n")
    lose_the_database(app, database)

    assert asked(app, "/healthz") == (200, "ok\n")
    assert asked(app, "/readyz") == (503, "database does not answer\n")


def test_not_ready_before_the_database_is_as_new_as_the_code(app, migrated):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(db.text("UPDATE alembic_version SET version_num = '0001'"))

    assert asked(app, "/readyz") == (503, "database is not migrated\n")


def test_not_ready_without_redis(app, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", "redis://127.0.0.1:1/0")

    assert asked(app, "/readyz") == (503, "database is not migrated\nredis does not answer\n")
    assert asked(app, "/healthz") == (200, "ok\n")


def test_ready_with_redis_on_postgresql(make_app, needs, postgresql, monkeypatch):
    redis = needs("WORKSHOP_TEST_REDIS_URL", "readiness is asked of a real Redis")
    app = make_app(DATABASE_URL=postgresql)
    monkeypatch.setitem(app.config, "REDIS_URL", redis)
    with app.app_context():
        stamp()

    assert asked(app, "/readyz") == (200, "ok\n")


def test_probes_are_never_limited_nor_sent_to_https(make_app):
    app = make_app(RATE_LIMITS=True, HTTPS=True)

    assert {asked(app, "/healthz") for _time in range(200)} == {(200, "ok\n")}
    assert {asked(app, "/readyz")[0] for _time in range(50)} == {503}
