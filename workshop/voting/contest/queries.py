"""Reads of contests, the roll, and what may be shown of a result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import abort
from sqlalchemy.orm import joinedload

from workshop.extensions import db
from workshop.text import name_order
from workshop.voting import publication
from workshop.voting.models import BallotLink, Contest, ContestState, Option, Receipt, RollEntry
from workshop.voting.temperature.models import TemperatureLink
from workshop.workshops.models import Seat, VoteUnit, Workshop

# Written once: what a statement is made of need not be looked through at every request.
_CONTESTS = (
    db.select(Contest)
    .filter(Contest.workshop_id == db.bindparam("workshop"), Contest.state != ContestState.VOID)
    .order_by(Contest.id.desc())
)
_IS_BESIDE = Contest.is_practice | Contest.run_off_of_id.is_not(None)
_LATEST_CONTEST = _CONTESTS.filter(~_IS_BESIDE).limit(1)
_IS_OPEN = Contest.state == ContestState.OPEN
# A practice or a run-off goes before; then the first contest that takes ballots, then the first
# whose result has not been put away, at last the last.
_CURRENT_CONTEST = (
    _CONTESTS.filter(~_IS_BESIDE | ~Contest.is_put_away)
    .order_by(None)
    .order_by(
        db.case((_IS_BESIDE, 0), (_IS_OPEN, 1), (~Contest.is_put_away, 2), else_=3),
        db.case(
            (_IS_BESIDE, -Contest.id),
            (Contest.is_put_away, -Contest.number),
            else_=Contest.number,
        ),
    )
    .limit(1)
)
_STANDING = _CONTESTS.filter(~_IS_BESIDE).order_by(None).order_by(Contest.number)
_BALLOTS_OF = (
    db.select(Contest.id, Contest.number, RollEntry.has_cast, BallotLink)
    .join(Contest, Contest.id == RollEntry.contest_id)
    .outerjoin(BallotLink, BallotLink.roll_entry_id == RollEntry.id)
    .filter(
        Contest.workshop_id == db.bindparam("workshop"),
        Contest.state == ContestState.OPEN,
        ~_IS_BESIDE,
        ~RollEntry.is_struck,
    )
    .order_by(Contest.number)
)
_CONTEST_IN = (
    db.select(Contest)
    .filter(Contest.id == db.bindparam("id"), Contest.workshop_id == db.bindparam("workshop"))
    .options(joinedload(Contest.options))
)
_ROLL = db.select(RollEntry).filter(
    RollEntry.contest_id == db.bindparam("contest"), ~RollEntry.is_struck
)
_ROLL_OF_PERSON = _ROLL.filter(RollEntry.seat_id == db.bindparam("seat"))
_ROLL_OF_ORGANIZATION = _ROLL.filter(
    RollEntry.organization_id == db.bindparam("organization"), RollEntry.seat_id.is_(None)
)
_LINK = (
    db.select(BallotLink)
    .filter(BallotLink.roll_entry_id == db.bindparam("entry"))
    .options(joinedload(BallotLink.ballot))
)


def latest_contest(workshop: Workshop) -> Contest | None:
    """The workshop's last contest that is not void; run-offs and practice do not count as one."""
    return db.session.scalar(_LATEST_CONTEST, {"workshop": workshop.id})


def standing_contests(workshop: Workshop) -> list[Contest]:
    """The contests of the workshop's vote that are not void, in their order."""
    return list(db.session.scalars(_STANDING, {"workshop": workshop.id}))


@dataclass(frozen=True)
class OwnBallot:
    """One of a seat's ballots of the vote that is open, and whether it is in."""

    contest_id: int
    number: int
    has_cast: bool
    link: BallotLink | None


def ballots_of(workshop: Workshop, seat: Seat) -> list[OwnBallot]:
    """For each open contest on whose roll this seat may vote now, its ballot, in their order."""
    by_person = workshop.vote_unit is VoteUnit.PERSON
    if not by_person and not seat.holds_vote:
        return []
    own = RollEntry.seat_id == seat.id
    if not by_person:
        own = (RollEntry.organization_id == seat.organization_id) & RollEntry.seat_id.is_(None)
    rows = db.session.execute(_BALLOTS_OF.filter(own), {"workshop": workshop.id})
    return [OwnBallot(*row) for row in rows]


def current_contest(workshop: Workshop) -> Contest | None:
    """What the room votes on or looks at now.

    A practice or a run-off until it is put away, else the contest; of several the first that is
    not put away. What the room looks at stays until the moderator goes on.
    """
    return db.session.scalar(_CURRENT_CONTEST, {"workshop": workshop.id})


def open_contests(workshop: Workshop) -> list[Contest]:
    """The contests that still wait to be counted, whether or not their time has passed."""
    query = db.select(Contest).filter_by(workshop_id=workshop.id, state=ContestState.OPEN)
    return list(db.session.scalars(query.order_by(Contest.id)))


def secret_ballots_are_linked() -> bool:
    """Whether the database says now whose a ballot of some secret vote is, or whose a face."""
    secret = db.select(BallotLink).join(Contest, Contest.id == BallotLink.contest_id)
    linked = secret.filter(Contest.is_secret).exists() | db.select(TemperatureLink).exists()
    return db.session.scalar(db.select(linked)) or False


def practice_of(workshop: Workshop) -> Contest | None:
    """The practice contest that is there now, open or already counted."""
    query = db.select(Contest).filter_by(workshop_id=workshop.id, is_practice=True)
    return db.session.scalar(query)


def run_off_of(contest: Contest) -> Contest | None:
    """The run-off held for this contest, unless it was declared void."""
    query = db.select(Contest).filter(
        Contest.run_off_of_id == contest.id, Contest.state != ContestState.VOID
    )
    return db.session.scalar(query)


def contest_in(workshop: Workshop, contest_id: int) -> Contest:
    """A contest of this workshop; 404 for any other."""
    names = {"id": contest_id, "workshop": workshop.id}
    return db.session.scalars(_CONTEST_IN, names).unique().one_or_none() or abort(404)


@dataclass(frozen=True)
class Turnout:
    """How many of those entitled have cast a ballot."""

    cast: int
    entitled: int

    @property
    def is_complete(self) -> bool:
        return self.cast == self.entitled


def turnout(contest_id: int) -> Turnout:
    cast, entitled = db.session.execute(
        db.select(db.func.count().filter(RollEntry.has_cast), db.func.count()).filter(
            RollEntry.contest_id == contest_id, ~RollEntry.is_struck
        )
    ).one()
    return Turnout(cast, entitled)


def assisted_count(contest: Contest) -> int:
    """How many ballots two of the staff entered for someone without a device."""
    entries = db.select(db.func.count()).where(
        RollEntry.contest_id == contest.id, RollEntry.assisted_by_id.is_not(None)
    )
    return db.session.scalar(entries) or 0


def roll_entry_of(contest: Contest, seat: Seat) -> RollEntry | None:
    """The entry of the roll this seat may vote for now; None if it holds no voting right."""
    if contest.vote_unit is VoteUnit.PERSON:
        return db.session.scalar(_ROLL_OF_PERSON, {"contest": contest.id, "seat": seat.id})
    if not seat.holds_vote:
        return None
    return db.session.scalar(
        _ROLL_OF_ORGANIZATION, {"contest": contest.id, "organization": seat.organization_id}
    )


def enrolled_ids(contest: Contest) -> set[int]:
    """The seats on the roll where persons vote, else the organizations."""
    by_person = contest.vote_unit is VoteUnit.PERSON
    unit = RollEntry.seat_id if by_person else RollEntry.organization_id
    query = db.select(unit).filter(RollEntry.contest_id == contest.id, ~RollEntry.is_struck)
    return set(db.session.scalars(query))


def link_of(entry: RollEntry) -> BallotLink | None:
    """The ballot cast so far under this entry, while the contest is open."""
    return db.session.scalar(_LINK, {"entry": entry.id})


def organizations_missing(contest: Contest) -> list[str]:
    """The organizations on the roll that have not voted yet, by name: never what others chose."""
    query = (
        db.select(RollEntry)
        .filter_by(contest_id=contest.id, has_cast=False, is_struck=False)
        .options(joinedload(RollEntry.organization))
    )
    names = {entry.organization.short for entry in db.session.scalars(query)}
    return sorted(names, key=name_order)


def shuffle_options(contest: Contest, voter: int) -> list[Option]:
    """The options in this voter's own order: as good as random, and the same at every look."""

    def weight(option: Option) -> str:
        text = f"{contest.shuffle_key}/{voter}/{option.key}"
        return hashlib.sha256(text.encode()).hexdigest()

    return sorted(contest.options, key=weight)


def receipts(contest: Contest) -> list[str]:
    """The codes of the ballots that were counted, sorted."""
    codes = db.select(Receipt.code).filter_by(contest_id=contest.id)
    return list(db.session.scalars(codes.order_by(Receipt.code)))


def shows_details(contest: Contest) -> bool:
    """Whether points and duels may be shown, or would give single ballots away."""
    if contest.result is None:
        return False
    return not contest.is_secret or publication.shows_details(contest.result)
