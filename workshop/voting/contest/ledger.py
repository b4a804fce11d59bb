"""What a contest writes into the workshop's log, so that an outsider can check it later.

At opening all terms go in, at closing the digests of what was counted. The head of the log at
both moments is kept with the contest and shown to the room as a short code: from then on nobody
can change the terms, the ballots or the result without the code no longer fitting. Entries about
a secret ballot say only that one was received. A practice contest leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import format_date

from workshop.digests import salted_as_kept, sha256
from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.models import Contest, RollEntry
from workshop.voting.publication import public_part
from workshop.voting.verify.parts import CLOSED, EXTENDED, OPENED, RECEIVED, STRUCK
from workshop.workshops import log


def terms(contest: Contest) -> dict[str, Any]:
    """Everything that decides and is frozen when the vote opens, apart from the roll."""
    return {
        "options": [
            {"key": option.key, "text": option.text, "detail": option.detail}
            for option in contest.options
        ],
        "rule": str(contest.rule),
        "settings": contest.settings or {},
        "seats": contest.places,
        "tie_policy": str(contest.tie_policy),
        "quorum_percent": contest.quorum_percent,
        "vote_unit": str(contest.vote_unit),
        "is_secret": contest.is_secret,
        "run_off_of": contest.run_off_of_id,
        **({"question": contest.question} if contest.question else {}),
    }


def meeting(contest: Contest) -> dict[str, Any]:
    """Which meeting this was, as it was called when the vote opened."""
    workshop = contest.workshop
    return {
        "plan": workshop.theme.plan.name,
        "theme": workshop.theme.name,
        "round": workshop.round,
        "date": format_date(workshop.met_at, "yyyy-MM-dd"),
    }


def note_opened(contest: Contest, by: Person, *, now: datetime) -> None:
    """Put the terms and the roll, by organization, on record; keep the head of the log."""
    if contest.is_practice:
        return
    entry = log.record(
        contest.workshop,
        OPENED,
        by,
        now=now,
        contest=contest.id,
        meeting=meeting(contest),
        terms=terms(contest),
        roll=[entry.organization.name for entry in contest.roll],
    )
    contest.opening_digest = entry.digest


def note_extended(contest: Contest, entry: RollEntry, by: Person, *, now: datetime) -> None:
    """Put on record that a line was added to the roll of the open contest."""
    if contest.is_practice:
        return
    name = entry.organization.name
    log.record(contest.workshop, EXTENDED, by, now=now, contest=contest.id, organization=name)


def note_struck(
    contest: Contest,
    struck: RollEntry,
    stays: RollEntry,
    by: Person,
    *,
    had_cast: bool,
    now: datetime,
) -> None:
    """Put on record that a line of the open roll is another's, and that its ballot was taken out.

    What the ballot held is said nowhere.
    """
    if contest.is_practice:
        return
    log.record(
        contest.workshop,
        STRUCK,
        by,
        now=now,
        contest=contest.id,
        line=line_of(struck),
        same_as=line_of(stays),
        ballot_withdrawn=had_cast,
    )


def note_counted_twice(
    contest: Contest, lines: Sequence[RollEntry], by: Person, *, now: datetime
) -> None:
    """Put on record that lines of a roll that was counted turned out to be of one organization."""
    numbers = [line_of(entry) for entry in lines]
    log.record(
        contest.workshop, "roll lines of one", by, now=now, contest=contest.id, lines=numbers
    )


def note_ballot(contest: Contest, entry: RollEntry, answer: Any, *, now: datetime) -> None:
    """Put on record that a ballot was accepted; in a roll call also whose it is and what it says.

    A line of the roll is named by its number, from 1 in the order of the roll.
    """
    if contest.is_practice:
        return
    open_to_all = {} if contest.is_secret else {"line": line_of(entry), "answer": answer}
    log.record(contest.workshop, RECEIVED, None, now=now, contest=contest.id, **open_to_all)


def line_of(entry: RollEntry) -> int:
    """The number of this entry's line on the roll, from 1."""
    before = db.select(db.func.count()).where(
        RollEntry.contest_id == entry.contest_id, RollEntry.id <= entry.id
    )
    return db.session.scalar(before) or 0


def note_closed(
    contest: Contest, ballots: Sequence[str], codes: Sequence[str], *, now: datetime
) -> None:
    """Put the digests of the ballots, the result and the receipts on record; keep the head.

    `ballots` are as they are kept, in canonical JSON, and sorted.
    Of the result only what may be published is hashed: a full table of three ballots could be
    found by trying until the digest fits. The digest of the ballots is salted for that reason.
    """
    if contest.is_practice or contest.result is None:
        return
    result = public_part(contest.result, is_secret=contest.is_secret)
    entry = log.record(
        contest.workshop,
        CLOSED,
        None,
        now=now,
        contest=contest.id,
        **result["ballots"],
        ballots=salted_as_kept(contest.salt, ballots),
        result=sha256(result),
        receipts=sha256(sorted(codes)),
    )
    contest.closing_digest = entry.digest
