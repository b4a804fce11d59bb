"""Who in a workshop is likely the same: organizations of its seats, and who knocked twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.people import queries
from workshop.people.likeness import doubles, folded
from workshop.people.models import Alike, Organization
from workshop.workshops.identity.persons import first_of
from workshop.workshops.models import Seat, SeatState


@dataclass(frozen=True)
class DoubleSeat:
    """Somebody who seems to have a seat here already, and which of the two seats stays."""

    former: Seat
    kept: Seat


@dataclass(frozen=True)
class DoubleOrganization:
    """Two organizations of this workshop that seem to be one, the earlier of which stays."""

    former: Organization
    kept: Organization


def double_seats(seats: Sequence[Seat]) -> list[DoubleSeat]:
    """Each seat with another of the same name here, for the same organization or a likely double.

    Only of guests, and of those at the door or in the room.
    """
    here = [
        seat
        for seat in seats
        if seat.state in (SeatState.ADMITTED, SeatState.WAITING) and not seat.person.is_staff
    ]
    by_name: dict[str, list[Seat]] = {}
    for seat in here:
        by_name.setdefault(folded(seat.name), []).append(seat)
    pairs = []
    apart = queries.known_apart(Alike.PERSON)
    for several in by_name.values():
        for place, seat in enumerate(several):
            for other in several[place + 1 :]:
                persons = frozenset((seat.person_id, other.person_id))
                if persons not in apart and _may_be_one(seat, other):
                    kept, former = first_of(seat, other)
                    pairs.append(DoubleSeat(former, kept))
    return pairs


def _may_be_one(seat: Seat, other: Seat) -> bool:
    """Whether two of the same name come for the same organization, or likely so."""
    pair = [row for row in (seat.organization, other.organization) if row]
    return len(pair) < 2 or pair[0] is pair[1] or any(doubles(pair))


def double_organizations(seats: Sequence[Seat]) -> list[DoubleOrganization]:
    """The organizations of these seats that are likely one, two by two."""
    rows = {
        seat.organization.id: seat.organization
        for seat in seats
        if seat.organization and seat.state in (SeatState.ADMITTED, SeatState.WAITING)
    }
    pairs = queries.double_organizations(rows.values())
    return [DoubleOrganization(later, earlier) for earlier, later in pairs]
