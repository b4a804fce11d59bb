"""When a meeting does not take place as planned: postponed, cancelled, suspended, resumed.

Nothing is lost by any of them: seats, texts and the time a phase has left stay. Why and since when
is read from the log, the one record of every act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.language import day_of
from workshop.people.models import Person
from workshop.workshops import log, services
from workshop.workshops.models import Workshop, WorkshopState
from workshop.workshops.signals import workshop_resumed

POSTPONED, CANCELLED = "workshop postponed", "workshop cancelled"
SUSPENDED, RESUMED = "workshop suspended", "workshop resumed"
VERBS = {
    WorkshopState.POSTPONED: POSTPONED,
    WorkshopState.CANCELLED: CANCELLED,
    WorkshopState.SUSPENDED: SUSPENDED,
}


@dataclass(frozen=True)
class Interruption:
    """Why a workshop stands still, and since when."""

    state: WorkshopState
    reason: str
    since: datetime


def interruption(workshop: Workshop) -> Interruption | None:
    """The interruption a workshop is in; None while it goes its way."""
    return interruptions([workshop]).get(workshop.id)


def interruptions(workshops: list[Workshop]) -> dict[int, Interruption]:
    """The interruptions of those among these workshops that are in one, by workshop."""
    standing = {workshop.id: workshop.state for workshop in workshops if workshop.state in VERBS}
    if not standing:
        return {}
    return {
        entry.workshop_id: Interruption(
            standing[entry.workshop_id], entry.details["reason"], entry.at
        )
        for entry in log.standing(standing, *VERBS.values())
        if entry.verb == VERBS[standing[entry.workshop_id]]
    }


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why; the reason is read by everyone who is invited."))


def _require_not_begun(workshop: Workshop) -> None:
    if workshop.opened_at is not None:
        raise Refusal(_("The workshop has begun. It can be suspended, and resumed another day."))
    if workshop.state is WorkshopState.CANCELLED:
        raise Refusal(_("This workshop is cancelled."))


def postpone(
    workshop: Workshop, starts_at: datetime | None, reason: str, by: Person, *, now: datetime
) -> None:
    """Move a meeting to another day, or to one not yet known; everyone keeps their seat."""
    _require_not_begun(workshop)
    _require_reason(reason)
    former, workshop.state = workshop.starts_at, WorkshopState.POSTPONED
    workshop.starts_at = starts_at or former
    new_start = starts_at.isoformat() if starts_at else None
    log.record(
        workshop,
        POSTPONED,
        by,
        now=now,
        reason=reason,
        former=former.isoformat(),
        starts_at=new_start,
    )


def cancel(workshop: Workshop, reason: str, by: Person, *, now: datetime) -> None:
    """Give a meeting up. The theme stays visible and answers for it."""
    _require_not_begun(workshop)
    _require_reason(reason)
    workshop.state = WorkshopState.CANCELLED
    log.record(workshop, CANCELLED, by, now=now, reason=reason)


def suspend(
    workshop: Workshop, reason: str, by: Person, *, now: datetime, confirmed: bool = True
) -> None:
    """Interrupt a session that is under way; the clock keeps what its phase has left."""
    if workshop.state is not WorkshopState.LIVE:
        raise Refusal(_("Only a workshop that is under way can be suspended."))
    _require_reason(reason)
    phase = workshop.current_phase
    if phase:
        services.ask_about_open(phase, now, confirmed=confirmed, leaves=False)
    if phase and not phase.is_paused:
        services.pause_phase(workshop, by, reason, now=now)
    workshop.state = WorkshopState.SUSPENDED
    workshop.agenda_version += 1
    log.record(workshop, SUSPENDED, by, now=now, reason=reason)


def resume(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Take up a suspended session where it stood, the same day or another.

    On another day an open vote is declared void: those who cast a ballot need not be those present.
    """
    if workshop.state is not WorkshopState.SUSPENDED:
        raise Refusal(_("This workshop is not suspended."))
    stopped = interruption(workshop)
    is_another_day = stopped is not None and day_of(stopped.since) != day_of(now)
    workshop.state = WorkshopState.LIVE
    workshop.agenda_version += 1
    log.record(workshop, RESUMED, by, now=now, another_day=is_another_day)
    workshop_resumed.send(workshop, now=now, by=by, is_another_day=is_another_day)
    if workshop.current_phase and workshop.current_phase.is_paused:
        services.resume_phase(workshop, by, now=now)
