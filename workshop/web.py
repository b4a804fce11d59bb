"""What every page shares: closed by default, one shape for every act, helpers for templates."""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from flask import (
    Flask,
    Request,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import SignatureExpired, TimestampSigner
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError
from werkzeug.utils import cached_property

from workshop import clock, orders
from workshop.database import db, writing
from workshop.errors import Invalid, Refusal, answer, wants_json
from workshop.forms import Form
from workshop.language import LANGUAGES, day_name, day_of, zone_name
from workshop.text import clean_text

View = Callable[..., ResponseReturnValue]
Sent = MultiDict[str, Any]  # the fields of a form or of an address

# Called in each act that is carried out, before it is kept, with the workshop's id (if the address
# has one), the person, and `now`; and after each act, once it is kept. `assembly` says what.
within_acts: tuple[Callable[..., None], ...] = ()
after_acts: tuple[Callable[[], None], ...] = ()

# How far what an act is about has come, by its workshop's id (None: it is about none): another
# number after every act of anybody on it. `assembly` says how it is counted.
state_of: Callable[[int | None], int] = bool

# Fields that hold no text: a password is what was typed, an address is looked at by `own_address`.
NO_TEXTS = frozenset({"password", "current", "again", "next"})

# Browsers drop tabs and line breaks and take a backslash for a slash: "/<tab>/elsewhere" would
# leave the site.
OWN_PATH = re.compile(r"/(?!/)[^\x00-\x1f\\]*")


class CookieSigner(TimestampSigner):
    """Takes a session that was signed before the machine's clock was set back."""

    def unsign(
        self, signed_value: Any, max_age: int | None = None, return_timestamp: Any = False
    ) -> Any:
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as expired:
            signed = expired.date_signed
            if signed is None or signed.timestamp() <= self.get_timestamp():
                raise
            return super().unsign(signed_value, None, return_timestamp)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, which do not end when the clock is set back."""

    def get_signing_serializer(self, app: Flask) -> Any:
        serializer = super().get_signing_serializer(app)
        if serializer:
            serializer.signer = CookieSigner
        return serializer


class Fields(FormDataParser):
    """Reads what a form sends, its texts cleaned before any view sees them."""

    def parse(self, *arguments: Any, **options: Any) -> tuple[Any, Sent, Sent]:
        stream, fields, files = super().parse(*arguments, **options)
        if fields:
            stream.read(1)  # 413 at the limit, where a body sent in chunks was cut off
        return stream, cleaned_fields(fields), files


class CleanRequest(Request):
    """A request whose texts may be kept as they are: the one way in for all that people write."""

    form_data_parser_class = Fields

    @cached_property
    def args(self) -> Sent:
        return cleaned_fields(super().args)


def cleaned_fields(fields: Sent) -> Sent:
    """The fields of a form or of an address as they may be kept."""
    return type(fields)(
        (name, value if name in NO_TEXTS else clean_text(value))
        for name, value in fields.items(multi=True)
    )


class Word(UnicodeConverter):
    """A name in an address; what no text could hold is not found."""

    def to_python(self, value: str) -> str:
        if clean_text(value) != value:
            raise ValidationError
        return value


class Number(IntegerConverter):
    """A row's number in an address; what no database could hold is not found."""

    def __init__(self, map: Map, *arguments: Any, **options: Any) -> None:
        options.setdefault("max", 2**31 - 1)
        super().__init__(map, *arguments, **options)


def public(view: View) -> View:
    """Mark a view that anyone may open; all others ask for a sign-in."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function, read at every request
    return view


def takes(longest: int) -> Callable[[View], View]:
    """Mark a view to which an administrator may send so many bytes; all others take less."""

    def mark(view: View) -> View:
        view.longest = longest  # type: ignore[attr-defined]  # a mark, read at every request
        return view

    return mark


def set_limit() -> None:
    """How much may be sent to this view, before anything of it is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    longest = getattr(view, "longest", None)
    if longest and current_user.is_authenticated and current_user.is_admin:
        request.max_content_length = longest


def act(view: View, *, is_step: bool = False, is_reversible: bool = False) -> View:
    """Make a POST view one act: one write transaction, carried out once, told after it is kept.

    Sent again by the same person, with the key of the first (header `Idempotency-Key` or field
    `key`) or as a second press of the same button, it is not done again: the first answer comes
    back (`orders`). If others may have reversed it meanwhile, a second press may be meant anew: it
    is carried out where that is possible, and answered like the first where it is not.
    """

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> ResponseReturnValue:
        key, said = orders.order_key(), orders.press_said(is_step=is_step)
        about = arguments.get("workshop_id")
        with writing():
            orders.take_turn(said or key)
            first, last = orders.kept_answer(key), orders.last_answer(said)
            if last and (not is_reversible or last.get("state") == state_of(about)):
                first = first or last
            response = _send(first) if first else carry_out(view, arguments, key, said, last)
        for tell in after_acts:
            tell()
        return response

    return wrapper


# An act that somebody else may reverse between two presses, such as a tick, and of which the second
# changes nothing where nobody has.
reversible = functools.partial(act, is_reversible=True)

# An act of which another may follow at once, such as the next phase or one place further up: a
# press is known for the same one only by what it was pressed on (`seen`).
step = functools.partial(act, is_step=True)


def carry_out(
    view: View, arguments: dict[str, Any], key: str, said: str, last: orders.Answer | None
) -> ResponseReturnValue:
    """Carry out an act and keep its answer; a repeat that is refused gets the `last` answer."""
    try:
        with db.session.begin_nested() if last else nullcontext():
            response = view(**arguments)
            if "answer" not in g:
                if last:
                    raise Refusal("")
                return response
            about = arguments.get("workshop_id")
            for note in within_acts:
                note(about, current_user, now=clock.now())
            orders.keep_answer(key, said, {**g.answer, "state": state_of(about)})
            # With what was noted, for a page that reads it.
            return _send(g.answer) if wants_json() else response
    except (Refusal, HTTPException):
        if last is None:
            raise
        g.pop("news", None)
        return _send(last)


def answer_act(url: str, message: str = "", **details: Any) -> ResponseReturnValue:
    """The answer to an act that was carried out: where to go next, and a sentence to show."""
    g.answer = {"url": url, "message": str(message), "details": details}
    return _send(g.answer)


def _send(kept: dict[str, Any]) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=kept["message"], **kept["details"])
    if kept["message"]:
        flash(kept["message"])
    return redirect(kept["url"], code=303)


def check_form(form: Form) -> Form:
    """The form, when what was sent fits it; `Invalid` with a sentence per field otherwise."""
    if not form.validate():
        raise Invalid(form.errors)
    return form


def close_by_default() -> ResponseReturnValue | None:
    """Turn away anyone not signed in, unless the view is marked public."""
    view = current_app.view_functions.get(request.endpoint or "")
    if (
        view is None
        or request.endpoint == "static"
        or getattr(view, "is_public", False)
        or current_user.is_authenticated
    ):
        return None
    if request.method == "POST" and session.get("ended_by") == request.path:
        return redirect(url_for("people.sign_in"), code=303)  # "Sign out" was pressed twice
    if wants_json():
        sentence = _("You are signed out. Sign in again; what you typed stays here.")
        return answer(401, "", sentence, url=url_for("people.sign_in"))
    if request.method == "POST":
        sentence = _("You are signed out, so nothing was saved. Sign in and send it once more.")
        return answer(401, _("You are signed out"), sentence)
    return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))


def csrf_field() -> Markup:
    """The hidden token of a form on a page. Inside parts `room.parts` puts a place for it."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def new_key() -> str:
    return secrets.token_hex(12)


def stylesheet(name: str) -> Markup:
    """The link in a page's head to static/css/NAME.css."""
    address = url_for("static", filename=f"css/{name}.css")
    return Markup('<link rel="stylesheet" href="{}">').format(address)


def script(name: str) -> Markup:
    """The tag at a page's end that runs static/js/NAME.js."""
    address = url_for("static", filename=f"js/{name}.js")
    return Markup('<script type="module" src="{}"></script>').format(address)


def local_time(instant: datetime | None, pattern: str = "HH:mm") -> str:
    return "" if instant is None else format_datetime(instant, pattern)


def local_date(instant: datetime | None, *, is_year_known: bool = True) -> str:
    """Day, hour and zone, for those who may read it from elsewhere."""
    words = desk_date(instant, is_year_known=is_year_known)
    return f"{words} ({zone_name()})" if instant and has_hour(instant) else words


def desk_date(instant: datetime | None, *, is_year_known: bool = True) -> str:
    """Day and hour, for those who work where the workshops are held."""
    if instant is None:
        return ""
    day = (
        format_date(instant, "full")
        if is_year_known
        else day_name(day_of(instant), is_year_known=False)
    )
    return f"{day}, {local_time(instant)}" if has_hour(instant) else day


def has_hour(instant: datetime) -> bool:
    """Whether more than the day is known: no act was at midnight."""
    return local_time(instant, "HHmmss") != "000000"


def bind(app: Flask) -> None:
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask means it to be
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    app.session_interface = Sessions()
    app.request_class = CleanRequest
    app.url_map.converters |= {"int": Number, "string": Word, "default": Word}
    app.before_request(close_by_default)
    app.jinja_env.globals.update(
        csrf_field=csrf_field,
        new_key=new_key,
        stylesheet=stylesheet,
        script=script,
        milliseconds=clock.milliseconds,
        minutes_text=clock.minutes_text,
        local_time=local_time,
        local_date=local_date,
        desk_date=desk_date,
    )
    app.jinja_env.finalize = shown
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.post("/language")
    @public
    def set_language() -> ResponseReturnValue:
        if (language := request.form.get("language")) in LANGUAGES:
            session["language"] = language
        return redirect(own_address(request.form.get("next")), code=303)


def shown(value: Any) -> Any:
    """What a page says, cleaned: published and hashed texts stay as they were stored."""
    return clean_text(value) if type(value) is str else value


def own_address(address: str | None) -> str:
    """`address` when it is a path of this site, else the start page: never elsewhere."""
    if address and OWN_PATH.fullmatch(address):
        return address
    return url_for("plans.start")
