"""Who is connected, as far as this process knows: a seat is present while a socket of it is."""

from __future__ import annotations

from collections import Counter, defaultdict

_sockets: dict[str, tuple[int, int]] = {}
_present: defaultdict[int, Counter[int]] = defaultdict(Counter)
_changed: set[int] = set()


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
    _changed.add(workshop_id)


def present(workshop_id: int) -> list[int]:
    """The seats that are connected to this workshop."""
    return sorted(_present[workshop_id])


def take_changed() -> set[int]:
    """The workshops whose attendance changed since this was last asked."""
    global _changed
    changed, _changed = _changed, set()
    return changed
