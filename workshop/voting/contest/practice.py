"""A practice contest, "rank three fruits", so that the room has held the ballot once before.

It is counted by the rule of the coming vote and shown like one, but it is on no record: nothing is
logged, no receipt is kept, and its rows are deleted when it is put away, at the latest when its
phase ends. It never stands in the way of the real contest.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.room import news
from workshop.voting.contest import erasure, queries, services
from workshop.voting.models import Ballot, BallotLink, Contest, Option, Receipt, RollEntry
from workshop.voting.rules import RULES
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Phase, Workshop

LENGTH = timedelta(minutes=2)
FRUITS = (_l("Lucuma"), _l("Passion fruit"), _l("Cherimoya"))


def open_practice(workshop: Workshop, *, now: datetime) -> Contest:
    """Let everybody with a voting right rank three fruits, for two minutes."""
    phase = workshop.current_phase or workshop.next_phase
    if workshop.is_over or phase is None or queries.latest_contest(workshop):
        raise Refusal(_("The practice vote comes before the vote."))
    if queries.practice_of(workshop):
        raise Refusal(_("A practice vote is there already. Put it away first."))
    voters = live_queries.voters(workshop)
    if not voters:
        raise Refusal(_("Nobody here holds a voting right."))
    contest = Contest(
        workshop_id=workshop.id,
        workshop=workshop,
        phase=phase,
        rule=workshop.rule,
        settings=RULES[workshop.rule].settings_from(workshop.rule_settings or {}),
        places=1,
        vote_unit=workshop.vote_unit,
        is_practice=True,
        opened_at=now,
        ends_at=now + LENGTH,
        options=[
            Option(key=services.option_key(position), position=position, text=str(fruit))
            for position, fruit in enumerate(FRUITS)
        ],
    )
    for seat in voters:
        services.enter_on_roll(contest, seat)
    db.session.add(contest)
    db.session.flush()
    news.tell(workshop, seats=[seat.id for seat in voters])
    return contest


def put_away(contest: Contest) -> None:
    """Delete the practice contest and all that came with it."""
    if not contest.is_practice:
        raise Refusal(_("This is no practice vote; it stays on record."))
    voters = live_queries.voters(contest.workshop)
    news.tell(contest.workshop, "vote", "own-clock", seats=[seat.id for seat in voters])
    db.session.flush()
    for rows in (BallotLink, Ballot, Receipt, RollEntry, Option):
        db.session.execute(db.delete(rows).filter_by(contest_id=contest.id))
    db.session.execute(db.delete(Contest).filter_by(id=contest.id))
    erasure.erase_after_commit()


def on_phase_change(phase: Phase, **_details: Any) -> None:
    """A practice vote does not outlast its phase."""
    if contest := queries.practice_of(phase.workshop):
        put_away(contest)
