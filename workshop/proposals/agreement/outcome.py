"""What an agreement check comes to: a rule over the levels that were answered, and nothing else.

Shares are taken of the answers given; whoever does not answer neither supports nor objects. A check
that nobody answers is not agreed: silence is no agreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from workshop.proposals.models import Outcome

LEVELS = (1, 2, 3, 4, 5)
# Up to here an organization supports it, fully or with minor points; 3 can merely live with it.
SUPPORT = 2
RESERVATION = 4
OBJECTION = 5
# What must be at 1 to 3 for an agreement with reservations: two of three.
NEEDED, OF = 2, 3


def outcome(levels: Iterable[int]) -> Outcome:
    """Agreed without 4 or 5; with reservations without 5 and two thirds at 1 to 3; else not."""
    answered = list(levels)
    if not answered or OBJECTION in answered:
        return Outcome.NOT_AGREED
    if RESERVATION not in answered:
        return Outcome.AGREED
    supporting = sum(level < RESERVATION for level in answered)
    is_enough = supporting * OF >= NEEDED * len(answered)
    return Outcome.WITH_RESERVATIONS if is_enough else Outcome.NOT_AGREED


def counts(levels: Iterable[int]) -> dict[int, int]:
    """How many answered each level, those that nobody chose among them."""
    counted = Counter(levels)
    return {level: counted[level] for level in LEVELS}
