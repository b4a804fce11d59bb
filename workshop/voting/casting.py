"""Casting a ballot exactly once.

The same request again gets the same answer; an older revision, and whatever comes after the end, is
refused with the ballot that stands. Nothing here is asked of the database: `box` brings what it
needs, for one ballot or for all that wait.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.codes import CODE_LETTERS
from workshop.digests import canonical_json
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.live import queries as live_queries
from workshop.live.models import Seat, VoteUnit
from workshop.voting import ledger, marking, queries
from workshop.voting.models import Ballot, BallotLink, Contest, ContestState, RollEntry, random_id


class Cast:
    """The answer to a ballot: the same for the request and for every repeat of it."""

    def __init__(self, link: BallotLink) -> None:
        self.receipt = link.receipt
        self.revision = link.revision
        self.received_at = link.received_at
        self.answer: Any = json.loads(link.ballot.ranking)


def cast_ballot(
    contest: Contest,
    seat: Seat,
    answer: Any,
    request_id: str,
    revision: int,
    *,
    now: datetime,
) -> Cast:
    """Take a ballot, or the change of one, exactly once.

    `answer` is what the contest's rule has on its ballot (`marking`); a blank one is an
    abstention. `revision` is the one the voter saw (0: none yet). The same `request_id` again gets
    the same answer. An older revision is refused with the ballot that stands, after the end with
    what was counted.
    """
    entry = queries.roll_entry_of(contest, seat)
    link = queries.link_of(entry) if entry else None
    link = take_ballot(contest, seat, entry, link, answer, request_id, revision, now=now)
    db.session.flush()
    return Cast(link)


def take_ballot(
    contest: Contest,
    seat: Seat,
    entry: RollEntry | None,
    link: BallotLink | None,
    answer: Any,
    request_id: str,
    revision: int,
    *,
    now: datetime,
) -> BallotLink:
    """The same, with the seat's line of the roll and its ballot so far at hand; not yet flushed."""
    if entry is None:
        raise Refusal(why_no_vote(contest, seat), closed=not contest.is_within_time(now))
    if entry.assisted_by_id:
        raise Refusal(why_assisted(entry), closed=False)
    return enter_ballot(contest, entry, link, answer, request_id, revision, now=now)


def enter_ballot(
    contest: Contest,
    entry: RollEntry,
    link: BallotLink | None,
    answer: Any,
    request_id: str,
    revision: int,
    *,
    now: datetime,
) -> BallotLink:
    """Write the ballot of this line of the roll; `link` is the one it has cast so far."""
    if link and link.request_id == request_id:
        return link
    _require_open(contest, entry, link, now)
    answer = marking.checked(contest, answer)
    if revision != (link.revision if link else 0):
        raise Refusal(
            _("This organization's ballot was changed on another device meanwhile."),
            closed=False,
            **_standing(link),
        )
    text = canonical_json(answer)
    if link is None:
        ballot = Ballot(id=random_id(), contest_id=contest.id, ranking=text)
        link = BallotLink(roll_entry_id=entry.id, contest_id=contest.id, ballot=ballot, revision=0)
        db.session.add(link)
        entry.has_cast = True
    link.ballot.ranking = text
    link.revision += 1
    link.request_id, link.received_at = request_id, now
    link.receipt = "".join(secrets.choice(CODE_LETTERS) for _position in range(8))
    ledger.note_ballot(contest, entry, answer, now=now)
    return link


def why_assisted(entry: RollEntry) -> str:
    """The sentence for a voter whose ballot two of the staff have entered."""
    return _(
        "Staff have entered the ballot of %(name)s. To change it, ask the moderator.",
        name=entry.organization.short,
    )


def why_no_vote(contest: Contest, seat: Seat) -> str:
    """The sentence for someone who may not vote here: who votes instead, or what to do."""
    if seat.organization_id is None or not seat.organization:
        return _("Your role has no vote in this workshop.")
    holder = live_queries.voting_holder(seat.workshop_id, seat.organization_id)
    if contest.vote_unit is VoteUnit.ORGANIZATION and holder and holder.id != seat.id:
        return _(
            "%(organization)s votes through %(holder)s, who holds its voting right.",
            organization=seat.organization.short,
            holder=holder.name,
        )
    return _("You are not on the roll of this vote. The moderator can add you while it is open.")


def _require_open(
    contest: Contest, entry: RollEntry, link: BallotLink | None, now: datetime
) -> None:
    if not contest.is_within_time(now):
        raise Refusal(_why_closed(contest, entry, link), closed=True, **_standing(link))
    if contest.is_suspended:
        raise Refusal(
            _("The vote is paused. Your ballot stays here; send it when the vote goes on."),
            closed=False,
            paused=True,
            **_standing(link),
        )


def _why_closed(contest: Contest, entry: RollEntry, link: BallotLink | None) -> str:
    """What became of this voter's ballot: once it is counted nobody can say what it held."""
    if contest.state is ContestState.VOID:
        return _("This vote was declared void; none of its ballots counts.")
    if link:
        return _("The vote is closed; this is what was counted.")
    if entry.has_cast:
        return _(
            "The vote is closed. The last ballot received from you before the end was counted."
        )
    return _("The vote is closed. Your ballot did not arrive in time and was not counted.")


def _standing(link: BallotLink | None) -> dict[str, Any]:
    if link is None:
        return {"answer": None, "revision": 0}
    return {"answer": json.loads(link.ballot.ranking), "revision": link.revision}
