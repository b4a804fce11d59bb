"""Settings: defaults, then WORKSHOP_* from the environment, then what create_app was given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask

DEFAULTS: dict[str, Any] = {
    # Signs sessions and personal links. Must be set, except in debug and tests.
    "SECRET_KEY": None,
    # postgresql+psycopg://… for a larger deployment.
    "DATABASE_URL": "sqlite:///workshop.sqlite3",
    # redis://… lets several workers share pushes and rate limits.
    "REDIS_URL": None,
    # The address people type, used in personal links and QR codes; empty: the request's own.
    "BASE_URL": None,
    # Cookies only over HTTPS, and HSTS.
    "HTTPS": False,
    # Number of reverse proxies in front whose X-Forwarded-* headers are believed.
    "PROXIES": 0,
    "LANGUAGE": "es",
    "TIMEZONE": "America/Lima",
    # A personal link stops working this many days after the workshop's date.
    "LINK_DAYS": 7,
    "RATE_LIMITS": True,
    # With it Prometheus may read /metrics; without it there is no such page.
    "METRICS_TOKEN": None,
    # A request that takes as many milliseconds is told in the log with its time in the database.
    "SLOW_MS": 1000,
    # INFO writes a line for each request, WARNING only what went wrong or was slow.
    "LOG_LEVEL": "INFO",
    # How many times faster than real time the clock runs; only `workshop demo --hurry` sets it.
    "PACE": 1,
    # Name of the publishing body, on screens and exports.
    "PUBLISHER": "Secretaría de Gestión Pública",
    # Under which the published data may be used; named in every file.
    "LICENCE": "CC BY 4.0",
}

NUMBERS = {"PROXIES", "LINK_DAYS", "SLOW_MS"}
SWITCHES = {"HTTPS", "RATE_LIMITS"}
YES_OR_NO = {"1": True, "yes": True, "true": True, "on": True} | {
    "0": False,
    "no": False,
    "false": False,
    "off": False,
}
LOG_LEVELS = ("INFO", "WARNING", "ERROR")


def from_environment(name: str, text: str) -> Any:
    """A setting's value from its WORKSHOP_* text: whole number, yes/no, or the text itself.

    RuntimeError when the text is none of these, rather than a guess.
    """
    if name in NUMBERS:
        if not text.strip().isdecimal():
            raise RuntimeError(f"WORKSHOP_{name} must be a whole number, and is {text!r}.")
        return int(text)
    if name in SWITCHES:
        if text.strip().lower() not in YES_OR_NO:
            raise RuntimeError(f"WORKSHOP_{name} must be yes or no, and is {text!r}.")
        return YES_OR_NO[text.strip().lower()]
    if name == "LOG_LEVEL" and text not in LOG_LEVELS:
        raise RuntimeError(f"WORKSHOP_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
    return text


def load(app: Flask, overrides: dict[str, Any]) -> None:
    """Fill `app.config`; RuntimeError where the application must not start."""
    app.config.from_mapping(DEFAULTS)
    for name in DEFAULTS:
        if text := os.environ.get(f"WORKSHOP_{name}"):
            app.config[name] = from_environment(name, text)
    app.config.update(overrides)

    if not app.config["SECRET_KEY"]:
        if not (app.debug or app.testing or app.config.get("TESTING")):
            raise RuntimeError("WORKSHOP_SECRET_KEY is not set: sessions and links need it.")
        app.config["SECRET_KEY"] = "only for tests and debugging"

    app.config.update(
        SQLALCHEMY_DATABASE_URI=app.config["DATABASE_URL"],
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(app.config["DATABASE_URL"]),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["HTTPS"],
        SESSION_REFRESH_EACH_REQUEST=False,  # signed when it changes, not with every answer
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SECURE=app.config["HTTPS"],
        WTF_CSRF_TIME_LIMIT=None,  # a workshop lasts longer than an hour; the session ends it
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        BABEL_DEFAULT_LOCALE=app.config["LANGUAGE"],
        BABEL_DEFAULT_TIMEZONE=app.config["TIMEZONE"],
        BABEL_TRANSLATION_DIRECTORIES=str(Path(app.root_path) / "translations"),
    )


def engine_options(url: str) -> dict[str, Any]:
    """The connection pool. SQLite manages its own; five PostgreSQL connections fill two cores.

    An error does not quote the values that were sent: they are people's words and ballots.
    """
    private = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return private
    return private | {
        "pool_size": 5,
        "max_overflow": 0,
        "pool_timeout": 10,
        "pool_pre_ping": True,
        # A database that is away is noticed within seconds, also where nobody hangs up.
        "connect_args": {"connect_timeout": 5, "tcp_user_timeout": 10_000},
    }
