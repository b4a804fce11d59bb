"""Plan files on disk: what the command line reads and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from workshop.planfile.reading import BadPlan
from workshop.text import clean_values

# Bytes that may be sent on the web, many times a plan; what is on the disk has no limit.
LARGEST = 8 * 1024 * 1024
DEEPEST = 100  # lists and objects within each other; the form needs a dozen


def parse(content: bytes, name: str = "") -> Any:
    """The document in the bytes of a file; `name` takes the place of the plan's own."""
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise BadPlan([("$", _("is not UTF-8 text"))]) from None
    except RecursionError:
        raise BadPlan([("$", _("is nested too deeply"))]) from None
    except ValueError as error:
        raise BadPlan([("$", _("is not valid JSON: %(error)s", error=error))]) from None
    if is_too_deep(document):
        raise BadPlan([("$", _("is nested too deeply"))])
    if name and isinstance(document, dict) and isinstance(document.get("process"), dict):
        document["process"]["name"] = name
    return document


def is_too_deep(document: Any) -> bool:
    """Whether something stands within more lists and objects than anything of a plan does."""
    level = [document]
    for _depth in range(DEEPEST):
        inner = [
            holder.values() if isinstance(holder, dict) else holder
            for holder in level
            if _holds(holder)
        ]
        level = [value for values in inner for value in values]
    return bool(level)


def _holds(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: of two values one would be lost."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("%(name)s stands twice in one object", name=twice))
    return members


def load(path: Path, name: str = "") -> Any:
    """The document in a file on disk."""
    try:
        return parse(path.read_bytes(), name)
    except OSError as error:
        raise BadPlan([("$", _("cannot be read: %(error)s", error=error.strerror))]) from None


def plan_text(document: dict[str, Any]) -> str:
    """The text of a plan file."""
    return json.dumps(clean_values(document), ensure_ascii=False, indent=2) + "\n"
