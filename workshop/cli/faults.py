"""What the machine refused a command, told in a sentence that says what to do."""

from __future__ import annotations

import click


def what_is_wrong(error: Exception) -> str:
    """What to do about a file, an address or a database; empty for any other error."""
    if isinstance(error, BrokenPipeError | click.ClickException):
        return ""
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror) if part)
    if isinstance(error, UnicodeError):
        return "What was given is not text in UTF-8."
    if isinstance(error, ModuleNotFoundError):
        return f"{error.name} is not installed; the README says what to install for this setting."
    return _what_is_wrong_with_the_database(error)


def _what_is_wrong_with_the_database(error: Exception) -> str:
    # inner import: counting needs no database, and `--help` would wait for it
    from sqlalchemy import exc

    if not isinstance(error, exc.SQLAlchemyError):
        return ""
    if isinstance(error, exc.ArgumentError):
        return "WORKSHOP_DATABASE_URL is not the address of a database that is known here."
    if not isinstance(error, exc.OperationalError | exc.ProgrammingError):
        return ""
    cause = next(iter(str(error.orig).splitlines()), "")
    if any(sign in cause for sign in ("no such", "does not exist", "has no column")):
        return f"The database is not up to date ({cause}). Run: workshop db-upgrade"
    return f"The database cannot be used ({cause}). Run: workshop doctor"
