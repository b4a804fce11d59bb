"""Whether a seat may vote now, has voted, or has no vote."""

from __future__ import annotations

from workshop.voting.contest import queries
from workshop.voting.models import ContestState
from workshop.workshops.models import Seat


def ballot_of(seat: Seat) -> str:
    """Whether this seat may vote (open), has voted (cast) or has no vote (none)."""
    contest = queries.current_contest(seat.workshop)
    if contest is None or contest.state is not ContestState.OPEN:
        return "open" if seat.holds_vote else "none"
    if contest.ends_at is None:
        return ballot_among([ballot.has_cast for ballot in queries.ballots_of(seat.workshop, seat)])
    entry = queries.roll_entry_of(contest, seat)
    return ballot_among([entry.has_cast] if entry else [])


def ballot_among(cast: list[bool]) -> str:
    """The same for several ballots at once: open while one of them is not in."""
    if not cast:
        return "none"
    return "cast" if all(cast) else "open"
