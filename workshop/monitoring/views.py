"""For machines: alive, ready, figures. No session, no rate limit, nothing to keep."""

from __future__ import annotations

import hmac
import logging
from contextlib import closing

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound

from workshop.extensions import db
from workshop.monitoring import health
from workshop.process import measures
from workshop.web import public

bp = Blueprint("watch", __name__)
log = logging.getLogger(__name__)


def plain(text: str | bytes, status: int = 200, content_type: str = "text/plain") -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(text, status, headers, content_type=content_type)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process is alive; whatever it stands on may be gone."""
    return plain("ok\n")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Whether people can be sent here; if not, what is missing."""
    missing = [f"{name} {fault}\n" for name, fault in faults().items() if fault]
    return plain("".join(missing), 503) if missing else plain("ok\n")


def faults() -> dict[str, str]:
    by_service = {"database": "", "redis": ""}
    try:
        by_service["database"] = health.database_fault(db.engine)
    except Exception:
        log.warning("The database does not answer.", exc_info=True)
        by_service["database"] = "does not answer"
    if url := current_app.config["REDIS_URL"]:
        try:
            with closing(health.redis_client(url)) as client:
                client.ping()
        except Exception:
            log.warning("Redis does not answer.", exc_info=True)
            by_service["redis"] = "does not answer"
    return by_service


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """The figures, for whoever holds the token; without one set there is no such page.

    The address asking would prove nothing: behind a proxy on the same machine everyone seems local.
    """
    token = current_app.config["METRICS_TOKEN"]
    if not token:
        raise NotFound
    header = request.headers.get("Authorization", "")
    if not hmac.compare_digest(header.encode(), f"Bearer {token}".encode()):
        refused = plain("The token is missing or wrong.\n", 401)
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    return plain(measures.page(), content_type=CONTENT_TYPE_LATEST)
