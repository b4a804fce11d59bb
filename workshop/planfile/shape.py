"""The shape of a plan file, as its JSON Schema says; every fault with its path."""

from __future__ import annotations

import json
import math
import re
from calendar import monthrange
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

# Where in the document, and what is wrong there.
Fault = tuple[str, str]
DEEPER = ("anyOf", "oneOf", "allOf", "if")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What no database keeps: the zero character, and halves of characters.
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern fits as JSON Schema means it: `$` is the very end, a digit one of ten."""
    return bool(re.search(pattern.replace("$", r"\Z").replace(r"\d", "[0-9]"), text))


def _pattern(validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "string") and not matches(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


Validator = extend(Draft202012Validator, {"pattern": _pattern})
FORMATS = FormatChecker(formats=())
# The kinds of JSON in people's words.
KINDS = {
    "object": _l("an object {…}"),
    "array": _l("a list […]"),
    "string": _l("a text"),
    "integer": _l("a whole number"),
    "boolean": _l("true or false"),
}


def is_day(value: Any) -> bool:
    """Whether the calendar has such a day; what is no text of this form is another fault."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return True
    year, month, day = map(int, value.split("-"))
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


FORMATS.checks("date")(is_day)


def purpose() -> str:
    """What a plan file is for, and what is in none, for the file itself and whoever asks for it."""
    return _(
        "This file carries a plan from one site to another, and into other programs: its themes,"
        " organizations, diagnoses, meetings, what was discussed, answered, counted and agreed, the"
        " records with their states and approvals, the links between all of these, the reasoned"
        " responses, and when what was published. It names no person. Only a backup keeps ballots"
        " and receipts, persons with their seats and links, contributions, marks, objections and"
        " suggestions, earlier wordings and versions, the agenda as it went, logs with their"
        " chained fingerprints, and the text of what was published."
    )


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema that ships with the app."""
    text = resources.files("workshop.planfile").joinpath("plan.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def shape_faults(document: Any) -> list[Fault]:
    """Everything in which a document is not what the schema asks for, by path."""
    errors = Validator(schema(), format_checker=FORMATS).iter_errors(document)
    faults = {(path_of(error), sentence(error)) for outer in errors for error in leaves(outer)}
    return sorted(faults.union(unkeepable(document)))


def unkeepable(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[Fault]:
    """Texts and numbers that cannot be stored, wherever they stand."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if UNKEEPABLE.search(name):
                yield path(steps), _("has a key with characters that cannot be kept")
            else:
                yield from unkeepable(inner, (*steps, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from unkeepable(inner, (*steps, number))
    elif isinstance(value, str) and UNKEEPABLE.search(value):
        yield path(steps), _("holds characters that cannot be kept")
    elif isinstance(value, float) and not math.isfinite(value):
        yield path(steps), _("is not a number that can be kept")


def leaves(error: ValidationError) -> Iterator[ValidationError]:
    """What is really wrong where several shapes were possible: the faults of the nearest one."""
    if error.validator in DEEPER and error.context:
        nearest = max(error.context, key=lambda inner: len(inner.absolute_path))
        yield from leaves(nearest)
    else:
        yield error


def path_of(error: ValidationError) -> str:
    """The place of a fault, like rounds[1].workshops[0].problems[2].text; $ for the whole."""
    return path(error.absolute_path)


def path(steps: Any) -> str:
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return written.removeprefix(".") or "$"


def sentence(error: ValidationError) -> str:
    """The fault in words for the person whose file it is."""
    value = error.validator_value
    say = {
        "required": lambda: _("%(name)s is missing", name=_missing_names(error)),
        "type": lambda: _("must be %(value)s", value=_kinds(value)),
        "enum": lambda: _("must be one of: %(values)s", values=", ".join(map(str, value))),
        "const": lambda: _("must be %(value)s", value=value),
        "pattern": lambda: _("is not written as it should be (%(pattern)s)", pattern=value),
        "maxLength": lambda: _("is longer than %(most)d characters", most=value),
        "minimum": lambda: _("must be at least %(least)s", least=value),
        "maximum": lambda: _("must be at most %(most)s", most=value),
        "minItems": lambda: _("needs at least %(least)d entries", least=value),
        "maxItems": lambda: _("takes at most %(most)d entries", most=value),
        "minProperties": lambda: _("needs at least %(least)d entries", least=value),
        "uniqueItems": lambda: _("names something twice"),
        "additionalProperties": lambda: _(
            "has keys that are not known here: %(names)s", names=_extra(error)
        ),
        "format": lambda: _("there is no such day"),
    }.get(error.validator)
    return str(say()) if say else _("is not what the schema asks for")


def _missing_names(error: ValidationError) -> str:
    return ", ".join(name for name in error.validator_value if name not in error.instance)


def _kinds(value: Any) -> str:
    kinds = value if isinstance(value, list) else [value]
    return " / ".join(str(KINDS.get(kind, kind)) for kind in kinds)


def _extra(error: ValidationError) -> str:
    return ", ".join(name for name in error.instance if name not in error.schema["properties"])
