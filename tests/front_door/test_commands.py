"""Every command in the README and in docs/ is carried out by a test, as it stands there.

Only what a page leaves open is filled in: FILE, NAME, and a port that is free. What takes long, or
changes the checkout, is carried out in a fresh clone (`test_newcomer`), and the rest by `.ci/run`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.front_door import shell
from tests.front_door.pages import PAGES, ROOT, commands
from tests.front_door.test_newcomer import IN_A_CLONE
from tests.ports import free_port
from workshop.voting.record.record import as_file

PLAN = ROOT / "tests/planfile/plan.json"
ADMIN = "Elena\nelena@example.org\nquinua y maca 1986\nquinua y maca 1986\n"

# Each is a word of the Makefile; what it does for CI stands in .ci/run.
BY_CI = {"make lint", "make types", "make test-slow"}
CI_ITSELF = "make ci"


SECRET = {"WORKSHOP_SECRET_KEY": "0123456789abcdef" * 4}


def settings(database: Path) -> dict[str, str]:
    return {**SECRET, "WORKSHOP_DATABASE_URL": f"sqlite:///{database}"}


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date and holds a plan, for each test to copy."""
    database = tmp_path_factory.mktemp("planned") / "site.sqlite3"
    shell.run("workshop db-upgrade", ROOT, **settings(database))
    shell.run(f"workshop import {PLAN}", ROOT, **settings(database))
    return database


@pytest.fixture
def site(tmp_path: Path, with_plan: Path) -> dict[str, str]:
    """The settings of a site of our own, which has the plan."""
    shutil.copy(with_plan, tmp_path / "site.sqlite3")
    return settings(tmp_path / "site.sqlite3")


@pytest.fixture
def plan() -> str:
    """The name of that plan."""
    return json.loads(PLAN.read_text("utf-8"))["process"]["name"]


def filled(command: str, **words: object) -> str:
    for word, text in words.items():
        command = re.sub(rf"\b{word}\b", f"'{text}'", command)
    return command


def check_key(command: str, _request: pytest.FixtureRequest) -> None:
    assert re.search(r"=\w{64}\n", shell.run(f"{command}; env | grep SECRET", ROOT))


def check_doctor(command: str, request: pytest.FixtureRequest) -> None:
    assert "database" in shell.run(command, ROOT, **request.getfixturevalue("site"))


def check_upgrade(command: str, request: pytest.FixtureRequest) -> None:
    """The tables are laid where there were none."""
    database = request.getfixturevalue("tmp_path") / "new.sqlite3"
    assert "up to date" in shell.run(command, ROOT, **settings(database))
    assert database.exists()


def check_admin(command: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue("site")
    printed = shell.run(here(command), ROOT, ADMIN, **site)
    assert "Elena can now sign in" in printed


def here(command: str) -> str:
    """`.venv/bin/` is where the programs are that run this test."""
    return command.replace(".venv/bin/", "")


def check_serving(command: str, request: pytest.FixtureRequest) -> None:
    """The sign-in page comes, from a port that is free."""
    port, folder = free_port(), request.getfixturevalue("tmp_path")
    command = re.sub(r"\b8000\b", str(port), here(command))
    command += "" if str(port) in command else f" --port {port}"
    with shell.running(f"exec {command}", ROOT, folder / "log", **request.getfixturevalue("site")):
        assert 'name="password"' in shell.page(f"http://127.0.0.1:{port}/sign-in")


def check_import(command: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue("site")
    printed = shell.run(filled(command, FILE=PLAN), ROOT, **site)
    assert "there already, nothing changed" in printed


def check_export(command: str, request: pytest.FixtureRequest) -> None:
    plan, site = request.getfixturevalue("plan"), request.getfixturevalue("site")
    file = request.getfixturevalue("tmp_path") / "out.json"
    shell.run(filled(command, NAME=plan, FILE=file), ROOT, **site)
    assert json.loads(file.read_text("utf-8"))["process"]["name"] == plan


def check_recount(command: str, request: pytest.FixtureRequest) -> None:
    """The contest that the page on voting counts by hand."""
    readme = (ROOT / "workshop/voting/README.md").read_text("utf-8")
    file = request.getfixturevalue("tmp_path") / "contest.json"
    file.write_text(readme.split("```json\n")[1].split("```")[0], "utf-8")
    result = json.loads(shell.run(filled(command, FILE=file), ROOT))
    assert result["cut"]["carried"] == ["E", "B", "A", "D"]


def check_verify(command: str, request: pytest.FixtureRequest) -> None:
    hold, record_of = request.getfixturevalue("hold"), request.getfixturevalue("record_of")
    file = request.getfixturevalue("tmp_path") / "record.json"
    file.write_bytes(as_file(record_of(hold("A B", "B A", "B", "C", "A"))))
    assert "Counted again" in shell.run(filled(command, FILE=file), ROOT)


def check_backup(command: str, request: pytest.FixtureRequest) -> None:
    file = request.getfixturevalue("tmp_path") / "all.zip"
    shell.run(filled(command, FILE=file), ROOT, **request.getfixturevalue("site"))
    assert file.stat().st_size > 1000


def check_restore(command: str, request: pytest.FixtureRequest) -> None:
    plan, site = request.getfixturevalue("plan"), request.getfixturevalue("site")
    folder = request.getfixturevalue("tmp_path")
    shell.run(f"workshop backup {folder / 'all.zip'}", ROOT, **site)
    other = {**site, "WORKSHOP_DATABASE_URL": f"sqlite:///{folder / 'other.sqlite3'}"}
    shell.run(filled(command, FILE=folder / "all.zip"), ROOT, **other)
    assert plan in shell.run(f"workshop export-plan '{plan}'", ROOT, **other)


def check_order(command: str, _request: pytest.FixtureRequest) -> None:
    """It prints the order of the packages, and what was measured."""
    assert "imports inside functions" in shell.run(command, ROOT)


Check = Callable[[str, pytest.FixtureRequest], None]
HERE: dict[str, Check] = {
    "export WORKSHOP_SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_hex(32))')": (
        check_key
    ),
    ".venv/bin/workshop create-admin": check_admin,
    ".venv/bin/workshop serve": check_serving,
    "workshop create-admin": check_admin,
    "workshop db-upgrade": check_upgrade,
    "workshop doctor": check_doctor,
    "workshop serve": check_serving,
    "workshop serve --port 8000": check_serving,
    "workshop import FILE": check_import,
    "workshop export-plan NAME FILE": check_export,
    "workshop recount FILE": check_recount,
    "workshop verify FILE": check_verify,
    "workshop backup FILE": check_backup,
    "workshop restore FILE": check_restore,
    "pytest tests/test_architecture.py -s": check_order,
    # Its long line names modules: it is the one command that a renamed package breaks.
    "gunicorn": check_serving,
}


def named() -> set[str]:
    return set().union(*map(commands, PAGES))


def key(command: str) -> str:
    return "gunicorn" if command.startswith("gunicorn ") else command


def test_every_command_is_carried_out_somewhere():
    carried_out = {*HERE, *IN_A_CLONE, *BY_CI, CI_ITSELF}
    assert {key(command) for command in named()} ^ carried_out == set()


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(c for c in named() if key(c) in HERE), ids=key)
def test_a_command_does_what_is_said_of_it(command, request):
    HERE[key(command)](command, request)


def test_ci_carries_out_what_is_left_to_it():
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert {command for command in BY_CI if command not in lines} == set()
    [the_tests] = [c for c in commands(ROOT / "README.md") if c.endswith("pytest -n auto")]
    assert the_tests in lines
    assert shell.run(f"make --dry-run {CI_ITSELF.split()[1]}", ROOT).strip() == "bash .ci/run"


def test_the_makefile_has_the_words_and_tells_them():
    printed = shell.run("make", ROOT)
    words = {"setup", "dev", "test", "test-fast", "lint", "types", "format", "messages", "ci"}
    assert words - {line.split()[0] for line in printed.splitlines()} == set()
    assert "mypy" in shell.run("make --dry-run types", ROOT)
    assert "--ignore tests/browser" in shell.run("make --dry-run test-fast", ROOT)
