"""Formulation: ideas written individually, kept as they are typed, and revealed all together.

Until they are revealed nobody reads another's idea, the moderator included; only how many were
handed in is known. What nobody handed in stays its author's draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop import links
from workshop.contributions import queries as problem_queries
from workshop.diagnoses.models import Problem
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas import listing
from workshop.ideas.models import Idea, IdeaState, Origin
from workshop.links.models import Relation
from workshop.people.models import Person
from workshop.workshops import log
from workshop.workshops.guides import Action, PhaseKind, Role, is_allowed
from workshop.workshops.models import Phase, Seat, Workshop
from workshop.workshops.services import require_in_time

# One's own, and still to be changed by oneself.
OPEN = (IdeaState.DRAFT, IdeaState.HANDED_IN)
MOST_DRAFTS = 20


def silence_left(phase: Phase, now: datetime) -> timedelta:
    """What is left of the silence at the beginning, in which everybody writes."""
    silence = timedelta(seconds=phase.spec.silent_seconds)
    return max(timedelta(0), silence - phase.reading(now).elapsed)


def own_ideas(seat: Seat) -> list[Idea]:
    """What this seat has written, drafts and all, oldest first."""
    query = db.select(Idea).filter_by(workshop_id=seat.workshop_id, seat_id=seat.id)
    return list(db.session.scalars(query.order_by(Idea.id)))


def _require_writing(seat: Seat) -> Phase:
    require_in_time(seat.workshop)
    phase = seat.workshop.current_phase
    if phase is None or not is_allowed(phase.kind_in_force, seat.role, Action.FORMULATE):
        raise Refusal(
            _("Ideas are taken in the formulation. Your text stays here as a draft of yours.")
        )
    return phase


def _origin_of(seat: Seat, phase: Phase) -> Origin:
    if seat.moderates:
        return Origin.MODERATOR
    is_theirs = phase.kind is PhaseKind.OPINION and seat.role is Role.OFFICIAL
    return Origin.OFFICIAL_AGENDA if is_theirs else Origin.PARTICIPANTS


def begin_idea(seat: Seat, *, now: datetime) -> Idea:
    """An empty draft, of which each seat has one at most."""
    phase = _require_writing(seat)
    drafts = [idea for idea in own_ideas(seat) if idea.state is IdeaState.DRAFT]
    if empty := next((idea for idea in drafts if not idea.text.strip()), None):
        return empty
    if len(drafts) >= MOST_DRAFTS:
        raise Refusal(_("You have many drafts. Hand some of them in first."))
    idea = Idea(
        theme_id=seat.workshop.theme_id,
        workshop_id=seat.workshop_id,
        position=0,
        text="",
        origin=_origin_of(seat, phase),
        state=IdeaState.DRAFT,
        seat=seat,
        organization_id=seat.organization_id,
        written_at=now,
        revision=1,
    )
    db.session.add(idea)
    db.session.flush()
    return idea


def save_idea(
    idea: Idea, text: str, problems: Iterable[Problem], revision: int, seat: Seat, *, now: datetime
) -> None:
    """Keep an own idea as it is typed, until the room has seen it.

    Of two devices the second is told, not obeyed.
    """
    if idea.state not in OPEN:
        raise Refusal(_("The room has seen this idea; it stays as it was handed in."))
    _require_writing(seat)
    if idea.revision != revision:
        raise Refusal(
            _("This idea was changed on another device meanwhile."),
            current={"text": idea.text, "revision": idea.revision},
        )
    if idea.state is IdeaState.HANDED_IN and not text:
        raise Refusal(_("An idea that is handed in needs words. Take it back first."))
    idea.text, idea.written_at = text, now
    idea.revision += 1
    _answer(idea, problems, seat.person, now)
    db.session.flush()


def _answer(idea: Idea, problems: Iterable[Problem], by: Person, now: datetime) -> None:
    """Tie a draft to just these problems."""
    wanted = {problem.id: problem for problem in problems}
    for link in listing.answers_of(idea):
        if link.from_problem_id in wanted:
            del wanted[link.from_problem_id]
        else:
            links.unlink(link)
    for problem in wanted.values():
        links.connect(Relation.ANSWERS, problem, idea, by=by, now=now)


def hand_in(idea: Idea, seat: Seat, *, now: datetime, clerk: Seat | None = None) -> None:
    """Give an idea to the room: hidden until all are revealed, or at once when they have been."""
    phase = _require_writing(seat)
    if idea.state is not IdeaState.DRAFT:
        raise Refusal(_("This idea is handed in already."))
    if not idea.text.strip():
        raise Refusal(_("Write the idea first."))
    if not listing.answers_of(idea):
        raise Refusal(_("Choose the problem that the idea answers, or more than one."))
    idea.state, idea.written_at, idea.origin = IdeaState.HANDED_IN, now, _origin_of(seat, phase)
    if phase.kind is not PhaseKind.FORMULATION or phase.revealed_at:
        _put_on_list(seat.workshop, [idea])
    db.session.flush()
    # What it says comes into the log when the room reads it.
    acting, through = log.actor(seat, clerk)
    details = {**_log_details([idea]), **through}
    log.record(seat.workshop, "idea handed in", acting, now=now, **details)


def write_for(
    seat: Seat, clerk: Seat, text: str, problems: Iterable[Problem], *, now: datetime
) -> Idea:
    """The clerk hands in an idea for somebody in the hall without a device."""
    phase = _require_writing(seat)
    idea = Idea(
        theme_id=seat.workshop.theme_id,
        workshop_id=seat.workshop_id,
        position=0,
        text=text,
        origin=_origin_of(seat, phase),
        state=IdeaState.DRAFT,
        seat=seat,
        organization_id=seat.organization_id,
        clerk_seat_id=clerk.id,
        written_at=now,
        revision=1,
    )
    db.session.add(idea)
    db.session.flush()
    _answer(idea, problems, clerk.person, now)
    hand_in(idea, seat, now=now, clerk=clerk)
    return idea


def take_back(idea: Idea, seat: Seat, *, now: datetime) -> None:
    """Make an idea that the room has not seen a draft again."""
    _require_writing(seat)
    if idea.state is not IdeaState.HANDED_IN:
        raise Refusal(_("Only an idea that the room has not seen can be taken back."))
    idea.state = IdeaState.DRAFT
    log.record(seat.workshop, "idea taken back by its author", seat.person, now=now, idea=idea.id)
    db.session.flush()


def reveal(workshop: Workshop, by: Person, *, now: datetime) -> int:
    """Show the room all ideas together, once the silence is over; how many there are."""
    phase = workshop.current_phase
    if phase is None or phase.kind is not PhaseKind.FORMULATION:
        raise Refusal(_("Ideas are revealed in the formulation."))
    if phase.revealed_at:
        raise Refusal(_("The ideas have been revealed already."))
    if silence_left(phase, now):
        raise Refusal(_("The minute of silence is not over. Let everybody write."))
    return _reveal(phase, by, now=now)


def _reveal(phase: Phase, by: Person, *, now: datetime) -> int:
    handed_in = listing.ideas(phase.workshop, IdeaState.HANDED_IN)
    phase.revealed_at = now
    _put_on_list(phase.workshop, handed_in)
    log.record(phase.workshop, "ideas revealed", by, now=now, **_log_details(handed_in))
    db.session.flush()
    return len(handed_in)


def _put_on_list(workshop: Workshop, ideas: Iterable[Idea]) -> None:
    for number, idea in enumerate(ideas, start=listing.next_position(workshop)):
        idea.state, idea.position = IdeaState.LISTED, number


def _log_details(ideas: Iterable[Idea]) -> dict[str, Any]:
    """The ideas for the log: their words only once the room reads them."""
    listed = [idea for idea in ideas if idea.state is IdeaState.LISTED]
    return {
        "ideas": [idea.id for idea in ideas],
        "texts": {str(idea.id): idea.text for idea in listed},
    }


def handed_in_count(workshop: Workshop) -> int:
    return len(listing.ideas(workshop, IdeaState.HANDED_IN))


def still_writing(workshop: Workshop) -> int:
    """How many seats hold a draft with words in it that they have not handed in."""
    query = db.select(db.func.count(db.distinct(Idea.seat_id))).filter(
        Idea.workshop_id == workshop.id, Idea.state == IdeaState.DRAFT, Idea.text != ""
    )
    return db.session.scalar(query) or 0


def chosen_problems(workshop: Workshop, ids: Iterable[int]) -> list[Problem]:
    """The problems of the workshop with these numbers; others are left aside."""
    wanted = set(ids)
    return [problem for problem in problem_queries.problems(workshop) if problem.id in wanted]


def on_phase_leaving(
    phase: Phase, *, now: datetime, by: Person, is_final: bool, **_details: Any
) -> None:
    """What was handed in is never lost: leaving the formulation reveals it."""
    if phase.kind is PhaseKind.FORMULATION and is_final and phase.revealed_at is None:
        _reveal(phase, by, now=now)
