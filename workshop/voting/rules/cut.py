"""The cut: which options go forward when only so many places are left.

What is level across the cut is said, never broken by name or chance. An option that nobody ranked
is never carried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

CARRY_ALL, RUN_OFF, LOTS = "carry-all", "run-off", "lots"
TIE_POLICIES = (CARRY_ALL, RUN_OFF, LOTS)


def cut(
    order: Sequence[Sequence[str]],
    seats: int,
    ranked_by: Mapping[str, int],
    policy: str = CARRY_ALL,
) -> dict[str, Any]:
    """What is carried and what ties, for an order of tie groups, best first.

    "carried" are the options that go forward now. "tied" are those level across the cut: the
    policy "carry-all" carries them too, the others leave them open for a run-off or lots.
    "state" is "clean", "tie" ("tied" compete for the last "places_left"), "all_tied",
    "none" (nobody ranked anything) or "no_order" (the rule gave none).
    """
    ranked = [[option for option in group if ranked_by[option]] for group in order]
    safe, tied = _split([group for group in ranked if group], seats)
    places_left = seats - len(safe) if tied else 0
    state = _state(safe, tied, sum(len(group) for group in order))
    return {
        "carried": safe + tied if policy == CARRY_ALL else safe,
        "tied": tied,
        "places_left": places_left,
        "policy": policy,
        "state": state,
        "words": _words(state, len(tied), places_left),
    }


def _split(groups: list[list[str]], seats: int) -> tuple[list[str], list[str]]:
    """The options that fit within the seats, and the group that straddles the limit, if any."""
    safe: list[str] = []
    for group in groups:
        if len(safe) == seats:
            break
        if len(safe) + len(group) > seats:
            return safe, list(group)
        safe += group
    return safe, []


def _state(safe: list[str], tied: list[str], options: int) -> str:
    if not options:
        return "no_order"
    if not safe and not tied:
        return "none"
    if not tied:
        return "clean"
    return "all_tied" if len(tied) == options else "tie"


def _words(state: str, tied: int, places_left: int) -> str:
    """The state of the cut as one English sentence."""
    if state == "no_order":
        return "there is no order: nothing is carried"
    if state == "none":
        return "nobody ranked anything: nothing is carried"
    if state == "clean":
        return "clean"
    if state == "all_tied":
        return "everything is tied"
    places = "place" if places_left == 1 else f"{places_left} places"
    return f"{tied} options tie for the last {places}"
