"""The moderator's acts on the message of a room."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.extensions import db
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.messages import services
from workshop.room.messages.forms import MessageForm
from workshop.room.messages.models import RoomMessage
from workshop.web import act, answer_act, check_form
from workshop.workshops.models import Workshop

bp = Blueprint("messages", __name__, url_prefix="/workshops/<int:workshop_id>/messages")


def to_desk(workshop: Workshop, sentence: str) -> ResponseReturnValue:
    news.tell(workshop, "message")
    return answer_act(url_for("live.desk", workshop_id=workshop.id), sentence)


@bp.post("")
@act
def post(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    form, now = check_form(MessageForm()), clock.now()
    services.post(workshop, form.text.data, form.ends_at(now), current_user, now=now)
    return to_desk(workshop, _("Everyone in the room sees the message."))


@bp.post("/<int:message_id>/take-down")
@act
def take_down(workshop_id: int, message_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    query = db.select(RoomMessage).filter_by(id=message_id, workshop_id=workshop_id)
    services.take_down(db.first_or_404(query), current_user, now=clock.now())
    return to_desk(workshop, _("The message is taken down."))
