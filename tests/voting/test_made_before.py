"""What was handed out before stays good: records, files to count again, plans, backups.

The files beside this test were made by the application as it was in November 2026, from the plan
that `tests/equality` plays: a contest by every rule, secret ones and roll calls. They are never
made anew: a change that no longer reads them has broken somebody's proof. What became part of a
plan's file later, the ranks of the vote, stands in `plan-of-backup.json` beside the former one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask_migrate import upgrade
from sqlalchemy import text

from workshop import create_app
from workshop.backups.checks import check_restored
from workshop.backups.reading import read_manifest, restore_backup
from workshop.cli import main
from workshop.extensions import db
from workshop.workshops.models import CountRule

MADE = Path(__file__).with_name("made_before")
RECORDS = sorted(MADE.glob("contest-*-record.json"))
TAKEN = sorted(MADE.glob("contest-*-scrutineers.json"))
COUNTS = sorted(MADE.glob("contest-*-count.json"))
PLAN, BACKUP = MADE / "plan.json", MADE / "backup.zip"
NAME = "Plan de Acción de Gobierno Abierto (demostración)"
SGP = {"email": "sgp@example.org", "password": "demostracion-2027"}


def name_of(path: Path) -> str:
    return path.stem


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, on a database of its own that has no rows."""
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "a key for the command")
    return lambda *arguments: CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def restored(tmp_path, clock):
    """A site on the backup: restored as of its own revision, and brought up to date since."""
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'restored.sqlite3'}", "TESTING": True}
    app = create_app({**settings, "WTF_CSRF_ENABLED": False, "RATE_LIMITS": False})
    manifest = read_manifest(BACKUP)
    with app.app_context():
        upgrade(revision=manifest["revision"])
        restore_backup(db.engine, BACKUP, manifest, lambda connection: None)
        upgrade()
        with db.engine.connect() as connection:
            check_restored(connection)
        yield app
        db.engine.dispose()


def test_every_rule_is_among_them():
    rules = {json.loads(path.read_text("utf-8"))["rule"] for path in COUNTS}

    assert rules == set(CountRule)


@pytest.mark.parametrize("path", [*RECORDS, *TAKEN], ids=name_of)
def test_a_record_still_verifies(run, path):
    checked = run("verify", path)

    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("path", COUNTS, ids=name_of)
def test_a_contest_is_still_counted_to_the_same_letter(run, path):
    results = json.loads((MADE / "results.json").read_text("utf-8"))

    counted = run("recount", path)

    assert (counted.exit_code, counted.output) == (0, results[path.stem])


def test_a_plan_still_comes_in_and_goes_out_the_same(run, tmp_path):
    run("db-upgrade")
    again = tmp_path / "again.json"

    imported, exported = run("import", PLAN), run("export-plan", NAME, again)

    assert (imported.exit_code, exported.exit_code) == (0, 0), imported.output
    assert json.loads(again.read_bytes()) == json.loads(PLAN.read_bytes())


def test_what_a_backup_brings_back_gives_the_same_records(restored):
    browser = restored.test_client()
    assert browser.post("/sign-in", data=SGP).status_code in (302, 303)
    for path in RECORDS:
        kept = json.loads(path.read_text("utf-8"))
        contest = kept["contest"]["id"]
        query = text("SELECT workshop_id FROM contest WHERE id = :contest")
        workshop = db.session.scalar(query, {"contest": contest})
        page = f"/workshops/{workshop}/contests/{contest}/record.json"
        now = browser.get(page).json

        # Since then the scrutineers took their ballots, and that is on record too.
        log = now["log"][: len(kept["log"])]
        assert (log, now["contest"]) == (kept["log"], kept["contest"]), path.name
        assert {**now, "log": log, "seal": kept["seal"]} == kept, path.name


def test_what_a_backup_brings_back_is_the_same_plan(restored, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", restored.config["DATABASE_URL"])
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "a key for the command")
    again = tmp_path / "again.json"

    exported = CliRunner().invoke(main, ["export-plan", NAME, str(again)])

    assert exported.exit_code == 0, exported.output
    before = json.loads(PLAN.with_name("plan-of-backup.json").read_bytes())
    now = json.loads(again.read_bytes())
    assert (before.pop("schema_version"), now.pop("schema_version")) == ("1.0", "1.1")
    assert list(lost(before, now)) == []


def lost(before, now, place="$"):
    """Where a file of today does not say what the file of then said; it may well say more."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key, value in before.items():
            yield from lost(value, now.get(key), f"{place}.{key}")
    elif place.endswith("participants"):  # names stand in the order of the language since
        if sorted(entry["org"] for entry in before) != sorted(entry["org"] for entry in now):
            yield place, before, now
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, pair in enumerate(zip(before, now, strict=True)):
            yield from lost(*pair, f"{place}[{number}]")
    elif before != now:
        yield place, before, now
