"""How each sector of the room counted, where that gives no single ballot away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from workshop.voting.publication import sectors_shown
from workshop.voting.rules import RULES, tally


def points_by_sector(
    options: Sequence[str],
    answers: Sequence[tuple[str, Any]],
    rule: str,
    seats: int,
    settings: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """For each sector that may be shown: how many of its ballots say something, and the points.

    `answers` holds the sector and the answer of every ballot. It is worked out in the closing
    transaction, before the ties between voters and their ballots are cut.
    """
    to_ranking = RULES[rule].to_ranking
    telling = [(sector, answer) for sector, answer in answers if to_ranking(answer, settings)]
    counted = Counter(sector for sector, _answer in telling)
    shown = sectors_shown(counted)
    return {
        sector: {
            "ballots": counted[sector],
            "points": tally(
                options,
                [(answer, 1) for other, answer in telling if other == sector],
                rule,
                seats,
                settings,
            )["points"],
        }
        for sector in sorted(shown)
    }
