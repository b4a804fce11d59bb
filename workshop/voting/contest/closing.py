"""Closing a contest: the ballots are counted once, then taken out of reach of the roll.

The database groups equal ballots; each different one is read once, however many are alike.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workshop.extensions import db
from workshop.people.models import Organization
from workshop.voting.contest import erasure
from workshop.voting.contest.sectors import points_by_sector
from workshop.voting.models import Ballot, BallotLink, Contest, Receipt, RollEntry, random_id
from workshop.voting.rules import RULES, tally


def count(contest: Contest) -> dict[str, Any]:
    """What the rule makes of the ballots, and the points by sector that may be shown.

    Before `empty_box`, which cuts the ties between the ballots and the sectors.
    """
    db.session.flush()
    options = [option.key for option in contest.options]
    settings = settings_of(contest)
    with _collector_at_rest():
        result = tally(options, _group_ballots(contest), contest.rule, contest.places, settings)
        by_sector = _grouped_by_sector(contest)
        sectors = points_by_sector(options, by_sector, contest.rule, contest.places, settings)
    return {**result, "sectors": sectors} if sectors else result


def settings_of(contest: Contest) -> dict[str, Any]:
    """What the rule and the cut are told: the contest's settings and its policy for ties."""
    return {**(contest.settings or {}), "tie": str(contest.tie_policy)}


def _group_ballots(contest: Contest) -> list[tuple[Any, int]]:
    """The different ballots, each with how many are alike."""
    alike = (
        db.select(Ballot.ranking, db.func.count())
        .filter(Ballot.contest_id == contest.id)
        .group_by(Ballot.ranking)
    )
    read = reader(contest)
    return [(read(written), times) for written, times in db.session.execute(alike)]


def _grouped_by_sector(contest: Contest) -> list[tuple[str, Any, int]]:
    """The same by sector, while it is known whose ballots they are."""
    alike = (
        db.select(Organization.sector, Ballot.ranking, db.func.count())
        .join(BallotLink, BallotLink.ballot_id == Ballot.id)
        .join(RollEntry, RollEntry.id == BallotLink.roll_entry_id)
        .join(Organization, Organization.id == RollEntry.organization_id)
        .filter(Ballot.contest_id == contest.id)
        .group_by(Organization.sector, Ballot.ranking)
    )
    read = reader(contest)
    return [
        (str(sector), read(written), times) for sector, written, times in db.session.execute(alike)
    ]


class _Groups(dict[str, tuple[str, ...]]):
    """Tie groups by how canonical JSON writes them between its brackets; each is read once."""

    def __missing__(self, written: str) -> tuple[str, ...]:
        group = self[written] = tuple(written.split('","'))
        return group


def reader(contest: Contest) -> Any:
    """What turns a ballot, as it is kept, into an answer for the contest's rule.

    A ranking is canonical JSON of short keys, [["B"],["A","C"]], and is taken apart as such: ten
    times faster than by a parser that has to expect anything.
    """
    if RULES[contest.rule].ballot != "ranking":
        return json.loads
    group_of = _Groups().__getitem__

    def ranking(written: str) -> list[tuple[str, ...]]:
        if written == "[]":
            return []
        return list(map(group_of, written[3:-3].split('"],["')))

    return ranking


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Of a million lists none is garbage: looking through them takes longer than the count."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def empty_box(contest: Contest) -> tuple[list[str], list[str]]:
    """Take out all ballots; of a secret contest nothing says any longer whose they were.

    They are written back under fresh ids in sorted order, the receipts sorted beside them. A roll
    call keeps the line of the roll with each ballot. Returns the ballots as they are kept, and the
    receipts, both sorted.
    """
    box = _cast_ballots(contest.id)
    db.session.execute(db.delete(BallotLink).filter_by(contest_id=contest.id))
    db.session.execute(db.delete(Ballot).filter_by(contest_id=contest.id))
    written = [ranking for ranking, _entry, _receipt in box]
    codes = sorted(receipt for _ranking, _entry, receipt in box)
    if box:
        lines = [None if contest.is_secret else entry for _ranking, entry, _receipt in box]
        ids = sorted(random_id() for _ballot in box)
        rows = zip(ids, written, lines, strict=True)
        db.session.execute(
            db.insert(Ballot),
            [
                {"id": id, "contest_id": contest.id, "ranking": ranking, "roll_entry_id": line}
                for id, ranking, line in rows
            ],
        )
        db.session.execute(
            db.insert(Receipt), [{"contest_id": contest.id, "code": code} for code in codes]
        )
    erasure.erase_after_commit()
    return written, codes


def _cast_ballots(contest_id: int) -> list[tuple[str, int, str]]:
    """Every ballot with its line of the roll and its receipt, sorted by what it says."""
    db.session.flush()
    query = (
        db.select(Ballot.ranking, BallotLink.roll_entry_id, BallotLink.receipt)
        .join(BallotLink, BallotLink.ballot_id == Ballot.id)
        .filter(Ballot.contest_id == contest_id)
    )
    return sorted((ranking, line, code) for ranking, line, code in db.session.execute(query))
