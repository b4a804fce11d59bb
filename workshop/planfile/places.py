"""What became of the items of a round that ran here: their places in the vote that the room saw,
and whether they went forward from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import selectinload

from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas.models import Idea
from workshop.links import ROUND
from workshop.links.models import Link, Relation
from workshop.voting.models import Contest, ContestState, Option
from workshop.voting.result.parts import standings
from workshop.workshops.models import Workshop

Item = Problem | Idea
# A problem or an idea, by its table and number.
Key = tuple[str, int]


@dataclass(frozen=True)
class Place:
    """The rank of an item, if it was ranked, and whether it goes forward from its round.

    Before the round is closed nothing is said of that, for the count alone does not settle it.
    """

    rank: int | None
    is_prioritized: bool | None


class Places:
    """The places of everything on the lists of these workshops, read at once."""

    def __init__(self, workshops: Sequence[Workshop], links: Iterable[Link]) -> None:
        self._settled = {
            (workshop.theme_id, workshop.round) for workshop in workshops if workshop.cut_at
        }
        self._ended = set(_ended(links))
        # An idea that answers two problems has a place in the contest of each.
        self._ranks: dict[tuple[Key, int | None], int] = {}
        for contest in _revealed([workshop.id for workshop in workshops]):
            self._read(contest)

    def _read(self, contest: Contest) -> None:
        for row in standings(contest):
            self._ranks[_key_of(row.option), contest.problem_id] = row.place

    def of(self, item: Item, round: int, problem_id: int | None = None) -> Place:
        """The place of an item of this round; of an idea, among those of the problem."""
        key = (item.__tablename__, item.id)
        rank = self._ranks.get((key, problem_id)) or self._ranks.get((key, None))
        is_settled = (item.theme_id, round) in self._settled
        return Place(rank, key not in self._ended if is_settled else None)

    def in_order(
        self, items: Sequence[Any], round: int, problem_id: int | None = None
    ) -> list[Any]:
        """The items by rank, those without one last; level ones as they stand on the list."""

        def standing(item: Item) -> tuple[bool, int, bool]:
            place = self.of(item, round, problem_id)
            return (place.rank is None, place.rank or 0, place.is_prioritized is False)

        return sorted(items, key=standing)


def _key_of(option: Option) -> Key:
    """The problem or the idea that an option of a contest stands for."""
    if option.idea_id:
        return ("idea", option.idea_id)
    assert option.problem_id
    return ("problem", option.problem_id)


def _ended(links: Iterable[Link]) -> Iterable[Key]:
    """What the close of its own round ended; an idea that round 3 left aside had gone forward."""
    for link in links:
        if link.relation is Relation.DROPPED and link.from_problem_id:
            yield ("problem", link.from_problem_id)
        in_2 = link.relation is Relation.NOT_TAKEN_UP and link.details.get(ROUND, 2) == 2
        if in_2 and link.from_idea_id:
            yield ("idea", link.from_idea_id)


def _revealed(workshop_ids: Collection[int]) -> Iterable[Contest]:
    """The votes that were shown to the end; a run-off settles a tie and gives no places."""
    query = (
        db.select(Contest)
        .filter(Contest.workshop_id.in_(workshop_ids), Contest.run_off_of_id.is_(None))
        .filter_by(state=ContestState.REVEALED, is_practice=False)
        .options(selectinload(Contest.options))
        .order_by(Contest.id)
    )
    return db.session.scalars(query)
