"""`workshop doctor`: what may be wrong with this installation, and what to do about it.

It writes nothing that stays, and names no password.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from workshop.extensions import db
from workshop.monitoring import database_checks, machine_checks, settings_checks
from workshop.monitoring.findings import Finding, fault, fine

if TYPE_CHECKING:
    from flask import Flask


def look(make_app: Callable[..., Flask], environment: Mapping[str, str]) -> Iterator[Finding]:
    """Everything, in order. `make_app` makes the application with the environment's settings."""
    findings = list(settings_checks.of_environment(environment))
    yield from findings
    stand_in = {} if environment.get("WORKSHOP_SECRET_KEY") else {"SECRET_KEY": "the doctor's"}
    try:
        app = make_app(stand_in)
    except (RuntimeError, ImportError, SQLAlchemyError) as error:
        yield refused_to_start(error)
        return
    findings += (more := list(settings_checks.of_settings(app.config)))
    yield from more
    if not findings:
        yield fine("settings", "They are complete and go together.")
    with app.app_context():
        yield from look_beneath(app)


def look_beneath(app: Flask) -> Iterator[Finding]:
    """What the application stands on."""
    yield from database_checks.of_database(db.engine)
    yield from machine_checks.of_redis(app.config["REDIS_URL"])
    yield from machine_checks.of_time(db.engine, app.config["TIMEZONE"])
    yield machine_checks.of_mail()
    yield from machine_checks.of_disk(db.engine)
    yield machine_checks.of_open_files()
    db.engine.dispose()


def refused_to_start(error: Exception) -> Finding:
    if isinstance(error, ImportError):
        return fault(
            "settings",
            f"A setting asks for the package {error.name}, which is not installed.",
            "Install the extras: pip install 'workshop[postgresql,redis]'. Databases other than "
            "SQLite and PostgreSQL (postgresql+psycopg://…) cannot be used.",
        )
    if isinstance(error, SQLAlchemyError):
        return fault(
            "settings",
            "WORKSHOP_DATABASE_URL is no address of a database that could be used.",
            "Write it as sqlite:///… or postgresql+psycopg://…, as docs/deployment.md shows.",
        )
    return fault(
        "settings",
        f"The application does not start: {error}",
        "Correct the setting; the rest is looked at when it starts.",
    )


def report(findings: Iterator[Finding]) -> Iterator[tuple[str, bool]]:
    """Each finding as lines to print, and whether it is a fault."""
    for finding in findings:
        lines = [f"{finding.about:<11} {finding.mark:<6} {finding.what}"]
        if finding.advice:
            lines.append(f"{'':<18} -> {finding.advice}")
        yield "\n".join(lines), finding.is_fault
