"""The analysis as news: many marks, at most two drawings of them a second for everybody."""

from __future__ import annotations

from workshop.database import writing
from workshop.room import news
from workshop.workshops import queries

_changed: set[int] = set()


def note(workshop_id: int) -> None:
    """Something was marked in this workshop; the next beat of the pulse tells the room."""
    _changed.add(workshop_id)


def tell() -> None:
    """Give the rooms in which something was marked the counts and groups as they stand."""
    while _changed:
        with writing():
            workshop = queries.lock(_changed.pop())
            news.tell(workshop, "ideas", "synergies")
        news.deliver()
