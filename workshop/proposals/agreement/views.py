"""Answering the agreement check, closing it, and going back to the text once more."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.proposals import forms, queries
from workshop.proposals.agreement import services
from workshop.room import news
from workshop.room.agenda_views import load_as_seen, require_moderator, to_desk
from workshop.room.forms import SeenForm
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import VOTING
from workshop.workshops.permissions import required_seat

bp = Blueprint("agreement", __name__, url_prefix="/workshops/<int:workshop_id>/agreement")


@bp.post("/<int:check_id>/answer")
@act
def answer(workshop_id: int, check_id: int) -> ResponseReturnValue:
    workshop = live_queries.lock(workshop_id)
    seat = required_seat(current_user, workshop)
    require(seat.role in VOTING)
    check = queries.check_in(workshop, check_id)
    form = check_form(forms.AnswerForm())
    own_answer = services.answer(
        seat,
        check,
        form.level.data,
        form.reservation.data,
        form.revision.data,
        now=clock.now(),
    )
    news.tell(workshop, "agreement")
    message = _("Your organization's answer is in. You can change it until the check closes.")
    room = url_for("live.room", workshop_id=workshop.id)
    return answer_act(room, message, fields={"revision": own_answer.revision})


@bp.post("/<int:check_id>/close")
@act
def close(workshop_id: int, check_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    check = queries.check_in(workshop, check_id)
    is_sure = check_form(SeenForm()).confirmed.data
    services.close_as_it_stands(check, current_user, now=clock.now(), confirmed=is_sure)
    news.tell(workshop, "agreement", "proposal")
    return answer_act(url_for("live.desk", workshop_id=workshop.id), _("The check is closed."))


@bp.post("/back")
@act
def back(workshop_id: int) -> ResponseReturnValue:
    """From the outcome back to the text, with the reason."""
    workshop, form = load_as_seen(workshop_id, SeenForm())
    services.back_to_strengthening(workshop, form.reason.data, current_user, now=clock.now())
    return to_desk(workshop)


@bp.post("/none")
@act
def close_without(workshop_id: int) -> ResponseReturnValue:
    """Close a workshop to which no entity brought a proposal."""
    workshop, form = load_as_seen(workshop_id, SeenForm())
    reason, is_sure = form.reason.data, form.confirmed.data
    services.close_without_proposals(
        workshop, reason, current_user, now=clock.now(), confirmed=is_sure
    )
    return to_desk(workshop, _("The workshop is closed without proposals."))
