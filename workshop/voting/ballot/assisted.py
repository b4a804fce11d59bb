"""Ballots that staff enter for someone on the roll without a device.

Two of the staff do it together: whoever moderates enters the ballot, and the second confirms it
with their own password on the same form. Both are named on the roll. It is the same single ballot
as any other; nobody is shown what it holds afterwards, and only the two can enter it again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.text import name_order
from workshop.voting.ballot import casting
from workshop.voting.contest import queries
from workshop.voting.models import Contest, RollEntry
from workshop.workshops import log
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import MODERATING, Role
from workshop.workshops.models import Workshop

CONFIRMING = MODERATING | {Role.RAPPORTEUR}


def seconds(workshop: Workshop, first: Person) -> list[Person]:
    """Who may confirm a ballot that `first` enters: other staff seated here, and the SGP."""
    seated = [seat.person for seat in live_queries.seats(workshop.id) if seat.role in CONFIRMING]
    admins = db.session.scalars(db.select(Person).filter_by(is_admin=True)).all()
    able = {person for person in (*seated, *admins) if person.password_hash and person != first}
    return sorted(able, key=lambda person: (name_order(person.name), person.id))


def entered(entry: RollEntry, request_id: str) -> casting.Cast | None:
    """The ballot that this very page has entered for this line already, by a first press."""
    link = queries.link_of(entry)
    is_same = link is not None and link.request_id == request_id and link.cast_by_id is None
    return casting.Cast(link) if link and is_same else None


def enter(
    contest: Contest,
    entry: RollEntry,
    answer: Any,
    by: Person,
    second: Person,
    request_id: str,
    *,
    now: datetime,
) -> casting.Cast:
    """Enter this line's ballot, or enter it again after a mistake; never a second one."""
    if not contest.is_open(now):
        raise Refusal(_("The vote takes no ballots now."))
    if entry.has_cast and entry.assisted_by_id is None:
        raise Refusal(_("%(name)s has cast its ballot itself.", name=entry.organization.short))
    if second not in seconds(contest.workshop, by):
        raise Refusal(_("The second person must be another member of staff of this workshop."))
    link = queries.link_of(entry)
    revision = link.revision if link else 0
    link = casting.enter_ballot(contest, entry, link, answer, request_id, revision, None, now=now)
    entry.assisted_by_id, entry.assisted_with_id = by.id, second.id
    if not contest.is_practice:
        log.record(contest.workshop, "ballot assisted", by, now=now, contest=contest.id)
    db.session.flush()
    return casting.Cast(link)
