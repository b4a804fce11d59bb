"""What the moderator's desk offers to do with the clock and the agenda as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.workshops import queries, services
from workshop.workshops.guides import TITLES, PhaseKind
from workshop.workshops.models import Phase, PhaseState, VoteUnit, Workshop, WorkshopState

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
    takes_time = phase is not None and phase.minutes is not None and not phase.is_shut(now)
    at_hand = phase or workshop.next_phase
    return {
        "reason_owed": services.reason_owed(workshop),
        "step": next_step(workshop, headings, now),
        "is_running": is_running,
        "quick_minutes": QUICK_MINUTES if takes_time else (),
        "takes_time": takes_time,
        "has_more": not workshop.is_over and workshop.phases and not is_suspended,
        "warning_on_leaving": _reveals(phase),
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
        sentences = [_("This ends the last phase."), *_brings_about(phase, None)]
        return Step("agenda.finish", _("Finish this phase"), " ".join(sentences))
    if workshop.is_over:
        return None
    if following:
        ahead = title_ahead(None, following, headings)
        sentences = _brings_about(None, following) if following.family.asks_the_room else []
        return Step("agenda.start", _("Start: %(phase)s", phase=ahead), " ".join(sentences))
    sentences = [
        _("The workshop ends for everyone. The record stays open to read."),
        _("You can undo it for 20 seconds, and later with a reason until the round is settled."),
    ]
    return Step("agenda.close", _("Close the workshop"), " ".join(sentences))


def _go_on(phase: Phase, following: Phase, ahead: str, now: datetime) -> Step:
    """On to the next phase; while a vote is open its own button comes first."""
    ends = _("This ends “%(phase)s” and starts “%(next)s”.", phase=TITLES[phase.key], next=ahead)
    is_voting = phase.family.is_vote and not phase.reading(now).is_over
    text = _("Go on to: %(phase)s", phase=ahead)
    warning = " ".join([ends, *_brings_about(phase, following)])
    return Step("agenda.go_on", text, warning, is_first=not is_voting)


def _brings_about(phase: Phase | None, following: Phase | None) -> list[str]:
    """What else a step does, to how many, and whether it can be undone."""
    sentences = []
    if following and following.family.asks_the_room:
        sentences.append(_asks(following))
    if (
        following
        and following.family.freezes_wording
        and not (phase and phase.family.freezes_wording)
    ):
        sentences.append(
            _("The room is then asked about the text as it stands.")
            if following.proposal_id
            else _("The wording of the problems is frozen from then on.")
        )
    if revealing := _reveals(phase):
        sentences.append(revealing)
    elif following and following.family.is_vote:
        sentences.append(_("You can undo it for 20 seconds, as long as nobody has voted."))
    else:
        sentences.append(_("You can undo it for 20 seconds."))
    return sentences


def _reveals(phase: Phase | None) -> str:
    """What leaving a phase shows everyone for good, whichever exit is taken; mostly nothing."""
    if phase is None or phase.kind is not PhaseKind.FORMULATION or phase.revealed_at:
        return ""
    return _("It shows everyone all ideas handed in, which cannot be undone.")


def _asks(following: Phase) -> str:
    """Whom a phase asks for a vote or an answer, and for how long."""
    workshop = following.workshop
    if following.family.is_vote:
        return vote_opens(workshop, following.minutes or 0)
    return ngettext(
        "It opens the agreement check for %(num)d organization.",
        "It opens the agreement check for %(num)d organizations.",
        len(queries.voters(workshop)),
    )


def vote_opens(workshop: Workshop, minutes: int) -> str:
    """For how many a vote opens now, and for how long."""
    voters = len(queries.voters(workshop))
    if workshop.vote_unit is VoteUnit.PERSON:
        return ngettext(
            "It opens the vote for %(num)d person, %(minutes)d min.",
            "It opens the vote for %(num)d persons, %(minutes)d min.",
            voters,
            minutes=minutes,
        )
    return ngettext(
        "It opens the vote for %(num)d organization, %(minutes)d min.",
        "It opens the vote for %(num)d organizations, %(minutes)d min.",
        voters,
        minutes=minutes,
    )


def title_ahead(phase: Phase | None, following: Phase, headings: Mapping[int, Any]) -> str:
    """What comes next, and of which proposal when it is another one."""
    title = str(TITLES[following.key])
    heading = headings.get(following.proposal_id) if following.proposal_id else None
    if heading is None or (phase and phase.proposal_id == following.proposal_id):
        return title
    return _("%(phase)s of proposal %(number)d", phase=title, number=heading.number)
