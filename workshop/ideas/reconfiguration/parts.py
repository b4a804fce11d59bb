"""What the settling of the list is drawn from: the ballot, what changed, who objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.contributions import queries as problem_queries
from workshop.diagnoses.models import Problem
from workshop.ideas import acts, listing
from workshop.ideas.acts import Act, Verb
from workshop.ideas.analysis.parts import weights_context
from workshop.ideas.labels import ACT_NAMES, CHANGE_SENTENCES, ORIGIN_NAMES
from workshop.ideas.models import LONGEST_IDEA, Idea, IdeaState, Objection, Origin
from workshop.ideas.reconfiguration.ballot_list import is_of_ideas, unopposed_ideas
from workshop.ideas.reconfiguration.forms import FEWEST_PIECES, LONGEST_REASON, PIECES
from workshop.people.models import Organization
from workshop.room import mine, parts
from workshop.room.parts import Audience
from workshop.workshops.guides import Action, PhaseKind, is_allowed
from workshop.workshops.models import Seat, Workshop


@dataclass(frozen=True)
class Row:
    """One idea as the room sees it while the list is settled."""

    idea: Idea
    organizations: list[Organization]
    # The last act that made it what and where it is, and what it was made from.
    act: Act | None = None
    parents: list[Idea] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """From where it came, where that is not the room."""
        origin = self.idea.origin
        return "" if origin is Origin.PARTICIPANTS else str(ORIGIN_NAMES[origin])

    @property
    def change(self) -> str:
        """In a sentence what made it what and where it is; "" while nothing did."""
        numbers = ", ".join(str(parent.number) for parent in self.parents)
        return str(CHANGE_SENTENCES[self.act.verb]) % {"numbers": numbers} if self.act else ""


@dataclass(frozen=True)
class Section:
    """A problem with its ideas, or those that answer none, and what is to be said of them."""

    problem: Problem | None
    rows: list[Row]
    # Stands in the place of the ideas.
    nothing: str = ""
    note: str = ""
    is_warning: bool = False


class Listed:
    """The ideas of a workshop with all that is told about them, read once."""

    def __init__(self, workshop: Workshop) -> None:
        seen = set(IdeaState) - {IdeaState.DRAFT, IdeaState.HANDED_IN}
        self.by_id = {idea.id: idea for idea in listing.ideas(workshop, *seen)}
        self.authors = listing.authors(workshop)
        self.objections = listing.objections(workshop)
        self.acts = acts.standing_acts(workshop)
        self.latest = {idea: act for act in self.acts for idea in act.touched}
        self.next = {idea: act for act in self.acts for idea in act.parents if act.made}

    def row(self, idea: Idea) -> Row:
        act = self.latest.get(idea.id)
        return Row(
            idea,
            organizations_of(self.authors.get(idea.id, [])),
            act,
            [self.by_id[parent] for parent in act.parents if parent != idea.id] if act else [],
            self.objections.get(idea.id, []),
        )

    def in_state(self, state: IdeaState) -> list[Row]:
        return [self.row(idea) for idea in self.by_id.values() if idea.state is state]

    def made_of(self, idea: Idea) -> list[Idea]:
        """What stands in the place of an idea that was replaced."""
        act = self.next.get(idea.id)
        return [self.by_id[idea_id] for idea_id in act.made] if act else []


def organizations_of(authors: list[Seat]) -> list[Organization]:
    """For whom the authors wrote, each organization once."""
    by_id = {seat.organization.id: seat.organization for seat in authors if seat.organization}
    return list(by_id.values())


def reconfiguration_context(
    workshop: Workshop, audience: Audience, now: datetime
) -> dict[str, Any]:
    """The list as it would be voted on now, what left it, and for the moderator what to undo."""
    phase = workshop.current_phase
    is_decided = phase is not None and (phase.family.is_vote or phase.family.shows_result)
    if is_decided and is_of_ideas(workshop):
        return {"is_shown": False, "unopposed": unopposed_ideas(workshop)}
    if workshop.kind is not PhaseKind.RECONFIGURATION:
        return {"is_shown": False}
    listed = Listed(workshop)
    may_settle = is_allowed(workshop.kind_in_force, audience.role, Action.RECONFIGURE)
    return {
        "is_shown": True,
        "may_settle": may_settle,
        "sections": [
            _section(workshop, problem, [listed.row(idea) for idea in ideas])
            for problem, ideas in listing.by_problem(workshop)
        ],
        "left_out": listed.in_state(IdeaState.LEFT_OUT),
        "replaced": [
            (row, listed.made_of(row.idea)) for row in listed.in_state(IdeaState.REPLACED)
        ],
        "objection_count": sum(
            len(standing)
            for idea, standing in listed.objections.items()
            if listed.by_id[idea].state in (IdeaState.LISTED, IdeaState.LEFT_OUT)
        ),
        "last": acts.last_undoable(workshop) if may_settle else None,
        "by_id": listed.by_id,
        "act_names": ACT_NAMES,
        **weights_context(workshop),
    }


def _section(workshop: Workshop, problem: Problem | None, rows: list[Row]) -> Section:
    """A problem's ideas with what the vote will make of them as they stand."""
    if problem is None:
        note = _("These are not put to the vote until they answer a problem.")
        return Section(None, rows, note=note, is_warning=True)
    if workshop.votes_overall:
        return Section(problem, rows)
    if not rows:
        return Section(problem, rows, nothing=_("There is no idea for this problem."))
    if len(rows) == 1:
        note = _("Only one idea: it goes forward without a vote.")
        return Section(problem, rows, note=note)
    return Section(problem, rows)


def merge_context(workshop: Workshop, ideas: list[Idea]) -> dict[str, Any]:
    """The ideas to choose from, or those chosen with their texts put together to go on from."""
    on_list = listing.ideas(workshop)
    chosen = [idea for idea in on_list if idea in ideas]
    return {
        "on_list": on_list,
        "chosen": chosen,
        "are_enough": len(chosen) >= FEWEST_PIECES,
        "gone": [idea for idea in ideas if idea not in chosen],
        "prefilled": "\n".join(idea.text for idea in chosen)[:LONGEST_IDEA],
        "problems": listing.problems_answered(chosen),
        "longest": {"idea": LONGEST_IDEA, "reason": LONGEST_REASON},
    }


def change_context(workshop: Workshop, idea: Idea) -> dict[str, Any]:
    """One idea with the problems it answers and all those it could answer."""
    problems = problem_queries.problems(workshop)
    return {
        "row": Listed(workshop).row(idea),
        "idea": idea,
        "answered": {problem.id for problem in listing.problems_answered([idea])},
        "problems": problems,
        "may_move": len(problems) > 1,
        "is_listed": idea.state is IdeaState.LISTED,
        "pieces": _pieces(),
        "longest": {"idea": LONGEST_IDEA, "reason": LONGEST_REASON},
    }


def _pieces() -> list[tuple[str, bool]]:
    """The boxes to split an idea into: how each is called, and whether it is needed."""
    needed = [(_("Idea %(n)d of the split", n=n), True) for n in range(1, FEWEST_PIECES + 1)]
    further = range(FEWEST_PIECES + 1, PIECES + 1)
    return [*needed, *((_("Idea %(n)d of the split (if any)", n=n), False) for n in further)]


@dataclass(frozen=True)
class Notice:
    """What became of an idea one wrote: told to its author, who may object."""

    row: Row
    # Which it answers now, if that is what was changed.
    problems: list[Problem]
    # One's own objection, if one stands.
    objection: Objection | None


def notices_context(seat: Seat, now: datetime) -> dict[str, Any] | None:
    """What was made of this seat's ideas; None outside the phase or when nothing was."""
    workshop = seat.workshop
    if workshop.kind is not PhaseKind.RECONFIGURATION:
        return None
    listed = Listed(workshop)
    touched = [
        listed.row(listed.by_id[idea])
        for idea, act in listed.latest.items()
        if act.verb is not Verb.TAKEN_BACK
        and seat in listed.authors.get(idea, ())
        and listed.by_id[idea].state in (IdeaState.LISTED, IdeaState.LEFT_OUT)
    ]
    if not touched:
        return None
    return {
        "notices": [
            Notice(
                row,
                listing.problems_answered([row.idea]) if _was_moved(row) else [],
                next(
                    (objection for objection in row.objections if objection.seat_id == seat.id),
                    None,
                ),
            )
            for row in touched
        ],
        "may_object": is_allowed(workshop.kind_in_force, seat.role, Action.OBJECT),
    }


def _was_moved(row: Row) -> bool:
    return row.act is not None and row.act.verb is Verb.MOVED


def register() -> None:
    parts.register(
        "reconfiguration",
        reconfiguration_context,
        label=_l("The list as it goes to the vote"),
        room="ideas/_reconfiguration.html",
        desk="ideas/_reconfiguration.html",
        screen="ideas/_reconfiguration_screen.html",
    )
    mine.register("notices", "ideas/_notices.html", notices_context)
