"""Rule "grid": each option judged by criteria, 0 "no", 1 "partly", 2 "yes".

The ballot is {"A": {"feasible": 2, "valuable": 1}}; a cell left out or null is no answer, which is
not a zero. A criterion's mean is taken over those who answered it, an option's score is the sum of
its means times their weights, in exact fractions. When fewer than half of the ballots answered
some criterion of some option, there is no ranking at all, only the profile. Setting: "criteria",
each with its weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from workshop.voting.rules.faults import Fault, is_name, is_whole
from workshop.voting.rules.points import by_score
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.rule import Counted, Rule, Settings

Answers = Mapping[str, Mapping[str, int | None]]
CRITERIA = {"specific": 1, "feasible": 1, "measurable": 1, "valuable": 1}
MARKS = (0, 1, 2)


class Cell:
    """The answers to one criterion of one option: how many, and the sum of their marks."""

    def __init__(self) -> None:
        self.answered = 0
        self.sum = 0

    def add(self, mark: int, times: int) -> None:
        self.answered += times
        self.sum += mark * times

    @property
    def mean(self) -> Fraction:
        """The mean over those who answered; nothing when nobody did."""
        return Fraction(self.sum, self.answered) if self.answered else Fraction(0)


Cells = dict[str, dict[str, Cell]]


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Settings
) -> dict[str, Any]:
    """Order the options by score, or refuse to, and show the mean of every criterion."""
    weights = settings.get("criteria", CRITERIA)
    cells = _fill(profile.options, weights, groups)
    scores = {
        option: sum((weights[name] * cell.mean for name, cell in row.items()), Fraction(0))
        for option, row in cells.items()
    }
    thin = [option for option, row in cells.items() if _is_thin(row, profile.counted)]
    return {
        "order": [] if thin else by_score(scores),
        "points": {option: round_to_tenths(score) for option, score in scores.items()},
        "scores": {option: str(score) for option, score in scores.items()},
        "profile": {option: _profile_facts(row) for option, row in cells.items()},
        "warnings": [{"code": "too_few_answers", "options": thin}] if thin else [],
    }


def round_to_tenths(value: Fraction) -> str:
    """A fraction with one decimal, halves up, for reading only: the order uses the fraction."""
    tenths = (20 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{tenths // 10}.{tenths % 10}"


def _fill(options: Sequence[str], criteria: Collection[str], groups: Sequence[Counted]) -> Cells:
    """Sum the marks of all ballots, option by option and criterion by criterion."""
    cells = {option: {name: Cell() for name in sorted(criteria)} for option in options}
    for answers, times in groups:
        for option, row in answers.items():
            for name, mark in row.items():
                if mark is not None:
                    cells[option][name].add(mark, times)
    return cells


def _is_thin(row: Mapping[str, Cell], ballots: int) -> bool:
    """Whether fewer than half of the ballots answered one of the criteria, or nobody did."""
    fewest = min(cell.answered for cell in row.values())
    return not fewest or 2 * fewest < ballots


def _profile_facts(row: Mapping[str, Cell]) -> dict[str, dict[str, Any]]:
    """The criterion profile of one option."""
    return {
        name: {"mean": str(cell.mean) if cell.answered else None, "answered": cell.answered}
        for name, cell in row.items()
    }


def by_marks(answers: Answers, settings: Settings) -> list[list[str]]:
    """One person's grid as a ranking, for the duels: by the weighted mean of what was answered."""
    weights = settings.get("criteria", CRITERIA)
    means = {}
    for option, marks in canonical_grid(answers).items():
        total = sum(weights[name] * mark for name, mark in marks.items())
        means[option] = Fraction(total, sum(weights[name] for name in marks))
    return by_score(means)


def canonical_grid(answers: Answers) -> dict[str, dict[str, int]]:
    """The grid in its one form: names sorted, and only what was answered."""
    rows = {
        option: {name: mark for name, mark in sorted(row.items()) if mark is not None}
        for option, row in sorted(answers.items())
    }
    return {option: row for option, row in rows.items() if row}


def answer_faults(answer: Any, options: Collection[str], settings: Settings) -> Iterator[Fault]:
    """What keeps this from being one person's grid."""
    if not isinstance(answer, dict):
        yield "", "must be an object of options and their marks"
        return
    criteria = settings.get("criteria", CRITERIA)
    for option, row in answer.items():
        if option not in options:
            yield f"[{option!r}]", f"{option!r} is not an option of this contest"
        if not isinstance(row, dict):
            yield f"[{option!r}]", "must be an object of criteria and marks"
            continue
        for name, mark in row.items():
            if isinstance(criteria, dict) and name not in criteria:
                yield f"[{option!r}][{name!r}]", f"{name!r} is not a criterion of this contest"
            if mark is not None and not (is_whole(mark) and mark in MARKS):
                yield f"[{option!r}][{name!r}]", "must be 0, 1, 2 or null"


def setting_faults(settings: Settings) -> Iterator[Fault]:
    """What is wrong with the criteria and their weights."""
    criteria = settings.get("criteria", CRITERIA)
    if not isinstance(criteria, dict) or not criteria:
        yield "criteria", "must be an object with at least one criterion and its weight"
        return
    for name, weight in criteria.items():
        if not is_name(name):
            yield f"criteria[{name!r}]", "must have a name that is not empty"
        if not is_whole(weight, least=1):
            yield f"criteria[{name!r}]", "must be a whole number of at least 1"


RULE = Rule(
    key="grid",
    version="1",
    count=count,
    ballot="grid",
    blank={},
    to_ranking=by_marks,
    answer_faults=answer_faults,
    canonical=canonical_grid,
    setting_faults=setting_faults,
    defaults={"criteria": CRITERIA},
)
