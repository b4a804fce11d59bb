"""The two scrutineers: who alone may take the single ballots of a secret vote.

One comes from the State and one from outside it, so that neither side can look alone unnoticed:
whoever takes the file is put on record.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.contest import queries
from workshop.voting.models import Contest
from workshop.voting.record.record import contest_record
from workshop.workshops import log
from workshop.workshops import queries as live_queries
from workshop.workshops.models import LogEntry, Seat, Workshop

TAKEN = "ballots taken"
PRESSED_TWICE_WITHIN = timedelta(seconds=2)


def candidates(workshop: Workshop, *, of_state: bool) -> list[Seat]:
    """The seats of the State's organizations, or of all others."""
    return [
        seat
        for seat in live_queries.seats(workshop.id)
        if seat.organization and seat.organization.sector.is_public is of_state
    ]


def can_be_named(workshop: Workshop) -> bool:
    """Until the vote opens; whoever could name them later could name someone to look."""
    return queries.latest_contest(workshop) is None


def name_scrutineers(
    workshop: Workshop, state: int | None, society: int | None, by: Person, *, now: datetime
) -> None:
    """Name the two by their persons' ids, or nobody; both or neither."""
    if not can_be_named(workshop):
        raise Refusal(_("The vote has been opened; the scrutineers stay as they are."))
    if (state is None) != (society is None):
        raise Refusal(_("Name both scrutineers, or neither: one alone may not look."))
    for chosen, of_state in ((state, True), (society, False)):
        seated = {seat.person_id for seat in candidates(workshop, of_state=of_state)}
        if chosen is not None and chosen not in seated:
            raise Refusal(
                _("One scrutineer sits for an entity of the State, the other for one outside it.")
            )
    workshop.state_scrutineer_id, workshop.society_scrutineer_id = state, society
    log.record(
        workshop, "scrutineers named", by, now=now, state_person=state, society_person=society
    )


def is_scrutineer(person: Person, workshop: Workshop) -> bool:
    """Whether this person is one of the two."""
    return person.id in (workshop.state_scrutineer_id, workshop.society_scrutineer_id)


def take_ballots(contest: Contest, by: Person, *, now: datetime) -> dict[str, Any]:
    """The record with every single ballot, for a scrutineer; taking it is put on record first."""
    if not contest.is_revealed or not contest.is_secret:
        raise Refusal(_("The ballots can be taken once the result of a secret vote was shown."))
    if not _has_just_taken(contest, by, now):
        log.record(contest.workshop, TAKEN, by, now=now, contest=contest.id)
    return contest_record(contest, for_scrutineers=True)


def _has_just_taken(contest: Contest, by: Person, now: datetime) -> bool:
    """Whether the button was pressed twice: its file is the same, and so is what is on record."""
    query = db.select(LogEntry).filter(
        LogEntry.workshop_id == contest.workshop_id,
        LogEntry.verb == TAKEN,
        LogEntry.person_id == by.id,
        LogEntry.at > now - PRESSED_TWICE_WITHIN,
    )
    return any(entry.details["contest"] == contest.id for entry in db.session.scalars(query))
