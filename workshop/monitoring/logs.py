"""The log: one line of JSON for each thing that happened, on standard error.

It holds no personal data and no ballot, by construction and not by care: a request is told by its
endpoint and the pattern of its address, an exception by its type and where it happened. The text of
an exception is left out, because it quotes what people sent (a database's names the values), and
so is what a library wrote with values of its own in it.

Writing to standard error does not yield to other greenlets, so a line may be written inside a
write transaction.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from flask import g, has_request_context

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

# Errors whose text names code and types, not values.
TELLING = (AttributeError, ImportError, NameError, RecursionError, TypeError)
FIELDS = ("method", "endpoint", "route", "status", "ms", "database_ms", "statements")
LIBRARIES_WITH_HANDLERS = ("engineio.server", "socketio.server", "geventwebsocket.handler")


class JsonLines(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
        }
        if has_request_context() and (request_id := g.get("request_id")):
            line["request_id"] = request_id
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = describe_error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """Our own sentence as written; of a library's what cannot hold a person's, or its place."""
    if record.name.split(".")[0] == "workshop":
        return record.getMessage()
    if isinstance(record.args, tuple) and record.args and isinstance(record.msg, str):
        is_harmless = all(isinstance(value, int | float) for value in record.args)
        return record.getMessage() if is_harmless else record.msg
    return f"(text left out) [{record.module}:{record.lineno}]"


def describe_error(error: BaseException) -> str:
    """An exception and those behind it, the first one first: types and places, without texts."""
    return "\n".join(
        "".join(traceback.format_tb(cause.__traceback__)) + name_of(cause) for cause in chain(error)
    )


def chain(error: BaseException) -> list[BaseException]:
    def backwards(cause: BaseException | None) -> Iterator[BaseException]:
        seen: set[int] = set()
        while cause is not None and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)

    return list(backwards(error))[::-1]


def name_of(error: BaseException) -> str:
    """Its type, with the code a database or the system gave; its text only where it is harmless."""
    name = type(error).__name__
    if isinstance(error, TELLING):
        return f"{name}: {error}"
    codes = (getattr(error, code, None) for code in ("sqlite_errorname", "sqlstate", "errno"))
    code = next((code for code in codes if code), None)
    return f"{name} ({code})" if code else name


def configure(level: str = "INFO") -> None:
    """Write the log of this process as JSON. Entry points call it, once the application is made."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("workshop").setLevel(level)
    for name in LIBRARIES_WITH_HANDLERS:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.setLevel(logging.WARNING)


def __getattr__(name: str) -> type:
    """`Gunicorn`, made when gunicorn asks for it: gunicorn is not needed otherwise."""
    if name != "Gunicorn":
        raise AttributeError(name)
    # inner import: whoever serves with one process need not have it
    from gunicorn.glogging import Logger

    class Gunicorn(Logger):
        """gunicorn's own log in our form (`--logger-class workshop.monitoring.logs.Gunicorn`)."""

        def setup(self, cfg: Any) -> None:
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonLines())

    return Gunicorn
