"""Each request: its id, what it took, its line in the log."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, request

from workshop.monitoring import logs
from workshop.process import measures

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
# As proxies make them (nginx's $request_id, a UUID): nothing a person could write a name with.
REQUEST_ID = re.compile(r"[0-9a-fA-F-]{8,64}")
# Asked for every few seconds by machines; in the log only when they fail.
PROBES = {"watch.healthz", "watch.readyz", "watch.metrics"}

access = logging.getLogger("workshop.access")
slow = logging.getLogger("workshop.slow")
log = logging.getLogger(__name__)


def begin() -> None:
    sent_id = request.headers.get("X-Request-ID", "")
    g.request_id = sent_id if REQUEST_ID.fullmatch(sent_id) else secrets.token_hex(16)
    g.spent = measures.Spent()
    measures.spent.set(g.spent)
    g.began = perf_counter()


def end(response: Response) -> Response:
    """Count the request and write its line. Nothing that came with it is written, only its kind."""
    if "began" not in g:  # refused before it began
        return response
    seconds = perf_counter() - g.began
    method = request.method if request.method in METHODS else "other"
    endpoint = request.endpoint or "none"
    measures.requests.labels(method, endpoint, response.status_code).inc()
    measures.request_seconds.labels(method, endpoint).observe(seconds)
    response.headers["X-Request-ID"] = g.request_id

    if endpoint not in PROBES or response.status_code >= 400:
        write(access.info, "request", method, endpoint, response.status_code, seconds)
    if seconds * 1000 >= current_app.config["SLOW_MS"]:
        in_database = {
            "database_ms": milliseconds(g.spent.seconds),
            "statements": g.spent.statements,
        }
        write(
            slow.warning,
            "slow request",
            method,
            endpoint,
            response.status_code,
            seconds,
            **in_database,
        )
    return response


def write(
    how: Any, message: str, method: str, endpoint: str, status: int, seconds: float, **more: Any
) -> None:
    how(
        message,
        extra={
            "method": method,
            "endpoint": endpoint,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": status,
            "ms": milliseconds(seconds),
            **more,
        },
    )


def milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


def log_exception(exc_info: logs.ExceptionInfo) -> None:
    """In place of Flask's own, which writes the address, and so a personal link's token."""
    log.error("A request failed.", exc_info=exc_info, extra={"endpoint": request.endpoint})


def bind(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(end)
    app.log_exception = log_exception  # type: ignore[method-assign]  # as Flask means it to be
