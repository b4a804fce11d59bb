"""The room, the moderator's desk and the projector: one page each, drawn from the parts."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.errors import require
from workshop.language import current
from workshop.room import events, mine, parts, presence, screens
from workshop.web import csrf_field, public
from workshop.workshops import queries
from workshop.workshops.models import Seat, SeatState, Workshop
from workshop.workshops.permissions import admitted_seat, can_moderate, can_watch, seat_of

bp = Blueprint("live", __name__)


@bp.get("/workshops/<int:workshop_id>")
def room(workshop_id: int) -> ResponseReturnValue:
    workshop = queries.get(workshop_id)
    seat = seat_of(current_user, workshop)
    if seat and seat.state in (SeatState.WAITING, SeatState.DECLINED):
        return redirect(url_for("people.waiting", workshop_id=workshop.id))
    require(can_watch(current_user, workshop))
    if seat and seat.moderates:
        return redirect(url_for("live.desk", workshop_id=workshop.id))
    may_moderate = can_moderate(current_user, workshop)
    audience = parts.audience_of(seat)
    return draw("room/room.html", workshop, audience, seat, may_moderate=may_moderate)


@bp.get("/workshops/<int:workshop_id>/desk")
def desk(workshop_id: int) -> ResponseReturnValue:
    workshop = queries.get(workshop_id)
    require(can_moderate(current_user, workshop))
    seat = admitted_seat(current_user, workshop)
    token = screens.token(workshop)
    parts.forget(workshop.id, "people")
    return draw("room/desk.html", workshop, parts.at_the_desk(), seat, screen_token=token)


@bp.get("/workshops/<int:workshop_id>/desk/people")
def people(workshop_id: int) -> ResponseReturnValue:
    """The people as they stand: who has spoken changes with the floor, which is told apart."""
    workshop = queries.get(workshop_id)
    require(can_moderate(current_user, workshop))
    parts.forget(workshop.id, "people")
    drawn = parts.render_parts(workshop, parts.at_the_desk(), clock.now())
    return parts.for_page(drawn, csrf_field())["people"]


@bp.get("/screen/<token>")
@public
def screen(token: str) -> ResponseReturnValue:
    workshop = _workshop_of_screen(token)
    audience = parts.Audience("screen", current())
    return draw(
        "room/screen.html",
        workshop,
        audience,
        None,
        screen_token=token,
        parts_url=url_for("live.screen_parts", token=token),
    )


def _workshop_of_screen(token: str) -> Workshop:
    workshop = screens.workshop_of(token)
    if workshop is None:
        raise NotFound
    return queries.get(workshop.id)


def draw(
    template: str,
    workshop: Workshop,
    audience: parts.Audience,
    seat: Seat | None,
    **details: object,
) -> str:
    """A live page: the parts as they stand, and what its script needs to go on from there."""
    now = clock.now()
    drawn = parts.render_parts(workshop, audience, now)
    # The desk is the moderator's by the seat; the SGP's page says that it is one.
    view = "desk" if audience.is_desk else None
    parts_url = url_for("live.all_parts", workshop_id=workshop.id, view=view)
    facts: dict[str, object] = {"parts_url": parts_url, "screen_token": "", **details}
    return render_template(
        template,
        workshop=workshop,
        audience=audience,
        seat=seat,
        parts=parts.for_page(drawn, csrf_field()),
        part_labels=parts.labels_in(audience.view),
        allows=parts.allows(workshop, audience),
        me=parts.facts_of(seat),
        mine=lambda name: mine.draw_fragment(name, seat, now),
        has_own=lambda name: mine.is_for(name, seat),
        now=now,
        **facts,
    )


@bp.get("/workshops/<int:workshop_id>/parts")
def all_parts(workshop_id: int) -> ResponseReturnValue:
    """The parts as JSON, for a page whose socket is blocked or that has missed something."""
    workshop = queries.get(workshop_id)
    require(can_watch(current_user, workshop))
    seat = admitted_seat(current_user, workshop)
    if seat and "alone" in request.args:
        presence.note_asking(workshop.id, seat.id)
    is_desk = request.args.get("view") == "desk" and can_moderate(current_user, workshop)
    audience = parts.at_the_desk() if is_desk else parts.audience_of(seat)
    return _parts_for(workshop, audience, seat)


@bp.get("/workshops/<int:workshop_id>/mine/<name>")
def my_fragment(workshop_id: int, name: str) -> ResponseReturnValue:
    """What is this person's own, for a page on which it has changed."""
    workshop = queries.get(workshop_id)
    require(can_watch(current_user, workshop))
    if name not in mine.FRAGMENTS:
        raise NotFound
    return mine.draw_fragment(name, admitted_seat(current_user, workshop), clock.now())


@bp.get("/screen/<token>/parts")
@public
def screen_parts(token: str) -> ResponseReturnValue:
    return _parts_for(_workshop_of_screen(token), parts.Audience("screen", current()), None)


def _parts_for(
    workshop: Workshop, audience: parts.Audience, seat: Seat | None
) -> ResponseReturnValue:
    version = request.args.get("version", type=int)
    if version == workshop.version and not parts.counts_of(workshop):
        return "", 204
    return jsonify(events.state(workshop, audience, seat, version))
