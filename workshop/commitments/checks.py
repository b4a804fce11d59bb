"""What a commitment record still lacks: errors that block *complete*, warnings to be answered.

Plain values in and out: a record as `editing.versions.content` gives it, and what stands around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from workshop.commitments import halves
from workshop.commitments.actions import actions, stands_for
from workshop.commitments.blocks import list_of, to_blocks
from workshop.commitments.entities import LEAD, Entities, is_same_entity, names_exactly
from workshop.commitments.fields import FIELDS, MILESTONE_FIELDS, Field, FieldKind
from workshop.commitments.labels import warning_sentence
from workshop.commitments.words import names, plain, words
from workshop.digests import sha256

Content = dict[str, Any]

# How a listed stakeholder says that it is not of the State, whatever else it says.
CLEARLY_OUTSIDE = re.compile(
    r"\b(?:sociedad civil|civil society|sector privado|private sector|ongs?|ngos?|ciudadania)\b"
)
# How it says so unless it is a body of the State: "Oficina de Atención al Ciudadano" is one.
OUTSIDE = re.compile(
    r"\b(?:academi|universi|privad|private|empresa|business|compan|camara|chamber|gremio"
    r"|cooperacion|cooperation|ciudadan|citizen|asociacion|association|comunidad|communit)"
)
OF_STATE = re.compile(
    r"\W*(?:(?:the|el|la|los|las) )?(?:general |national )?"
    r"(?:agenci|agency|autoridad|authority|congres|direccion|directorate|entidades|entities"
    r"|gerencia|gobierno|government|ministerio|ministry|municipal|oficina|office|organismo"
    r"|poder judicial|policia|secretari|superintenden|unidad|unit\b|viceministeri)"
)
# How the anchor of a footnote names a milestone: "C03-M1.end", "Milestone 1", "Hito 1, inicio".
ANCHOR = re.compile(
    r"\b(?:m|milestone|hito)[\s.:-]*(?P<number>\d{1,3})\b(?:.*\b(?P<start>start|begin|inicio)\b)?"
)
# Of which words of an action, and how much of them, its key is made.
TELLING, STEM = 5, 6


@dataclass(frozen=True)
class Finding:
    """One thing to mend: its key, what it says, where on the page it is."""

    key: str
    sentence: str
    place: str


@dataclass(frozen=True)
class Warned(Finding):
    """What may stand with a note, as long as the words that it is about stay as they are."""

    kind: str
    values: Content
    about: str  # their digest


@dataclass(frozen=True)
class Around:
    """What the checks know beside the record itself."""

    plan_end: str  # YYYY-MM
    lead: tuple[str, ...] = ()  # the lead entity's name and acronym, and how a file printed them
    others: tuple[tuple[str, ...], ...] = ()  # all names of each other organization
    outside: tuple[str, ...] = ()  # names of organizations outside the State
    comes_from_idea: bool = False
    aliases: tuple[str, ...] = ()  # other names of the lead entity

    @property
    def all_of_lead(self) -> tuple[str, ...]:
        return (*self.lead, *self.aliases)


def errors(content: Content) -> list[Finding]:
    """What must be mended before the record is complete."""
    return [
        *_empty(content),
        *_period(content),
        *_milestone_errors(content["milestones"]),
        *_indicator_errors(content["outcome_indicators"]),
    ]


def warnings(content: Content, around: Around) -> list[Warned]:
    """What may stand if somebody says why.

    Each is about the words that it compares. What a record lacks altogether is about none: its
    note holds for as long as it is lacking.
    """
    findings = [
        *_outside_period(content, around),
        *_units(content, around),
        *_actions(content),
        *_levels(content),
    ]
    if not has_outsider(content, around.outside):
        about = [*texts(content["stakeholders"]), *content["supporters"].get("government", [])]
        findings.append(_warned("outsiders", "stakeholders", about))
    findings += [
        _warned(kind, place, "")
        for kind, place, is_there in (
            ("values", "values", content["values"]),
            ("novelty", "novelty", content["novelty"]),
            ("idea", "lineage", around.comes_from_idea),
        )
        if not is_there
    ]
    return findings


def _warned(kind: str, place: str, about: Any, *, key: str = "", **values: Any) -> Warned:
    sentence = warning_sentence(kind, values)
    return Warned(key or kind, sentence, place, kind, values, sha256(_squeezed(about)))


def _squeezed(about: Any) -> Any:
    """Words without what does not change them: spaces, capitals, accents."""
    if isinstance(about, str):
        return plain(about)
    if isinstance(about, dict):
        return {name: _squeezed(value) for name, value in about.items()}
    return [_squeezed(value) for value in about] if isinstance(about, list) else about


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


def _outside_period(content: Content, around: Around) -> Iterator[Warned]:
    """A half is before the period if all of it is; after it, if its last month is.

    A later date that stands in the footnote of an end counts as the end.
    """
    start, end = content["period_start"], content["period_end"]
    for number, milestone in enumerate(content["milestones"], start=1):
        place = f"milestone-{milestone['id']}"
        notes = _notes_of(number, milestone, content["footnotes"])
        about = [{**milestone, "id": 0}, start, end, around.plan_end, notes]
        said: dict[str, Any] = {"place": place, "about": about, "number": number}
        key = milestone["id"]
        if start and milestone["start"] and _month(halves.last_month(milestone["start"])) < start:
            yield _warned("before", key=f"before-{key}", **said)
        printed = _month(halves.last_month(milestone["end"])) if milestone["end"] else ""
        last = max([printed, *map(halves.latest_month, notes)]) if printed else ""
        if end and last > end:
            kind = "after" if printed > end else "after-note"
            yield _warned(kind, key=f"after-{key}", **said)
        if last > around.plan_end and not notes:
            yield _warned("beyond", key=f"beyond-{key}", **said)
    if end > around.plan_end and not _says_why(content, around.plan_end):
        about = [start, end, around.plan_end, [note["text"] for note in content["footnotes"]]]
        yield _warned("period-beyond", "period", about, key="beyond")


def _notes_of(number: int, milestone: Content, footnotes: Iterable[Content]) -> list[str]:
    """The footnotes to the end of a milestone: anchored there, or with the mark that stands at it.

    An anchor that names another milestone, or a start, decides against the mark.
    """
    mark = _mark(milestone["footnote"])
    notes = []
    for note in footnotes:
        anchored = ANCHOR.search(plain(note.get("anchor", "")))
        has_mark = bool(mark) and _mark(note.get("mark", "")) == mark
        is_here = int(anchored["number"]) == number and not anchored["start"] if anchored else None
        if note.get("text", "").strip() and (has_mark if is_here is None else is_here):
            notes.append(note["text"])
    return notes


def _mark(text: str) -> str:
    """A mark is the same with and without its brackets."""
    return text.strip(" ()[]")


def _says_why(content: Content, plan_end: str) -> bool:
    """Whether a footnote is to the end of the period, or names a day after the plan.

    One without an anchor is taken to be about the whole; what is said of a milestone that ends
    after the plan is said of the period, too.
    """
    late = [
        note
        for number, milestone in enumerate(content["milestones"], start=1)
        if milestone["end"] and _month(halves.last_month(milestone["end"])) > plan_end
        for note in _notes_of(number, milestone, content["footnotes"])
    ]
    return bool(late) or any(
        not anchor
        or re.search(r"period|plazo", anchor)
        or halves.latest_month(note["text"]) > plan_end
        for note in content["footnotes"]
        if note.get("text", "").strip()
        for anchor in [plain(note.get("anchor", ""))]
    )


def _month(day: Any) -> str:
    return f"{day:%Y-%m}"


def _units(content: Content, around: Around) -> Iterator[Warned]:
    entities = Entities(around.all_of_lead, around.others)
    entity, unit = content["monitoring_entity"], content["monitoring_unit"]
    carry_out = [milestone["unit"] for milestone in content["milestones"]]
    monitors = _whose(entity, entities, around.all_of_lead)
    # Two that say of no entity are compared as they stand, else by the entity that is meant.
    meant = ((NONE, NONE), (monitors or UNKNOWN, OF_LEAD))
    is_same = carry_out and all(
        any(
            entities.units(unit, of=whose) & entities.units(carries_out, of=theirs)
            for whose, theirs in meant
        )
        for carries_out in carry_out
    )
    if is_same:
        yield _warned("same-unit", "monitoring_unit", [entity, unit, carry_out])
    of_unit = entities.named(unit)
    is_others = bool(of_unit) and not of_unit & entities.family
    is_leads = bool(monitors & entities.family)
    if (entity and around.lead and not is_leads) or is_others:
        about = [entity, unit, list(around.lead)]
        yield _warned("other-entity", "monitoring_entity", about)


# Whose a unit is: of no entity that is said, of the lead, of one that we know nothing of.
NONE: frozenset[int] = frozenset()
OF_LEAD, UNKNOWN = frozenset({LEAD}), frozenset({-1})


def _whose(entity: str, entities: Entities, lead: tuple[str, ...]) -> frozenset[int]:
    """Which entities monitor, by what the record says; the lead where it says nothing."""
    if not entity:
        return OF_LEAD
    if named := entities.named(entity):
        return named
    return OF_LEAD if is_same_entity(entity, lead) else NONE


def _actions(content: Content) -> Iterator[Warned]:
    """What the description promises in lists, and no milestone carries out."""
    used: Counter[str] = Counter()
    for action in listed_actions(content["description"]):
        stands = any(
            stands_for(action, milestone["activity"], milestone["means"])
            for milestone in content["milestones"]
        )
        if not stands:
            key = _apart(f"action-{'-'.join(sorted(_stems(action)))[:60]}", used)
            yield _warned("action", "description", action, key=key, action=action)


def listed_actions(text: str) -> list[str]:
    """The actions in the lists of a text, each once, without those beneath them."""
    listed, introduction = [], ""
    for block in to_blocks(text):
        if items := list_of(block)[0]:
            texts_of = [item if isinstance(item, str) else item["text"] for item in items]
            listed += actions(introduction, texts_of)
        introduction = block.get("p", "")
    return list(dict.fromkeys(listed))


def _apart(key: str, used: Counter[str]) -> str:
    """A key that no other warning has: two items may begin with the same words."""
    used[key] += 1
    return key if used[key] == 1 else f"{key}-{used[key]}"


def _levels(content: Content) -> Iterator[Warned]:
    levels = content["indicator_levels"]
    used: Counter[str] = Counter()
    for place, indicator in enumerate(content["outcome_indicators"]):
        level = levels[place] if place < len(levels) else {}
        if not (level.get("baseline") and level.get("target")):
            key = _apart(f"levels-{plain(indicator)[:60]}", used)
            about = [indicator, dict(level)]
            yield _warned("levels", "outcome_indicators", about, key=key, number=place + 1)


def has_outsider(content: Content, outside: Iterable[str]) -> bool:
    """Whether anyone from outside the State has a part in it."""
    supporters = content["supporters"]
    if supporters.get("civil_society") or supporters.get("other"):
        return True
    listed = list(texts(content["stakeholders"]))
    return any(_is_outside(plain(text)) for text in listed) or any(
        names_exactly(text, name) if name.isupper() and " " not in name else names(text, name)
        for text in listed
        for name in outside
    )


def _is_outside(text: str) -> bool:
    if CLEARLY_OUTSIDE.search(text):
        return True
    return bool(OUTSIDE.search(text)) and not OF_STATE.match(text)


def texts(items: Iterable[Any]) -> Iterator[str]:
    """The words of a list with one nested level."""
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield item["text"]
            yield from map(str, list_of(item)[0])


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in words(text) if len(word) >= TELLING)
