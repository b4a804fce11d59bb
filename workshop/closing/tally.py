"""What the count says of a round's list: each item's place, and whether the rule takes it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workshop.contributions import queries as problem_queries
from workshop.diagnoses.models import Problem
from workshop.ideas import listing
from workshop.ideas.models import Idea
from workshop.voting.contest import queries as voting_queries
from workshop.voting.contest import ties
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.parts import Standing, standings
from workshop.workshops.guides import GUIDES, Subject
from workshop.workshops.models import Workshop

SETTLED = (ContestState.REVEALED, ContestState.VOID)


@dataclass(frozen=True)
class Line:
    """One item as it stood in one contest; without a place where nothing was ranked."""

    item: Problem | Idea
    is_by_rule: bool
    place: int | None = None
    is_tied: bool = False


@dataclass(frozen=True)
class Group:
    """What was ranked against each other: all problems, or the ideas of one problem."""

    problem: Problem | None
    lines: list[Line]
    contest: Contest | None = None

    @property
    def key(self) -> int:
        """By which a page tells it from the other groups."""
        return self.problem.id if self.problem else 0

    @property
    def is_alone(self) -> bool:
        """Whether its one item had nothing beside it that it could have been ranked with."""
        return self.contest is None and len(self.lines) == 1

    @property
    def has_open_tie(self) -> bool:
        """Whether the room left a tie across the cut unsettled: then all of it goes forward."""
        return self.contest is not None and ties.is_undecided(self.contest)


@dataclass(frozen=True)
class Tally:
    """The whole list of a round, as the count left it."""

    groups: list[Group] = field(default_factory=list)

    @property
    def items(self) -> dict[int, Problem | Idea]:
        """Each item once, in the order of the groups."""
        return {line.item.id: line.item for group in self.groups for line in group.lines}

    @property
    def by_rule(self) -> set[int]:
        """The items that go forward as the count and the rule say; in one contest is enough."""
        return {line.item.id for group in self.groups for line in group.lines if line.is_by_rule}

    @property
    def order(self) -> list[int]:
        """The items in the order of their places, those without one last."""
        placed = [line for group in self.groups for line in group.lines]
        return list(dict.fromkeys(line.item.id for line in sorted(placed, key=_place)))


def _place(line: Line) -> tuple[bool, int]:
    return (line.place is None, line.place or 0)


def unsettled_contests(workshop: Workshop) -> list[Contest]:
    """The contests that are neither void nor shown to the end."""
    return [
        contest
        for contest in voting_queries.standing_contests(workshop)
        if contest.state not in SETTLED
    ]


def tally(workshop: Workshop) -> Tally:
    """The list of a round that ranks; empty for one that does not."""
    subject = GUIDES[workshop.round].subject
    contests = voting_queries.standing_contests(workshop)
    if subject is Subject.PROBLEM:
        return Tally([_group(None, problem_queries.problems(workshop), contests)])
    if subject is Subject.IDEA:
        return Tally(_idea_groups(workshop, contests))
    return Tally()


def _idea_groups(workshop: Workshop, contests: Sequence[Contest]) -> list[Group]:
    if workshop.votes_overall:
        return [_group(None, listing.ideas(workshop), contests)]
    groups = listing.by_problem(workshop)
    return [_group(problem, ideas, contests) for problem, ideas in groups if ideas]


def _group(
    problem: Problem | None, items: Sequence[Problem | Idea], contests: Sequence[Contest]
) -> Group:
    """The items with their places in the contest about this problem, if one was held."""
    wanted = problem.id if problem else None
    contest = next((c for c in contests if c.problem_id == wanted and c.result), None)
    if contest is None:
        # What has nothing beside it goes forward without having been ranked.
        return Group(problem, [Line(item, is_by_rule=len(items) == 1) for item in items])
    placed = {_item_id(row): row for row in standings(contest)}
    forward = set(ties.going_forward(contest))
    if ties.is_undecided(contest) and contest.result:
        forward |= set(contest.result["cut"]["tied"])
    lines = [_line(item, placed.get(item.id), forward) for item in items]
    return Group(problem, sorted(lines, key=_place), contest)


def _item_id(row: Standing) -> int | None:
    return row.option.idea_id or row.option.problem_id


def _line(item: Problem | Idea, row: Standing | None, forward: set[str]) -> Line:
    if row is None:
        return Line(item, is_by_rule=False)
    return Line(item, row.option.key in forward, row.place, row.is_tied)
