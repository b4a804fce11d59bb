"""Rule "approval": tick every option you would carry forward; most ticks first.

The ballot is a ranking whose listed options are the ticks; an order inside them is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workshop.voting.rules.points import as_decimals, by_score
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.ranking import Ranking, canonical, options_in
from workshop.voting.rules.rule import Counted, Rule, Settings


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Settings
) -> dict[str, Any]:
    """Order the options by the ballots that tick them; equal numbers are a tie."""
    ticks = profile.ranked_by
    return {"order": by_score(ticks), "points": as_decimals({o: 2 * n for o, n in ticks.items()})}


def level(ranking: Ranking, settings: Settings) -> tuple[tuple[str, ...], ...]:
    """The ticks as one tie group."""
    ticks = tuple(options_in(ranking))
    return (ticks,) if ticks else ()


def canonical_ticks(ranking: Ranking) -> tuple[tuple[str, ...], ...]:
    """The ticks in their one form: a single group, names sorted."""
    return canonical(level(ranking, {}))


RULE = Rule(
    key="approval",
    version="1",
    count=count,
    counts_from_sums=True,
    to_ranking=level,
    canonical=canonical_ticks,
)
