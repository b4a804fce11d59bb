"""The section of the preparation page on who is seated, by organization, and how each comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.people import queries as people
from workshop.people.models import Organization, PersonalLink
from workshop.preparation import seat_links
from workshop.preparation.forms import AppointForm, SeatForm
from workshop.text import name_order
from workshop.workshops import queries
from workshop.workshops.guides import MODERATING, ROLE_NAMES, VOTING
from workshop.workshops.identity import likely
from workshop.workshops.models import Seat, SeatState, Workshop


@dataclass(frozen=True)
class SeatRow:
    """One seat with what may be done with it, and how its person comes in."""

    seat: Seat
    may_take_vote: bool
    entry: str
    # By how much the speaking time is longer; "" where it is not.
    time_factor: str


def section(
    workshop: Workshop,
    seats: Sequence[Seat],
    organizations: list[Organization],
    sent_forms: dict[str, Any],
) -> dict[str, Any]:
    """Who is seated, by organization, and what may be added."""
    links = seat_links.valid_links(workshop, clock.now())
    former = [
        seat
        for seat in queries.seats(workshop.id, SeatState.REMOVED)
        if seat.person.merged_into_id is None
    ]
    return {
        "groups": [
            (name, [_row(seat, links) for seat in members])
            for name, members in by_organization(seats)
        ],
        "double_seats": likely.double_seats(workshop.seats),
        "double_organizations": likely.double_organizations(workshop.seats),
        "former_seats": [(seat, seat.role not in MODERATING) for seat in former],
        "declined_seats": queries.seats(workshop.id, SeatState.DECLINED),
        "gives_links": current_user.is_admin and bool(seats),
        "appoint_form": sent_forms.get("appoint") or AppointForm(people.staff(), formdata=None),
        "seat_form": sent_forms.get("seat") or SeatForm(organizations, formdata=None),
        "role_names": ROLE_NAMES,
    }


def by_organization(seats: Sequence[Seat]) -> list[tuple[str, list[Seat]]]:
    """The seats under the name of their organization, in alphabetical order; staff first."""
    groups: dict[str, list[Seat]] = {}
    for seat in seats:
        groups.setdefault(seat.organization.name if seat.organization else "", []).append(seat)
    return sorted(groups.items(), key=lambda group: name_order(group[0]))


def _row(seat: Seat, links: Mapping[int, PersonalLink]) -> SeatRow:
    return SeatRow(
        seat,
        may_take_vote=seat.role in VOTING and not seat.holds_vote,
        entry=_entry(seat, links.get(seat.person_id)),
        time_factor="" if seat.time_percent == 100 else str(seat.time_percent / 100),
    )


def _entry(seat: Seat, link: PersonalLink | None) -> str:
    """In a few words how the person comes in."""
    if seat.person.is_staff:
        return _("Signs in with a password")
    if link is None:
        return _("No personal link")
    return _("Personal link opened") if link.opened_at else _("Has a personal link")
