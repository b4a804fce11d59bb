"""The moderator's acts on a contest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from workshop import clock
from workshop.contributions.forms import ReasonForm
from workshop.errors import Refusal, require
from workshop.room import news
from workshop.room.agenda_views import require_moderator
from workshop.room.door.seat_views import seat_in
from workshop.voting.ballot import turnout
from workshop.voting.contest import queries, services
from workshop.voting.models import Contest, ContestState
from workshop.web import act, answer_act, check_form, reversible, step
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.permissions import admitted_seat, can_watch

bp = Blueprint(
    "voting", __name__, url_prefix="/workshops/<int:workshop_id>/contests/<int:contest_id>"
)


def load_contest(workshop_id: int, contest_id: int) -> tuple[Workshop, Contest, Seat | None]:
    """The contest within its workshop, for someone who may watch it."""
    workshop = live_queries.get(workshop_id)
    require(can_watch(current_user, workshop))
    return workshop, queries.contest_in(workshop, contest_id), admitted_seat(current_user, workshop)


def voter(workshop_id: int, contest_id: int) -> tuple[Workshop, Contest, Seat]:
    """The contest within its workshop, for someone who has a seat there."""
    workshop, contest, seat = load_contest(workshop_id, contest_id)
    if seat is None:
        raise Forbidden
    return workshop, contest, seat


def to_desk(workshop: Workshop, message: str = "", **details: Any) -> ResponseReturnValue:
    news.tell(workshop, "vote", "phase", "agenda", "own-clock")
    return answer_act(url_for("live.desk", workshop_id=workshop.id), message, **details)


def contest_held(workshop_id: int, contest_id: int) -> tuple[Workshop, Contest]:
    workshop = require_moderator(workshop_id)
    return workshop, queries.contest_in(workshop, contest_id)


@bp.post("/close")
@act
def close(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    with_notice = request.form.get("notice") == "yes"
    services.close_early(contest, current_user, now=clock.now(), with_notice=with_notice)
    if contest.state is ContestState.OPEN:
        return to_desk(workshop, _("The vote closes in 20 seconds; everyone has been told."))
    return to_desk(workshop, _("The vote is closed and counted."))


@bp.post("/void")
@reversible
def void(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    form = check_form(ReasonForm())
    services.void_contest(contest, form.reason.data, current_user, now=clock.now())
    news.tell(workshop, "problems", seats=[seat.id for seat in workshop.seats if seat.holds_vote])
    return to_desk(workshop, _("The vote is void. You can correct the list and vote again."))


@bp.post("/roll/<int:seat_id>")
@act
def admit_to_roll(workshop_id: int, contest_id: int, seat_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    seat = seat_in(workshop_id, seat_id)
    services.admit_to_roll(contest, seat, current_user, now=clock.now())
    news.tell(workshop, "vote", seats=[seat.id])
    turnout.note(contest.id)
    return to_desk(workshop, _("%(name)s may vote now.", name=seat.name))


@bp.post("/reveal")
@step
def reveal(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    if request.form.get("seen", type=int) not in (None, contest.places_shown):
        raise Refusal(_("The next place is shown already. This press has changed nothing."))
    everything = request.form.get("everything") == "yes"
    services.reveal(contest, current_user, now=clock.now(), all_at_once=everything)
    return to_desk(workshop)


@bp.post("/next")
@act
def go_on(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """Take the result off the wall: the next problem's vote, or the one the run-off was for."""
    workshop, contest = contest_held(workshop_id, contest_id)
    services.put_away(contest)
    return to_desk(workshop)


again_bp = Blueprint("contests", __name__, url_prefix="/workshops/<int:workshop_id>/contests")


@again_bp.post("/new")
@reversible
def reopen(workshop_id: int) -> ResponseReturnValue:
    """Vote again in the voting phase, after the former contest was declared void."""
    workshop = require_moderator(workshop_id)
    services.reopen_as_new(workshop, current_user, now=clock.now())
    return to_desk(workshop, _("The new vote is open."))
