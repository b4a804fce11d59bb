"""The doctor on the database: it answers, is as new as the code, and keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from workshop.monitoring import health, logs
from workshop.monitoring.findings import Finding, fault, fine, note

# What the application sets on each of its connections to SQLite; `synchronous` 2 is FULL.
SQLITE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
OVER_THE_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"}


def of_database(engine: Engine) -> Iterator[Finding]:
    """It answers, is as new as the code, can be written, and keeps what it is given."""
    file = sqlite_file(engine)
    if file and not file.exists():
        yield fault(
            "database",
            f"There is none yet at {file}.",
            "Run `workshop db-upgrade`, or `workshop serve`, which makes it.",
        )
        return
    try:
        with engine.connect() as connection:
            yield from of_migrations(connection)
            check = of_sqlite if engine.dialect.name == "sqlite" else of_postgresql
            yield from check(connection)
        if engine.dialect.name == "sqlite":
            yield of_writing(engine)
    except SQLAlchemyError as error:
        where = "the SQLite file" if file else address_of(engine)
        why = logs.name_of(getattr(error, "orig", None) or error)
        yield fault(
            "database",
            f"It does not answer at {where}: {why}.",
            "See that it runs, and that address, user and password in WORKSHOP_DATABASE_URL are "
            "right."
            if not file
            else "If another program holds it, end that; else restore the last backup with "
            "`workshop restore`.",
        )


def sqlite_file(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for one in memory, or on a server."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(urlsplit(name).path if name.startswith("file:") else name)


def address_of(engine: Engine) -> str:
    url = engine.url
    return f"{url.host or 'the local socket'}:{url.port or 5432}, database {url.database}"


def of_migrations(connection: Connection) -> Iterator[Finding]:
    at, needed = health.migration_of(connection), health.newest_migration()
    if at != needed:
        yield fault(
            "database",
            f"It is at migration {at or 'none'}, the application needs {needed}.",
            "Make a backup and run `workshop db-upgrade`. If the database is newer than the "
            "application, install the newer application.",
        )


def of_sqlite(connection: Connection) -> Iterator[Finding]:
    for name, wanted in SQLITE_SETTINGS.items():
        value = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if value != wanted:
            yield fault(
                "database",
                f"SQLite's {name} is {value} where the application sets {wanted}.",
                "Put the file on a local disk: some file systems do not allow it.",
            )
    if (file := sqlite_file(connection.engine)) and (kind := file_system(file)) in OVER_THE_NETWORK:
        yield fault(
            "database",
            f"The SQLite file is on a network drive ({kind}), where it can be damaged.",
            "Move it to a local disk, or use PostgreSQL.",
        )
    if (sound := connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()) != "ok":
        yield fault(
            "database",
            f"The SQLite file is damaged: {sound}",
            "Stop the site, keep a copy of the file, and restore the last backup with "
            "`workshop restore`.",
        )


def of_writing(engine: Engine) -> Finding:
    """Whether SQLite lets us begin to write, which is undone at once."""
    raw = engine.raw_connection()
    try:
        raw.execute("PRAGMA busy_timeout = 2000")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("CREATE TABLE doctor (x)")
        raw.execute("ROLLBACK")
    except Exception as error:
        return fault(
            "database",
            f"SQLite answers but cannot be written ({logs.name_of(error)}).",
            "Give the user that runs the site the right to write the file and its folder; see "
            "that the disk is not full and that no other program holds the file.",
        )
    finally:
        raw.invalidate()  # with whatever was set on it
    return fine("database", f"SQLite at {sqlite_file(engine)}: whole, and can be written.")


def of_postgresql(connection: Connection) -> Iterator[Finding]:
    def show(name: str) -> str:
        return str(connection.execute(text(f"SHOW {name}")).scalar_one())

    sound = True
    if show("transaction_read_only") == "on":
        sound = False
        yield fault(
            "database",
            "PostgreSQL can only be read: it is a standby, or set so.",
            "Point WORKSHOP_DATABASE_URL to the primary server.",
        )
    if show("server_encoding") != "UTF8":
        sound = False
        yield fault(
            "database",
            f"The database's encoding is {show('server_encoding')}, so some letters are refused.",
            "Create it anew with ENCODING 'UTF8' and restore a backup into it.",
        )
    if show("synchronous_commit") == "off":
        sound = False
        yield note(
            "database",
            "PostgreSQL's synchronous_commit is off, so a power cut loses acknowledged ballots.",
            "Set it on for this database.",
        )
    if sound:
        version = show("server_version").split()[0]
        yield fine(
            "database",
            f"PostgreSQL {version} answers and can be written; it allows "
            f"{show('max_connections')} connections, and each worker takes up to 5.",
        )


def file_system(path: Path) -> str:
    """The kind of file system a path is on; empty where the system does not tell."""
    try:
        mounts = Path("/proc/mounts").read_text().splitlines()
    except OSError:
        return ""
    kinds = {Path(line.split()[1]): line.split()[2] for line in mounts}
    where = path.resolve()
    return next((kinds[place] for place in (where, *where.parents) if place in kinds), "")
