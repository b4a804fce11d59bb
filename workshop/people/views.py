"""Coming in and going out: staff with a password, participants with their personal link."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from workshop.errors import Refusal, require
from workshop.extensions import db, limiter
from workshop.people import returning, services
from workshop.people.forms import PasswordForm, SignInForm
from workshop.people.models import Person
from workshop.people.permissions import can_change_password
from workshop.web import act, answer_act, own_address, public

bp = Blueprint("people", __name__)


def has_failed(response: Response) -> bool:
    """Only attempts that fail count against the limit; a hall shares one address."""
    return response.status_code >= 400


def let_in(person: Person) -> None:
    """Begin this person's session. A participant's outlives a phone that closes its browser."""
    kept = {name: session[name] for name in ("language", returning.LEFT) if name in session}
    session.clear()
    session.update(kept)
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
    returning.remember(current_user)
    logout_user()
    session["ended_by"] = request.path
    return redirect(url_for("people.sign_in"), code=303)


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
    if not form.is_changed_already:
        person = db.session.get_one(Person, current_user.id)
        services.change_password(person, form.password.data)
        let_in(person)
    return answer_act(
        url_for("plans.start"),
        _("Your password is changed. You are signed out everywhere else."),
    )
