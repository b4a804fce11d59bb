"""Which ideas the room holds together: groups from the lines that seats drew, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]

# A line binds once a fifth of those who drew any have drawn it: with few people every line does,
# with many a single one no longer joins everything to everything.
PEOPLE_PER_LINE = 5


def pair(idea: int, other: int) -> Pair:
    """Two ideas in the order in which a pair of them is kept."""
    return (idea, other) if idea < other else (other, idea)


def lines(drawn: Iterable[tuple[Pair, int]]) -> dict[Pair, int]:
    """How many seats drew each line; `drawn` names the pair and the seat."""
    return dict(Counter(pair_ for pair_, _seat in set(drawn)))


def lines_needed(people: int) -> int:
    """How many must have drawn a line for it to bind, when so many have drawn any."""
    return max(1, -(-people // PEOPLE_PER_LINE))


def groups(counts: Mapping[Pair, int], at_least: int = 1) -> list[list[int]]:
    """The ideas joined by lines that enough seats drew: connected components, each in order.

    An idea without such a line is in no group. The largest group comes first, then by number.
    """
    joined: dict[int, list[int]] = {}
    for (idea, other), count in counts.items():
        if count < at_least:
            continue
        left, right = joined.get(idea, [idea]), joined.get(other, [other])
        if left is right:
            continue
        both = left + right
        joined.update(dict.fromkeys(both, both))
    distinct = {id(members): sorted(members) for members in joined.values()}
    return sorted(distinct.values(), key=lambda members: (-len(members), members))
