"""Which ideas an idea was made from, back to those that somebody wrote, and so whose it is.

Plain values: ideas are their numbers, `parents` says for each made idea what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Parents = Mapping[int, Iterable[int]]


def ancestors(idea: int, parents: Parents) -> set[int]:
    """Every idea on the way back from this one, without itself."""
    seen: set[int] = set()
    waiting = list(parents.get(idea, ()))
    while waiting:
        ancestor = waiting.pop()
        if ancestor not in seen:
            seen.add(ancestor)
            waiting.extend(parents.get(ancestor, ()))
    return seen


def originals(idea: int, parents: Parents) -> set[int]:
    """The ideas at the beginning of the way, which were written and not made; itself, if it was."""
    return {origin for origin in {idea, *ancestors(idea, parents)} if not parents.get(origin)}


def successors(parents: Parents) -> dict[int, list[int]]:
    """The same relations from the other end: what was made from each idea."""
    children: dict[int, list[int]] = {}
    for child, made_from in parents.items():
        for parent in made_from:
            children.setdefault(parent, []).append(child)
    return children
