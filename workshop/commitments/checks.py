"""What a commitment record still lacks: errors that block *complete*, warnings to be answered.

Plain values in and out: a record as `editing.versions.content` gives it, and what stands around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from workshop.commitments import halves
from workshop.commitments.blocks import list_of, to_blocks
from workshop.commitments.fields import FIELDS, MILESTONE_FIELDS, Field, FieldKind

Content = dict[str, Any]

# How a listed stakeholder says that it is not of the State.
OUTSIDE = re.compile(
    r"sociedad civil|civil society|academi|universi|privad|private|empresa|business|compan"
    r"|camara|chamber|gremio|cooperacion|cooperation|ong\b|ngo|ciudadan|citizen|asociacion"
    r"|association|comunidad|communit",
)
# A word that tells something, and how much of it must agree: "registro", "registrar".
TELLING, STEM = 5, 6


@dataclass(frozen=True)
class Finding:
    """One thing to mend: by what key a note accepts it, what it says, where on the page it is."""

    key: str
    sentence: str
    place: str


@dataclass(frozen=True)
class Around:
    """What the checks know beside the record itself."""

    plan_end: str  # YYYY-MM
    lead: tuple[str, ...] = ()  # the lead entity's name and acronym
    entities: tuple[str, ...] = ()  # acronyms of the other entities of the State
    outside: tuple[str, ...] = ()  # names of organizations outside the State
    comes_from_idea: bool = False


def errors(content: Content) -> list[Finding]:
    """What must be mended before the record is complete."""
    return [
        *_empty(content),
        *_period(content),
        *_milestone_errors(content["milestones"]),
        *_indicator_errors(content["outcome_indicators"]),
    ]


def warnings(content: Content, around: Around) -> list[Finding]:
    """What may stand if somebody says why."""
    findings = [
        *_outside_period(content, around),
        *_units(content, around),
        *_actions(content),
        *_levels(content),
    ]
    if not has_outsider(content, around.outside):
        sentence = _("No stakeholder from outside the State is named.")
        findings.append(Finding("outsiders", sentence, "stakeholders"))
    if not content["values"]:
        sentence = _("None of transparency, participation and accountability is marked.")
        findings.append(Finding("values", sentence, "values"))
    if not content["novelty"]:
        sentence = _("Nothing is said on what is new against current practice.")
        findings.append(Finding("novelty", sentence, "novelty"))
    if not around.comes_from_idea:
        findings.append(Finding("idea", _("The commitment is linked to no idea."), "lineage"))
    return findings


def _empty(content: Content) -> Iterator[Finding]:
    for field in FIELDS:
        if field.is_needed and not _is_filled_in(content, field):
            sentence = _("Empty: %(field)s", field=field.label)
            yield Finding(f"empty-{field.name}", sentence, field.name)


def _is_filled_in(content: Content, field: Field) -> bool:
    names = field.columns if field.kind is FieldKind.PERIOD else (field.name,)
    return all(content[name] for name in names)


def _period(content: Content) -> Iterator[Finding]:
    start, end = content["period_start"], content["period_end"]
    if start and end and end < start:
        yield Finding("period", _("The period ends before it starts."), "period")


def _milestone_errors(milestones: Iterable[Content]) -> Iterator[Finding]:
    for number, milestone in enumerate(milestones, start=1):
        missing = [
            str(field.label)
            for field in MILESTONE_FIELDS
            if field.is_needed and not milestone[field.name]
        ]
        if missing:
            sentence = _(
                "Milestone %(number)d lacks: %(missing)s",
                number=number,
                missing=", ".join(missing),
            )
            yield Finding(f"lacks-{milestone['id']}", sentence, f"milestone-{milestone['id']}")
        if milestone["start"] and milestone["end"] and milestone["end"] < milestone["start"]:
            sentence = _("Milestone %(number)d ends before it starts.", number=number)
            yield Finding(f"order-{milestone['id']}", sentence, f"milestone-{milestone['id']}")


def _indicator_errors(indicators: Iterable[str]) -> Iterator[Finding]:
    """A field that is empty all the same: only its baseline or its target is given."""
    for number, text in enumerate(indicators, start=1):
        if not text:
            sentence = _("Indicator %(number)d has no words.", number=number)
            yield Finding(f"indicator-{number}", sentence, "outcome_indicators")


def _outside_period(content: Content, around: Around) -> Iterator[Finding]:
    """A half is before the period if all of it is; after it, if its last month is."""
    start, end = content["period_start"], content["period_end"]
    for number, milestone in enumerate(content["milestones"], start=1):
        place = f"milestone-{milestone['id']}"
        if start and milestone["start"] and _month(halves.last_month(milestone["start"])) < start:
            sentence = _("Milestone %(number)d starts before the period.", number=number)
            yield Finding(f"before-{milestone['id']}", sentence, place)
        last = _month(halves.last_month(milestone["end"])) if milestone["end"] else ""
        if end and last > end:
            sentence = _("Milestone %(number)d ends after the period.", number=number)
            yield Finding(f"after-{milestone['id']}", sentence, place)
        if last > around.plan_end and not milestone["footnote"]:
            sentence = _(
                "Milestone %(number)d ends after the plan does, and no footnote says why.",
                number=number,
            )
            yield Finding(f"beyond-{milestone['id']}", sentence, place)
    if end > around.plan_end and not content["footnotes"]:
        sentence = _("The period ends after the plan does, and no footnote says why.")
        yield Finding("beyond", sentence, "period")


def _month(day: Any) -> str:
    return f"{day:%Y-%m}"


def _units(content: Content, around: Around) -> Iterator[Finding]:
    unit = plain(content["monitoring_unit"])
    units = {plain(milestone["unit"]) for milestone in content["milestones"]}
    if unit and units == {unit}:
        sentence = _("The unit that monitors is the one that carries out every milestone.")
        yield Finding("same-unit", sentence, "monitoring_unit")
    entity = plain(content["monitoring_entity"])
    is_leads = any(names(entity, name) or names(name, entity) for name in around.lead)
    is_others = any(names(unit, acronym) for acronym in around.entities)
    if (entity and around.lead and not is_leads) or is_others:
        sentence = _("The unit that monitors is of another entity than the lead.")
        yield Finding("other-entity", sentence, "monitoring_entity")


def _actions(content: Content) -> Iterator[Finding]:
    """A listed action stands in a milestone when one shares half of its telling words."""
    milestone_stems = [
        _stems(f"{milestone['activity']} {milestone['means']}")
        for milestone in content["milestones"]
    ]
    for action in list_items(content["description"]):
        stems = _stems(action)
        if stems and not any(
            2 * len(stems & of_milestone) >= len(stems) for of_milestone in milestone_stems
        ):
            sentence = _("No milestone stands for this action: %(action)s", action=action)
            key = f"action-{'-'.join(sorted(stems))[:60]}"
            yield Finding(key, sentence, "description")


def list_items(text: str) -> list[str]:
    """The items of the lists in a text, without those beneath them."""
    items = [item for block in to_blocks(text) for item in list_of(block)[0]]
    return [item if isinstance(item, str) else item["text"] for item in items]


def _levels(content: Content) -> Iterator[Finding]:
    levels = content["indicator_levels"]
    for place, indicator in enumerate(content["outcome_indicators"]):
        level = levels[place] if place < len(levels) else {}
        if not (level.get("baseline") and level.get("target")):
            sentence = _(
                "Indicator %(number)d has no baseline or no target.",
                number=place + 1,
            )
            yield Finding(f"levels-{plain(indicator)[:60]}", sentence, "outcome_indicators")


def has_outsider(content: Content, outside: Iterable[str]) -> bool:
    """Whether anyone from outside the State has a part in it."""
    supporters = content["supporters"]
    if supporters.get("civil_society") or supporters.get("other"):
        return True
    stakeholders = plain(" · ".join(texts(content["stakeholders"])))
    return bool(OUTSIDE.search(stakeholders)) or any(names(stakeholders, name) for name in outside)


def texts(items: Iterable[Any]) -> Iterator[str]:
    """The words of a list with one nested level."""
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield item["text"]
            yield from map(str, list_of(item)[0])


def plain(text: str) -> str:
    """In small letters without accents, spaces made one."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in split if not unicodedata.combining(sign)).split())


def names(text: str, name: str) -> bool:
    """Whether a name stands in a text as whole words."""
    wanted = plain(name)
    return bool(wanted) and re.search(rf"\b{re.escape(wanted)}\b", plain(text)) is not None


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", plain(text))
    return frozenset(word[:STEM] for word in words if len(word) >= TELLING)
