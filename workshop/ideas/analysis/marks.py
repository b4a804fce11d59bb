"""How the room weighs an idea: its marks counted, and when the counts may be seen."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LOW, MIDDLING, HIGH = MARKS = (0, 1, 2)

# From three marks on: the talk of the same phase needs them, yet nobody's own mark can be read
# off, and the first one to press does not lead the others.
SHOWN_FROM = 3


class Criterion(enum.StrEnum):
    """What a seat says of an idea in the analysis."""

    FEASIBILITY = "feasibility"
    VALUE = "value"


@dataclass(frozen=True)
class Counts:
    """How many seats marked low, middling and high under one criterion."""

    by_mark: tuple[int, int, int] = (0, 0, 0)

    @property
    def total(self) -> int:
        return sum(self.by_mark)

    @property
    def in_words(self) -> dict[str, int]:
        """The counts by the names that sentences give them."""
        low, middling, high = self.by_mark
        return {"low": low, "middling": middling, "high": high}

    @property
    def bar(self) -> list[tuple[str, int, int]]:
        """The counts as pieces of a bar, the high ones first: which, from where, how long."""
        low, middling, high = self.by_mark
        return [("high", 0, high), ("middling", high, middling), ("low", high + middling, low)]

    def are_shown(self, is_over: bool) -> bool:
        """Whether the room may see them: enough marks, or the analysis is over."""
        return self.total >= SHOWN_FROM or (is_over and self.total > 0)


@dataclass(frozen=True)
class Weights:
    """What all seats together say of one idea."""

    by_criterion: dict[Criterion, Counts] = field(
        default_factory=lambda: {criterion: Counts() for criterion in Criterion}
    )


def _of_each(marks: Sequence[int | None]) -> tuple[int, int, int]:
    """How often each mark was given."""
    low, middling, high = (marks.count(mark) for mark in MARKS)
    return low, middling, high


def count_marks(marks: Iterable[tuple[int | None, int | None]]) -> Weights:
    """The marks of one idea, each as (feasibility, value), None where nothing was said."""
    kept = list(marks)
    return Weights(
        {
            criterion: Counts(_of_each([mark[place] for mark in kept]))
            for place, criterion in enumerate(Criterion)
        }
    )
