"""The quorum: a share of the roll that is fixed before the vote and never blocks the count.

It is counted on the ballots cast, blank ones included. A result without it is indicative only, and
every output says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from workshop.voting.contest import queries
from workshop.voting.models import Contest


@dataclass(frozen=True)
class Quorum:
    """How many ballots were cast, of how many entitled, and how many it takes."""

    cast: int
    entitled: int
    least: int

    @property
    def is_reached(self) -> bool:
        return self.cast >= self.least


def least(percent: int, entitled: int) -> int:
    """The fewest ballots that make this share of the roll: 50 percent of 7 are 4."""
    return -(-percent * entitled // 100)


def quorum_of(contest: Contest) -> Quorum | None:
    """The contest's quorum as it stands; None where none was set, and in a practice."""
    if contest.quorum_percent is None or contest.is_practice:
        return None
    turnout = queries.turnout(contest.id)
    return Quorum(turnout.cast, turnout.entitled, least(contest.quorum_percent, turnout.entitled))


def quorum_sentence(quorum: Quorum | None) -> str:
    """The quorum as the room reads it before and during the vote."""
    if quorum is None:
        return ""
    return _(
        "Quorum: at least %(least)d of %(entitled)d ballots, blank ones included. With fewer, the"
        " result is indicative only.",
        least=quorum.least,
        entitled=quorum.entitled,
    )


def quorum_outcome(quorum: Quorum | None) -> str:
    """What became of it, as the result and its files carry it."""
    if quorum is None:
        return ""
    sentence = (
        _("Quorum reached: %(cast)d of %(entitled)d (at least %(least)d).")
        if quorum.is_reached
        else _("Without quorum, indicative only: %(cast)d of %(entitled)d (at least %(least)d).")
    )
    return sentence % {"cast": quorum.cast, "entitled": quorum.entitled, "least": quorum.least}
