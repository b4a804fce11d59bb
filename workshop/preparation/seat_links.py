"""The personal links of those seated: made, withdrawn, and listed for mailing.

Only the SGP makes them: a link signs its person in, and their e-mail addresses are not for others.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _

from workshop.extensions import db
from workshop.people import links
from workshop.people.models import Person, PersonalLink
from workshop.workshops import log, queries
from workshop.workshops.guides import ROLE_NAMES
from workshop.workshops.models import Seat, Workshop


def room_of(workshop: Workshop) -> str:
    return url_for("live.room", workshop_id=workshop.id)


def valid_links(workshop: Workshop, now: datetime) -> dict[int, PersonalLink]:
    """The latest link into this workshop's room of each person who has one, by person."""
    query = (
        db.select(PersonalLink)
        .filter(
            PersonalLink.leads_to == room_of(workshop),
            PersonalLink.revoked_at.is_(None),
            PersonalLink.expires_at > now,
        )
        .order_by(PersonalLink.id)
    )
    return {link.person_id: link for link in db.session.scalars(query)}


def issue(seat: Seat, by: Person, *, now: datetime) -> PersonalLink:
    """Make a link into the room for a seated person, valid until some days after the meeting."""
    workshop = seat.workshop
    days_to_go = max(0, (workshop.starts_at - now).days + 1)
    link = links.issue_link(
        seat.person,
        room_of(workshop),
        now=now,
        days=days_to_go + current_app.config["LINK_DAYS"],
    )
    log.record(workshop, "personal link made", by, now=now, seat=seat.id)
    return link


def issue_missing(workshop: Workshop, by: Person, *, now: datetime) -> int:
    """Make a link for everyone seated who has none; returns how many were made."""
    having = valid_links(workshop, now)
    without = [
        seat
        for seat in queries.seats(workshop.id)
        if not seat.person.is_staff and seat.person_id not in having
    ]
    for seat in without:
        issue(seat, by, now=now)
    return len(without)


def revoke(seat: Seat, by: Person, *, now: datetime) -> None:
    """Withdraw every link of a seated person and end the sessions they opened."""
    links.revoke_links(seat.person, now=now)
    log.record(seat.workshop, "personal links withdrawn", by, now=now, seat=seat.id)


def as_csv(workshop: Workshop, now: datetime) -> str:
    """Everyone seated with their link, one line each, for mailing."""
    issued = valid_links(workshop, now)
    rows = [[_("Organization"), _("Name"), _("E-mail"), _("Role"), _("Personal link")]]
    for seat in queries.seats(workshop.id):
        link = issued.get(seat.person_id)
        rows.append(
            [
                seat.organization.name if seat.organization else "",
                seat.name,
                seat.person.email or "",
                str(ROLE_NAMES[seat.role]),
                links.address(link) if link else "",
            ]
        )
    out = io.StringIO()
    csv.writer(out).writerows([[as_text(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()  # the mark by which spreadsheets know UTF-8


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
