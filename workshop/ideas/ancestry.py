"""Which ideas an idea was made from, back to those that somebody wrote, and so whose it is.

Plain values: ideas are their numbers, `parents` says for each made idea what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Parents = Mapping[int, Iterable[int]]


def ancestors(idea: int, parents: Parents) -> set[int]:
    """Every idea on the way back from this one, without itself."""
    found: set[int] = set()
    waiting = list(parents.get(idea, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(parents.get(one, ()))
    return found


def originals(idea: int, parents: Parents) -> set[int]:
    """The ideas at the beginning of the way, which were written and not made; itself, if it was."""
    return {one for one in {idea, *ancestors(idea, parents)} if not parents.get(one)}


def successors(parents: Parents) -> dict[int, list[int]]:
    """The same relations from the other end: what was made from each idea."""
    children: dict[int, list[int]] = {}
    for child, made_from in parents.items():
        for one in made_from:
            children.setdefault(one, []).append(child)
    return children
