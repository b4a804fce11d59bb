"""The doctor on Redis, the clocks, mail, the disk and the limit of open files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from workshop import clock
from workshop.monitoring import health, logs
from workshop.monitoring.database_checks import sqlite_file
from workshop.monitoring.findings import Finding, fault, fine, note

SECONDS_OFF = 2
MEGABYTE = 1024 * 1024
ROOM_NEEDED, ROOM_WANTED = 200 * MEGABYTE, 2048 * MEGABYTE
FILES_WANTED = 4096


def of_redis(url: str | None) -> Iterator[Finding]:
    if not url:
        yield fine("redis", "None is set: right for one process, not for several workers.")
        return
    try:
        client = health.redis_client(url)
        began = monotonic()
        client.publish("workshop-doctor", "")
        took = monotonic() - began
        seconds, microseconds = client.time()
        version = client.info("server").get("redis_version", "?")
        client.close()
    except ImportError:
        yield fault(
            "redis",
            "WORKSHOP_REDIS_URL is set but the package redis is not installed.",
            "Run: pip install 'workshop[redis]'.",
        )
        return
    except Exception as error:
        yield fault(
            "redis",
            f"It does not answer: {logs.name_of(error)}.",
            "Start it, and see that WORKSHOP_REDIS_URL has its address and password. Without it "
            "no worker hears what happens in another.",
        )
        return
    yield fine("redis", f"Redis {version} answers within {took * 1000:.0f} ms.")
    yield from of_difference("Redis's", datetime.fromtimestamp(seconds + microseconds / 1e6, UTC))


def of_time(engine: Engine, timezone: str) -> Iterator[Finding]:
    """The clock against the database's, and against the last thing that is on record."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield fault(
            "time",
            f"WORKSHOP_TIMEZONE is {timezone}, which is no time zone known here.",
            "Write it like America/Lima; if it is right, run: pip install tzdata.",
        )
        return
    with suppress(SQLAlchemyError):  # told by the check of the database
        yield from of_clocks(engine)
    here = clock.now().astimezone(zone)
    yield fine("time", f"Here it is {here:%H:%M} on {here:%d.%m.%Y} ({timezone}).")


def of_clocks(engine: Engine) -> Iterator[Finding]:
    file = sqlite_file(engine)
    if file and not file.exists():
        return
    with engine.connect() as connection:
        if health.migration_of(connection) != health.newest_migration():
            return
        last = connection.execute(text("SELECT max(at) FROM log_entry")).scalar()
        if engine.dialect.name == "postgresql":
            began = clock.now()
            there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            yield from of_difference("the database's", there, began)
    if last and (ahead := (instant(last) - clock.now()).total_seconds()) > SECONDS_OFF:
        yield fault(
            "time",
            f"The last entry on record is {ahead:.0f} s ahead of this machine's clock.",
            "Set the clock right and let it be kept so (chrony or systemd-timesyncd): phases and "
            "votes end by it.",
        )


def instant(stored: datetime | str) -> datetime:
    """SQLite hands a plain query its instants as text."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at.replace(tzinfo=UTC)


def of_difference(whose: str, there: datetime, began: datetime | None = None) -> Iterator[Finding]:
    """The other clock was read between `began` and now."""
    now = clock.now()
    middle = now if began is None else began + (now - began) / 2
    seconds = abs((there - middle).total_seconds())
    if seconds > SECONDS_OFF:
        yield fault(
            "time",
            f"This machine's clock and {whose} are {seconds:.0f} s apart.",
            "Let both be kept right (chrony or systemd-timesyncd): phases and votes end by it.",
        )


def of_mail() -> Finding:
    return fine(
        "mail",
        "None is sent and nothing has to be set: personal links are shown to the organizers, who "
        "hand them out.",
    )


def of_disk(engine: Engine) -> Iterator[Finding]:
    file = sqlite_file(engine)
    if engine.dialect.name != "sqlite":
        yield fine("disk", "The database is on a server of its own: watch the disk there.")
        return
    if file is None:
        return
    folder = next((parent for parent in file.absolute().parents if parent.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    what = f"{free // MEGABYTE:,} MB are free beside the database."
    advice = "Make room. When the disk is full no ballot and no contribution can be kept."
    if free < ROOM_NEEDED:
        yield fault("disk", what, advice)
    elif free < ROOM_WANTED:
        yield note("disk", what, advice)
    else:
        yield fine("disk", what)


def of_open_files() -> Finding:
    try:
        # inner import: not on Windows
        import resource
    except ImportError:
        return fine("open files", "This system sets no limit that could be read.")
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES_WANTED:
        return note(
            "open files",
            f"A process may open {hard} files, one for each person connected.",
            "For a full room raise it: LimitNOFILE=65536 in the systemd unit, or ulimit -Hn.",
        )
    allowed = "as many as it wants" if hard == resource.RLIM_INFINITY else f"{hard:,}"
    return fine("open files", f"A process may open {allowed}: one for each person connected.")
