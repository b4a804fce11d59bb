"""`workshop doctor`, run for real on what it looks at."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask_migrate import stamp

from workshop import clock as wall_clock
from workshop.cli import main
from workshop.extensions import db, socketio
from workshop.monitoring.machine_checks import of_difference
from workshop.workshops.log import record
from workshop.workshops.models import Workshop

ADVICE = " -> "


@pytest.fixture
def doctor(monkeypatch, app, as_served):
    """Run it with these settings; the exit status, and what it says by what it is about."""
    for name in list(os.environ):
        if name.startswith("WORKSHOP_") and not name.startswith("WORKSHOP_TEST_"):
            monkeypatch.delenv(name)
    with app.app_context():
        stamp()

    def run(**settings):
        variables = {"SECRET_KEY": "s" * 64, "DATABASE_URL": app.config["DATABASE_URL"], **settings}
        for name, value in variables.items():
            if value is not None:
                monkeypatch.setenv(f"WORKSHOP_{name}", value)
        result = CliRunner().invoke(main, ["doctor"])
        for name in variables:
            monkeypatch.delenv(f"WORKSHOP_{name}", raising=False)
        socketio.server_options.pop("client_manager", None)  # Redis is not for the next test
        assert result.exception is None or isinstance(result.exception, SystemExit)
        said: dict[str, list[str]] = {}
        for line in result.output.splitlines():
            if line.startswith(" "):
                assert line.strip().startswith("->")
                continue
            about, what = line[:12].strip(), line[12:]
            said.setdefault(about, []).append(what)
        return result.exit_code, said, result.output

    return run


def test_all_is_well(doctor):
    status, said, output = doctor()

    assert status == 0, output
    assert ADVICE not in output or "note" in output
    assert list(said) == ["settings", "database", "redis", "time", "mail", "disk", "open files"]
    assert all(what.startswith(("ok", "note")) for several in said.values() for what in several)
    assert "whole, and can be written" in said["database"][0]
    assert "America/Lima" in said["time"][0]
    assert "None is sent" in said["mail"][0]


def test_settings_that_are_wrong_are_named_with_what_to_do(doctor):
    status, said, output = doctor(
        SECRET_KEY="short",
        LANGUAGE="fr",
        BASE_URL="example.org",
        TIMEZONE="America/Lma",
        HTTPS="yes",
        RATE_LIMITS="no",
        METRICS_TOKEN="tiny",
        HTTP="yes",
    )

    assert status == 1
    assert faults_of(said, "settings") == [
        "WORKSHOP_SECRET_KEY has only 5 characters and could be guessed.",
        "WORKSHOP_LANGUAGE is fr, which is not translated.",
        "WORKSHOP_BASE_URL is not an address, so links and QR codes lead nowhere.",
    ]
    assert [what[7:] for what in said["settings"] if what.startswith("note")] == [
        "WORKSHOP_HTTP is set, and there is no such setting.",
        "WORKSHOP_HTTPS is on but no reverse proxy is believed.",
        "Rate limits are off, so passwords and codes can be tried without end.",
        "WORKSHOP_METRICS_TOKEN has fewer than 32 characters.",
    ]
    assert "no time zone known" in faults_of(said, "time")[0]
    assert output.count(ADVICE) == 8  # one for each


def test_a_note_alone_is_no_fault(doctor):
    status, said, _output = doctor(BASE_URL="https://example.org")

    assert status == 0
    assert "WORKSHOP_HTTPS is not on" in said["settings"][0]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PROXIES": "one"}, "WORKSHOP_PROXIES must be a whole number, and is 'one'."),
        ({"HTTPS": "perhaps"}, "WORKSHOP_HTTPS must be yes or no, and is 'perhaps'."),
        ({"LOG_LEVEL": "loud"}, "WORKSHOP_LOG_LEVEL must be one of INFO, WARNING, ERROR."),
        ({"DATABASE_URL": "quipu"}, "is no address of a database that could be used."),
    ],
)
def test_a_setting_with_which_nothing_starts(doctor, settings, sentence):
    status, said, output = doctor(**settings)

    assert (status, list(said)) == (1, ["settings"])
    assert faults_of(said, "settings")[0].endswith(sentence)
    assert ADVICE in output
    assert "quipu" not in output


def test_what_does_not_answer_is_named_without_its_password(doctor):
    status, said, output = doctor(
        SECRET_KEY=None,
        DATABASE_URL="postgresql+psycopg://ana:quipu@127.0.0.1:1/x",
        REDIS_URL="redis://:quipu@127.0.0.1:1/0",
    )

    assert status == 1
    assert "WORKSHOP_SECRET_KEY is not set" in faults_of(said, "settings")[0]
    assert "does not answer at 127.0.0.1:1, database x" in faults_of(said, "database")[0]
    assert "does not answer" in faults_of(said, "redis")[0]
    assert output.count(ADVICE) == 3
    assert "quipu" not in output


def faults_of(said, about):
    return [what.removeprefix("FAULT").strip() for what in said[about] if what.startswith("FAULT")]


def test_a_database_that_is_not_made_yet_is_not_made_by_looking(doctor, tmp_path):
    file = tmp_path / "none.sqlite3"
    status, said, output = doctor(DATABASE_URL=f"sqlite:///{file}")

    assert (status, faults_of(said, "database")) == (1, [f"There is none yet at {file}."])
    assert "workshop db-upgrade" in output
    assert not file.exists()


def test_a_database_that_is_behind(app, doctor):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(db.text("UPDATE alembic_version SET version_num = '0001'"))

    status, said, _output = doctor()

    assert status == 1
    assert "It is at migration 0001" in faults_of(said, "database")[0]


def test_a_database_that_is_damaged(app, doctor, database):
    with app.app_context():
        db.engine.dispose()
    database.write_bytes(b"no database at all" * 300)

    status, said, _output = doctor()

    assert status == 1
    assert "SQLITE_NOTADB" in faults_of(said, "database")[0]


def test_a_database_that_can_only_be_read(doctor, database):
    status, said, _output = doctor(DATABASE_URL=f"sqlite:///file:{database}?mode=ro&uri=true")

    assert status == 1
    assert "cannot be written" in faults_of(said, "database")[-1]


def test_a_database_that_another_program_holds(doctor, database):
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        status, said, _output = doctor()
    finally:
        holder.close()

    assert status == 1
    assert "SQLITE_BUSY" in faults_of(said, "database")[0]


def test_a_clock_that_has_gone_back(app, doctor, meeting):
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        later = wall_clock.now() + timedelta(hours=1)
        record(workshop, "started", None, now=later)
        db.session.commit()

    status, said, _output = doctor()

    assert status == 1
    assert "ahead of this machine's clock" in faults_of(said, "time")[0]


def test_two_clocks_apart_are_told_and_two_together_are_not():
    now = wall_clock.now()

    assert list(of_difference("the database's", now)) == []
    [fault] = of_difference("the database's", now - timedelta(seconds=90))
    assert "are 90 s apart" in fault.what


def test_postgresql_and_redis_are_looked_at(doctor, needs, postgresql):
    redis = needs("WORKSHOP_TEST_REDIS_URL", "the doctor asks a real Redis")

    status, said, _output = doctor(DATABASE_URL=postgresql, REDIS_URL=redis)

    assert status == 1  # nothing has been laid in it yet
    assert "It is at migration none" in faults_of(said, "database")[0]
    assert "PostgreSQL" in said["database"][1]
    assert "can be written" in said["database"][1]
    assert said["redis"][0].startswith("ok")
    assert "server of its own" in said["disk"][0]


def test_a_standby_is_told_from_a_primary(doctor, postgresql):
    standby = f"{postgresql}%20-cdefault_transaction_read_only%3Don"

    status, said, _output = doctor(DATABASE_URL=standby)

    assert status == 1
    assert "can only be read" in faults_of(said, "database")[1]
