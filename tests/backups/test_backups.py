"""A backup while the site goes on, and back: on SQLite, on PostgreSQL, from one to the other."""

import json
import secrets
import threading
import zipfile

import pytest
from click.testing import CliRunner
from flask_migrate import upgrade
from sqlalchemy import select, text

from workshop import clock as wall_clock
from workshop import create_app
from workshop.backups.checks import check_restored
from workshop.backups.reading import BadBackup, is_empty, read_manifest, restore_backup
from workshop.backups.writing import tables_of, write_backup
from workshop.cli import main
from workshop.extensions import db
from workshop.people.models import Organization, Sector
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry


@pytest.fixture
def new_site(tmp_path, request):
    """A site with the tables of the migrations and nothing in them, on "sqlite" or "postgresql"."""

    def new_site(kind: str):
        url = f"sqlite:///{tmp_path / secrets.token_hex(4)}.sqlite3"
        if kind == "postgresql":
            url = request.getfixturevalue("postgresql")
        app = create_app({"TESTING": True, "DATABASE_URL": url})
        with app.app_context():
            upgrade()
        request.addfinalizer(lambda: dispose(app))
        return app

    return new_site


def dispose(app) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def filled(app, meeting, go_to, cast, tmp_path):
    """A site on which a meeting is voting, with the migrations' own mark of its revision."""
    go_to(meeting.workshop, PhaseKind.VOTING)
    cast(meeting.ana, "A")
    with app.app_context():
        from flask_migrate import stamp

        stamp()
    return app


@pytest.fixture
def backup(filled, tmp_path):
    path = tmp_path / "backup.zip"
    with filled.app_context():
        write_backup(db.engine, path, now=wall_clock.now())
    return path


def held(app) -> dict[str, list[dict]]:
    """Every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [
                dict(row._mapping)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables_of(connection)
        }


def restore(app, path) -> None:
    with app.app_context():
        restore_backup(db.engine, path, read_manifest(path), check_restored)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_there(filled, backup, new_site, kind):
    site = new_site(kind)

    restore(site, backup)

    assert held(site) == held(filled)
    with site.app_context():
        db.session.add(Organization(name="The next one", sector=Sector.ACADEMIA))
        db.session.commit()  # numbers go on from the last one


@pytest.mark.slow
def test_from_postgresql_back_to_sqlite(filled, backup, new_site, tmp_path):
    middle, again = new_site("postgresql"), tmp_path / "again.zip"
    restore(middle, backup)
    with middle.app_context():
        write_backup(db.engine, again, now=wall_clock.now())

    site = new_site("sqlite")
    restore(site, again)

    assert held(site) == held(filled)


def test_what_is_written_meanwhile_is_whole_or_not_in_it(filled, tmp_path, new_site):
    """A writer goes on; the log chain of the backup is whole, wherever it was cut."""
    path, stop = tmp_path / "live.zip", threading.Event()

    def write_on():
        from workshop.workshops import log
        from workshop.workshops.models import Workshop

        with filled.app_context():
            while not stop.is_set():
                workshop = db.session.get(Workshop, 1)
                log.record(workshop, "noted", None, now=wall_clock.now(), text="x" * 500)
                db.session.commit()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        with filled.app_context():
            write_backup(db.engine, path, now=wall_clock.now())
    finally:
        stop.set()
        writer.join()

    site = new_site("sqlite")
    restore(site, path)  # checks the chain
    with site.app_context():
        kept = db.session.query(LogEntry).count()
    with filled.app_context():
        assert 0 < kept <= db.session.query(LogEntry).count()


def damaged(path, name, change):
    """The backup with one member changed."""
    with zipfile.ZipFile(path) as file:
        members = {member: file.read(member) for member in file.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(path, "w") as file:
        for member, data in members.items():
            file.writestr(member, data)


def flipped(data: bytes) -> bytes:
    return data[:20] + bytes([data[20] ^ 1]) + data[21:]


def said(manifest: bytes, **changes: object) -> bytes:
    return json.dumps({**json.loads(manifest), **changes}).encode()


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("person.jsonl", flipped, "person.jsonl: the checksum"),
        ("person.jsonl", lambda data: b"", "person.jsonl: the checksum"),
        ("manifest.json", lambda data: said(data, format="other"), "not a backup of Workshop"),
        ("manifest.json", lambda data: said(data, revision="0001"), "of revision 0001"),
        ("manifest.json", lambda data: b"{", "backup.zip: "),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_changes(backup, new_site, name, change, sentence):
    damaged(backup, name, change)
    site = new_site("sqlite")

    with pytest.raises(BadBackup, match=sentence):
        restore(site, backup)
    with site.app_context():
        assert is_empty(db.engine)


def test_a_backup_with_a_broken_log_is_refused(filled, tmp_path, new_site):
    with filled.app_context():
        db.session.execute(text("UPDATE log_entry SET verb = 'forged' WHERE number = 2"))
        db.session.commit()
        path = tmp_path / "forged.zip"
        write_backup(db.engine, path, now=wall_clock.now())
    site = new_site("sqlite")

    with pytest.raises(BadBackup, match="entry 2 of workshop 1 is broken"):
        restore(site, path)
    with site.app_context():
        assert is_empty(db.engine)


def test_the_commands(filled, tmp_path, monkeypatch):
    path = tmp_path / "site.zip"
    run = CliRunner().invoke
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "a key for the command")
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", filled.config["DATABASE_URL"])
    refused = run(main, ["backup", str(path)])
    assert (refused.exit_code, "secret vote is open" in refused.output) == (1, True)
    assert not path.exists()
    assert run(main, ["backup", str(path), "--even-during-a-vote"]).exit_code == 0

    monkeypatch.setenv("WORKSHOP_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert run(main, ["restore", str(path)]).exit_code == 0
    again = run(main, ["restore", str(path)])
    assert (again.exit_code, "--force" in again.output) == (1, True)
    assert run(main, ["restore", str(path), "--force"]).exit_code == 0
    assert run(main, ["restore", str(tmp_path / "none.zip")]).exit_code == 2
