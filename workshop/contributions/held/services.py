"""Showing what was held, one by one or all at once, and setting aside what is not to be shown.

What is never shown stays in the record as held: its text is in no file, and it is owed a reasoned
response like everything that was written, unless it is set aside with a reason.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from workshop.contributions.models import Contribution
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.workshops import log
from workshop.workshops.models import Seat, Workshop


def held(workshop: Workshop) -> list[Contribution]:
    """What waits for the moderator, oldest first."""
    query = (
        db.select(Contribution)
        .filter_by(workshop_id=workshop.id, is_held=True, hidden_at=None)
        .options(
            joinedload(Contribution.seat).joinedload(Seat.person),
            joinedload(Contribution.seat).joinedload(Seat.organization),
            joinedload(Contribution.problem),
        )
        .order_by(Contribution.id)
    )
    return list(db.session.scalars(query))


def held_of(seat: Seat) -> list[Contribution]:
    """What this seat wrote that nobody else has seen: it waits, or was set aside with a reason."""
    query = db.select(Contribution).filter_by(seat_id=seat.id, is_held=True)
    return list(db.session.scalars(query.order_by(Contribution.id)))


def show(contribution: Contribution, by: Person, *, now: datetime) -> None:
    """Let the room see it, at the place where it was written."""
    if contribution.hidden_at:
        raise Refusal(_("The text is hidden already."))
    if not contribution.is_held:
        raise Refusal(_("The room sees this text already."))
    contribution.is_held = False
    log.record(
        contribution.workshop, "contribution shown", by, now=now, contribution=contribution.id
    )


def show_all(
    workshop: Workshop, seen: int | None, by: Person, *, now: datetime
) -> list[Contribution]:
    """Show all that waited up to the last one the moderator had read (`seen`), and say which."""
    waiting = [text for text in held(workshop) if seen is None or text.id <= seen]
    if not waiting:
        raise Refusal(_("Nothing waits to be shown."))
    for contribution in waiting:
        show(contribution, by, now=now)
    return waiting


def received(contribution: Contribution) -> str:
    """What its author is told once it is in."""
    if contribution.is_held:
        return _("Your contribution is in. It waits for the moderator, who shows it to the room.")
    return _("Your contribution is in.")
