"""Acts on a workshop before it opens: planned, settled, convened, and its seats filled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people import queries
from workshop.people import services as people
from workshop.people.models import Organization, Person
from workshop.plans.models import Theme
from workshop.preparation import readiness
from workshop.workshops import log, seating, services
from workshop.workshops.guides import GUIDES, Role
from workshop.workshops.models import Seat, SeatState, VoteUnit, Workshop, WorkshopState

STATE_NAMES = {
    WorkshopState.DRAFT: _l("Draft"),
    WorkshopState.CONVENED: _l("Convened"),
    WorkshopState.READY: _l("Ready"),
    WorkshopState.LIVE: _l("Under way"),
    WorkshopState.CLOSED: _l("Closed"),
    WorkshopState.MINUTES: _l("Minutes written"),
    WorkshopState.PUBLISHED: _l("Published"),
    WorkshopState.POSTPONED: _l("Postponed"),
    WorkshopState.SUSPENDED: _l("Suspended"),
    WorkshopState.CANCELLED: _l("Cancelled"),
}

NEXT_STEPS = {
    WorkshopState.DRAFT: _l("Next: complete it and convene it."),
    WorkshopState.CONVENED: _l("Next: complete it and mark it as ready."),
    WorkshopState.READY: _l("Next: the moderator opens it on the day."),
    WorkshopState.POSTPONED: _l("Next: set its new date and convene it again."),
    WorkshopState.SUSPENDED: _l("Next: the moderator resumes it from the desk."),
    WorkshopState.LIVE: _l("Next: follow it in the room."),
    WorkshopState.CLOSED: _l("Next: settle what goes forward."),
}

# Before it opens a workshop may be moved among these by hand.
SETTABLE = (WorkshopState.DRAFT, WorkshopState.CONVENED, WorkshopState.READY)

VOTE_UNIT_NAMES = {
    VoteUnit.ORGANIZATION: _l("One ballot per organization"),
    VoteUnit.PERSON: _l("One ballot per person"),
}


def plan(
    theme: Theme, round: int, meeting: dict[str, Any], by: Person, *, now: datetime
) -> Workshop:
    """The theme's workshop of a round, with its own copy of the round's guide."""
    if round not in GUIDES:
        raise Refusal(_("There is no guide for round %(round)s yet.", round=round))
    if not theme.is_developed:
        raise Refusal(_("This theme is not developed."))
    if db.session.scalar(db.select(Workshop.id).filter_by(theme_id=theme.id, round=round)):
        raise Refusal(_("This theme already has a workshop in this round."))
    workshop = services.plan_workshop(theme, round, **meeting)
    starts_at = workshop.starts_at.isoformat()
    log.record(workshop, "workshop planned", by, now=now, starts_at=starts_at)
    return workshop


def require_not_opened(workshop: Workshop) -> None:
    """Refuse to change what the room has already begun to work with."""
    if workshop.opened_at is not None:
        raise Refusal(_("The workshop has begun; this can no longer be changed here."))


def settle(workshop: Workshop, values: dict[str, Any], by: Person, *, now: datetime) -> None:
    """Set when and where it meets or how it votes; once it has begun, only where it meets."""
    changed = {name: value for name, value in values.items() if getattr(workshop, name) != value}
    if not changed.keys() <= {"place", "video_url"}:
        require_not_opened(workshop)
    if not changed:
        return
    for name, value in changed.items():
        setattr(workshop, name, value)
    details = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in changed.items()
    }
    log.record(workshop, "workshop settled", by, now=now, **details)


def adapt_agenda(
    workshop: Workshop, changes: dict[int, dict[str, object]], by: Person, *, now: datetime
) -> None:
    """Change the workshop's own copy of the guide, on record."""
    services.adapt_agenda(workshop, changes)
    minutes = {phase.key: phase.minutes for phase in workshop.phases}
    log.record(workshop, "agenda adapted", by, now=now, minutes=minutes)


def set_state(
    workshop: Workshop,
    state: WorkshopState,
    facts: readiness.Facts,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Convene a workshop, call it ready when nothing it needs is missing, or take either back."""
    require_not_opened(workshop)
    if state not in SETTABLE:
        raise Refusal(_("This state cannot be set by hand."))
    if workshop.state is WorkshopState.CANCELLED:
        raise Refusal(_("This workshop is cancelled."))
    needed = [check.sentence for check in readiness.unmet_checks(facts) if check.is_required]
    if state is WorkshopState.READY and needed:
        raise Refusal(_("The workshop is not ready yet. %(missing)s", missing=" ".join(needed)))
    if workshop.state is state:
        return
    former, workshop.state = workshop.state, state
    log.record(workshop, "workshop state set", by, now=now, state=state, former=former)


def appoint(workshop: Workshop, person: Person, role: Role, by: Person, *, now: datetime) -> Seat:
    """Seat a member of staff to moderate, to stand in, or to write the minutes."""
    if not person.is_staff:
        raise Refusal(_("Only staff moderate workshops and write their minutes."))
    former = _seat_of(workshop, person)
    if former is None or former.state is SeatState.ADMITTED:
        return seating.take_seat(workshop, person, None, role, by, now=now)
    former.role, former.state, former.admitted_at = role, SeatState.ADMITTED, now
    log.record(workshop, "seat admitted", by, now=now, seat=former.id, role=role)
    return former


def seat_participant(
    workshop: Workshop,
    person: Person,
    organization: Organization,
    role: Role,
    by: Person,
    *,
    now: datetime,
    time_percent: int,
) -> Seat:
    """Seat a person for an organization; someone whose seat was taken back gets it again."""
    former = _seat_of(workshop, person)
    if former is None or former.state is SeatState.ADMITTED:
        return seating.take_seat(
            workshop, person, organization, role, by, now=now, time_percent=time_percent
        )
    former.organization, former.time_percent = organization, time_percent
    seating.admit(former, by, now=now, role=role)
    return former


def _seat_of(workshop: Workshop, person: Person) -> Seat | None:
    return db.session.scalar(
        db.select(Seat).filter_by(workshop_id=workshop.id, person_id=person.id)
    )


def participant(
    name: str, email: str | None, organization: Organization, *, now: datetime
) -> Person:
    """The participant of this name with this e-mail address, or a new one.

    An institution has one address for several people, so the address alone names nobody. Staff
    are appointed instead.
    """
    if email and queries.staff_with(email):
        raise Refusal(_("This e-mail address belongs to staff: appoint the person instead."))
    if email and (known := queries.participant_with(name, email)):
        return known
    person = people.introduce(name, organization, now=now)
    person.email = email
    db.session.flush()
    return person
