"""Asking for the floor, and the moderator's acts on the queue."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import Refusal, require
from workshop.extensions import db
from workshop.floor import beside, queries, services
from workshop.floor.models import Turn
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.door.seat_views import seat_in
from workshop.room.parts import facts_of
from workshop.web import answer_act, reversible, step
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import admitted_seat, can_moderate, required_seat

bp = Blueprint("floor", __name__, url_prefix="/workshops/<int:workshop_id>/floor")


def own_seat(workshop_id: int) -> Seat:
    """The person's own seat in the workshop, which is held for this act."""
    return required_seat(current_user, live_queries.lock(workshop_id))


def turn_in(workshop_id: int, turn_id: int) -> Turn:
    return db.first_or_404(db.select(Turn).filter_by(id=turn_id, workshop_id=workshop_id))


def to_room(workshop: Workshop, *seats: int | None, message: str = "") -> ResponseReturnValue:
    """Tell the room the floor has changed, and the seats concerned that their own state has."""
    news.tell(workshop, "floor", seats=[seat for seat in seats if seat])
    return answer_act(url_for("live.room", workshop_id=workshop.id), message)


def seen() -> int | None:
    """What the button showed that was pressed: a turn, a place in the queue, a time."""
    return request.form.get("seen", type=int)


def speaking_seat(workshop: Workshop) -> int | None:
    current = queries.current_turn(workshop.id)
    return current.seat_id if current else None


@bp.post("/ask")
@reversible
def ask(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    services.ask_for_floor(seat, now=clock.now())
    news.tell(seat.workshop, "floor", seats=[seat.id])
    message = _("You are in the queue.")
    return answer_act(url_for("live.room", workshop_id=workshop_id), message, me=facts_of(seat))


@bp.post("/withdraw")
@reversible
def withdraw(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    services.withdraw(seat, now=clock.now())
    news.tell(seat.workshop, "floor", seats=[seat.id])
    message = _("You left the queue.")
    return answer_act(url_for("live.room", workshop_id=workshop_id), message, me=facts_of(seat))


@bp.post("/list/close")
@reversible
def close_list(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    beside.close_list(workshop, current_user, now=clock.now())
    return to_room(workshop, message=_("The list of speakers is closed."))


@bp.post("/list/reopen")
@reversible
def reopen_list(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    beside.reopen_list(workshop, current_user, now=clock.now())
    return to_room(workshop, message=_("The list of speakers is open again."))


def own_answer(seat: Seat, message: str) -> ResponseReturnValue:
    """Tell the room, and the page its own new state."""
    news.tell(seat.workshop, "floor", seats=[seat.id])
    address = url_for("live.room", workshop_id=seat.workshop_id)
    return answer_act(address, message, me=facts_of(seat))


@bp.post("/reply")
@reversible
def reply(workshop_id: int) -> ResponseReturnValue:
    """Ask to reply directly to the speech that was on the page."""
    seat = own_seat(workshop_id)
    seen = request.form.get("seen", type=int)
    beside.ask_to_reply(seat, seen, now=clock.now())
    return own_answer(seat, _("The moderator sees that you want to reply."))


@bp.post("/point-of-order")
@reversible
def point_of_order(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    beside.raise_point_of_order(seat, now=clock.now())
    return own_answer(seat, _("The moderator sees your point of order before the queue."))


@bp.post("/aside/withdraw")
@reversible
def withdraw_aside(workshop_id: int) -> ResponseReturnValue:
    seat = own_seat(workshop_id)
    beside.withdraw(seat, now=clock.now())
    return own_answer(seat, _("You withdrew it."))


@bp.post("/next")
@step
def give_next(workshop_id: int) -> ResponseReturnValue:
    """Give the floor to whoever is first in the queue, if that is whom the moderator saw there."""
    workshop = require_moderator(workshop_id)
    phase = workshop.current_phase
    queue = queries.waiting(phase) if phase else []
    if not queue:
        return answer_act(url_for("live.desk", workshop_id=workshop_id), _("Nobody is waiting."))
    if seen() not in (None, queue[0].id):
        raise Refusal(
            _(
                "The queue has moved on: first in it is %(name)s now. Nothing was changed by you.",
                name=queue[0].seat.name,
            )
        )
    former = speaking_seat(workshop)
    services.give_floor(queue[0], current_user, now=clock.now())
    return to_room(workshop, former, queue[0].seat_id)


@bp.post("/<int:turn_id>/give")
@reversible
def give(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    turn = turn_in(workshop_id, turn_id)
    former = speaking_seat(workshop)
    services.give_floor(turn, current_user, now=clock.now())
    return to_room(workshop, former, turn.seat_id)


@bp.post("/seats/<int:seat_id>/give")
@reversible
def give_seat(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    """Give the floor to someone who has not asked for it."""
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    former = speaking_seat(workshop)
    services.give_floor_to_seat(seat, current_user, now=clock.now())
    return to_room(workshop, former, seat.id)


@bp.post("/<int:turn_id>/end")
@reversible
def end(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    """The moderator ends the turn, or the speaker says to have finished."""
    workshop = live_queries.lock(workshop_id)
    turn = turn_in(workshop_id, turn_id)
    seat = admitted_seat(current_user, workshop)
    is_own = seat is not None and turn.seat_id == seat.id
    require(is_own or can_moderate(current_user, workshop))
    services.end_turn(turn, current_user, now=clock.now())
    return to_room(workshop, turn.seat_id)


@bp.post("/<int:turn_id>/extend")
@step
def extend(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    turn = turn_in(workshop_id, turn_id)
    services.extend_turn(turn, 30, current_user, seen(), now=clock.now())
    return to_room(workshop)


@bp.post("/<int:turn_id>/put-back")
@reversible
def put_back(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    turn = turn_in(workshop_id, turn_id)
    services.put_back(turn, current_user, now=clock.now())
    return to_room(workshop, turn.seat_id)


@bp.post("/<int:turn_id>/pass-over")
@step
def pass_over(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    turn = turn_in(workshop_id, turn_id)
    services.pass_over(turn, current_user, seen(), now=clock.now())
    return to_room(workshop, turn.seat_id)


@bp.post("/<int:turn_id>/up")
@step
def up(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    services.move(turn_in(workshop_id, turn_id), -1, current_user, seen(), now=clock.now())
    return to_room(workshop)


@bp.post("/<int:turn_id>/down")
@step
def down(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    services.move(turn_in(workshop_id, turn_id), +1, current_user, seen(), now=clock.now())
    return to_room(workshop)


@bp.post("/<int:turn_id>/drop")
@reversible
def drop(workshop_id: int, turn_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    turn = turn_in(workshop_id, turn_id)
    services.drop(turn, current_user, now=clock.now())
    return to_room(workshop, turn.seat_id)
