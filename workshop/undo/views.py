"""The press that takes the last act back, and the offer of it on every page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import Refusal, require
from workshop.extensions import db
from workshop.room import news
from workshop.room.parts import PARTS
from workshop.undo import offers
from workshop.undo.models import UndoOffer
from workshop.web import act, answer_act, own_address
from workshop.workshops import queries
from workshop.workshops.models import Seat, SeatState, Workshop
from workshop.workshops.permissions import can_watch

bp = Blueprint("undo", __name__, url_prefix="/workshops/<int:workshop_id>/undo")


@bp.post("/<int:offer_id>")
@act
def take_back(workshop_id: int, offer_id: int) -> ResponseReturnValue:
    workshop = queries.lock(workshop_id)
    require(can_watch(current_user, workshop))
    query = db.select(UndoOffer).filter_by(id=offer_id, workshop_id=workshop_id)
    offer = db.session.scalar(query.filter_by(person_id=current_user.id))
    if offer is None:
        raise Refusal(_("There is nothing left to undo here: it is undone, or its time is over."))
    words, states = offer.words, _states(workshop)
    undone = offers.take_back(workshop, offer, current_user, now=clock.now())
    news.tell(workshop, *PARTS, seats=undone.seats)
    _send_where_they_belong(workshop, states)
    message = _("Undone: %(act)s", act=words)
    if undone.went_back:
        message = _("The agenda is back. What came meanwhile is kept; say why when there is time.")
    return answer_act(_page(workshop), message, undone=True)


def _states(workshop: Workshop) -> dict[int, SeatState]:
    return {seat.id: seat.state for seat in workshop.seats}


def _send_where_they_belong(workshop: Workshop, before: dict[int, SeatState]) -> None:
    """Whoever was let in or sent away by what is undone goes back to where they were."""
    for seat in workshop.seats:
        if before.get(seat.id) is not seat.state:
            news.send_away(seat, _place_of(seat))


def _place_of(seat: Seat) -> str:
    if seat.state is SeatState.ADMITTED:
        return url_for("live.room", workshop_id=seat.workshop_id)
    if seat.state is SeatState.REMOVED:
        return url_for("plans.start")
    return url_for("people.waiting", workshop_id=seat.workshop_id)


def _page(workshop: Workshop) -> str:
    """The page on which it was pressed."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host:
        return own_address(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
    return url_for("live.room", workshop_id=workshop.id)


def offer_of_page() -> dict[str, Any] | None:
    """What whoever reads this page may still take back; on the wall that is nobody's affair."""
    if request.endpoint == "live.screen":
        return None
    offer = offers.standing(current_user, clock.now())
    return offers.as_told(offer) if offer else None
