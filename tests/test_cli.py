from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from workshop.cli import main
from workshop.extensions import db
from workshop.people.models import Person

CONTEST = {
    "options": ["A", "B"],
    "rule": "points",
    "seats": 1,
    "ballots": [{"count": 2, "ranking": [["B"], ["A"]]}],
}


@pytest.fixture
def run(app, monkeypatch):
    """The command, on the database of the test."""
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", app.config["DATABASE_URL"])
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "a key for the command")
    monkeypatch.setenv("WORKSHOP_LANGUAGE", "en")
    return lambda *arguments, **options: CliRunner().invoke(main, arguments, **options)


@pytest.fixture
def contest_file(tmp_path):
    return tmp_path / "contest.json"


def test_help_needs_nothing_but_click():
    seen = (
        "import sys, workshop.cli; print([m for m in ('flask', 'sqlalchemy') if m in sys.modules])"
    )

    shown = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"


def test_help_names_every_command(run):
    shown = run("--help").output

    assert [name for name in main.commands if name not in shown] == []
    commands = ["backup", "create-admin", "db-upgrade", "demo", "doctor", "export-plan"]
    commands += ["import", "recount", "restore", "serve", "verify"]
    assert sorted(main.commands) == commands


def test_recount_prints_the_result_as_json(run, contest_file):
    contest_file.write_text(json.dumps(CONTEST), encoding="utf-8")

    result = run("recount", str(contest_file))

    assert result.exit_code == 0
    assert json.loads(result.stdout)["order"] == [["B"], ["A"]]
    assert result.stderr == ""


def test_recount_names_every_fault_of_a_file(run, contest_file):
    contest_file.write_text(json.dumps({**CONTEST, "rule": "chance", "seats": 0}), encoding="utf-8")

    result = run("recount", str(contest_file))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["rule", "seats"]


def test_recount_of_no_file_is_a_fault(run, contest_file):
    result = run("recount", str(contest_file))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be read" in result.stderr


def test_create_admin_asks_for_the_password_twice(app, run):
    result = run("create-admin", input="Elena\nElena@Example.org\nquinua y maca\nquinua y maca\n")

    assert result.exit_code == 0, result.output
    with app.app_context():
        [elena] = db.session.scalars(db.select(Person))
        assert (elena.name, elena.email, elena.is_admin) == ("Elena", "elena@example.org", True)
        assert elena.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("name", "email", "chosen", "sentence"),
    [
        ("Elena", "elena@example.org", "short", "A password has 12 to 200 characters."),
        ("Elena", "elena", "quinua y maca", "A name and an e-mail address are needed."),
        ("Elena", "taken@example.org", "quinua y maca", "has an account already"),
    ],
)
def test_create_admin_says_why_not(app, run, make_staff, name, email, chosen, sentence):
    make_staff(email="taken@example.org")

    result = run("create-admin", "--name", name, "--email", email, "--password", chosen)

    assert result.exit_code == 1
    assert sentence in result.stderr


def test_without_its_secret_nothing_starts(run, monkeypatch):
    monkeypatch.delenv("WORKSHOP_SECRET_KEY")

    result = run("db-upgrade")

    assert result.exit_code == 1
    assert "WORKSHOP_SECRET_KEY is not set" in result.stderr


def test_db_upgrade_lays_the_tables(run, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")

    results = [run("db-upgrade") for _time in range(2)]
    elena = run("create-admin", input="Elena\nelena@example.org\nquinua y maca\nquinua y maca\n")

    assert [result.exit_code for result in [*results, elena]] == [0, 0, 0]
