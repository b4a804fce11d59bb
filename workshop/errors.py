"""Refusals and error pages: a clear sentence, the right status, and nothing typed is lost."""

from __future__ import annotations

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException, NotFound, RequestEntityTooLarge

from workshop.extensions import db

NEVER_ECHOED = {"csrf_token", "password", "key", "seen", "next", "step", "request_id", "revision"}


class Refusal(Exception):
    """The rules do not allow this now. Its text is a sentence for the person who asked."""

    status = 409

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Invalid(Refusal):
    """What was sent does not fit the form; `errors` maps a field to its sentences."""

    status = 422

    def __init__(self, errors: dict[str, list[str]]) -> None:
        sentences = [sentence for several in errors.values() for sentence in several]
        super().__init__(" ".join(map(str, sentences)), errors=errors)


def require(allowed: bool) -> None:
    """Go on only if `allowed`; 403 otherwise."""
    if not allowed:
        raise Forbidden


def wants_json() -> bool:
    """Whether the browser's script asked, which wants data, rather than a page load."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def typed() -> list[str]:
    """The texts of the request that a person wrote, to be handed back to them."""
    return [
        value
        for name, values in request.form.lists()
        if name not in NEVER_ECHOED
        for value in values
        if " " in value.strip()
    ]


def answer(status: int, title: str, message: str, **details: object) -> ResponseReturnValue:
    """A refusal as JSON for the script, or as a page that gives back what was typed."""
    if wants_json():
        return jsonify(message=message, **details), status
    page = render_template(
        "errors/error.html", title=title, message=message, typed=typed(), status=status
    )
    return page, status


def refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    return answer(refusal.status, _("Not possible now"), refusal.message, **refusal.details)


def expired(_error: CSRFError) -> ResponseReturnValue:
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


def crashed(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    sentence = _("Something failed on our side and nothing was saved. Please try again.")
    return answer(500, _("Something failed"), sentence)


def bind(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(500, crashed)
