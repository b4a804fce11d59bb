"""What the moderator's desk offers to do with the clock and the agenda as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.workshops import services
from workshop.workshops.guides import TITLES
from workshop.workshops.models import Phase, PhaseState, Workshop, WorkshopState

# The minutes that one press adds to the phase.
QUICK_MINUTES = (1, 5)


@dataclass(frozen=True)
class Step:
    """The act that comes next: where it is sent, what its button says, what it warns of.

    One that is not `is_first` waits for something else, whose own button comes before it.
    """

    endpoint: str
    text: str
    warning: str = ""
    is_first: bool = True


def controls_context(
    workshop: Workshop, headings: Mapping[int, Any], now: datetime
) -> dict[str, Any]:
    """The next step, and the acts beside it that the agenda allows now."""
    phase = workshop.current_phase
    is_suspended = workshop.state is WorkshopState.SUSPENDED
    is_running = phase is not None and not is_suspended
    at_hand = phase or workshop.next_phase
    return {
        "reason_owed": services.reason_owed(workshop),
        "step": next_step(workshop, headings, now),
        "is_running": is_running,
        "quick_minutes": QUICK_MINUTES if phase and phase.minutes else (),
        "has_more": not workshop.is_over and workshop.phases and not is_suspended,
        "skipped_next": TITLES[at_hand.key] if at_hand else None,
        "may_reopen": services.may_reopen(workshop),
        "may_suspend": workshop.state is WorkshopState.LIVE,
        "may_go_back": any(
            other.state in (PhaseState.COMPLETED, PhaseState.SKIPPED) for other in workshop.phases
        ),
    }


def next_step(workshop: Workshop, headings: Mapping[int, Any], now: datetime) -> Step | None:
    """The one act that carries the workshop on; None once it is over."""
    phase, following = workshop.current_phase, workshop.next_phase
    if workshop.state is WorkshopState.SUSPENDED:
        return Step("agenda.take_up", _("Resume the workshop"))
    if phase and following:
        return _go_on(phase, following, title_ahead(phase, following, headings), now)
    if phase:
        warning = _("This ends the last phase.")
        return Step("agenda.finish", _("Finish this phase"), warning)
    if workshop.is_over:
        return None
    if following:
        ahead = title_ahead(None, following, headings)
        return Step("agenda.start", _("Start: %(phase)s", phase=ahead))
    return Step(
        "agenda.close",
        _("Close the workshop"),
        _("The workshop ends for everyone. The record stays open to read."),
    )


def _go_on(phase: Phase, following: Phase, ahead: str, now: datetime) -> Step:
    """On to the next phase; while a vote is open its own button comes first."""
    sentences = [
        _("This ends “%(phase)s” and starts “%(next)s”.", phase=TITLES[phase.key], next=ahead)
    ]
    if following.family.freezes_wording and not phase.family.freezes_wording:
        sentences.append(
            _("The room is then asked about the text as it stands.")
            if following.proposal_id
            else _("The wording of the problems is frozen from then on.")
        )
    is_voting = phase.family.is_vote and not phase.reading(now).is_over
    text = _("Go on to: %(phase)s", phase=ahead)
    return Step("agenda.go_on", text, " ".join(sentences), is_first=not is_voting)


def title_ahead(phase: Phase | None, following: Phase, headings: Mapping[int, Any]) -> str:
    """What comes next, and of which proposal when it is another one."""
    title = str(TITLES[following.key])
    heading = headings.get(following.proposal_id) if following.proposal_id else None
    if heading is None or (phase and phase.proposal_id == following.proposal_id):
        return title
    return _("%(phase)s of proposal %(number)d", phase=title, number=heading.number)
