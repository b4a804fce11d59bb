"""The end of a phase that has a hard one: the rule holds by its clock, the pages are told of it."""

from __future__ import annotations

from workshop import clock
from workshop.database import writing
from workshop.extensions import db
from workshop.room import news
from workshop.room.parts import PARTS
from workshop.workshops import queries, services
from workshop.workshops.models import Phase, PhaseState


def shut_due() -> None:
    """At each beat: note which hard ends have come, and tell their rooms. No phase starts by it."""
    current = db.select(Phase).filter_by(state=PhaseState.CURRENT, has_hard_end=True, shut_at=None)
    now = clock.now()
    due = [phase.workshop_id for phase in db.session.scalars(current) if phase.is_shut(now)]
    for workshop_id in due:
        with writing():
            workshop = queries.lock(workshop_id)
            phase = workshop.current_phase
            if phase and services.shut_phase(phase, now=clock.now()):
                news.tell(workshop, *PARTS)
        news.deliver()
