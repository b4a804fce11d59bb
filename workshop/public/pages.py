"""Pages that everyone may read: drawn once for all readers, and asked again by their ETag.

They have no session, so nothing of them depends on who asks, and a proxy may keep them too. Whoever
keeps a page asks each time whether it still stands: what is published is read at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple

from flask import Flask, Request, Response, current_app, make_response, request
from flask.sessions import SecureCookieSession, SessionMixin
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from workshop import clock, web
from workshop.commitments.models import Step
from workshop.exports.models import Edition
from workshop.extensions import db
from workshop.language import LANGUAGES
from workshop.web import View, public

PREFIX = "/open"
FRESH = 300  # seconds for which a drawn page is kept here
KEPT = 256  # pages and files


class Sessions(web.Sessions):
    """Sessions for all addresses but these: no cookie is read for them, none is set."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return self.session_class() if is_open(request) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not is_open(request):
            super().save_session(app, session, response)


def is_open(request: Request) -> bool:
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


class Key(NamedTuple):
    """What a drawn page depends on: its address, the last thing published, and the hour."""

    host: str
    arguments: tuple[tuple[str, Any], ...]
    language: str
    published: tuple[int | None, int | None]
    period: int


def page(view: View) -> View:
    """A GET view whose answer is the same for everyone who asks in the same language."""

    @public
    @wraps(view)
    def wrapper(**arguments: Any) -> ResponseReturnValue:
        key = Key(
            request.host_url,
            tuple(sorted(arguments.items())),
            language(),
            last_published(),
            int(clock.now().timestamp() // FRESH),
        )
        body, content_type = current_app.extensions["open_pages"](view, key)
        response = Response(body, content_type=content_type)
        response.cache_control.public = True
        response.cache_control.no_cache = True
        response.content_language.add(key.language)
        response.vary.add("Accept-Language")
        response.add_etag()
        return response.make_conditional(request)

    return wrapper


def language() -> str:
    """The language that the address asks for, else the browser's, else the setting."""
    asked = request.args.get("language")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or current_app.config["LANGUAGE"]


def last_published() -> tuple[int | None, int | None]:
    """The newest edition and the newest step of a record: with them the pages change."""
    newest = db.select(db.func.max(Edition.id), db.select(db.func.max(Step.id)).scalar_subquery())
    edition, step = db.session.execute(newest).one()
    return edition, step


def draw_page(view: Callable[..., ResponseReturnValue], key: Key) -> tuple[bytes, str]:
    with force_locale(key.language):
        response = make_response(view(**dict(key.arguments)))
    return response.get_data(), response.content_type


def bind(app: Flask) -> None:
    app.session_interface = Sessions()
    # While developing each is drawn anew, from the templates as they are now.
    app.extensions["open_pages"] = lru_cache(maxsize=0 if app.debug else KEPT)(draw_page)
