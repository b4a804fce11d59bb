"""Lists that people order by hand: themes, problems, the phases of an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def move_item(items: Sequence[Item], chosen: Item, step: int) -> list[Item]:
    """The items with the chosen one `step` places further down (up if negative)."""
    rest = list(items)
    place = rest.index(chosen)
    rest.insert(max(0, place + step), rest.pop(place))
    return rest
