"""Closing a contest: the ballots are taken out of reach of the roll and counted once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from workshop.extensions import db
from workshop.people.models import Organization
from workshop.voting import traces
from workshop.voting.models import Ballot, BallotLink, Contest, Receipt, RollEntry, random_id
from workshop.voting.rules import tally
from workshop.voting.sectors import points_by_sector


@dataclass(frozen=True)
class Cast:
    """One ballot as it was in the box, while the closing transaction lasts."""

    answer: str
    roll_entry_id: int
    sector: str
    receipt: str


def empty_box(contest: Contest) -> list[Cast]:
    """Take out all ballots; of a secret contest nothing says any longer whose they were.

    They are written back under fresh ids in sorted order, the receipts sorted beside them. A roll
    call keeps the line of the roll with each ballot.
    """
    box = sorted(_cast_ballots(contest.id), key=lambda cast: cast.answer)
    db.session.execute(db.delete(BallotLink).filter_by(contest_id=contest.id))
    db.session.execute(db.delete(Ballot).filter_by(contest_id=contest.id))
    if box:
        ids = sorted(random_id() for _cast in box)
        db.session.execute(
            db.insert(Ballot),
            [
                {
                    "id": id,
                    "contest_id": contest.id,
                    "ranking": cast.answer,
                    "roll_entry_id": None if contest.is_secret else cast.roll_entry_id,
                }
                for id, cast in zip(ids, box, strict=True)
            ],
        )
        codes = sorted(cast.receipt for cast in box)
        db.session.execute(
            db.insert(Receipt), [{"contest_id": contest.id, "code": code} for code in codes]
        )
    traces.erase_after_commit()
    return box


def _cast_ballots(contest_id: int) -> list[Cast]:
    db.session.flush()
    query = (
        db.select(Ballot.ranking, BallotLink.roll_entry_id, Organization.sector, BallotLink.receipt)
        .join(BallotLink, BallotLink.ballot_id == Ballot.id)
        .join(RollEntry, RollEntry.id == BallotLink.roll_entry_id)
        .join(Organization, Organization.id == RollEntry.organization_id)
        .where(Ballot.contest_id == contest_id)
    )
    return [Cast(*row) for row in db.session.execute(query)]


def count(contest: Contest, box: list[Cast]) -> dict[str, Any]:
    """What the rule makes of the ballots, and the points by sector that may be shown."""
    options = [option.key for option in contest.options]
    settings = settings_of(contest)
    groups = Counter(cast.answer for cast in box)
    result = tally(
        options,
        [(json.loads(answer), times) for answer, times in sorted(groups.items())],
        contest.rule,
        contest.seats,
        settings,
    )
    by_sector = [(str(cast.sector), json.loads(cast.answer)) for cast in box]
    sectors = points_by_sector(options, by_sector, contest.rule, contest.seats, settings)
    return {**result, "sectors": sectors} if sectors else result


def settings_of(contest: Contest) -> dict[str, Any]:
    """What the rule and the cut are told: the contest's settings and its policy for ties."""
    return {**(contest.settings or {}), "tie": str(contest.tie_policy)}
