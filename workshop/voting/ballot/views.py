"""The ballot: marked, reviewed and cast."""

from __future__ import annotations

import secrets

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop import clock
from workshop.errors import Invalid, wants_json
from workshop.language import current
from workshop.process import measures
from workshop.room import news
from workshop.voting.ballot import box, marking, turnout
from workshop.voting.ballot.forms import read_answer
from workshop.voting.ballot.page import as_page, draw_ballot, next_to_cast, standing_of
from workshop.voting.ballot.state import ballot_among
from workshop.voting.contest import queries
from workshop.voting.contest.views import bp, voter
from workshop.voting.models import ContestState
from workshop.workshops import queries as live_queries
from workshop.workshops.permissions import admitted_seat


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
    _workshop, contest, seat = voter(workshop_id, contest_id)
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
    ballots = other_ballots(slip)
    own = {"ballot": ballot_among([ballot.has_cast for ballot in ballots]) if ballots else "cast"}
    news.tell_own(slip.seat_id, own)
    following = next_to_cast(ballots, contest_id)
    onward = url_of(workshop_id, following.contest_id) if following else ""
    if wants_json():
        return jsonify(**received, me=own, **({"next": onward} if onward else {}))
    return redirect(onward or url_of(workshop_id, contest_id), 303)


def url_of(workshop_id: int, contest_id: int) -> str:
    return url_for("voting.ballot", workshop_id=workshop_id, contest_id=contest_id)


def other_ballots(slip: box.Slip) -> list[queries.OwnBallot]:
    """This person's ballots of the vote, where it is one of several."""
    if not slip.is_of_several:
        return []
    workshop = live_queries.get(slip.workshop_id)
    seat = admitted_seat(current_user, workshop)
    return queries.ballots_of(workshop, seat) if seat else []


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
