"""What pages show of the record: the codes, the receipts, a roll call's ballots, the sectors."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import segno
from flask_babel import gettext as _

from workshop.digests import short_code
from workshop.people.models import SECTOR_NAMES, Person, Sector
from workshop.voting.ballot import answers
from workshop.voting.contest import queries
from workshop.voting.models import Contest
from workshop.voting.publication import public_part
from workshop.voting.record.record import named_answers
from workshop.voting.record.scrutineers import is_scrutineer


@dataclass(frozen=True)
class Code:
    """The head of the log at one moment: as people read it, in full, and as a picture."""

    name: str
    short: str
    digest: str

    @property
    def picture(self) -> str:
        """A QR code of the full digest, as the address of an image."""
        return qr_code(self.digest)


@functools.lru_cache(maxsize=64)
def qr_code(text: str) -> str:
    return segno.make(text, micro=False).svg_data_uri(border=2, omitsize=True, svgns=True)


def codes(contest: Contest) -> list[Code]:
    """The codes that can be shown now: that of the opening, later that of the closing as well."""
    named = [
        (_("Opening code"), contest.opening_digest),
        (_("Closing code"), contest.closing_digest),
    ]
    return [Code(name, short_code(digest), digest) for name, digest in named if digest]


@dataclass(frozen=True)
class NamedBallot:
    """One line of a roll call: an organization and what it answered, place by place."""

    organization: str
    places: list[str]


def roll_call(contest: Contest) -> list[NamedBallot]:
    """Every line of a public roll with its answer; those that did not vote have none."""
    answered = {line["line"]: line["answer"] for line in named_answers(contest)}
    return [
        NamedBallot(entry.organization.name, _places(contest, answered, number))
        for number, entry in enumerate(contest.roll, start=1)
        if not entry.is_struck
    ]


def _places(contest: Contest, answered: dict[int, Any], number: int) -> list[str]:
    if number not in answered:
        return [_("did not vote")]
    return answers.in_words(contest, answered[number]) or [_("Blank ballot")]


@dataclass(frozen=True)
class SectorPoints:
    """How one sector of the room counted."""

    name: str
    ballots: int
    points: dict[str, str]


def sector_points(contest: Contest) -> list[SectorPoints]:
    """The points by sector, where there were enough ballots for them to be shown."""
    result = public_part(contest.result or {}, is_secret=contest.is_secret)
    return [
        SectorPoints(str(SECTOR_NAMES[Sector(sector)]), row["ballots"], row["points"])
        for sector, row in result.get("sectors", {}).items()
    ]


def result_page(contest: Contest, person: Person) -> dict[str, Any]:
    """What the result page shows of the record: the receipts at closing, the rest when revealed."""
    is_revealed = contest.is_revealed
    return {
        "receipts": queries.receipts(contest) if contest.is_counted else [],
        "roll_call": roll_call(contest) if is_revealed and not contest.is_secret else [],
        "sectors": sector_points(contest) if is_revealed else [],
        "has_record": is_revealed and not contest.is_practice,
        "may_scrutinize": contest.is_secret and is_scrutineer(person, contest.workshop),
    }
