"""Joining a room by its code, and waiting at its door until the moderator lets one in."""

from __future__ import annotations

import io
from datetime import timedelta

import segno
from flask import Response, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.errors import Refusal
from workshop.extensions import db, limiter
from workshop.orders import Order, order_key
from workshop.people import links, returning, services
from workshop.people.forms import CodeForm, JoinForm
from workshop.people.likeness import folded
from workshop.people.models import Organization, Sector
from workshop.people.views import bp, let_in
from workshop.room import news
from workshop.web import act, answer_act, public
from workshop.workshops import queries as live
from workshop.workshops import seating
from workshop.workshops.guides import Role
from workshop.workshops.models import Seat, SeatState, Workshop
from workshop.workshops.permissions import seat_of

# A hall of people shares one address; only codes that do not exist count.
guessing = limiter.shared_limit(
    "30 per minute", scope="codes", deduct_when=lambda response: response.status_code == 404
)
arriving = limiter.limit("600 per hour", deduct_when=lambda response: response.status_code == 303)

PRESSED_TWICE_WITHIN = timedelta(minutes=1)

# What those are told who are not in the room, and what they may do.
AT_THE_DOOR = {
    SeatState.WAITING: (
        _l("The moderator will let you in."),
        _l("Keep this page open: it takes you into the room by itself."),
    ),
    SeatState.DECLINED: (
        _l("The moderator has not admitted you to this workshop."),
        _l(
            "If this is a mistake, speak to the moderator or to the SGP: they can still let you in."
        ),
    ),
    SeatState.REMOVED: (
        _l("You no longer have a seat in this workshop."),
        _l("What you said stays in its record. If this is a mistake, speak to the SGP."),
    ),
}


def workshop_with(code: str) -> Workshop | None:
    """The workshop whose code this is, however it was typed."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return db.session.scalar(db.select(Workshop).filter_by(code=typed))


def place_of(seat: Seat) -> str:
    """Where this seat's person belongs: the desk, the room, or still the door."""
    if seat.state is not SeatState.ADMITTED:
        return url_for("people.waiting", workshop_id=seat.workshop_id)
    page = "live.desk" if seat.moderates else "live.room"
    return url_for(page, workshop_id=seat.workshop_id)


@bp.get("/join")
@bp.get("/join/<code>")
@public
@guessing
def join(code: str = "") -> ResponseReturnValue:
    """Ask for the code; with the code, ask who comes."""
    if not code:
        return render_template("room/door/join_code.html", form=CodeForm())
    workshop = workshop_with(code)
    if workshop is None:
        return draw_unknown(code)
    if seat := seat_of(current_user, workshop):
        return redirect(place_of(seat))
    return draw_door(workshop, form_for_visitor())


@bp.post("/join")
@public
@guessing
def find() -> ResponseReturnValue:
    """Go to the room whose code was typed. Nothing is stored, so this is no act."""
    form = CodeForm()
    if not form.validate():
        return render_template("room/door/join_code.html", form=form), 422
    workshop = workshop_with(form.code.data)
    if workshop is None:
        return draw_unknown(form.code.data)
    return redirect(url_for("people.join", code=workshop.code), code=303)


@bp.post("/join/<code>")
@public
@guessing
@arriving
@act
def knock(code: str) -> ResponseReturnValue:
    """Take a seat at the door, as a new person unless the session already says who this is."""
    meeting = workshop_with(code)
    if meeting is None:
        return draw_unknown(code)
    workshop = live.lock(meeting.id)
    if seat := seat_of(current_user, workshop):
        return answer_act(place_of(seat))
    if workshop.is_over:
        raise Refusal(_("This workshop is closed."))
    if current_user.is_authenticated and current_user.is_staff:
        raise Refusal(_("Staff are given their seat by the SGP. Sign out to join as someone else."))
    if seat := already_knocked(workshop, order_key()):
        let_in(seat.person)
        return redirect(place_of(seat), code=303)
    form = form_for_visitor()
    if not form.validate():
        return draw_door(workshop, form), 422
    if seat := seat_left_here(workshop, form):
        let_in(seat.person)
        return redirect(place_of(seat), code=303)

    organization = organization_in(form)
    if current_user.is_authenticated:
        person = current_user._get_current_object()
    else:
        person = services.introduce(form.name.data, organization, now=clock.now())
    seat = seating.take_seat(
        workshop,
        person,
        organization,
        Role.OFFICIAL if form.is_official.data else Role.TITULAR,
        person,
        now=clock.now(),
        state=SeatState.WAITING,
    )
    news.tell(workshop, "people")
    if not current_user.is_authenticated:
        let_in(person)
    return answer_act(place_of(seat))


def already_knocked(workshop: Workshop, key: str) -> Seat | None:
    """The seat this very page has just taken, when its button was pressed twice.

    `key` fits only the session to which the page was given (`order_key`).
    """
    query = (
        db.select(Seat)
        .join(Order, Order.person_id == Seat.person_id)
        .filter(
            Seat.workshop_id == workshop.id,
            Order.key == key,
            Order.answered_at > clock.now() - PRESSED_TWICE_WITHIN,
        )
    )
    return db.session.scalar(query) if key else None


def seat_left_here(workshop: Workshop, form: JoinForm) -> Seat | None:
    """The seat of whoever signed out in this browser and comes back under the same name."""
    if current_user.is_authenticated or form.known is None:
        return None
    for person in returning.left_here():
        seat = seat_of(person, workshop)
        is_same = seat and seat.organization and seat.organization.itself is form.known
        if is_same and folded(person.name) == folded(form.name.data):
            return seat
    return None


def form_for_visitor() -> JoinForm:
    """The form at the door; whoever is signed in need not say their name again."""
    form = JoinForm()
    if current_user.is_authenticated:
        del form.name
        if not form.is_submitted() and current_user.organization:
            form.organization.data = current_user.organization.name
    return form


def organization_in(form: JoinForm) -> Organization:
    """The organization named in the form, entered in the list when it is new."""
    return form.known or services.find_or_add_organization(
        form.organization.data, Sector(form.sector.data)
    )


def draw_door(workshop: Workshop, form: JoinForm) -> str:
    return render_template("room/door/join.html", workshop=workshop, form=form)


def draw_unknown(code: str) -> ResponseReturnValue:
    form = CodeForm(code=code)
    form.code.errors = [_("No workshop has this code. Look at the screen once more.")]
    return render_template("room/door/join_code.html", form=form), 404


@bp.get("/join/<code>/qr.svg")
@public
@guessing
def join_qr(code: str) -> ResponseReturnValue:
    """The QR code for the wall, leading to the door of this room."""
    workshop = workshop_with(code)
    if workshop is None:
        raise NotFound
    picture = io.BytesIO()
    segno.make(links.join_address(workshop.code), micro=False).save(
        picture, kind="svg", border=2, omitsize=True, svgclass=None, lineclass=None
    )
    response = Response(picture.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.get("/workshops/<int:workshop_id>/waiting")
def waiting(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    if seat.state is SeatState.ADMITTED:
        return redirect(place_of(seat))
    return render_template(
        "room/door/waiting.html",
        seat=seat,
        workshop=seat.workshop,
        at_the_door=AT_THE_DOOR[seat.state],
    )


@bp.get("/workshops/<int:workshop_id>/waiting.json")
def waiting_state(workshop_id: int) -> ResponseReturnValue:
    """What the waiting page asks every few seconds: is there news, and where is the door?"""
    seat = own_seat(workshop_id)
    return jsonify(state=seat.state, url=place_of(seat))


def own_seat(workshop_id: int) -> Seat:
    """The visitor's own seat in this workshop; to anyone else the page does not exist."""
    seat = seat_of(current_user, live.get(workshop_id))
    if seat is None:
        raise NotFound
    return seat
