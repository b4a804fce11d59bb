"""Which language a person reads: their choice, else the browser's, else the setting."""

from __future__ import annotations

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import get_locale

from workshop.extensions import babel

LANGUAGES = {"es": "Español", "en": "English"}


def chosen() -> str:
    """The language of this request: `es` or `en`."""
    if not has_request_context():
        return current_app.config["LANGUAGE"]
    kept = session.get("language")
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES) or current_app.config["LANGUAGE"]


def current() -> str:
    """The language in force here, inside a push as well as inside a request."""
    locale = get_locale()
    return locale.language if locale else current_app.config["LANGUAGE"]


def bind(app: Flask) -> None:
    babel.init_app(
        app,
        locale_selector=chosen,
        timezone_selector=lambda: app.config["TIMEZONE"],
    )
    app.jinja_env.globals.update(current_language=current, LANGUAGES=LANGUAGES)
