"""The moderator's acts on what is held."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from workshop import clock
from workshop.contributions.forms import ReasonForm
from workshop.contributions.held import services
from workshop.contributions.models import Contribution
from workshop.contributions.services import hide_contribution
from workshop.extensions import db
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.web import act, answer_act, check_form
from workshop.workshops.models import Workshop

bp = Blueprint("held", __name__, url_prefix="/workshops/<int:workshop_id>/held")


def contribution_in(workshop_id: int, contribution_id: int) -> Contribution:
    query = db.select(Contribution).filter_by(id=contribution_id, workshop_id=workshop_id)
    return db.first_or_404(query)


def to_desk(workshop: Workshop, sentence: str, *authors: int) -> ResponseReturnValue:
    """Back to the desk; what is shown may be of a problem, an idea or a proposal.

    `authors` are the seats that wrote it: their own pages say what became of it.
    """
    news.tell(workshop, "held", "problems", "ideas", "proposal", seats=authors)
    return answer_act(url_for("live.desk", workshop_id=workshop.id), sentence)


@bp.post("/<int:contribution_id>/show")
@act
def show(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    contribution = contribution_in(workshop_id, contribution_id)
    services.show(contribution, current_user, now=clock.now())
    return to_desk(workshop, _("The room sees the contribution."), contribution.seat_id)


@bp.post("/show-all")
@act
def show_all(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    seen = request.form.get("seen", type=int)
    shown = services.show_all(workshop, seen, current_user, now=clock.now())
    sentence = ngettext(
        "The room sees %(num)d contribution more.",
        "The room sees %(num)d contributions more.",
        len(shown),
    )
    return to_desk(workshop, sentence, *(contribution.seat_id for contribution in shown))


@bp.post("/<int:contribution_id>/set-aside")
@act
def set_aside(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """It is not shown, for a reason that stands in the record and that its author reads."""
    workshop = require_moderator(workshop_id)
    contribution = contribution_in(workshop_id, contribution_id)
    form = check_form(ReasonForm())
    hide_contribution(contribution, form.reason.data, current_user, now=clock.now())
    sentence = _("The text is not shown; it stays in the record with your reason.")
    return to_desk(workshop, sentence, contribution.seat_id)
