"""A ballot as the script sends it, or as the rank fields of a page without script."""

from __future__ import annotations

import json

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from workshop.errors import Invalid
from workshop.voting.models import Option

MOST_CHARACTERS = 4000


def read_ranking(form: MultiDict[str, str], options: list[Option]) -> list[list[str]]:
    """The ranking in a submitted ballot, as tie groups of option keys, best first.

    The script sends `ranking` as JSON; the fields `rank-<key>` hold whole numbers from 1, where
    equal numbers are a tie and gaps do not matter. Raises `Invalid` with a sentence per fault.
    """
    if (text := form.get("ranking")) is not None:
        return _from_json(text)
    return _from_fields(form, options)


def _from_json(text: str) -> list[list[str]]:
    malformed = Invalid({"ranking": [_("The ballot could not be read. Rank the options again.")]})
    if len(text) > MOST_CHARACTERS:
        raise malformed
    try:
        ranking = json.loads(text)
    except (ValueError, RecursionError):
        raise malformed from None
    is_list = isinstance(ranking, list) and all(
        isinstance(group, list) and group and all(isinstance(key, str) for key in group)
        for group in ranking
    )
    if not is_list:
        raise malformed
    return [sorted(group) for group in ranking]


def _from_fields(form: MultiDict[str, str], options: list[Option]) -> list[list[str]]:
    places: dict[int, list[str]] = {}
    errors: dict[str, list[str]] = {}
    for option in options:
        name = f"rank-{option.key}"
        typed = form.get(name, "").strip()
        if not typed:
            continue
        if not _is_place(typed, len(options)):
            errors[name] = [
                _(
                    "“%(option)s”: write a whole number from 1 to %(last)d, or leave it empty.",
                    option=option.text,
                    last=len(options),
                )
            ]
            continue
        places.setdefault(int(typed), []).append(option.key)
    if errors:
        raise Invalid(errors)
    return [sorted(places[place]) for place in sorted(places)]


def _is_place(typed: str, last: int) -> bool:
    return typed.isdecimal() and len(typed) <= 4 and 1 <= int(typed) <= last
