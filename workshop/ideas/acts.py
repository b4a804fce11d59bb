"""What was done to the list of ideas and still stands, read from the workshop's log.

The log is the record of the reconfiguration: nothing else keeps its order. An act can be undone
while it is the last one that stands and the list has not been put to the vote since.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workshop.people.models import Person
from workshop.workshops import log
from workshop.workshops.models import Workshop


class Verb(enum.StrEnum):
    """The acts on the list, as the log calls them."""

    MERGED = "ideas merged"
    SPLIT = "idea split"
    REWORDED = "idea reworded"
    MOVED = "idea moved"
    LEFT_OUT = "idea left out"
    TAKEN_BACK = "idea taken back in"


UNDONE = "reconfiguration undone"
FROZEN = "list of ideas frozen"


@dataclass(frozen=True)
class Act:
    """One act that stands: on which ideas, what it made, and why."""

    number: int
    verb: Verb
    at: datetime
    by: Person | None
    details: dict[str, Any]

    @property
    def parents(self) -> list[int]:
        ids: list[int] = self.details["ideas"]
        return ids

    @property
    def made(self) -> list[int]:
        ids: list[int] = self.details.get("made", [])
        return ids

    @property
    def reason(self) -> str:
        return str(self.details.get("reason", ""))

    @property
    def touched(self) -> list[int]:
        """The ideas that are as they are because of this act."""
        return self.made or self.parents


def standing_acts(workshop: Workshop) -> list[Act]:
    """The acts that have not been undone, oldest first."""
    acts, _start = _history(workshop)
    return acts


def last_undoable(workshop: Workshop) -> Act | None:
    """The act that can be undone now: the last one, unless the room has voted on the list since."""
    acts, start = _history(workshop)
    return acts[-1] if len(acts) > start else None


def _history(workshop: Workshop) -> tuple[list[Act], int]:
    """The standing acts, and how many of them came before the list was last frozen."""
    acts: list[Act] = []
    start = 0
    for entry in log.standing([workshop.id], *map(str, Verb), UNDONE, FROZEN):
        if entry.verb == FROZEN:
            start = len(acts)
        elif entry.verb == UNDONE:
            acts.pop()  # only the last one is ever undone
        else:
            acts.append(Act(entry.number, Verb(entry.verb), entry.at, entry.person, entry.details))
    return acts, start
