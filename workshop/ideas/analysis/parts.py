"""What the analysis is drawn from: counts, groups and their picture, and one's own marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.ideas import listing
from workshop.ideas.analysis import queries, synergies, synergy_picture
from workshop.ideas.analysis.marks import MARKS, SHOWN_FROM, Criterion, Weights
from workshop.ideas.labels import COUNTS, CRITERION_NAMES, MARK_NAMES
from workshop.ideas.models import Idea
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.workshops.guides import Action, PhaseKind, is_allowed
from workshop.workshops.models import Seat, Workshop


@dataclass(frozen=True)
class Group:
    """Ideas that the room holds together, with the colour of their mark."""

    number: int
    colour: int
    ideas: list[Idea]


def weights_context(workshop: Workshop) -> dict[str, Any]:
    """What `ideas/_weights.html` draws beside an idea; nothing before the analysis."""
    return {
        "weights": queries.weights(workshop),
        "are_weighed": workshop.kind is PhaseKind.ANALYSIS,
        "analysis_is_over": queries.analysis_is_over(workshop),
        "shown_from": SHOWN_FROM,
        "no_weights": Weights(),
        "criterion_names": CRITERION_NAMES,
        "counts_in_words": COUNTS,
    }


def synergies_context(workshop: Workshop, audience: Audience, now: datetime) -> dict[str, Any]:
    """The groups of ideas that go together, and the way to one's own marks."""
    phase = workshop.current_phase
    if phase is None or not phase.family.weighs_ideas:
        return {"is_shown": False}
    by_id = {idea.id: idea for idea in listing.ideas(workshop)}
    return {
        "is_shown": True,
        "may_be_empty": workshop.kind is not PhaseKind.RECONFIGURATION,
        "may_merge": is_allowed(workshop.kind_in_force, audience.role, Action.RECONFIGURE),
        **groups_context(workshop, by_id),
    }


def groups_context(workshop: Workshop, by_id: Mapping[int, Idea]) -> dict[str, Any]:
    """Lines and groups with the ideas themselves in the place of their numbers."""
    counts, people = queries.synergy_lines(workshop)
    at_least = synergies.lines_needed(people)
    groups = synergies.groups(counts, at_least)
    strongest = sorted(counts.items(), key=lambda line: (-line[1], line[0]))
    return {
        "groups": [
            Group(number, synergy_picture.colour(number), [by_id[idea] for idea in group])
            for number, group in enumerate(groups, start=1)
        ],
        "lines": [(by_id[idea], by_id[other], count) for (idea, other), count in strongest],
        "picture": synergy_picture.picture(counts, groups, at_least) if counts else None,
        "by_id": by_id,
        "people": people,
        "at_least": at_least,
        "tells_how_many": at_least > 1,
    }


def marks_context(seat: Seat, now: datetime) -> dict[str, Any]:
    """The ideas to weigh with this seat's own marks, and how many it has weighed."""
    workshop = seat.workshop
    marks = queries.marks_of(seat)
    listed = listing.ideas(workshop)
    own = {
        idea.id: {
            criterion: getattr(marks.get(idea.id), criterion, None) for criterion in Criterion
        }
        for idea in listed
    }
    return {
        "ideas": listed,
        "own": own,
        "done": sum(None not in of_idea.values() for of_idea in own.values()),
        "joined": queries.joined_by(seat),
        "may_mark": is_allowed(workshop.kind_in_force, seat.role, Action.MARK),
        "criterion_names": CRITERION_NAMES,
        "mark_names": MARK_NAMES,
        "marks": MARKS,
    }


def companions_context(seat: Seat, idea: Idea) -> dict[str, Any]:
    """One idea, all others on the list, and which of them this seat holds together with it."""
    return {
        "idea": idea,
        "others": [other for other in listing.ideas(seat.workshop) if other.id != idea.id],
        "joined": queries.joined_by(seat).get(idea.id, set()),
        "may_mark": is_allowed(seat.workshop.kind_in_force, seat.role, Action.MARK),
    }


def register() -> None:
    parts.register(
        "synergies",
        synergies_context,
        label=_l("Ideas that go together"),
        room="ideas/_synergies.html",
        desk="ideas/_synergies.html",
        screen="ideas/_synergies_screen.html",
    )
    mine.register("marks", "ideas/_my_marks.html", marks_context)
