"""One vote for what turns out to be one organization, or one person, while a vote is open.

Of two lines of the roll one is struck: it keeps its number, for the log names lines by it, and
entitles nobody, so that the quorum is a share of one line less. Where only one has cast, its
ballot stands. Where both have, the ballot of the line that is struck is taken out of the box, and
whoever holds the vote may still replace the other. A vote that was counted stays as it was counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.voting.contest import erasure, ledger
from workshop.voting.models import Ballot, BallotLink, Contest, ContestState, RollEntry
from workshop.workshops.models import Seat, VoteUnit

COUNTED = (ContestState.COUNTED, ContestState.REVEALED)


def on_organizations_merging(
    former: Organization, *, kept: Organization, by: Person, now: datetime, **_details: Any
) -> None:
    """In each open vote, leave the organization that stays one line."""
    note_counted_twice(former, kept, by, now)
    for contest in _open_contests(RollEntry.organization_id == former.id):
        lines = {entry.organization_id: entry for entry in _standing(contest)}
        if contest.vote_unit is VoteUnit.PERSON:
            _rename(contest, former, kept)
            continue
        own, other = lines[former.id], lines.get(kept.id)
        if other is not None:
            stays, struck = _choose(other, own)
            _strike(contest, struck, stays, by, now)
            if stays is not own:
                continue
        own.organization_id = kept.id
        db.session.flush()


def note_counted_twice(former: Organization, kept: Organization, by: Person, now: datetime) -> None:
    """Say in the log of each vote that was counted with both lines that they were of one."""
    pair = (former.id, kept.id)
    query = (
        db.select(Contest)
        .join(RollEntry)
        .filter(RollEntry.organization_id == former.id, Contest.state.in_(COUNTED))
        .filter(~Contest.is_practice, Contest.vote_unit == VoteUnit.ORGANIZATION)
    )
    for contest in db.session.scalars(query.order_by(Contest.id)).unique():
        lines = [entry for entry in _standing(contest) if entry.organization_id in pair]
        if len(lines) > 1:
            ledger.note_counted_twice(contest, lines, by, now=now)


def counted_twice(contest: Contest) -> str:
    """What is to be said of a count in which something that is one stood on the roll twice.

    Of a secret vote it is not said who has cast a ballot.
    """
    if not contest.is_counted or contest.is_practice:
        return ""
    units: dict[int, list[str]] = {}
    for entry in _standing(contest):
        unit = entry.organization
        if contest.vote_unit is VoteUnit.ORGANIZATION:
            units.setdefault(unit.itself.id, []).append(unit.name)
    sentences = [
        _(
            "It was known only after the count that these are one organization, which was on the"
            " roll more than once: %(names)s. The count stands as it was.",
            names="; ".join(names),
        )
        for names in units.values()
        if len(names) > 1
    ]
    return " ".join(sentences)


def on_seats_merging(
    former: Seat, *, kept: Seat, by: Person, now: datetime, **_details: Any
) -> None:
    """Where persons vote: the same of the two seats of one person."""
    for contest in _open_contests(RollEntry.seat_id == former.id):
        lines = {entry.seat_id: entry for entry in _standing(contest)}
        own, other = lines[former.id], lines.get(kept.id)
        if other is None:
            own.seat_id = kept.id
        else:
            stays, struck = _choose(other, own)
            _strike(contest, struck, stays, by, now)
            if stays is own:
                # No two lines may be of one seat, not even for a moment.
                for entry, seat_id in ((own, None), (struck, former.id), (own, kept.id)):
                    entry.seat_id = seat_id
                    db.session.flush()
        db.session.flush()


def _open_contests(of: Any) -> list[Contest]:
    query = (
        db.select(Contest)
        .join(RollEntry)
        .filter(of, Contest.state == ContestState.OPEN, ~RollEntry.is_struck)
    )
    return list(db.session.scalars(query.order_by(Contest.id)).unique())


def _standing(contest: Contest) -> list[RollEntry]:
    return [entry for entry in contest.roll if not entry.is_struck]


def _rename(contest: Contest, former: Organization, kept: Organization) -> None:
    for entry in _standing(contest):
        if entry.organization_id == former.id:
            entry.organization_id = kept.id
    db.session.flush()


def _choose(kept: RollEntry, former: RollEntry) -> tuple[RollEntry, RollEntry]:
    """Which line stays and which is struck: the one that alone has cast, else that of who stays."""
    return (former, kept) if former.has_cast and not kept.has_cast else (kept, former)


def _strike(
    contest: Contest, struck: RollEntry, stays: RollEntry, by: Person, now: datetime
) -> None:
    """Strike a line of the roll and take its ballot, if it has one, out of the box."""
    had_cast = struck.has_cast
    if link := db.session.get(BallotLink, struck.id):
        ballot_id = link.ballot_id
        db.session.delete(link)
        db.session.flush()
        db.session.execute(db.delete(Ballot).filter_by(id=ballot_id))
        erasure.erase_after_commit()
    struck.has_cast, struck.is_struck = False, True
    struck.assisted_by_id = struck.assisted_with_id = None
    db.session.flush()
    ledger.note_struck(contest, struck, stays, by, had_cast=had_cast, now=now)
