"""Acts on seats: who is seated, admitted, and who holds an organization's voting right."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.workshops import log, queries
from workshop.workshops.guides import LOOKING_ON, MODERATING, VOTING, Role
from workshop.workshops.models import LogEntry, Seat, SeatState, Workshop
from workshop.workshops.permissions import answers_for, required_seat, seat_of
from workshop.workshops.signals import seat_removed

ROLE_CHANGED = "role changed"


def take_seat(
    workshop: Workshop,
    person: Person,
    organization: Organization | None,
    role: Role,
    by: Person | None,
    *,
    now: datetime,
    state: SeatState = SeatState.ADMITTED,
    time_percent: int = 100,
) -> Seat:
    """Give a person their one seat in a workshop.

    The first seat of an organization that may vote holds its voting right. Officials sit for an
    entity of the State; participants sit for an organization.
    """
    require_fitting(organization, role)
    already = db.session.scalar(
        db.select(Seat).filter_by(workshop_id=workshop.id, person_id=person.id)
    )
    if already:
        raise Refusal(_("%(name)s already has a seat in this workshop.", name=person.name))
    seat = Seat(
        workshop_id=workshop.id,
        person=person,
        organization=organization,
        role=role,
        state=state,
        time_percent=time_percent,
        created_at=now,
        admitted_at=now if state is SeatState.ADMITTED else None,
    )
    db.session.add(seat)
    db.session.flush()
    if state is SeatState.ADMITTED:
        take_free_right(seat)
    log.record(workshop, "seat taken", by, now=now, seat=seat.id, role=role, state=state)
    return seat


def require_fitting(organization: Organization | None, role: Role) -> None:
    """Officials sit for an entity of the State, participants for an organization."""
    if role in VOTING and organization is None:
        raise Refusal(_("A participant sits for an organization."))
    if role is Role.OFFICIAL and organization and not organization.sector.is_public:
        raise Refusal(
            _(
                "%(name)s is not an entity of the State: its people are participants.",
                name=organization.name,
            )
        )


def seat_to_act(person: Person, workshop: Workshop, *, now: datetime) -> Seat:
    """The seat in which this person acts; 403 for whoever has none.

    The SGP comes to any desk without one. With her first act that belongs to a seat (a summary, an
    idea merged) she takes a deputy's, on record as herself.
    """
    if answers_for(person, workshop):
        _seat_at_desk(person, workshop, now)
    return required_seat(person, workshop)


def _seat_at_desk(person: Person, workshop: Workshop, now: datetime) -> None:
    seat = seat_of(person, workshop)
    if seat is None:
        take_seat(workshop, person, None, Role.DEPUTY, person, now=now)
        return
    seat.role, seat.state, seat.admitted_at = Role.DEPUTY, SeatState.ADMITTED, now
    log.record(
        workshop, "seat taken", person, now=now, seat=seat.id, role=seat.role, state=seat.state
    )


def take_free_right(seat: Seat) -> None:
    """The first who may vote for an organization holds its right until it is handed over."""
    if seat.role not in VOTING or seat.organization_id is None:
        return
    if queries.voting_holder(seat.workshop_id, seat.organization_id) is None:
        seat.holds_vote = True
        db.session.flush()


def admit(seat: Seat, by: Person, *, now: datetime, role: Role | None = None) -> None:
    """Let someone who waits at the door in, with the role the moderator gives them."""
    if seat.state is SeatState.ADMITTED:
        raise Refusal(_("%(name)s has been admitted already.", name=seat.name))
    if seat.person.merged_into_id:
        raise Refusal(_("%(name)s has another seat here, under the same name.", name=seat.name))
    role = role or seat.role
    if role in MODERATING:
        raise Refusal(_("Moderators are appointed by the SGP."))
    if role in VOTING and seat.organization is None:
        raise Refusal(_("A participant sits for an organization."))
    if role is Role.OFFICIAL and not (seat.organization and seat.organization.sector.is_public):
        raise Refusal(_("Only people of an entity of the State can be officials."))
    seat.role, seat.state, seat.admitted_at = role, SeatState.ADMITTED, now
    db.session.flush()
    take_free_right(seat)
    log.record(seat.workshop, "seat admitted", by, now=now, seat=seat.id, role=role)


def decline(seat: Seat, by: Person, *, now: datetime) -> None:
    """Turn away someone who waits at the door."""
    if seat.state is not SeatState.WAITING:
        raise Refusal(_("%(name)s is not waiting at the door.", name=seat.name))
    seat.state = SeatState.DECLINED
    log.record(seat.workshop, "seat declined", by, now=now, seat=seat.id)


def remove(seat: Seat, by: Person, *, now: datetime) -> None:
    """Take a seat back. What the person said and the ballot cast stand."""
    if seat.state is SeatState.REMOVED:
        raise Refusal(_("%(name)s no longer has a seat.", name=seat.name))
    if seat.role is Role.MODERATOR and _moderators(seat.workshop) == [seat]:
        raise Refusal(_("A workshop needs a moderator."))
    seat.state, seat.holds_vote = SeatState.REMOVED, False
    db.session.flush()
    seat_removed.send(seat, now=now, by=by)
    log.record(seat.workshop, "seat removed", by, now=now, seat=seat.id)


def _moderators(workshop: Workshop) -> list[Seat]:
    return [seat for seat in queries.seats(workshop.id) if seat.role in MODERATING]


def hand_over_vote(to: Seat, by: Person, *, now: datetime) -> None:
    """Give the organization's voting right to another of its seats; a ballot cast stands."""
    if to.role not in VOTING or to.state is not SeatState.ADMITTED or to.organization_id is None:
        raise Refusal(_("%(name)s cannot hold a voting right.", name=to.name))
    holder = queries.voting_holder(to.workshop_id, to.organization_id)
    if holder is to:
        raise Refusal(_("%(name)s holds the voting right already.", name=to.name))
    if holder:
        holder.holds_vote = False
        db.session.flush()  # frees the right before the next one takes it
    to.holds_vote = True
    log.record(
        to.workshop,
        "voting right handed over",
        by,
        now=now,
        seat=to.id,
        former=holder.id if holder else None,
    )
    db.session.flush()


def appoint_clerk(seat: Seat, by: Person, *, now: datetime) -> None:
    """Let somebody who only looks on write and ask for people in the hall without a device."""
    if seat.state is not SeatState.ADMITTED or seat.role not in LOOKING_ON:
        raise Refusal(_("Only an observer or a rapporteur who is seated can be made clerk."))
    _change_role(seat, Role.CLERK, by, now)


def dismiss_clerk(seat: Seat, by: Person, *, now: datetime) -> None:
    """The clerk is what they were before; what was written and asked through them stands."""
    if seat.role is not Role.CLERK or seat.state is not SeatState.ADMITTED:
        raise Refusal(_("%(name)s is not a clerk.", name=seat.name))
    query = db.select(LogEntry).filter_by(workshop_id=seat.workshop_id, verb=ROLE_CHANGED)
    entries = db.session.scalars(query.order_by(LogEntry.number.desc()))
    own = (entry.details for entry in entries if entry.details["seat"] == seat.id)
    former = next(own, {"former": Role.OBSERVER})["former"]
    _change_role(seat, Role(former), by, now)


def _change_role(seat: Seat, role: Role, by: Person, now: datetime) -> None:
    former, seat.role = seat.role, role
    db.session.flush()
    log.record(seat.workshop, ROLE_CHANGED, by, now=now, seat=seat.id, former=former, role=role)


def set_time_factor(seat: Seat, percent: int, by: Person, *, now: datetime) -> None:
    """Set a person's speaking time: 100, 150 or 200 percent. Shown to nobody else."""
    if percent not in (100, 150, 200):
        raise Refusal(_("The personal time factor is 1, 1.5 or 2."))
    seat.time_percent = percent
    log.record(seat.workshop, "time factor set", by, now=now, seat=seat.id)
