"""Refusals and error pages: a clear sentence, the right status, and nothing typed is lost."""

from __future__ import annotations

import logging
import sqlite3
from http import HTTPStatus

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import Forbidden, HTTPException, NotFound, RequestEntityTooLarge

from workshop.extensions import db

log = logging.getLogger(__name__)

# What an answer tells browsers and proxies while the database is away.
RETRY = {"Retry-After": "5"}
SQLITE_IS_AWAY = ("locked", "disk is full", "disk I/O error", "unable to open", "readonly")

NEVER_ECHOED = {"csrf_token", "password", "key", "seen", "next", "step", "request_id", "revision"}

# What an order that is sent once more gets anew.
ASKED_AGAIN = {"csrf_token", "key", "confirmed"}


class Refusal(Exception):
    """The rules do not allow this now. Its text is a sentence for the person who asked."""

    status = 409

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Question(Refusal):
    """An act that asks first: sent once more with the field `confirmed`, it is carried out."""

    def __init__(self, message: str) -> None:
        super().__init__(message, asks=True)


class Invalid(Refusal):
    """What was sent does not fit the form; `errors` maps a field to its sentences."""

    status = 422

    def __init__(self, errors: dict[str, list[str]]) -> None:
        sentences = [sentence for several in errors.values() for sentence in several]
        super().__init__(" ".join(map(str, sentences)), errors=errors)
        self.errors = errors


def require(allowed: bool) -> None:
    """Go on only if `allowed`; 403 otherwise."""
    if not allowed:
        raise Forbidden


def wants_json() -> bool:
    """Whether the browser's script asked, which wants data, rather than a page load."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def typed_texts() -> list[str]:
    """The texts of the request that a person wrote, to be handed back to them.

    Nothing when the request could not be read: it is too long, or ended early.
    """
    try:
        fields = request.form
    except HTTPException:
        return []
    return [
        value
        for name, values in fields.lists()
        if name not in NEVER_ECHOED
        for value in values
        if " " in value.strip()
    ]


def answer(status: int, title: str, message: str, **details: object) -> ResponseReturnValue:
    """A refusal as JSON for the script, or as a page that gives back what was typed."""
    if wants_json():
        return jsonify(message=message, **details), status
    page = render_template(
        "errors/error.html",
        title=title,
        message=message,
        typed=typed_texts(),
        asks_to_sign_in=status == HTTPStatus.UNAUTHORIZED,
        page_before="" if status == HTTPStatus.NOT_FOUND else request.referrer,
    )
    return page, status


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    return answer(refusal.status, _("Not possible now"), refusal.message, **refusal.details)


def answer_question(question: Question) -> ResponseReturnValue:
    """The question as JSON for the script, or as a page that sends the same order again."""
    db.session.rollback()
    if wants_json():
        return answer(question.status, "", question.message, **question.details)
    page = render_template(
        "errors/question.html",
        question=question.message,
        sent=[pair for pair in request.form.items(multi=True) if pair[0] not in ASKED_AGAIN],
        page_before=request.referrer,
    )
    return page, question.status


def answer_expired(_error: CSRFError) -> ResponseReturnValue:
    sentence = _(
        "This page had expired, so nothing was saved. Go back, reload it and send it once more."
    )
    return answer(400, _("The page had expired"), sentence)


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    sentences = {
        NotFound: _("There is nothing at this address, or it is not open to you."),
        Forbidden: _("Your role does not allow this."),
        RequestEntityTooLarge: _("That is too long to be sent at once. Shorten it, please."),
    }
    sentence = sentences.get(type(error))
    if error.code == 429:
        sentence = _("Too many attempts. Wait a minute and try again.")
    if error.code == 405:
        sentence = _("This address answers only to its form.")
    title = _("Not found") if error.code == 404 else _("Not possible")
    return answer(error.code, title, sentence or _("The request could not be understood."))


def is_away(error: Exception) -> bool:
    """Whether the database cannot do its work for now, though nothing is wrong with what is asked.

    It is locked by another process, out of reach, or its disk is full.
    """
    cause = getattr(error, "orig", error)
    if isinstance(cause, sqlite3.OperationalError):
        return any(sign in str(cause) for sign in SQLITE_IS_AWAY)  # or a table is missing
    return isinstance(error, (OperationalError, PoolTimeout))


def is_full(error: Exception) -> bool:
    """Whether there is no room left where the database writes."""
    text = str(getattr(error, "orig", error))
    return "disk is full" in text or "No space left" in text


def first_line(error: Exception) -> str:
    """What the database itself said, without the statement."""
    return next(iter(str(getattr(error, "orig", error)).splitlines()), "")


def away(error: Exception) -> ResponseReturnValue:
    """The database is away: nothing was kept, and the same request can be sent again.

    The page is drawn without asking who is signed in, which only the database knows.
    """
    if not is_away(error):
        raise error
    db.session.rollback()
    if is_full(error):
        status, sentence = 507, _("The server's disk is full, so nothing can be saved now.")
    else:
        status, sentence = 503, _("The server cannot reach its data for the moment.")
    log.error("%s %s: %s", request.method, request.path, first_line(error))
    is_read = request.method == "GET"
    title = _("One moment, please")
    advice = _("Nothing was saved; what you wrote stays here. Send it once more in a moment.")
    if wants_json():
        again = _("It is being tried again…")
        return jsonify(message=f"{sentence} {again}"), status, RETRY
    g._login_user = AnonymousUserMixin()  # every template is given the user
    page = render_template(
        "errors/away.html",
        title=title,
        message=sentence,
        advice=advice if request.method == "POST" else _("Reload this page in a moment."),
        typed=typed_texts(),
        reload=request.full_path if is_read else "",
        page_before="" if is_read else request.referrer,
    )
    return page, status, RETRY


def answer_crash(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    sentence = _("Something failed on our side and nothing was saved. Please try again.")
    return answer(500, _("Something failed"), sentence)


def bind(app: Flask) -> None:
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(Question, answer_question)
    app.register_error_handler(CSRFError, answer_expired)
    app.register_error_handler(HTTPException, http_error)
    for error in (OperationalError, PoolTimeout):
        app.register_error_handler(error, away)
    app.register_error_handler(500, answer_crash)
