"""The shape of a plan file, as its JSON Schema says; every fault with its path."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from flask_babel import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

# Where in the document, and what is wrong there.
Fault = tuple[str, str]
DEEPER = ("anyOf", "oneOf", "allOf", "if")
# What no database keeps: the zero character, and halves of characters.
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern fits as JSON Schema means it: `$` is the very end, a digit one of ten."""
    return bool(re.search(pattern.replace("$", r"\Z").replace(r"\d", "[0-9]"), text))


def _pattern(validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "string") and not matches(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


Validator = extend(Draft202012Validator, {"pattern": _pattern})


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema that ships with the app."""
    text = resources.files("workshop.planfile").joinpath("plan.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def shape_faults(document: Any) -> list[Fault]:
    """Everything in which a document is not what the schema asks for, by path."""
    errors = Validator(schema()).iter_errors(document)
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
        "type": lambda: _("must be of type %(kind)s", kind=_kinds(value)),
        "enum": lambda: _("must be one of: %(values)s", values=", ".join(map(str, value))),
        "const": lambda: _("must be %(value)s", value=value),
        "pattern": lambda: _("is not written as it should be (%(pattern)s)", pattern=value),
        "maxLength": lambda: _("is longer than %(most)d characters", most=value),
        "minimum": lambda: _("must be at least %(least)s", least=value),
        "maximum": lambda: _("must be at most %(most)s", most=value),
        "minItems": lambda: _("needs at least %(least)d entries", least=value),
        "maxItems": lambda: _("takes at most %(most)d entries", most=value),
        "uniqueItems": lambda: _("names something twice"),
    }.get(error.validator)
    return str(say()) if say else error.message


def _missing_names(error: ValidationError) -> str:
    return ", ".join(name for name in error.validator_value if name not in error.instance)


def _kinds(value: Any) -> str:
    return " / ".join(value) if isinstance(value, list) else str(value)
