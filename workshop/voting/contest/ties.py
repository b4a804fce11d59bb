"""What goes forward once a tie across the cut is settled: by carrying all, a run-off, or lots.

How a tie is settled was chosen before the vote opened. Nothing here breaks one by name, by the
order of entry or by a program's chance: lots need a number that is produced in the room after the
closing digest is known, so that neither the voters nor the operator can steer them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from workshop.people.models import Person
from workshop.voting.models import Contest
from workshop.voting.rules.cut import CARRY_ALL
from workshop.workshops import log

LOT_NUMBER = re.compile(r"[0-9]{1,40}")

Cut = Mapping[str, Any]


def settled_at_once(cut: Cut) -> list[str] | None:
    """The options that go forward when nothing is left to decide; None when a tie is."""
    is_undecided = cut["tied"] and cut["policy"] != CARRY_ALL
    return None if is_undecided else list(cut["carried"])


def after_run_off(cut: Cut, run_off: Cut) -> list[str]:
    """The safe options and the winners of the run-off; whoever ties again is carried.

    A run-off that fills fewer places than are left has decided nothing: all its options are level.
    """
    has_decided = len(run_off["carried"]) >= cut["places_left"]
    winners = run_off["carried"] if has_decided else cut["tied"]
    return [*cut["carried"], *winners]


def lot_order(digest: str, number: str, options: Iterable[str]) -> list[str]:
    """The options in the order of their lots.

    An option's lot is the SHA-256 of the closing digest, the number and the option's key, written
    one after the other without anything between; the lowest lot comes first.
    """

    def lot(option: str) -> str:
        return hashlib.sha256(f"{digest}{number}{option}".encode()).hexdigest()

    return sorted(options, key=lot)


def after_lots(cut: Cut, digest: str, number: str) -> list[str]:
    """The safe options, and as many of the tied, in the order of their lots, as places are left."""
    drawn = lot_order(digest, number, cut["tied"])
    return [*cut["carried"], *drawn[: cut["places_left"]]]


def is_undecided(contest: Contest) -> bool:
    """Whether a tie across the cut of this counted contest still waits to be settled."""
    return contest.result is not None and contest.carried is None


def going_forward(contest: Contest) -> list[str]:
    """The options that go forward as things stand: without the tied while a tie is undecided."""
    if contest.result is None:
        return []
    return contest.result["cut"]["carried"] if contest.carried is None else contest.carried


def decide(contest: Contest, carried: list[str], by: Person, *, now: datetime, **how: Any) -> None:
    """Keep what goes forward, and put on record how it was settled."""
    contest.carried = carried
    log.record(
        contest.workshop, "tie settled", by, now=now, contest=contest.id, carried=carried, **how
    )


def conclude_run_off(run_off: Contest, by: Person, *, now: datetime) -> None:
    """Once a run-off has been shown to the room, it settles the contest it was held for."""
    contest = run_off.run_off_of
    if contest is None or contest.result is None or run_off.result is None:
        return
    carried = after_run_off(contest.result["cut"], run_off.result["cut"])
    decide(contest, carried, by, now=now, run_off=run_off.id)
