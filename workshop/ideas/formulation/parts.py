"""What the ideas part and the page of one's own ideas are drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from workshop.contributions import lateness
from workshop.contributions import queries as problem_queries
from workshop.contributions.models import LONGEST_CONTRIBUTION
from workshop.ideas import listing
from workshop.ideas.analysis.parts import weights_context
from workshop.ideas.formulation import services
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.ideas.models import LONGEST_IDEA, LONGEST_OPINION, Budget, IdeaState
from workshop.ideas.opinions import services as opinion_services
from workshop.ideas.reconfiguration.parts import Listed
from workshop.room import parts
from workshop.room.parts import Audience
from workshop.workshops.guides import Action, PhaseKind, Role, is_allowed
from workshop.workshops.models import Seat, Workshop

# What stands in the form of an entity that has not answered yet.
NOTHING_SAID = {
    "feasibility": "",
    "budget": Budget.UNKNOWN,
    "unit": "",
    "text": "",
    "revision": 0,
}


def ideas_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The ideas by problem once they are revealed; before that only how many there are."""
    phase = workshop.current_phase
    if phase is None or not phase.family.gathers_ideas:
        return {"is_shown": False}
    is_hidden = phase.kind is PhaseKind.FORMULATION and phase.revealed_at is None
    is_desk = audience.view == "desk"
    may_write = is_allowed(phase.kind_in_force, audience.role, Action.FORMULATE)
    left = services.silence_left(phase, now)
    handed_in = services.handed_in_count(workshop)
    return {
        "is_shown": True,
        "is_hidden": is_hidden,
        "may_write": may_write and not is_desk,
        "may_note": may_write and is_desk,
        "adds_alternatives": phase.kind is PhaseKind.OPINION and audience.role is Role.OFFICIAL,
        "may_mark": is_allowed(phase.kind_in_force, audience.role, Action.MARK),
        "may_opine": is_allowed(phase.kind_in_force, audience.role, Action.OPINE),
        "may_reveal": is_hidden and is_desk,
        "handed_in": handed_in,
        "reveal_question": ngettext(
            "Everyone reads %(num)d idea handed in from then on. This cannot be undone.",
            "Everyone reads all %(num)d ideas handed in from then on. This cannot be undone.",
            handed_in,
        ),
        "still_writing": services.still_writing(workshop) if is_desk else 0,
        "silence": left,
        "silence_ends_at": now + left,
        "is_running": not phase.is_paused,
        **({} if is_hidden else listed_context(workshop)),
    }


def listed_context(workshop: Workshop) -> dict[str, Any]:
    """The list grouped by problem, and how the room weighs each idea."""
    listed = Listed(workshop)
    return {
        "sections": [
            (problem, [listed.row(idea) for idea in ideas])
            for problem, ideas in listing.by_problem(workshop)
        ],
        "contributions": problem_queries.contributions_about(workshop, "idea"),
        "longest": {"contribution": LONGEST_CONTRIBUTION},
        **weights_context(workshop),
        **opinions_context(workshop),
    }


def opinions_context(workshop: Workshop) -> dict[str, Any]:
    """What the entities say of each idea, and which of them have not answered yet."""
    by_idea = opinion_services.opinions(workshop)
    entities = problem_queries.answering_entities(workshop)
    return {
        "opinions": by_idea,
        "are_asked": workshop.kind is PhaseKind.OPINION,
        "blanks": {
            idea.id: [
                entity
                for entity in entities
                if entity.id
                not in {opinion.organization_id for opinion in by_idea.get(idea.id, [])}
            ]
            for idea in listing.ideas(workshop)
        },
        "feasibility_names": FEASIBILITY_NAMES,
        "budget_names": BUDGET_NAMES,
    }


def opinion_context(seat: Seat, now: datetime) -> dict[str, Any]:
    """The page on which an entity answers: every idea with what it has said so far."""
    by_idea = opinion_services.opinions(seat.workshop)
    own = {
        idea_id: opinion
        for idea_id, several in by_idea.items()
        for opinion in several
        if opinion.organization_id == seat.organization_id
    }
    return {
        "sections": listing.by_problem(seat.workshop),
        "own": own,
        "may_answer": is_allowed(seat.workshop.kind_in_force, seat.role, Action.OPINE)
        or lateness.may_be_late(seat, now),
        "feasibility_names": FEASIBILITY_NAMES,
        "budget_names": BUDGET_NAMES,
        "longest": LONGEST_OPINION,
        "nothing_said": NOTHING_SAID,
    }


def write_context(workshop: Workshop, seat: Seat | None) -> dict[str, Any]:
    """One's own ideas, each with the problems it answers, and all problems to choose from."""
    answered = listing.problem_ids(workshop)
    own = services.own_ideas(seat) if seat else []
    return {
        "problems": problem_queries.problems(workshop),
        "open_ideas": [
            (idea, idea.state is IdeaState.DRAFT) for idea in own if idea.state in services.OPEN
        ],
        "seen_ideas": [idea for idea in own if idea.state not in services.OPEN],
        "answered": answered,
        "longest": LONGEST_IDEA,
    }


def register() -> None:
    parts.register(
        "ideas",
        ideas_context,
        label=_l("Ideas"),
        room="ideas/_ideas.html",
        desk="ideas/_ideas.html",
        screen="ideas/_ideas_screen.html",
    )
