"""Every command as a newcomer types it: in an empty folder, without a database or with a wrong one.

Each runs in a process of its own, as it would there. None may end in a traceback.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Each command is a process of its own, with all its imports.
pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]
PASSWORD = "quinua y maca 1986"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `workshop …` in an empty folder; what it says is on one stream."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}

    def run(*words: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        settings_here = {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'fresh.sqlite3'}",
            "SECRET_KEY": "a key",
        }
        environment = {
            f"WORKSHOP_{name}": text for name, text in (settings_here | settings).items() if text
        }
        done = subprocess.run(
            [sys.executable, "-m", "workshop.cli", *words],
            cwd=tmp_path,
            env=kept | environment | {"PYTHONPATH": str(Path(__file__).parents[1])},
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=120,
        )
        assert "Traceback" not in done.stdout, done.stdout
        return done

    return run


def test_an_administrator_is_made_as_the_readme_says(run, tmp_path):
    done = run("create-admin", said=f"Ana\nana@example.org\n{PASSWORD}\n{PASSWORD}\n")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "Ana can now sign in with ana@example.org.",
    )
    with sqlite3.connect(tmp_path / "fresh.sqlite3") as database:
        assert database.execute("SELECT email, is_admin FROM person").fetchall() == [
            ("ana@example.org", 1)
        ]


@pytest.mark.parametrize(
    "words", ["export-plan PAGA", "export-plan PAGA file.json", "backup file.zip"]
)
def test_without_a_database_a_command_says_how_to_make_one(run, words):
    done = run(*words.split())

    assert done.returncode == 1
    assert "The database is not up to date" in done.stdout
    assert "Run: workshop db-upgrade" in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("create-admin --name Ana --email nowhere --password short", "are needed."),
        (f"create-admin --name {'A' * 121} --email a@b.c --password short", "at most 120"),
        ("create-admin --name Ana --email a@b.c --password short", "A password has"),
        ("serve --port 99999", "is not in the range"),
        ("serve --host no.such.host.invalid", "Error: "),
        ("demo --hurry 0 --no-browser", "is not in the range"),
        ("backup /no/such/folder/file.zip", "Error: "),
        ("backup .", "Error: "),
        ("recount .", "cannot be read"),
        ("verify .", "cannot be read"),
        ("import no.such.file", "No such file"),
        ("restore no.such.file", "there is no such file"),
        ("nothing", "No such command"),
    ],
)
def test_what_is_typed_wrong_is_told_in_a_sentence(run, words, sentence):
    if words.startswith("backup"):
        run("db-upgrade")

    done = run(*words.split(), LANGUAGE="en")

    assert done.returncode != 0
    assert sentence in done.stdout


@pytest.mark.parametrize("command", ["recount", "verify", "import", "restore"])
def test_a_file_of_something_else_is_told_in_a_sentence(run, tmp_path, command):
    for content in (b"", b"\xff\x00\xfe" * 99, b"[" * 50_000, b"1" * 6_000):
        (tmp_path / "file").write_bytes(content)
        done = run(command, "file")

        assert done.returncode == 2
        assert done.stdout.strip()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://somewhere/else",
        "postgresql+psycopg://root@127.0.0.1:1/nobody",
        "sqlite:////no/such/folder/file.sqlite3",
    ],
)
@pytest.mark.parametrize("words", ["doctor", "create-admin", "backup file", "serve"])
def test_a_database_that_is_not_there_is_told_in_a_sentence(run, url, words):
    answers = f"Ana\nana@example.org\n{PASSWORD}\n{PASSWORD}\n"

    done = run(*words.split(), said=answers, DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stdout.strip()


@pytest.mark.parametrize("words", ["create-admin", "serve", "db-upgrade", "backup file"])
def test_without_a_secret_key_a_command_says_so(run, words):
    done = run(*words.split(), said="Ana\na@b.c\nx\nx\n", SECRET_KEY="")

    assert done.returncode == 1
    assert "WORKSHOP_SECRET_KEY is not set" in done.stdout
