"""The answer on a ballot in words, under any rule."""

from __future__ import annotations

from typing import Any

from workshop.voting.models import Contest
from workshop.workshops.models import CountRule


def in_words(contest: Contest, answer: Any) -> list[str]:
    """What a ballot says, a line for each place or option; nothing for a blank one."""
    wording = {option.key: f"{option.key}. {option.text}" for option in contest.options}
    if contest.rule is CountRule.DOTS:
        return [f"{wording[key]}: {dots}" for key, dots in sorted(answer.items()) if dots]
    if contest.rule is CountRule.GRID:
        return [
            f"{wording[key]}: {', '.join(f'{name} {mark}' for name, mark in sorted(row.items()))}"
            for key, row in sorted(answer.items())
        ]
    return [" · ".join(wording[key] for key in group) for group in answer]
