"""The rule of what owes a reasoned response: whatever ended or changed on its way.

Plain values in and out; `owed` gathers the facts.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from workshop.closing.models import Category, Kind
from workshop.links.models import Relation


class Cause(enum.StrEnum):
    """Why an item owes a response."""

    DROPPED = "dropped"
    MERGED = "merged"
    NOT_TAKEN_UP = "not_taken_up"
    LEFT_OUT = "left_out"
    UNDECIDED = "undecided"
    WITHDRAWN = "withdrawn"
    NOT_AGREED = "not_agreed"
    ADOPTED_CHANGED = "adopted_changed"
    WITHOUT_SUCCESSOR = "without_successor"
    NOT_DEVELOPED = "not_developed"
    CANCELLED = "cancelled"
    WRITTEN = "written"


# Which of several causes is told: the one that says most about what became of the item.
BY_RELATION = (
    (Relation.DROPPED, Cause.DROPPED),
    (Relation.NOT_TAKEN_UP, Cause.NOT_TAKEN_UP),
    (Relation.MERGED, Cause.MERGED),
)
BY_STATE = {
    (Kind.IDEA, "left_out"): Cause.LEFT_OUT,
    (Kind.PROPOSAL, "withdrawn"): Cause.WITHDRAWN,
    (Kind.PROPOSAL, "not_agreed"): Cause.NOT_AGREED,
}
# What has been shown to the room and still stands: it must lead somewhere in the end.
STANDING = {
    (Kind.PROBLEM, "admitted"),
    (Kind.IDEA, "listed"),
}
# The category that a cause suggests; the person who answers may choose another.
SUGGESTED = {
    Cause.DROPPED: Category.NOT_CARRIED,
    Cause.NOT_TAKEN_UP: Category.NOT_CARRIED,
    Cause.ADOPTED_CHANGED: Category.ADOPTED_CHANGED,
    Cause.MERGED: Category.MERGED,
    Cause.WITHDRAWN: Category.WITHDRAWN,
    Cause.NOT_DEVELOPED: Category.NOT_DEVELOPED,
    Cause.CANCELLED: Category.NOT_DEVELOPED,
}


@dataclass(frozen=True)
class Facts:
    """What is known of an item: its state, the relations that lead on from it (to a record: those
    that led there), and whether the round that would have taken it further is closed."""

    kind: Kind
    state: str
    onward: frozenset[Relation] = frozenset()
    is_round_closed: bool = False


def cause(facts: Facts) -> Cause | None:
    """Why this item owes a response; None when it owes none.

    Splitting owes nothing, for all of the item lives on; nor does a change of words. A record that
    adopts its proposal with changes owes what it changed, not the proposal. What was written in a
    meeting is answered whatever came of it, for nothing else tells its authors; so is what was
    proposed there and never decided.
    """
    if facts.kind is Kind.RECORD:
        is_changed = Relation.ADOPTED_CHANGED in facts.onward
        return Cause.ADOPTED_CHANGED if is_changed else None
    if facts.kind is Kind.CONTRIBUTIONS:
        return Cause.WRITTEN if facts.is_round_closed else None
    if (facts.kind, facts.state) == (Kind.PROBLEM, "proposed"):
        return Cause.UNDECIDED if facts.is_round_closed else None
    if why := BY_STATE.get((facts.kind, facts.state)):
        return why
    for relation, why in BY_RELATION:
        if relation in facts.onward:
            return why
    stands = (facts.kind, facts.state) in STANDING
    if stands and not facts.onward and facts.is_round_closed:
        return Cause.WITHOUT_SUCCESSOR
    return None
