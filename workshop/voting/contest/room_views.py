"""What the moderator does about a vote in front of the room: practice, duels, run-off, lots."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from workshop import clock
from workshop.errors import Refusal
from workshop.forms import Form
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.voting.contest import practice, services, tie_breaks
from workshop.voting.contest.views import contest_held, to_desk
from workshop.web import act, check_form, public, reversible
from workshop.workshops import queries as live_queries

bp = Blueprint("vote_room", __name__, url_prefix="/workshops/<int:workshop_id>/contests")


class PlacesForm(Form):
    places = IntegerField(
        _l("How many go forward"),
        validators=[
            InputRequired(_l("Say how many go on.")),
            NumberRange(1, 50, _l("Between 1 and 50 go on.")),
        ],
    )


@bp.post("/places")
@act
def set_places(workshop_id: int) -> ResponseReturnValue:
    """How many go forward, from the desk: until the vote opens the number can be mended."""
    workshop = require_moderator(workshop_id)
    form = check_form(PlacesForm())
    services.set_places(workshop, form.places.data, current_user, now=clock.now())
    return to_desk(workshop, _("%(number)d go forward.", number=workshop.carry_limit))


@bp.post("/practice")
@reversible
def open_practice(workshop_id: int) -> ResponseReturnValue:
    workshop = require_moderator(workshop_id)
    practice.open_practice(workshop, now=clock.now())
    return to_desk(workshop, _("The practice vote is open for two minutes."))


@bp.post("/<int:contest_id>/put-away")
@reversible
def put_away(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    practice.put_away(contest)
    return to_desk(workshop, _("The practice vote is gone; nothing of it was kept."))


@bp.post("/<int:contest_id>/duels")
@reversible
def show_duels(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    services.show_duels(contest, are_shown=request.form.get("shown") == "yes")
    return to_desk(workshop)


@bp.post("/<int:contest_id>/run-off")
@act
def open_run_off(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    tie_breaks.open_run_off(contest, current_user, now=clock.now())
    news.tell(workshop, seats=[seat.id for seat in live_queries.voters(workshop)])
    return to_desk(workshop, _("The run-off is open for two minutes."))


@bp.post("/<int:contest_id>/lots")
@act
def draw_lots(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    if request.form.get("digest") != contest.closing_digest:
        raise Refusal(_("The closing digest on your screen is another one. Reload the page."))
    number = request.form.get("number", "").strip()
    tie_breaks.draw_lots(contest, number, current_user, now=clock.now())
    return to_desk(workshop, _("The lots have decided."))


@public
def promise() -> ResponseReturnValue:
    return render_template("voting/contest/promise.html")
