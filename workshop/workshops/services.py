"""Acts on a workshop and its agenda: the clock goes only where a moderator sends it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _

from workshop.digests import CODE_LETTERS
from workshop.errors import Question, Refusal
from workshop.extensions import db
from workshop.language import day_of
from workshop.people.models import Person
from workshop.plans.models import Theme
from workshop.workshops import log
from workshop.workshops.guides import GUIDES, TITLES
from workshop.workshops.models import LogEntry, Phase, PhaseState, Span, Workshop, WorkshopState
from workshop.workshops.signals import matters, phase_leaving, phase_shortening, phase_started

LONGEST_EXTENSION = timedelta(minutes=30)
# A vote is never announced shorter than this.
SHORTEST_VOTE = 3


def plan_workshop(theme: Theme, round: int, starts_at: datetime, **settings: object) -> Workshop:
    """A new workshop of a theme, with its own copy of the round's guide."""
    workshop = Workshop(
        theme=theme,
        round=round,
        starts_at=starts_at,
        code="".join(secrets.choice(CODE_LETTERS) for _position in range(6)),
        screen_key=secrets.token_hex(16),
        version=1,
        agenda_version=1,
        log_length=0,
        log_head="",
        state=WorkshopState.DRAFT,
        **{"carry_limit": GUIDES[round].carry_limit, **settings},
    )
    workshop.phases = [
        Phase(
            position=position,
            key=spec.key,
            kind=spec.kind,
            minutes=spec.minutes,
            seconds_per_turn=spec.seconds_per_turn,
        )
        for position, spec in enumerate(GUIDES[round].phases)
    ]
    db.session.add(workshop)
    db.session.flush()
    return workshop


def require_agenda_as_seen(workshop: Workshop, seen: int | None) -> None:
    """Refuse a press on an older screen: the agenda has moved meanwhile, whoever moved it."""
    if seen is None or seen == workshop.agenda_version:
        return
    phase = workshop.current_phase
    now_there = TITLES[phase.key] if phase else _("between two phases")
    raise Refusal(
        _(
            "The agenda has moved on meanwhile; it now stands at: %(phase)s."
            " This press has changed nothing.",
            phase=now_there,
        )
    )


def require_in_time(workshop: Workshop) -> None:
    """Refuse what comes after the hard end of the phase under way, by its clock."""
    phase = workshop.current_phase
    if phase is not None and phase.kind_in_force is None:
        raise Refusal(
            _("The time of this phase is up, and nothing more is taken. The moderator goes on.")
        )


def _touch(workshop: Workshop) -> None:
    workshop.agenda_version += 1


def _require_not_suspended(workshop: Workshop) -> None:
    if workshop.state is WorkshopState.SUSPENDED:
        raise Refusal(_("The workshop is suspended. Resume it first."))


def _current(workshop: Workshop) -> Phase:
    _require_not_suspended(workshop)
    phase = workshop.current_phase
    if phase is None:
        raise Refusal(_("No phase is under way."))
    return phase


def _require_nothing_open(phase: Phase, now: datetime) -> None:
    """Refuse to leave a phase for good in the middle of something, whichever exit is taken."""
    for matter in matters(phase, now):
        raise Refusal(matter.refusal)


def ask_about_open(phase: Phase, now: datetime, *, confirmed: bool, leaves: bool) -> None:
    """Ask before the meeting stops, or goes back (`leaves`), in the middle of something."""
    for matter in matters(phase, now):
        if leaves and not matter.question:
            raise Refusal(matter.refusal)
        if matter.question and not confirmed:
            raise Question(matter.question)


def ask_about_day(workshop: Workshop, now: datetime, *, confirmed: bool) -> None:
    """Ask before a meeting begins on an earlier day than it is planned for."""
    if workshop.opened_at is None and not confirmed and day_of(now) < day_of(workshop.starts_at):
        raise Question(
            _(
                "This workshop is planned for %(day)s. Whoever is invited for then misses it."
                " Start it now all the same?",
                day=format_datetime(workshop.starts_at, "EEEE d MMMM y, HH:mm"),
            )
        )


def _open_span(phase: Phase, now: datetime) -> None:
    phase.spans.append(Span(workshop_id=phase.workshop_id, started_at=now))
    db.session.flush()


def _close_span(phase: Phase, now: datetime) -> None:
    if phase.spans and phase.spans[-1].ended_at is None:
        # Should the machine's clock have been set back meanwhile, nothing has run since.
        phase.spans[-1].ended_at = max(now, phase.spans[-1].started_at)
        db.session.flush()


def _leave(phase: Phase, by: Person, now: datetime, *, is_final: bool) -> None:
    if is_final:
        _require_nothing_open(phase, now)
    phase_leaving.send(phase, now=now, by=by, is_final=is_final)
    if phase.is_current:
        phase.left_at = now
    _close_span(phase, now)


def _why_paused(phase: Phase) -> str:
    """What was said when it was last paused."""
    pauses = log.standing([phase.workshop_id], "phase paused")
    own = [entry.details["reason"] for entry in pauses if entry.details["phase"] == phase.key]
    return own[-1] if own else ""


def start_phase(workshop: Workshop, by: Person, *, now: datetime, confirmed: bool = True) -> Phase:
    """Start the next phase of the agenda; the first one opens the workshop."""
    if workshop.is_over:
        raise Refusal(_("This workshop is closed."))
    _require_not_suspended(workshop)
    if workshop.state is WorkshopState.POSTPONED:
        raise Refusal(_("The workshop is postponed. Convene it again first."))
    if workshop.current_phase is not None:
        raise Refusal(_("A phase is under way already. Finish it first."))
    phase = workshop.next_phase
    if phase is None:
        raise Refusal(_("The agenda has no further phase."))
    ask_about_day(workshop, now, confirmed=confirmed)
    if workshop.opened_at is None:
        workshop.opened_at = now
        log.record(workshop, "workshop opened", by, now=now)
    workshop.state = WorkshopState.LIVE
    phase.state = PhaseState.CURRENT
    phase.reason = ""
    db.session.flush()
    _open_span(phase, now)
    log.record(workshop, "phase started", by, now=now, phase=phase.key, minutes=phase.minutes)
    phase_started.send(phase, now=now, by=by, is_return=False)
    _touch(workshop)
    return phase


def finish_phase(workshop: Workshop, by: Person, *, now: datetime) -> Phase:
    """End the current phase, early or in overtime."""
    phase = _current(workshop)
    _leave(phase, by, now, is_final=True)
    phase.state = PhaseState.COMPLETED
    phase.reason = ""
    db.session.flush()
    ran = int(phase.reading(now).elapsed.total_seconds())
    log.record(workshop, "phase finished", by, now=now, phase=phase.key, seconds=ran)
    _touch(workshop)
    return phase


def pause_phase(workshop: Workshop, by: Person, reason: str = "", *, now: datetime) -> None:
    """Stop the clock; the remaining time is kept."""
    phase = _current(workshop)
    if phase.is_paused:
        raise Refusal(_("The phase is paused already."))
    _close_span(phase, now)
    phase.reason = reason
    log.record(workshop, "phase paused", by, now=now, phase=phase.key, reason=reason)
    _touch(workshop)


def resume_phase(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Let the clock run on from where it stood."""
    phase = _current(workshop)
    if not phase.is_paused:
        raise Refusal(_("The phase is running already."))
    _open_span(phase, now)
    phase.reason = ""
    log.record(workshop, "phase resumed", by, now=now, phase=phase.key)
    _touch(workshop)


def extend_phase(
    workshop: Workshop, extra: timedelta, by: Person, reason: str = "", *, now: datetime
) -> None:
    """Give the current phase more time, from one to thirty minutes.

    A vote, or a phase with a hard end, whose announced end has passed stays closed: nobody may
    reopen it by adding time.
    """
    phase = _current(workshop)
    if not timedelta(minutes=1) <= extra <= LONGEST_EXTENSION:
        raise Refusal(_("An extension takes 1 to 30 minutes."))
    _require_duration(phase)
    _require_end_not_come(phase, now)
    phase.extra_seconds += int(extra.total_seconds())
    minutes = int(extra.total_seconds()) // 60
    log.record(
        workshop, "phase extended", by, now=now, phase=phase.key, minutes=minutes, reason=reason
    )
    _touch(workshop)


def set_remaining(
    workshop: Workshop, remaining: timedelta, by: Person, reason: str = "", *, now: datetime
) -> None:
    """Set what is left of the current phase, whatever was planned (0 to 240 minutes)."""
    phase = _current(workshop)
    if not timedelta(0) <= remaining <= timedelta(minutes=240):
        raise Refusal(_("The time left can be set from 0 to 240 minutes."))
    _require_duration(phase)
    _require_end_not_come(phase, now)
    if phase.family.is_vote and remaining < timedelta(seconds=20):
        raise Refusal(_("Voters need a notice of at least 20 seconds before the vote closes."))
    now_left = phase.reading(now).remaining or timedelta(0)
    if remaining < now_left:
        phase_shortening.send(phase, now=now, remaining=remaining)
    phase.extra_seconds += round((remaining - now_left).total_seconds())
    seconds = int(remaining.total_seconds())
    log.record(
        workshop, "time left set", by, now=now, phase=phase.key, seconds=seconds, reason=reason
    )
    _touch(workshop)


def end_time_now(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Bring the current phase to zero at once: the vote is complete, nobody is waited for."""
    phase = _current(workshop)
    left = phase.reading(now).remaining
    if left is not None and left > timedelta(0):
        # The whole second is rounded up, so that nothing is left of it.
        phase.extra_seconds -= -(-left // timedelta(seconds=1))
    log.record(workshop, "time ended", by, now=now, phase=phase.key)
    _touch(workshop)


def _require_duration(phase: Phase) -> None:
    if phase.minutes is None:
        raise Refusal(_("This phase has no duration; it counts up."))


def _require_end_not_come(phase: Phase, now: datetime) -> None:
    if phase.family.is_vote and phase.reading(now).is_over:
        raise Refusal(_("The vote has closed at its announced end; no time can be added."))
    if phase.is_shut(now):
        raise Refusal(_("The phase has ended at its announced time; no time can be added."))


def shut_phase(phase: Phase, *, now: datetime) -> bool:
    """Note that the hard end of a phase has come; whether that is new. Nothing starts by itself."""
    if phase.shut_at or not phase.is_current or not phase.is_shut(now):
        return False
    phase.shut_at = now + (phase.reading(now).remaining or timedelta(0))
    log.record(phase.workshop, "time up", None, now=now, phase=phase.key)
    _touch(phase.workshop)
    return True


def skip_phase(workshop: Workshop, reason: str, by: Person, *, now: datetime) -> Phase:
    """Leave out the current phase, or the next one when none is under way, and say why."""
    if not reason.strip():
        raise Refusal(_("Say why the phase is skipped; the reason goes into the minutes."))
    _require_not_suspended(workshop)
    phase = workshop.current_phase or workshop.next_phase
    if phase is None:
        raise Refusal(_("The agenda has no further phase."))
    _leave(phase, by, now, is_final=True)
    phase.state, phase.reason = PhaseState.SKIPPED, reason
    db.session.flush()
    log.record(workshop, "phase skipped", by, now=now, phase=phase.key, reason=reason)
    _touch(workshop)
    return phase


def go_back(
    workshop: Workshop,
    reason: str,
    by: Person,
    *,
    now: datetime,
    confirmed: bool = True,
    is_undo: bool = False,
) -> Phase:
    """Return to the phase before and say why. Nothing is lost: both phases keep their time.

    A phase that stood paused when it was left is paused, and whoever then had the floor has it.
    Who undoes a press in a hurry says why afterwards (`give_reason`).
    """
    if not reason.strip() and not is_undo:
        raise Refusal(_("Say why you go back; the reason goes into the minutes."))
    if workshop.is_over:
        raise Refusal(_("This workshop is closed."))
    _require_not_suspended(workshop)
    leaving = workshop.current_phase
    before = [
        phase
        for phase in workshop.phases
        if phase.state in (PhaseState.COMPLETED, PhaseState.SKIPPED)
        and (leaving is None or phase.position < leaving.position)
    ]
    if not before:
        raise Refusal(_("This is the first phase."))
    if leaving:
        ask_about_open(leaving, now, confirmed=confirmed, leaves=True)
        _leave(leaving, by, now, is_final=False)
        leaving.state = PhaseState.PENDING
        db.session.flush()
    phase = before[-1]
    is_paused = phase.was_left_paused
    phase.state, phase.reason = PhaseState.CURRENT, _why_paused(phase) if is_paused else ""
    if phase.is_shut(now):
        # To go back to it, for a reason on record, is to take its end back.
        phase.has_hard_end, phase.shut_at = False, None
    db.session.flush()
    if not is_paused:
        _open_span(phase, now)
    log.record(workshop, "phase reopened", by, now=now, phase=phase.key, reason=reason)
    phase_started.send(phase, now=now, by=by, is_return=True)
    _touch(workshop)
    return phase


def write_notes(phase: Phase, text: str, by: Person, *, now: datetime) -> None:
    """Keep the moderators' own line for a phase; the log says that, and none of its words."""
    if text == phase.private_notes:
        return
    phase.notes = text
    log.record(phase.workshop, "notes written", by, now=now, phase=phase.key)


def reason_owed(workshop: Workshop) -> LogEntry | None:
    """The last return to a phase for which nobody has said why yet."""
    acts = log.standing([workshop.id], "phase reopened", log.REASON_GIVEN)
    said = {entry.details["entry"] for entry in acts if entry.verb == log.REASON_GIVEN}
    silent = (entry for entry in reversed(acts) if not entry.details["reason"])
    return next((entry for entry in silent if entry.number not in said), None)


def give_reason(workshop: Workshop, number: int, reason: str, by: Person, *, now: datetime) -> None:
    """Say afterwards why the agenda went back; the minutes tell it with the return itself."""
    if not reason.strip():
        raise Refusal(_("Say why you go back; the reason goes into the minutes."))
    entry = reason_owed(workshop)
    if entry is None or entry.number != number:
        raise Refusal(_("The reason has been given already."))
    log.record(workshop, log.REASON_GIVEN, by, now=now, entry=number, reason=reason)


def close_workshop(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """End the meeting after its last phase."""
    if workshop.opened_at is None:
        raise Refusal(_("The workshop has not begun."))
    if workshop.is_over:
        raise Refusal(_("This workshop is closed."))
    if workshop.current_phase or workshop.next_phase:
        raise Refusal(_("The agenda is not finished. Finish or skip the phases that are left."))
    workshop.state, workshop.closed_at = WorkshopState.CLOSED, now
    log.record(workshop, "workshop closed", by, now=now)
    _touch(workshop)


def may_reopen(workshop: Workshop) -> bool:
    """Whether a meeting that was closed can go on: nothing has been settled on it yet."""
    return workshop.state is WorkshopState.CLOSED and workshop.cut_at is None


def reopen_workshop(workshop: Workshop, reason: str, by: Person, *, now: datetime) -> None:
    """Open a meeting again that was closed too early, and say why."""
    if not reason.strip():
        raise Refusal(_("Say why the workshop is opened again; the reason goes into the minutes."))
    if not may_reopen(workshop):
        raise Refusal(_("What goes forward is settled; the workshop stays closed."))
    workshop.state, workshop.closed_at = WorkshopState.LIVE, None
    log.record(workshop, "workshop reopened", by, now=now, reason=reason)
    _touch(workshop)


def adapt_agenda(workshop: Workshop, changes: dict[int, dict[str, Any]]) -> None:
    """Change the workshop's own copy of the guide before it starts.

    `changes` maps a phase id to `minutes`, `seconds_per_turn`, `floor_order`, `protected_places`,
    `has_hard_end`, `holds_contributions` and `position`.
    """
    if workshop.opened_at is not None:
        raise Refusal(_("The agenda can no longer be changed: the workshop has begun."))
    for phase in workshop.phases:
        change = changes.get(phase.id, {})
        minutes = change.get("minutes", phase.minutes)
        if phase.family.is_vote and minutes is not None and minutes < SHORTEST_VOTE:
            raise Refusal(_("A vote takes at least 3 minutes."))
        for name, value in change.items():
            setattr(phase, name, value)
    ordered = sorted(workshop.phases, key=lambda phase: (phase.position, phase.id))
    for position, phase in enumerate(ordered):
        phase.position = position
    shows = [phase.position for phase in ordered if phase.family.shows_result]
    votes = [phase.position for phase in ordered if phase.family.is_vote]
    if shows and votes and shows[0] < votes[0]:
        raise Refusal(_("The results come after the vote."))
    _touch(workshop)
    db.session.flush()
    db.session.expire(workshop, ["phases"])
