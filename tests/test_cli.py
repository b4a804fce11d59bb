from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from tests.ports import free_port
from workshop.cli import COMMANDS, main
from workshop.extensions import db
from workshop.people.models import Person

WORKSHOP = [sys.executable, "-m", "workshop.cli"]
PLAN = Path(__file__).parent / "planfile" / "plan.json"
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

    assert [name for name in COMMANDS if name not in shown] == []
    commands = ["backup", "create-admin", "db-upgrade", "demo", "doctor", "export-plan"]
    commands += ["import", "recount", "restore", "serve", "verify"]
    assert sorted(COMMANDS) == commands


def test_the_list_of_commands_says_what_each_says_of_itself():
    seen = (
        "from workshop.cli import COMMANDS, main\n"
        "for name, (_module, _function, line) in COMMANDS.items():\n"
        "    assert main.get_command(None, name).get_short_help_str(200) in (line, line[:-1]), name"
    )

    subprocess.run([sys.executable, "-W", "ignore", "-c", seen], check=True)


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


@pytest.fixture
def strict(tmp_path) -> dict[str, str]:
    """The environment of a command on a new database: a warning is an error."""
    return os.environ | {
        "PYTHONWARNINGS": "error",
        "WORKSHOP_DATABASE_URL": f"sqlite:///{tmp_path / 'strict.sqlite3'}",
        "WORKSHOP_SECRET_KEY": secrets.token_hex(32),
        "WORKSHOP_LANGUAGE": "en",
        "WORKSHOP_BASE_URL": "https://workshop.example.org",
    }


def complaints(said: str) -> list[str]:
    """The lines in which Python complains."""
    marks = ("Warning", "Traceback", "Exception ignored")
    return [line for line in said.splitlines() if any(mark in line for mark in marks)]


@pytest.mark.slow
def test_no_command_warns(tmp_path, strict, contest_file):
    contest_file.write_text(json.dumps(CONTEST), encoding="utf-8")
    kept = str(tmp_path / "backup.zip")
    elena = ["--name", "Elena", "--email", "elena@example.org", "--password", "quinua y maca"]
    commands = {
        "db-upgrade": [],
        "create-admin": elena,
        "import": [str(PLAN)],
        "export-plan": ["Plan de prueba"],
        "backup": [kept],
        "restore": [kept, "--force"],
        "recount": [str(contest_file)],
        "verify": [str(contest_file)],  # which is no record of a vote
        "doctor": [],
    }
    assert sorted([*commands, *SERVERS]) == sorted(COMMANDS)

    for name, arguments in commands.items():
        done = subprocess.run(
            [*WORKSHOP, name, *arguments], env=strict, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        assert complaints(said) == []
        assert done.returncode == (2 if name == "verify" else 0), said


SERVERS = {"serve": [], "demo": ["--no-browser"]}
READY = ("Workshop is at", "Ctrl+C")


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVERS)
def test_no_server_warns(strict, name):
    port = free_port()
    with subprocess.Popen(
        [*WORKSHOP, name, "--port", str(port), *SERVERS[name]],
        env=strict,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            started = [*takewhile(lambda line: not any(r in line for r in READY), server.stdout)]
            assert requests.get(f"http://127.0.0.1:{port}/", timeout=30).ok
            server.send_signal(signal.SIGTERM)
            rest = server.communicate(timeout=30)[0]
        finally:
            server.kill()
    assert complaints("".join(started) + rest) == []
    assert server.returncode == 0
