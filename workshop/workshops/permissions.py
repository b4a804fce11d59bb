"""Who may prepare, moderate and watch a workshop; what a seat may do is in the guides."""

from __future__ import annotations

from typing import Any

from flask import g
from werkzeug.exceptions import Forbidden

from workshop.extensions import db
from workshop.people.models import Person
from workshop.workshops.guides import Action, Role, is_allowed
from workshop.workshops.models import Seat, SeatState, Workshop


def seat_of(person: Any, workshop: Workshop) -> Seat | None:
    """This person's seat in the workshop, whatever its state; looked up once per request."""
    if not getattr(person, "is_authenticated", False):
        return None
    kept: dict[tuple[int, int], Seat] = g.setdefault("seats", {})
    key = (person.id, workshop.id)
    if key not in kept or db.inspect(kept[key]).detached:
        seat = db.session.scalar(
            db.select(Seat).filter_by(person_id=person.id, workshop_id=workshop.id)
        )
        if seat is None:
            return None
        kept[key] = seat
    return kept[key]


def admitted_seat(person: Any, workshop: Workshop) -> Seat | None:
    seat = seat_of(person, workshop)
    return seat if seat and seat.state is SeatState.ADMITTED else None


def required_seat(person: Any, workshop: Workshop) -> Seat:
    """This person's admitted seat in the workshop; 403 for whoever has none."""
    seat = admitted_seat(person, workshop)
    if seat is None:
        raise Forbidden
    return seat


def required_clerk(person: Any, workshop: Workshop) -> Seat:
    """This person's seat as the clerk of the workshop; 403 for all others."""
    seat = required_seat(person, workshop)
    if seat.role is not Role.CLERK:
        raise Forbidden
    return seat


def can_prepare(person: Person, workshop: Workshop | None = None) -> bool:
    """The SGP prepares everything; moderators prepare the workshop they moderate."""
    if not person.is_authenticated:
        return False
    return person.is_admin or (workshop is not None and can_moderate(person, workshop))


def can_moderate(person: Person, workshop: Workshop) -> bool:
    """Whoever holds a moderator's seat, and the SGP, who answers for every desk."""
    seat = seat_of(person, workshop)
    return (seat is not None and seat.moderates) or answers_for(person, workshop)


def answers_for(person: Any, workshop: Workshop) -> bool:
    """Whether this is the SGP, and no one who takes part in the workshop or writes its minutes:
    nobody moderates and votes in the same one.
    """
    if not getattr(person, "is_admin", False):
        return False
    seat = admitted_seat(person, workshop)
    return seat is None or seat.role is Role.OBSERVER


def can_watch(person: Person, workshop: Workshop) -> bool:
    """Everyone seated and the SGP read along."""
    return bool(getattr(person, "is_admin", False)) or admitted_seat(person, workshop) is not None


def may(person: Person, workshop: Workshop, action: Action) -> bool:
    """Whether this person's role ever allows `action` in this workshop, now."""
    seat = admitted_seat(person, workshop)
    return seat is not None and is_allowed(workshop.kind_in_force, seat.role, action)
