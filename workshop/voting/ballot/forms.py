"""A ballot as the script sends it, or as the fields of a page without script, there and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from workshop.errors import Invalid
from workshop.text import clean_values
from workshop.voting.ballot.marking import kind_of
from workshop.voting.labels import BallotKind
from workshop.voting.models import Contest

MOST_CHARACTERS = 20_000

Fields = MultiDict[str, str]

# What the field of an option is called, where it has one field only.
PREFIXES = {BallotKind.RANKING: "rank", BallotKind.TICKS: "tick", BallotKind.DOTS: "dots"}


def read_answer(form: Fields, contest: Contest) -> Any:
    """What a submitted ballot says; whether the rule accepts it, `marking.check_answer` says.

    The script sends `answer` as JSON, or `ranking` for an order. Without it there is a field for
    each option: `rank-A`, `tick-A`, `dots-A`, or `mark-A-<criterion>`. Raises `Invalid` with a
    sentence per fault.
    """
    text = form.get("answer", form.get("ranking"))
    if text is not None:
        return _from_json(text)
    return READERS[kind_of(contest.rule)](form, contest)


def as_fields(contest: Contest, answer: Any) -> dict[str, str]:
    """The values that the fields of a page without script take for an answer."""
    kind = kind_of(contest.rule)
    if kind is BallotKind.DOTS:
        return {f"dots-{key}": str(dots) for key, dots in answer.items()}
    if kind is BallotKind.GRID:
        cells = ((key, name, mark) for key, row in answer.items() for name, mark in row.items())
        return {f"mark-{key}-{name}": str(mark) for key, name, mark in cells}
    if kind is BallotKind.TICKS:
        return {f"tick-{key}": "yes" for group in answer for key in group}
    places = enumerate(answer, start=1)
    return {f"rank-{key}": str(place) for place, group in places for key in group}


def field_names(contest: Contest) -> list[str]:
    """Every field that a page without script may send for this contest's ballot."""
    keys = [option.key for option in contest.options]
    kind = kind_of(contest.rule)
    if kind is BallotKind.GRID:
        return [f"mark-{key}-{name}" for key in keys for name in contest.settings["criteria"]]
    return [f"{PREFIXES[kind]}-{key}" for key in keys]


def _from_json(text: str) -> Any:
    malformed = Invalid({"answer": [_("The ballot could not be read. Fill it in again.")]})
    if len(text) > MOST_CHARACTERS:
        raise malformed
    try:
        return clean_values(json.loads(text))
    except (ValueError, RecursionError):
        raise malformed from None


def _ranking_from(form: Fields, contest: Contest) -> list[list[str]]:
    """Whole numbers from 1; equal numbers are a tie and gaps do not matter."""
    sentence = _("“%(option)s”: write a whole number from 1 to %(last)d, or leave it empty.")
    typed = _numbers(form, contest, "rank", range(1, len(contest.options) + 1), sentence)
    places: dict[int, list[str]] = {}
    for key, place in typed.items():
        places.setdefault(place, []).append(key)
    return [places[place] for place in sorted(places)]


def _ticks_from(form: Fields, contest: Contest) -> list[list[str]]:
    ticks = [option.key for option in contest.options if form.get(f"tick-{option.key}")]
    return [ticks] if ticks else []


def _dots_from(form: Fields, contest: Contest) -> dict[str, int]:
    sentence = _("“%(option)s”: write a whole number from 0 to %(last)d, or leave it empty.")
    return _numbers(form, contest, "dots", range(contest.settings["most"] + 1), sentence)


def _marks_from(form: Fields, contest: Contest) -> dict[str, dict[str, int]]:
    """A mark that is none of the three comes out as -1, which the rule refuses."""
    marks: dict[str, dict[str, int]] = {}
    for option in contest.options:
        for name in contest.settings["criteria"]:
            if typed := form.get(f"mark-{option.key}-{name}"):
                mark = int(typed) if typed in ("0", "1", "2") else -1
                marks.setdefault(option.key, {})[name] = mark
    return marks


def _numbers(
    form: Fields, contest: Contest, prefix: str, allowed: Iterable[int], sentence: str
) -> dict[str, int]:
    """The number typed for each option, without the empty fields; a sentence for each bad one."""
    numbers = {str(number): number for number in allowed}
    result: dict[str, int] = {}
    errors: dict[str, list[str]] = {}
    for option in contest.options:
        typed = form.get(f"{prefix}-{option.key}", "").strip()
        if typed in numbers:
            result[option.key] = numbers[typed]
        elif typed:
            last = max(numbers.values())
            errors[f"{prefix}-{option.key}"] = [sentence % {"option": option.text, "last": last}]
    if errors:
        raise Invalid(errors)
    return result


READERS = {
    BallotKind.RANKING: _ranking_from,
    BallotKind.TICKS: _ticks_from,
    BallotKind.DOTS: _dots_from,
    BallotKind.GRID: _marks_from,
}
