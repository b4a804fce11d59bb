"""The door as a whole: everybody who waits is admitted with one press."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from workshop import clock
from workshop.errors import Refusal
from workshop.room import news
from workshop.room.agenda_views import require_moderator, to_desk
from workshop.room.door.seat_views import SEATS
from workshop.web import act
from workshop.workshops import queries, seating
from workshop.workshops.models import Seat, SeatState, Workshop

bp = Blueprint("door_list", __name__, url_prefix="/workshops/<int:workshop_id>/seats")


@bp.post("/admit-all")
@act
def admit_all(workshop_id: int) -> ResponseReturnValue:
    """Admit those who stood at the door of the screen that was pressed on, each in the role they
    knocked for. Who came since, and who may not sit in that role, stays at the door.
    """
    workshop = require_moderator(workshop_id)
    waiting = _seen_at_the_door(workshop)
    if not waiting:
        raise Refusal(_("Nobody waits at the door any more."))
    admitted, refused = [], []
    for seat in waiting:
        try:
            seating.admit(seat, current_user, now=clock.now())
        except Refusal as refusal:
            refused.append(f"{seat.name}: {refusal}")
        else:
            admitted.append(seat)
            news.send_away(seat, url_for("live.room", workshop_id=workshop_id))
    if not admitted:
        raise Refusal(" ".join(refused))
    return to_desk(workshop, _told(admitted, refused), *SEATS)


def _seen_at_the_door(workshop: Workshop) -> list[Seat]:
    """Who waits, of those the moderator saw; without a list of them, everybody who waits."""
    waiting = queries.seats(workshop.id, SeatState.WAITING)
    if "waiting" not in request.form:
        return waiting
    seen = set(request.form["waiting"].split(","))
    return [seat for seat in waiting if str(seat.id) in seen]


def _told(admitted: list[Seat], refused: list[str]) -> str:
    sentence = ngettext(
        "%(num)d person has been admitted.", "%(num)d people have been admitted.", len(admitted)
    )
    return " ".join([sentence, *refused])
