"""Who on the roll is here and who is missing, and what that says of ending a vote early.

A vote may end before its announced end once three have voted: at once when everybody who is
entitled and here has voted, otherwise with a notice that the whole room sees count down. Who is
here is known from the sockets of every worker and from the moderator's ticks; an act asks the
other workers at that moment, a page believes what its worker heard last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from workshop.errors import Refusal
from workshop.extensions import db, socketio
from workshop.process import workers
from workshop.room import presence
from workshop.text import name_order
from workshop.voting.contest import queries
from workshop.voting.models import Contest, RollEntry
from workshop.workshops import queries as live_queries
from workshop.workshops.models import Phase, Seat, Workshop

NOTICE = timedelta(seconds=20)
# Before so many have voted nobody ends a vote early; where fewer are entitled, before all have.
FEWEST_CAST = 3


@dataclass(frozen=True)
class Voter:
    """One of those entitled: how many of its ballots are in, and whether it is here to cast one.

    Never what a ballot says. Where organizations vote, `seat` is who holds the right now.
    """

    name: str
    seat: Seat | None
    is_present: bool
    cast: int
    ballots: int

    @property
    def has_voted(self) -> bool:
        return self.cast == self.ballots


@dataclass(frozen=True)
class Roll:
    """Those entitled in the contests that end together."""

    voters: list[Voter]

    @property
    def entitled(self) -> int:
        return len(self.voters)

    @property
    def present(self) -> int:
        return sum(voter.is_present for voter in self.voters)

    @property
    def voted(self) -> int:
        return sum(voter.has_voted for voter in self.voters)

    @property
    def missing_here(self) -> list[Voter]:
        """Who is here and has not voted."""
        return [voter for voter in self.voters if voter.is_present and not voter.has_voted]

    @property
    def missing_elsewhere(self) -> list[Voter]:
        """Who has not voted and is not here."""
        return [voter for voter in self.voters if not (voter.is_present or voter.has_voted)]

    @property
    def is_enough(self) -> bool:
        return self.voted >= min(FEWEST_CAST, self.entitled)

    @property
    def is_complete_here(self) -> bool:
        """Whether all have voted, or at least everybody who is here: nobody is waited for.

        Where nobody is known to be here it is not known either who would be cut off.
        """
        is_known = self.present > 0
        return self.voted == self.entitled or (is_known and not self.missing_here)


def ending_with(contest: Contest) -> list[Contest]:
    """The contests that end when this one does: all of its phase, or one with its own clock."""
    if contest.ends_at is not None:
        return [contest]
    return [other for other in queries.open_contests(contest.workshop) if other.ends_at is None]


def roll_of(contest: Contest, seats_here: Collection[int]) -> Roll:
    """The roll as it stands, with who of it is among the seats that are here."""
    seats = live_queries.seats(contest.workshop_id)
    by_id = {seat.id: seat for seat in seats}
    holders = {seat.organization_id: seat for seat in seats if seat.holds_vote}
    units: dict[tuple[int, int | None], list[RollEntry]] = {}
    for entry in _entries(ending_with(contest)):
        units.setdefault((entry.organization_id, entry.seat_id), []).append(entry)

    def voter(entries: list[RollEntry]) -> Voter:
        entry = entries[0]
        organization, seat = entry.organization.short, holders.get(entry.organization_id)
        by_person = entry.seat_id is not None
        if entry.seat_id is not None:
            seat = by_id.get(entry.seat_id)
        return Voter(
            name=f"{seat.name} ({organization})" if by_person and seat else organization,
            seat=seat,
            is_present=seat is not None and bool(seat.id in seats_here or seat.ticked_at),
            cast=sum(entry.has_cast for entry in entries),
            ballots=len(entries),
        )

    voters = [voter(entries) for entries in units.values()]
    return Roll(sorted(voters, key=lambda voter: name_order(voter.name)))


def _entries(contests: Iterable[Contest]) -> list[RollEntry]:
    ids = [contest.id for contest in contests]
    query = db.select(RollEntry).filter(RollEntry.contest_id.in_(ids), ~RollEntry.is_struck)
    return list(db.session.scalars(query.options(joinedload(RollEntry.organization))))


def roll_now(contest: Contest) -> Roll:
    """The roll for an act: who is here is asked of every worker."""
    workshop_id = contest.workshop_id
    line = workers.workers_of(socketio)
    return roll_of(contest, set(presence.present_now(line, workshop_id)))


def require_enough(roll: Roll) -> None:
    """Refuse to end a vote early before three have voted."""
    if not roll.is_enough:
        raise Refusal(
            _(
                "A vote is closed early only after three have voted; %(voted)d have so far. It"
                " closes by itself when its time is up.",
                voted=roll.voted,
            )
        )


def on_phase_shortening(phase: Phase, *, remaining: timedelta, **_details: Any) -> None:
    """The same for whoever takes time from a voting phase, by whatever press."""
    contest = _open_in(phase.workshop)
    if not phase.family.is_vote or contest is None:
        return
    roll = roll_now(contest)
    require_enough(roll)
    if remaining < NOTICE and not roll.is_complete_here:
        raise Refusal(_("Voters need a notice of at least 20 seconds before the vote closes."))


def _open_in(workshop: Workshop) -> Contest | None:
    contests = queries.open_contests(workshop)
    return next((contest for contest in contests if contest.ends_at is None), None)
