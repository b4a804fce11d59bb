"""Casting a ballot exactly once.

The same request again gets the same answer; an older revision, and whatever comes after the end, is
refused with the ballot that stands. What a ballot holds is shown to the person who cast it and to
nobody else: whoever is given the voting right later learns that a ballot is in. Nothing here is
asked of the database: `box` brings what it needs, for one ballot or for all that wait.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.digests import CODE_LETTERS, canonical_json
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.voting.ballot import marking
from workshop.voting.contest import ledger
from workshop.voting.models import Ballot, BallotLink, Contest, ContestState, RollEntry, random_id
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Seat, VoteUnit


class Cast:
    """The answer to a ballot, for its caster: the same for the request and every repeat of it."""

    def __init__(self, link: BallotLink) -> None:
        self.receipt = link.receipt
        self.revision = link.revision
        self.received_at = link.received_at
        self.answer: Any = json.loads(link.ballot.ranking)


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
    """Take a ballot, or the change of one, exactly once; not yet flushed.

    `entry` is the line of the roll that the seat may vote for, `link` the ballot it has cast so
    far. `answer` is what the contest's rule has on its ballot (`marking`); a blank one is an
    abstention. `revision` is the one the voter saw (0: none yet). The same `request_id` again gets
    the same answer. An older revision is refused with the ballot that stands, after the end with
    what was counted; without either, if somebody else cast it.
    """
    if entry is None:
        raise Refusal(why_no_vote(contest, seat), closed=not contest.is_within_time(now))
    if entry.assisted_by_id:
        raise Refusal(why_assisted(entry), closed=False)
    by_id = seat.person_id
    return enter_ballot(contest, entry, link, answer, request_id, revision, by_id, now=now)


def enter_ballot(
    contest: Contest,
    entry: RollEntry,
    link: BallotLink | None,
    answer: Any,
    request_id: str,
    revision: int,
    by_id: int | None,
    *,
    now: datetime,
) -> BallotLink:
    """Write the ballot of this line of the roll; `link` is the one it has cast so far.

    `by_id` is the person who casts it, None for staff who enter it for someone else.
    """
    if link and link.request_id == request_id and link.cast_by_id == by_id:
        return link
    _require_open(contest, entry, link, by_id, now)
    answer = marking.check_answer(contest, answer)
    if revision != (link.revision if link else 0):
        raise Refusal(_why_older(link, by_id), closed=False, **_standing_ballot(link, by_id))
    text = canonical_json(answer)
    if link is None:
        ballot = Ballot(id=random_id(), contest_id=contest.id, ranking=text)
        link = BallotLink(roll_entry_id=entry.id, contest_id=contest.id, ballot=ballot, revision=0)
        db.session.add(link)
        entry.has_cast = True
    link.ballot.ranking = text
    link.revision += 1
    link.cast_by_id, link.request_id, link.received_at = by_id, request_id, now
    link.receipt = "".join(secrets.choice(CODE_LETTERS) for _position in range(8))
    ledger.note_ballot(contest, entry, answer, now=now)
    return link


def own_link(link: BallotLink | None, person_id: int | None) -> BallotLink | None:
    """The ballot that is in, if it is this person who cast it."""
    return link if link and person_id and link.cast_by_id == person_id else None


def why_unseen() -> str:
    """The sentence for a voter whose line of the roll has a ballot that somebody else cast."""
    return _(
        "A ballot is in. What it holds is shown only to the person who cast it. You may replace it"
        " with a ballot of yours."
    )


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
    contest: Contest, entry: RollEntry, link: BallotLink | None, by_id: int | None, now: datetime
) -> None:
    standing = _standing_ballot(link, by_id)
    if not contest.is_within_time(now):
        sentence = _why_closed(contest, entry, link, by_id)
        raise Refusal(sentence, closed=True, **standing)
    if contest.is_suspended:
        raise Refusal(
            _("The vote is paused. Your ballot stays here; send it when the vote goes on."),
            closed=False,
            paused=True,
            **standing,
        )


def _why_closed(
    contest: Contest, entry: RollEntry, link: BallotLink | None, by_id: int | None
) -> str:
    """What became of this voter's ballot: once it is counted nobody can say what it held."""
    if contest.state is ContestState.VOID:
        return _("This vote was declared void; none of its ballots counts.")
    if own_link(link, by_id):
        return _("The vote is closed; this is what was counted.")
    if link:
        return _("The vote is closed. The ballot that was in before the end was counted.")
    if entry.has_cast:
        return _(
            "The vote is closed. The last ballot received from you before the end was counted."
        )
    return _("The vote is closed. Your ballot did not arrive in time and was not counted.")


def _why_older(link: BallotLink | None, by_id: int | None) -> str:
    """Why a ballot that was marked without having seen the one that stands is not taken."""
    if link and not own_link(link, by_id):
        return why_unseen()
    return _("This organization's ballot was changed on another device meanwhile.")


def _standing_ballot(link: BallotLink | None, by_id: int | None) -> dict[str, Any]:
    """The ballot that stands, as a refusal tells it to this person: of another's, its revision."""
    if link is None:
        return {"answer": None, "revision": 0}
    own = own_link(link, by_id)
    answer = json.loads(own.ballot.ranking) if own else None
    return {"answer": answer, "revision": link.revision}
