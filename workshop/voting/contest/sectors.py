"""How each sector of the room counted, where that gives no single ballot away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from workshop.voting.publication import sectors_shown
from workshop.voting.rules import RULES, tally


def points_by_sector(
    options: Sequence[str],
    answers: Sequence[tuple[str, Any, int]],
    rule: str,
    seats: int,
    settings: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """For each sector that may be shown: how many of its ballots say something, and the points.

    `answers` holds the sector, an answer, and how many of the sector's ballots say that. It is
    worked out in the closing transaction, before the ties between voters and their ballots are cut.
    """
    to_ranking = RULES[rule].to_ranking
    telling = [group for group in answers if to_ranking(group[1], settings)]
    counted: Counter[str] = Counter()
    for sector, _answer, times in telling:
        counted[sector] += times
    shown = sectors_shown(counted)
    return {
        sector: {
            "ballots": counted[sector],
            "points": tally(
                options,
                [(answer, times) for other, answer, times in telling if other == sector],
                rule,
                seats,
                settings,
            )["points"],
        }
        for sector in sorted(shown)
    }
