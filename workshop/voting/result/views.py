"""The result, as far as it has been shown to the room."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.voting.contest import queries
from workshop.voting.contest.views import bp, load_contest
from workshop.voting.record import parts as record_parts
from workshop.voting.result import parts, result_text, vote_part
from workshop.workshops.permissions import can_moderate, can_prepare


@bp.get("/roll")
def roll(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """Who is here and who has still to vote, for a desk that has heard of a change."""
    workshop, contest, _seat = load_contest(workshop_id, contest_id)
    require(can_moderate(current_user, workshop))
    if not contest.awaits_count:
        return ""
    return render_template(
        "voting/contest/_roll_desk.html",
        workshop=workshop,
        contest=contest,
        **vote_part.roll_context(contest, clock.now()),
    )


@bp.get("")
def result(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    workshop, contest, seat = load_contest(workshop_id, contest_id)
    if contest.is_practice:
        return redirect(url_for("live.room", workshop_id=workshop.id))
    return render_template(
        "voting/result/result.html",
        workshop=workshop,
        contest=contest,
        seat=seat,
        turnout=queries.turnout(contest.id),
        assisted=queries.assisted_count(contest),
        may_export=workshop.round == 1 and can_prepare(current_user, workshop),
        **record_parts.result_page(contest, current_user),
        **result_text.counted_context(contest),
        **parts.result_context(contest),
    )
