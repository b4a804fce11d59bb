"""The answer on a ballot in words, under any rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.voting.ballot.marking import kind_of
from workshop.voting.labels import BallotKind
from workshop.voting.models import Contest


def in_words(contest: Contest, answer: Any) -> list[str]:
    """What a ballot says, a line for each place or option; nothing for a blank one."""
    wording = {option.key: f"{option.key}. {option.text}" for option in contest.options}
    return IN_WORDS[kind_of(contest.rule)](wording, answer)


def _groups(wording: Mapping[str, str], answer: Any) -> list[str]:
    return [" · ".join(wording[key] for key in group) for group in answer]


def _dots(wording: Mapping[str, str], answer: Any) -> list[str]:
    return [f"{wording[key]}: {dots}" for key, dots in sorted(answer.items()) if dots]


def _marks(wording: Mapping[str, str], answer: Any) -> list[str]:
    return [
        f"{wording[key]}: {', '.join(f'{name} {mark}' for name, mark in sorted(row.items()))}"
        for key, row in sorted(answer.items())
    ]


IN_WORDS = {
    BallotKind.RANKING: _groups,
    BallotKind.TICKS: _groups,
    BallotKind.DOTS: _dots,
    BallotKind.GRID: _marks,
}
