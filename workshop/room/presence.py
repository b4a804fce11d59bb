"""Who is connected: a seat is present while a socket of it is, at whichever worker, or while its
page asks by HTTP because sockets are blocked on its line.

Each worker knows its own sockets. With several, each lends Redis the list of its seats for a few
seconds at a time: a worker that dies takes its people along when that time is over.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from typing import Any

from workshop.process.workers import Workers

# Renewed at every heartbeat of the pulse.
LENT_SECONDS = 10

# A page without a socket asks every five seconds, give or take.
ASKING_SECONDS = 15

_sockets: dict[str, tuple[int, int]] = {}
_present: defaultdict[int, Counter[int]] = defaultdict(Counter)
_asked: dict[tuple[int, int], float] = {}
_changed: set[int] = set()
_elsewhere: dict[int, list[int]] = {}


def arrive(socket: str, workshop_id: int, seat_id: int) -> None:
    """A socket of this seat has joined the workshop."""
    leave(socket)
    _sockets[socket] = (workshop_id, seat_id)
    _present[workshop_id][seat_id] += 1
    _changed.add(workshop_id)


def leave(socket: str) -> None:
    """A socket is gone; one that never joined is nobody's."""
    if socket not in _sockets:
        return
    workshop_id, seat_id = _sockets.pop(socket)
    _present[workshop_id][seat_id] -= 1
    if not _present[workshop_id][seat_id]:
        del _present[workshop_id][seat_id]
    if not _present[workshop_id]:
        del _present[workshop_id]
    _changed.add(workshop_id)


def note_asking(workshop_id: int, seat_id: int) -> None:
    """A page of this seat has asked for news by HTTP: it is here, if not by socket."""
    if (workshop_id, seat_id) not in _asked:
        _changed.add(workshop_id)
    _asked[workshop_id, seat_id] = time.monotonic()


def _forget_silent() -> None:
    """Those who have stopped asking are gone, or here by socket now."""
    since = time.monotonic() - ASKING_SECONDS
    for workshop_id, seat_id in [key for key, asked_at in _asked.items() if asked_at < since]:
        del _asked[workshop_id, seat_id]
        _changed.add(workshop_id)


def _here(workshop_id: int) -> set[int]:
    asking = {seat_id for asked_in, seat_id in _asked if asked_in == workshop_id}
    return {*_present.get(workshop_id, ()), *asking}


def workshops() -> set[int]:
    """The workshops that have somebody here."""
    return {*_present, *(workshop_id for workshop_id, _seat in _asked)}


def seats_here() -> list[int]:
    """The seats that have the room of a workshop open at this worker."""
    return sorted({seat for workshop_id in workshops() for seat in _here(workshop_id)})


def present(workshop_id: int) -> list[int]:
    """The seats that are connected to this workshop, as far as this worker has heard."""
    return sorted({*_here(workshop_id), *_elsewhere.get(workshop_id, ())})


def present_now(workers: Workers | None, workshop_id: int) -> list[int]:
    """The same, asked of the other workers at this moment: an act is about to depend on it."""
    if workers:
        _changed.update(look_around(workers, {workshop_id}))
    return present(workshop_id)


def take_changed() -> set[int]:
    """The workshops whose attendance changed since this was last asked."""
    global _changed
    _forget_silent()
    changed, _changed = _changed, set()
    return changed


def lend(workers: Workers, workshop_ids: set[int]) -> None:
    """Tell the other workers which seats of these workshops are here."""
    if not workshop_ids or not (store := workers.store):
        return
    together = store.pipeline(transaction=False)
    for workshop_id in workshop_ids:
        key, place = _keys(workers, workshop_id)
        if seats := sorted(_here(workshop_id)):
            together.set(key, json.dumps(seats), ex=LENT_SECONDS)
            together.sadd(place, workers.name_here)
            together.expire(place, 2 * LENT_SECONDS)
        else:
            together.delete(key)
            together.srem(place, workers.name_here)
    try:
        together.execute()
    except Exception as error:
        workers.note_failure(error)


def look_around(workers: Workers, workshop_ids: set[int]) -> set[int]:
    """Learn which seats the other workers hold in these workshops; in which that has changed.

    While Redis is away, what was known stands.
    """
    changed: set[int] = set()
    if not workshop_ids or not (store := workers.store):
        return changed
    try:
        for workshop_id in workshop_ids:
            seats = _held_elsewhere(workers, store, workshop_id)
            if seats != _elsewhere.get(workshop_id, []):
                _elsewhere[workshop_id] = seats
                changed.add(workshop_id)
    except Exception as error:
        workers.note_failure(error)
    return changed


def _held_elsewhere(workers: Workers, store: Any, workshop_id: int) -> list[int]:
    own, place = _keys(workers, workshop_id)
    names = [name.decode() for name in store.smembers(place)]
    keys = [key for name in names if (key := f"{place}/{name}") != own]
    if not keys:
        return []
    lists = store.mget(keys)
    if gone := [key.rpartition("/")[2] for key, held in zip(keys, lists, strict=True) if not held]:
        store.srem(place, *gone)
    return sorted({seat for held in lists if held for seat in json.loads(held)})


def _keys(workers: Workers, workshop_id: int) -> tuple[str, str]:
    """Where this worker's seats in a workshop are lent, and where the workers' names are."""
    place = f"{workers.channel}/present/{workshop_id}"
    return f"{place}/{workers.name_here}", place
