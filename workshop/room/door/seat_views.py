"""The door: the moderator admits who waits, declines, removes, and hands over voting rights."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.extensions import db
from workshop.room import news
from workshop.room.agenda_views import require_moderator, to_desk
from workshop.room.forms import AdmitForm
from workshop.web import check_form, reversible
from workshop.workshops import attendance, seating
from workshop.workshops.guides import Role
from workshop.workshops.models import Seat

# What looks different when somebody comes in or goes; the agenda says how many are asked next.
SEATS = ("people", "floor", "vote", "clerk", "agenda")

bp = Blueprint("door", __name__, url_prefix="/workshops/<int:workshop_id>/seats/<int:seat_id>")


def seat_in(workshop_id: int, seat_id: int) -> Seat:
    return db.first_or_404(db.select(Seat).filter_by(id=seat_id, workshop_id=workshop_id))


@bp.post("/admit")
@reversible
def admit(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    form = check_form(AdmitForm())
    seating.admit(seat, current_user, role=Role(form.role.data), now=clock.now())
    news.send_away(seat, url_for("live.room", workshop_id=workshop_id))
    message = _("%(name)s has been admitted.", name=seat.name)
    return to_desk(workshop, message, *SEATS)


@bp.post("/decline")
@reversible
def decline(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    seating.decline(seat, current_user, now=clock.now())
    return to_desk(workshop, _("%(name)s was not admitted.", name=seat.name), "people")


@bp.post("/remove")
@reversible
def remove(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    seating.remove(seat, current_user, now=clock.now())
    news.send_away(seat, url_for("plans.start"))
    message = _("%(name)s no longer has a seat.", name=seat.name)
    return to_desk(workshop, message, *SEATS)


@bp.post("/tick")
@reversible
def tick(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    attendance.tick(seat, current_user, now=clock.now())
    return to_desk(workshop, _("%(name)s is marked as present.", name=seat.name), "people")


@bp.post("/untick")
@reversible
def untick(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    attendance.untick(seat, current_user, now=clock.now())
    return to_desk(workshop, _("%(name)s is no longer marked.", name=seat.name), "people")


@bp.post("/hand-over")
@reversible
def hand_over(workshop_id: int, seat_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seat = seat_in(workshop_id, seat_id)
    seating.hand_over_vote(seat, current_user, now=clock.now())
    same = [s.id for s in workshop.seats if s.organization_id == seat.organization_id]
    news.tell(workshop, "people", "vote", seats=same)
    message = _("%(name)s now holds the voting right.", name=seat.name)
    return to_desk(workshop, message, "people")
