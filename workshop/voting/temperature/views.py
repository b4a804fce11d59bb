"""The moderator asks, the organizations answer."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.database import writing
from workshop.errors import wants_json
from workshop.extensions import db, socketio
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.voting.temperature import queries, services
from workshop.voting.temperature.forms import FaceForm, QuestionForm
from workshop.voting.temperature.models import TemperatureCheck
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import required_seat

bp = Blueprint("temperature", __name__, url_prefix="/workshops/<int:workshop_id>/temperature")


def to_desk(workshop: Workshop, sentence: str) -> ResponseReturnValue:
    news.tell(workshop, "temperature")
    return answer_act(url_for("live.desk", workshop_id=workshop.id), sentence)


def check_in(workshop_id: int, check_id: int) -> TemperatureCheck:
    query = db.select(TemperatureCheck).filter_by(id=check_id, workshop_id=workshop_id)
    return db.first_or_404(query)


@bp.post("")
@act
def ask(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    form = check_form(QuestionForm())
    services.ask_room(workshop, form.question.data, current_user, now=clock.now())
    return to_desk(workshop, _("The room has ten seconds to answer."))


@bp.post("/<int:check_id>/put-away")
@act
def put_away(workshop_id: int, check_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    services.put_away(check_in(workshop_id, check_id), current_user, now=clock.now())
    return to_desk(workshop, _("The result is put away; it stays in the minutes."))


@bp.post("/<int:check_id>/answer")
def answer(workshop_id: int, check_id: int) -> ResponseReturnValue:
    """Take a face. No order is kept of it, for that would say who chose which; sent twice it is
    the same answer anyway."""
    with writing():
        seat = required_seat(current_user, live_queries.lock(workshop_id))
        check = check_in(workshop_id, check_id)
        form = check_form(FaceForm())
        services.answer(seat, check, form.face.data, now=clock.now())
    face = {"face": queries.face_of(seat)}
    socketio.emit("me", face, to=news.seat_room(seat.id))  # the other pages of this seat
    if wants_json():
        return jsonify(message="", me=face)
    flash(_("Your answer is in. You can change it while the check is open."))
    return redirect(url_for("live.room", workshop_id=workshop_id), 303)
