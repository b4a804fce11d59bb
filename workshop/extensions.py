"""The libraries the application stands on, made here and bound in create_app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect

from workshop.database import db as db
from workshop.process import measures, sockets
from workshop.process.workers import Workers


class CountedSocketIO(SocketIO):
    """Socket.IO that counts what it is given to send."""

    def emit(self, event: str, *arguments: Any, **options: Any) -> None:
        measures.pushes.labels(event).inc()
        super().emit(event, *arguments, **options)


migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
compress = Compress()
limiter = Limiter(key_func=get_remote_address, default_limits=[])
talisman = Talisman()
socketio = CountedSocketIO()

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def migrations_directory() -> str:
    """Where the migrations are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    beside = package.parent / "migrations"
    return str(beside if (beside / "env.py").exists() else package / "_migrations")


def bind(app: Flask) -> None:
    """Bind everything but the sockets, which must see every handler first."""
    db.init_app(app)
    migrate.init_app(
        app, db, directory=migrations_directory(), render_as_batch=True, compare_type=True
    )
    login_manager.init_app(app)
    csrf.init_app(app)
    compress.init_app(app)
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    app.config.setdefault("RATELIMIT_ENABLED", app.config["RATE_LIMITS"])
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", True)
    # While Redis is away each worker counts for itself.
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", bool(app.config["REDIS_URL"]))
    limiter.init_app(app)
    talisman.init_app(
        app,
        force_https=False,
        strict_transport_security=app.config["HTTPS"],
        session_cookie_secure=app.config["HTTPS"],
        content_security_policy=POLICY,
        referrer_policy="same-origin",
    )


def bind_sockets(app: Flask) -> None:
    """Start Socket.IO on the application; a handler imported after this would never be heard."""
    manager = {"client_manager": Workers(url)} if (url := app.config["REDIS_URL"]) else {}
    socketio.server_options.pop("client_manager", None)  # another application's
    socketio.init_app(
        app,
        async_mode=app.config.get("ASYNC_MODE", "threading"),
        **manager,
        async_handlers=False,
        manage_session=False,
        ping_interval=25,
        ping_timeout=20,
        max_http_buffer_size=64_000,
    )
    sockets.bind(socketio.server)
