"""Coming in and going out: staff with a password, participants with their personal link."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from workshop import clock
from workshop.errors import Refusal, require
from workshop.extensions import db, limiter
from workshop.live.models import Workshop
from workshop.people import links, services
from workshop.people.forms import PasswordForm, SignInForm
from workshop.people.models import Person, PersonalLink
from workshop.people.permissions import can_change_password
from workshop.web import act, answer_act, own_address, public

bp = Blueprint("people", __name__)


def has_failed(response: Response) -> bool:
    """Only attempts that fail count against the limit; a hall shares one address."""
    return response.status_code >= 400


def let_in(person: Person) -> None:
    """Begin this person's session. A participant's outlives a phone that closes its browser."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = not person.is_staff
    login_user(person)


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    onward = own_address(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(onward)
    return render_template("people/sign_in.html", form=SignInForm(), onward=onward)


@bp.post("/sign-in")
@public
@limiter.limit("10 per minute", deduct_when=has_failed)
def prove() -> ResponseReturnValue:
    """Check the password. Nothing is stored, so this is no act and takes no write lock."""
    form = SignInForm()
    onward = own_address(request.form.get("next"))
    refusal = ""
    if form.validate():
        try:
            let_in(services.sign_in(form.email.data, form.password.data))
            return redirect(onward, code=303)
        except Refusal as refused:
            refusal = refused.message
    page = render_template("people/sign_in.html", form=form, onward=onward, refusal=refusal)
    return page, 422


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    logout_user()
    return redirect(url_for("people.sign_in"), code=303)


@bp.get("/enter/<token>")
@public
@limiter.limit("60 per minute", deduct_when=has_failed)
def enter(token: str) -> ResponseReturnValue:
    """Say whose link this is. Mail scanners open links, so looking changes nothing."""
    link = links.resolve(token)
    if link is None or not link.is_valid(clock.now()):
        return unusable(link)
    return render_template(
        "people/enter.html", link=link, token=token, workshop=destination(link.leads_to)
    )


@bp.post("/enter/<token>")
@public
@limiter.limit("60 per minute", deduct_when=has_failed)
@act
def enter_now(token: str) -> ResponseReturnValue:
    link = links.resolve(token)
    if link is None or not link.is_valid(clock.now()):
        return unusable(link)
    let_in(links.open_link(link, now=clock.now()))
    return answer_act(own_address(link.leads_to))


def unusable(link: PersonalLink | None) -> ResponseReturnValue:
    """A link that was ours and no longer works is gone; any other was never there."""
    page = render_template("people/link_unusable.html", link=link)
    return page, 404 if link is None else 410


def destination(path: str) -> Workshop | None:
    """The workshop to which a path of this site belongs, if any."""
    try:
        _endpoint, values = current_app.url_map.bind("").match(path)
    except HTTPException:
        return None
    return db.session.get(Workshop, values.get("workshop_id", 0))


@bp.get("/password")
def password() -> ResponseReturnValue:
    require(can_change_password(current_user))
    return render_template("people/password.html", form=PasswordForm())


@bp.post("/password")
@limiter.limit("10 per minute", deduct_when=has_failed)
@act
def change_password() -> ResponseReturnValue:
    require(can_change_password(current_user))
    form = PasswordForm(current_user.password_hash)
    if not form.validate():
        return render_template("people/password.html", form=form), 422
    person = db.session.get_one(Person, current_user.id)
    services.change_password(person, form.password.data)
    let_in(person)
    return answer_act(
        url_for("plans.start"),
        _("Your password is changed. You are signed out everywhere else."),
    )
