"""The ballot, the moderator's acts on a contest, and the result."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from workshop import clock
from workshop.contributions.forms import ReasonForm
from workshop.errors import Invalid, Refusal, require, wants_json
from workshop.language import current
from workshop.live import news
from workshop.live import queries as live_queries
from workshop.live.agenda_views import require_moderator
from workshop.live.door_views import seat_in
from workshop.live.models import Seat, Workshop
from workshop.live.permissions import admitted_seat, can_prepare, can_watch
from workshop.voting import (
    box,
    context,
    counted,
    marking,
    queries,
    record_context,
    services,
    turnout,
)
from workshop.voting.ballot_page import as_page, draw_ballot, standing_of
from workshop.voting.forms import read_answer
from workshop.voting.models import Contest, ContestState
from workshop.watch import measures
from workshop.web import act, answer_act, check_form

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


# The ballot


@bp.get("/ballot")
def ballot(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest, seat = voter(workshop_id, contest_id)
    if contest.is_practice and contest.state is not ContestState.OPEN:
        return redirect(url_for("live.room", workshop_id=workshop.id))
    if contest.state is not ContestState.OPEN:
        return redirect(url_for("voting.result", workshop_id=workshop.id, contest_id=contest.id))
    return draw_ballot(workshop, contest, seat)


@bp.get("/no-vote")
def no_vote(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """Why this person has no ballot to fill in; empty as soon as they have."""
    _workshop, contest, seat = load_contest(workshop_id, contest_id)
    require(seat is not None)
    _entry, why = standing_of(contest, seat)
    return render_template("voting/_no_vote.html", no_vote=why)


@bp.post("/ballot")
def cast(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """Take a ballot. Its own request id makes it count once, so no order is kept beside it."""
    try:
        if request.form.get("step") == "review":
            return review(workshop_id, contest_id)
        slip = slip_of(workshop_id, contest_id)
        received = as_page(box.cast(slip))
    except Invalid as invalid:
        if wants_json():
            raise
        workshop, contest, seat = voter(workshop_id, contest_id)
        return draw_ballot(workshop, contest, seat, errors=sentences_of(invalid)), 422
    measures.ballots.inc()
    turnout.note(contest_id)
    if wants_json():
        return jsonify(**received, me={"ballot": ballot_after(slip)})
    return redirect(url_for("voting.ballot", workshop_id=workshop_id, contest_id=contest_id), 303)


def ballot_after(slip: box.Slip) -> str:
    """Whether a ballot of this person's is still to be cast, after this one."""
    if not slip.is_of_several:
        return "cast"
    workshop = live_queries.get(slip.workshop_id)
    seat = admitted_seat(current_user, workshop)
    return context.ballot_among(queries.cast_by(workshop, seat)) if seat else "none"


def review(workshop_id: int, contest_id: int) -> str:
    """The ballot once more, before it is cast; nothing is written."""
    workshop, contest, seat = voter(workshop_id, contest_id)
    answer = marking.check_answer(contest, read_answer(request.form, contest))
    return draw_ballot(workshop, contest, seat, review=answer)


def slip_of(workshop_id: int, contest_id: int) -> box.Slip:
    """The ballot as this request brings it, received now."""
    return box.Slip(
        workshop_id,
        contest_id,
        current_user.id,
        request.form,
        request_id=request.form.get("request_id", "")[:64] or secrets.token_hex(16),
        revision=request.form.get("revision", 0, type=int),
        received_at=clock.now(),
        language=current(),
    )


def sentences_of(invalid: Invalid) -> list[str]:
    return [sentence for several in invalid.errors.values() for sentence in several]


# The moderator's acts


def contest_held(workshop_id: int, contest_id: int) -> tuple[Workshop, Contest]:
    workshop = require_moderator(workshop_id)
    return workshop, queries.contest_in(workshop, contest_id)


@bp.post("/close")
@act
def close(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    services.close_early(contest, current_user, now=clock.now())
    if contest.state is ContestState.OPEN:
        return to_desk(workshop, _("The vote closes in 20 seconds; everyone has been told."))
    return to_desk(workshop, _("The vote is closed and counted."))


@bp.post("/void")
@act
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
@act
def reveal(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest = contest_held(workshop_id, contest_id)
    if request.form.get("seen", type=int) not in (None, contest.places_shown):
        raise Refusal(_("Someone else has just shown the next place. Nothing was changed by you."))
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
@act
def reopen(workshop_id: int) -> ResponseReturnValue:
    """Vote again in the voting phase, after the former contest was declared void."""
    workshop = require_moderator(workshop_id)
    services.reopen_as_new(workshop, current_user, now=clock.now())
    return to_desk(workshop, _("The new vote is open."))


# The result


@bp.get("")
def result(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest, seat = load_contest(workshop_id, contest_id)
    if contest.is_practice:
        return redirect(url_for("live.room", workshop_id=workshop.id))
    return render_template(
        "voting/result.html",
        workshop=workshop,
        contest=contest,
        seat=seat,
        turnout=queries.turnout(contest.id),
        assisted=queries.assisted_count(contest),
        may_export=workshop.round == 1 and can_prepare(current_user, workshop),
        **record_context.result_page(contest, current_user),
        **counted.counted_context(contest),
        **context.result_context(contest),
    )
