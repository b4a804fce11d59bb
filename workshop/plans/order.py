"""Lists that people order by hand: themes, problems, the phases of an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def move_item(
    items: Sequence[Item], chosen: Item, step: int, seen: int | None = None
) -> list[Item]:
    """The items with the chosen one `step` places further down (up if negative).

    `seen` is the place it had on the screen: pressed once more there, it stands where it went.
    """
    rest = list(items)
    place = rest.index(chosen)
    rest.insert(max(0, (place if seen is None else seen) + step), rest.pop(place))
    return rest
