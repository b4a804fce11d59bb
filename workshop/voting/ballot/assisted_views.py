"""The form on which two of the staff enter a ballot for someone without a device."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.database import writing
from workshop.errors import Invalid, require
from workshop.extensions import db, limiter
from workshop.people.models import Person
from workshop.people.passwords import is_right
from workshop.process import measures
from workshop.room import news
from workshop.voting.ballot import assisted, marking, turnout
from workshop.voting.ballot.forms import read_answer
from workshop.voting.ballot.page import filled_in, marking_context
from workshop.voting.contest import queries
from workshop.voting.models import Contest, RollEntry
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_moderate

bp = Blueprint("assisted", __name__, url_prefix="/workshops/<int:workshop_id>/contests")


def load_roll_line(workshop: Workshop, contest_id: int, entry_id: int) -> tuple[Contest, RollEntry]:
    """The contest and the line of its roll, for someone who moderates the workshop."""
    require(can_moderate(current_user, workshop))
    contest = queries.contest_in(workshop, contest_id)
    lines = db.select(RollEntry).filter_by(contest_id=contest.id, is_struck=False)
    entry = db.first_or_404(lines.filter_by(id=entry_id))
    return contest, entry


@bp.get("/<int:contest_id>/assisted/<int:entry_id>")
def show(workshop_id: int, contest_id: int, entry_id: int) -> ResponseReturnValue:
    return draw(*load_roll_line(live_queries.get(workshop_id), contest_id, entry_id))


def draw(contest: Contest, entry: RollEntry, errors: list[str] | None = None) -> str:
    return render_template(
        "voting/ballot/assisted.html",
        workshop=contest.workshop,
        contest=contest,
        entry=entry,
        is_open=contest.is_open(clock.now()),
        seconds=assisted.seconds(contest.workshop, current_user),
        request_id=request.form.get("request_id") or secrets.token_hex(16),
        errors=errors or [],
        is_from_paper=True,
        fields=filled_in(contest, None),
        **marking_context(contest, contest.options),
    )


@bp.post("/<int:contest_id>/assisted/<int:entry_id>")
@limiter.limit("20 per minute", deduct_when=lambda response: response.status_code == 422)
def enter(workshop_id: int, contest_id: int, entry_id: int) -> ResponseReturnValue:
    """Take the ballot once the second person's password is right, checked before the lock."""
    contest, entry = load_roll_line(live_queries.get(workshop_id), contest_id, entry_id)
    second, errors = check_second_person()
    try:
        answer = marking.check_answer(contest, read_answer(request.form, contest))
    except Invalid as invalid:
        errors.append(invalid.message)
    if errors:
        return draw(contest, entry, errors), 422
    second_id = second.id if second else 0
    request_id = request.form.get("request_id", "")[:64] or secrets.token_hex(16)
    with writing():
        workshop = live_queries.lock(workshop_id)
        contest, entry = load_roll_line(workshop, contest_id, entry_id)
        cast = assisted.entered(entry, request_id)
        if cast is None:
            second = db.session.get_one(Person, second_id)
            said = (contest, entry, answer, current_user, second, request_id)
            cast = assisted.enter(*said, now=clock.now())
            voters = live_queries.voters(workshop)
            news.tell(workshop, "vote", seats=[seat.id for seat in voters])
        sentence = _(
            "The ballot of %(name)s is in. Its receipt is %(code)s: write it down for them.",
            name=entry.organization.short,
            code=cast.receipt,
        )
    news.deliver()
    measures.ballots.inc()
    turnout.note(contest.id)
    flash(sentence)
    return redirect(url_for("live.desk", workshop_id=workshop_id), 303)


def check_second_person() -> tuple[Person | None, list[str]]:
    """The second person, if their own password was typed; else what was wrong with it."""
    second = db.session.get(Person, request.form.get("second", 0, type=int))
    if is_right(second.password_hash if second else None, request.form.get("password", "")):
        return second, []
    return None, [_("The password is not that of the second person.")]
