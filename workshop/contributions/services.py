"""Writing a contribution, proposing and admitting problems, the summary, official comments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.contributions import lateness, queries
from workshop.contributions.models import CommentStatus, Contribution, OfficialComment, Summary
from workshop.diagnoses.models import Problem, ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.room import news
from workshop.workshops import log
from workshop.workshops.guides import Action, is_allowed
from workshop.workshops.models import Phase, Seat, Workshop
from workshop.workshops.services import require_in_time


def _require_phase(seat: Seat, action: Action, refusal: str) -> Phase:
    """The current phase, if this seat may do `action` in it."""
    require_in_time(seat.workshop)
    phase = seat.workshop.current_phase
    if phase is None or not is_allowed(phase.kind_in_force, seat.role, action):
        raise Refusal(refusal)
    return phase


def contribute(
    seat: Seat, text: str, about: Any, *, now: datetime, clerk: Seat | None = None
) -> Contribution:
    """Write a short contribution, tied to a problem, idea or proposal; None: to the whole theme.

    `clerk` is who writes it down for somebody in the hall without a device.
    """
    phase = _require_phase(
        seat,
        Action.CONTRIBUTE,
        _("Written contributions are taken during the discussion. Your text was not sent."),
    )
    contribution = Contribution(
        workshop_id=seat.workshop_id,
        phase_id=phase.id,
        seat=seat,
        clerk_seat_id=clerk.id if clerk else None,
        text=text,
        written_at=now,
        is_held=phase.holds_contributions,
        **({f"{about.__tablename__}_id": about.id} if about else {}),
    )
    db.session.add(contribution)
    db.session.flush()
    acting, through = log.actor(seat, clerk)
    log.record(
        seat.workshop,
        "contribution written",
        acting,
        now=now,
        contribution=contribution.id,
        text=text,
        **through,
        **({"held": True} if contribution.is_held else {}),
        **({about.__tablename__: about.id} if about else {"problem": None}),
    )
    if contribution.is_held:
        news.tell(seat.workshop, "held")
    return contribution


def hide_contribution(
    contribution: Contribution, reason: str, by: Person, *, now: datetime
) -> None:
    """Hide a text from the room; it stays in the record with the reason."""
    if not reason.strip():
        raise Refusal(_("Say why the text is hidden."))
    if contribution.hidden_at:
        raise Refusal(_("The text is hidden already."))
    contribution.hidden_at, contribution.reason = now, reason
    log.record(
        contribution.workshop,
        "contribution hidden",
        by,
        now=now,
        contribution=contribution.id,
        reason=reason,
    )


def show_contribution(contribution: Contribution, by: Person, *, now: datetime) -> None:
    """Let the room read a text again that was hidden."""
    if contribution.hidden_at is None:
        raise Refusal(_("The text is not hidden (any more)."))
    contribution.hidden_at, contribution.reason = None, ""
    log.record(
        contribution.workshop,
        "contribution shown again",
        by,
        now=now,
        contribution=contribution.id,
    )


def may_correct(contribution: Contribution) -> bool:
    """Whether this is still the time in which its author may correct it."""
    phase, seat = contribution.workshop.current_phase, contribution.seat
    return (
        contribution.hidden_at is None
        and phase is not None
        and is_allowed(phase.kind, seat.role, Action.CONTRIBUTE)
    )


def correct_contribution(
    contribution: Contribution, text: str, by: Person, *, now: datetime
) -> None:
    """Correct one's own text while contributions are taken; the log keeps what it said."""
    if not may_correct(contribution):
        raise Refusal(_("A text can be corrected while contributions are taken; this one stays."))
    former = contribution.text
    if text == former:
        return
    contribution.text, contribution.edited_at = text, now
    log.record(
        contribution.workshop,
        "contribution corrected",
        by,
        now=now,
        contribution=contribution.id,
        former=former,
        text=text,
    )


def propose_problem(seat: Seat, text: str, *, now: datetime, clerk: Seat | None = None) -> Problem:
    """Propose a problem the list misses; the moderator decides on it, or adds one at once."""
    _require_phase(
        seat,
        Action.PROPOSE,
        _(
            "The list of problems is frozen. Write it as a contribution or ask the moderator to"
            " note it in the minutes."
        ),
    )
    problem = Problem(
        theme_id=seat.workshop.theme_id,
        round=seat.workshop.round,
        position=queries.next_position(seat.workshop),
        text=text,
        organization_id=seat.organization_id,
        clerk_seat_id=clerk.id if clerk else None,
        state=ProblemState.ADMITTED if seat.moderates else ProblemState.PROPOSED,
        revision=1,
    )
    db.session.add(problem)
    db.session.flush()
    acting, through = log.actor(seat, clerk)
    log.record(
        seat.workshop, "problem proposed", acting, now=now, problem=problem.id, text=text, **through
    )
    return problem


def admit_problem(workshop: Workshop, problem: Problem, by: Seat, *, now: datetime) -> None:
    """Take a proposed problem into the list."""
    _require_phase(by, Action.ADMIT, _("The list of problems is frozen."))
    if problem.state is not ProblemState.PROPOSED:
        raise Refusal(_("This proposal has been decided already."))
    problem.state = ProblemState.ADMITTED
    log.record(workshop, "problem admitted", by.person, now=now, problem=problem.id)


def decline_problem(
    workshop: Workshop, problem: Problem, reason: str, by: Seat, *, now: datetime
) -> None:
    """Leave a proposed problem out of the list, with the reason."""
    _require_phase(by, Action.ADMIT, _("The list of problems is frozen."))
    if problem.state is not ProblemState.PROPOSED:
        raise Refusal(_("This proposal has been decided already."))
    if not reason.strip():
        raise Refusal(_("Say why the problem is not taken into the list."))
    problem.state, problem.reason = ProblemState.DECLINED, reason
    log.record(workshop, "problem declined", by.person, now=now, problem=problem.id, reason=reason)


def reword_problem(
    workshop: Workshop, problem: Problem, text: str, revision: int, by: Seat, *, now: datetime
) -> None:
    """Change the wording of a problem while it is open to change."""
    _require_phase(
        by,
        Action.WORD,
        _("The wording is frozen. Go back to the summary, with a reason, to change it."),
    )
    if problem.frozen_at:
        raise Refusal(_("The room has voted on this wording; it stays as it was voted."))
    if problem.revision != revision:
        raise Refusal(
            _("Someone else has changed this wording meanwhile."),
            current={"text": problem.text, "revision": problem.revision},
        )
    if problem.text == text:
        return
    former, problem.text = problem.text, text
    problem.revision += 1
    log.record(
        workshop,
        "problem reworded",
        by.person,
        now=now,
        problem=problem.id,
        former=former,
        text=text,
    )


def write_summary(
    workshop: Workshop, problem: Problem, text: str, revision: int, by: Seat, *, now: datetime
) -> Summary:
    """Save the summary of one problem; an editor with an older text is told, not obeyed."""
    _require_phase(
        by, Action.SUMMARIZE, _("The summary is closed. Go back to its phase to change it.")
    )
    summary = queries.summary_of(workshop, problem)
    if summary is None:
        summary = Summary(workshop_id=workshop.id, problem_id=problem.id, revision=0, text="")
    if summary.revision != revision:
        raise Refusal(
            _("Someone else has changed this summary meanwhile."),
            current={"text": summary.text, "revision": summary.revision},
        )
    summary.text, summary.written_at, summary.person = text, now, by.person
    summary.revision += 1
    db.session.add(summary)
    db.session.flush()
    log.record(
        workshop,
        "summary written",
        by.person,
        now=now,
        problem=problem.id,
        revision=summary.revision,
        text=text,
    )
    return summary


def _comment_to_write(seat: Seat, problem: Problem) -> OfficialComment:
    """The entity's answer to this problem, or a new one that says nothing yet."""
    comment = queries.comment_of(seat.workshop_id, problem.id, seat.organization_id)
    if comment is None:
        comment = OfficialComment(
            workshop_id=seat.workshop_id,
            problem_id=problem.id,
            organization_id=seat.organization_id,
            revision=0,
        )
        db.session.add(comment)
    return comment


def comment_officially(
    seat: Seat,
    problem: Problem,
    status: CommentStatus,
    *,
    action: str,
    unit: str,
    text: str,
    revision: int,
    now: datetime,
    wording: int | None = None,
) -> OfficialComment:
    """Put the entity's answer to one problem on record; it can be bettered while it may be given.

    What was prepared of it goes: it is on record now. `wording` is the revision of the problem that
    was in sight. An answer says of itself as it stands whether it came late.
    """
    is_late = lateness.require_may_answer(seat, Action.COMMENT, now)
    prepared = queries.prepared_of(seat, problem)
    comment = _comment_to_write(seat, problem)
    standing = prepared or comment
    if standing.revision != revision:
        raise Refusal(
            _("A colleague has answered for your entity meanwhile."),
            current={"text": standing.text, "revision": standing.revision},
        )
    comment.seat, comment.status, comment.written_at = seat, status, now
    comment.action, comment.unit, comment.text = action, unit, text
    comment.is_late, comment.problem_revision = is_late, wording or problem.revision
    comment.revision = revision + 1
    if prepared:
        db.session.delete(prepared)
    db.session.flush()
    log.record(
        seat.workshop,
        "official comment written",
        seat.person,
        now=now,
        problem=problem.id,
        organization=seat.organization_id,
        status=status,
        action=action,
        unit=unit,
        text=text,
        is_late=is_late,
    )
    return comment
