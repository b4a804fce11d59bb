"""A ranking: tie groups, best first; what it leaves out is level below everything listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Ranking = Sequence[Sequence[str]]


def canonical(ranking: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The one way to write this ranking: no empty groups, names sorted inside a group.

    Two ballots that say the same have equal canonical forms. What was left out stays out, because
    listing an option last and not listing it differ. Refuses an option that is named twice.
    """
    groups = tuple(tuple(sorted(group)) for group in ranking)
    names = options_in(groups)
    if len(names) != len(set(names)):
        raise ValueError("a ranking names an option twice")
    return tuple(group for group in groups if group)


def complete(ranking: Ranking, options: Iterable[str]) -> list[list[str]]:
    """The ranking with everything it leaves out as one last tie group."""
    named = set(options_in(ranking))
    rest = sorted(option for option in options if option not in named)
    groups = [list(group) for group in ranking if group]
    return [*groups, rest] if rest else groups


def options_in(ranking: Ranking) -> list[str]:
    """The options a ranking names, best first."""
    return [option for group in ranking for option in group]


def has_equal_ranks(ranking: Ranking) -> bool:
    """Whether two options share a place on the list itself."""
    return any(len(group) > 1 for group in ranking)


def places(order: Ranking) -> dict[str, int]:
    """Competition places: equal options share a place and the next places are skipped."""
    result: dict[str, int] = {}
    for group in order:
        place = len(result) + 1
        result.update(dict.fromkeys(group, place))
    return result
