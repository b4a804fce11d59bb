"""The order of the speaking queue: where someone who asks for the floor is placed.

The queue is a stored order. Nobody in it is overtaken except by this rule at the moment another
person asks, and never within the protected first places, so that people about to speak are not
displaced and a moderator's own move stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workshop.workshops.guides import FloorOrder


@dataclass(frozen=True)
class Waiting:
    """One who waits, or asks: the seat, its organization's sector, and whose time it uses.

    `party` is the organization, or the seat itself where it speaks for none.
    """

    seat: int
    sector: str | None
    party: str = ""


def place_of(
    asking: Waiting,
    queue: Sequence[Waiting],
    order: FloorOrder,
    protected: int,
    turns_by_seat: Mapping[int, int],
    turns_by_sector: Mapping[str | None, int],
    seconds_by_party: Mapping[str, float],
) -> int:
    """The index in `queue` at which `asking` enters.

    First come: at the end. New voices: before all who have spoken more often. Sector balance:
    before those whose sector will have had more turns by then, counting the turns already taken
    and the people of the same sector ahead in the queue. Time spoken: before those whose
    organization has spoken longer.
    """
    if order is FloorOrder.NEW_VOICES:
        own = turns_by_seat.get(asking.seat, 0)
        return _first(queue, protected, lambda index: turns_by_seat.get(queue[index].seat, 0) > own)
    if order is FloorOrder.SECTOR_BALANCE:

        def load(sector: str | None, ahead: Sequence[Waiting]) -> int:
            return turns_by_sector.get(sector, 0) + sum(person.sector == sector for person in ahead)

        return _first(
            queue,
            protected,
            lambda index: (
                load(queue[index].sector, queue[:index]) > load(asking.sector, queue[:index])
            ),
        )
    if order is FloorOrder.TIME_SPOKEN:
        spent = seconds_by_party.get(asking.party, 0)
        return _first(
            queue, protected, lambda index: seconds_by_party.get(queue[index].party, 0) > spent
        )
    return len(queue)


def _first(queue: Sequence[Waiting], protected: int, gives_way: Callable[[int], bool]) -> int:
    """The first index behind the protected places whose holder gives way; else the end."""
    for index in range(protected, len(queue)):
        if gives_way(index):
            return index
    return len(queue)
