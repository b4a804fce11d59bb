"""Until when an entity may still answer once the meeting is over: three working days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from workshop.diagnoses.lead_time import is_working_day
from workshop.errors import Refusal
from workshop.language import day_name, day_of
from workshop.workshops.guides import Action, Role, is_allowed
from workshop.workshops.models import Seat, Workshop

LATE_WORKING_DAYS = 3


def last_late_day(workshop: Workshop) -> date | None:
    """The third working day after the meeting, in Peru's calendar; None while it is not over."""
    if workshop.closed_at is None:
        return None
    day, left = day_of(workshop.closed_at), LATE_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def may_be_late(seat: Seat, now: datetime) -> bool:
    """Whether this seat may still write, the meeting being over."""
    last = last_late_day(seat.workshop)
    return seat.role is Role.OFFICIAL and last is not None and day_of(now) <= last


def has_phase_for(workshop: Workshop, action: Action) -> bool:
    """Whether this workshop's agenda has a phase in which officials do this."""
    return any(is_allowed(phase.kind, Role.OFFICIAL, action) for phase in workshop.phases)


def takes_answers(seat: Seat, now: datetime) -> bool:
    """Whether this seat may still prepare or give answers to the problems."""
    if seat.role is not Role.OFFICIAL or not has_phase_for(seat.workshop, Action.COMMENT):
        return False
    return not seat.workshop.is_over or may_be_late(seat, now)


def require_may_answer(seat: Seat, action: Action, now: datetime) -> bool:
    """Whether what this seat puts on record now comes late; `Refusal` where it may not at all."""
    if is_allowed(seat.workshop.kind_in_force, seat.role, action):
        return False
    if may_be_late(seat, now) and has_phase_for(seat.workshop, action):
        return True
    require_before_last_day(seat, now)
    raise Refusal(_("This part is reserved for officials, while their phase is under way."))


def require_before_last_day(seat: Seat, now: datetime) -> None:
    """Refuse what comes after the last day on which answers are taken, and say which that was."""
    last = last_late_day(seat.workshop)
    if seat.role is Role.OFFICIAL and last is not None and day_of(now) > last:
        sentence = _("Answers were taken until %(day)s, three working days after the workshop.")
        raise Refusal(sentence % {"day": day_name(last)})
