"""When a meeting really took place, and in which roles it was moderated: read from its log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import joinedload

from workshop.extensions import db
from workshop.workshops import log
from workshop.workshops.guides import MODERATING
from workshop.workshops.interruptions import RESUMED, SUSPENDED
from workshop.workshops.log import OPENED
from workshop.workshops.models import LogEntry, Seat, Workshop

CLOSED, REOPENED = "workshop closed", "workshop reopened"
# From when to when the room sat; without an end while it still does.
Sitting = tuple[datetime, datetime | None]


def sittings(workshop: Workshop) -> list[Sitting]:
    """Each stretch in which the meeting went on; none for one that never began here."""
    stretches: list[Sitting] = []
    for entry in log.standing([workshop.id], OPENED, SUSPENDED, RESUMED, CLOSED, REOPENED):
        if entry.verb in (OPENED, RESUMED, REOPENED):
            stretches.append((entry.at, None))
        elif stretches and stretches[-1][1] is None:
            stretches[-1] = (stretches[-1][0], entry.at)
    return stretches


def moderating_seats(workshop: Workshop) -> list[Seat]:
    """The seats that acted as moderators while the room sat, those taken back since among them."""
    if not (sat := sittings(workshop)):
        return []
    acted = db.select(LogEntry.person_id).filter(
        LogEntry.workshop_id == workshop.id, LogEntry.at >= sat[0][0]
    )
    if sat[-1][1]:
        acted = acted.filter(LogEntry.at <= sat[-1][1])
    query = (
        db.select(Seat)
        .filter(
            Seat.workshop_id == workshop.id, Seat.role.in_(MODERATING), Seat.person_id.in_(acted)
        )
        .options(joinedload(Seat.organization))
        .order_by(Seat.role.desc(), Seat.id)
    )
    return list(db.session.scalars(query))
