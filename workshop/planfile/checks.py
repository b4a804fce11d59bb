"""What a plan file says beyond its shape: whether its parts agree with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from workshop.commitments.blocks import to_blocks, to_markdown
from workshop.commitments.fields import IN_FILE, FieldKind
from workshop.commitments.halves import first_month, half_of
from workshop.links import ROUND
from workshop.people.likeness import folded
from workshop.planfile.items import CODED, Items
from workshop.planfile.shape import Fault, shape_faults
from workshop.plans.models import GIVEN
from workshop.text import has_letter
from workshop.voting.rules import RULES
from workshop.voting.rules.dots import DOTS
from workshop.workshops.guides import SPECS

# Which kinds of items a relation joins; None: nothing there.
ENDS: dict[str, set[tuple[str | None, str | None]]] = {
    "carried": {("problem", "problem")},
    "reworded": {("problem", "problem"), ("idea", "idea")},
    "merged": {("problem", "problem"), ("idea", "idea")},
    "split": {("problem", "problem"), ("idea", "idea")},
    "dropped": {("problem", None)},
    "developed_into": {("idea", "proposal")},
    "partly_taken_up": {("idea", "proposal")},
    "not_taken_up": {("idea", None)},
    "introduced_by_entity": {(None, "proposal")},
    "adopted": {("proposal", "commitment")},
    "adopted_changed": {("proposal", "commitment")},
    "implemented_by": {("idea", "milestone")},
    "echoed_in_record": {("problem", "commitment"), ("idea", "commitment")},
}

# What things are named by, besides the plan itself.
NAMES = (
    ("theme", "name"),
    ("organization", "name"),
    ("organization", "acronym"),
    ("diagnosis", "title"),
    ("proposal", "text"),
    ("commitment", "title"),
)


def faults(document: Any) -> list[Fault]:
    """Every fault of a document, by path; empty when it can be imported.

    What is not of the right shape is told alone: the rest could not be looked at.
    """
    return shape_faults(document) or sorted(_faults_of_meaning(document))


def _faults_of_meaning(document: dict[str, Any]) -> Iterator[Fault]:
    items = Items(document)
    yield from _codes(items)
    yield from _names(document, items)
    yield from _numbers(items)
    yield from _own_keys(items)
    yield from _years(document)
    yield from _references(items)
    yield from _twice(items)
    yield from _periods(items)
    yield from _voting(items)
    yield from _texts(items)
    yield from _attendance(items)
    yield from _links(items)
    yield from _contributions(items)
    yield from _counts(document, items)


def _codes(items: Items) -> Iterator[Fault]:
    """Each code names one thing, and each name one organization or theme."""
    for code, paths in items.paths_by_code.items():
        for place in paths[1:]:
            yield f"{place}.id", _("%(code)s is the id of something else already", code=code)
    for kind in ("organization", "theme"):
        compared = folded if kind == "organization" else str.casefold
        names = Counter(compared(item["name"]) for _place, item in items.of(kind))
        for place, item in items.of(kind):
            if names[compared(item["name"])] > 1:
                yield f"{place}.name", _("another one has this name too")


def _names(document: dict[str, Any], items: Items) -> Iterator[Fault]:
    """A name could be read aloud, and so could a title."""
    if not has_letter(document["process"]["name"]):
        yield "process.name", _("A name has at least one letter.")
    for kind, key in NAMES:
        for place, item in items.of(kind):
            if item.get(key) and not has_letter(item[key]):
                yield f"{place}.{key}", _("A name has at least one letter.")


def _numbers(items: Items) -> Iterator[Fault]:
    """Each number is that of one commitment, and within a commitment of one milestone."""
    taken: set[Any] = set()
    for place, commitment in items.of("commitment"):
        number = commitment.get("number")
        if number is not None and number in taken:
            sentence = _("another commitment has the number %(number)d too", number=number)
            yield f"{place}.number", sentence
        taken.add(number)
        last = 0
        for position, milestone in enumerate(commitment.get("milestones", [])):
            if milestone.get("order", last + 1) <= last:
                sentence = _("the milestones do not stand in this order")
                yield f"{place}.milestones[{position}].order", sentence
            last = milestone.get("order", last)


def _own_keys(items: Items) -> Iterator[Fault]:
    """What a file says beyond our columns is kept under its own keys, beside some of ours."""
    ours = [(kind, GIVEN) for kind in CODED] + [("link", ROUND)]
    for kind, key in ours:
        for place, item in items.of(kind):
            if key in item:
                yield f"{place}.{key}", _("this key is used by the application itself")


def _years(document: dict[str, Any]) -> Iterator[Fault]:
    first, last = document["process"]["plan_years"]
    if last < first:
        yield "process.plan_years", _("the last year is before the first")


def _references(items: Items) -> Iterator[Fault]:
    """What is named by its id is there, and of the right kind."""
    for place, kind, code in items.references():
        if items.kinds.get(code) != kind:
            yield place, _("there is no %(kind)s with the id %(code)s", kind=kind, code=code)
    for place, workshop in items.of("workshop"):
        if workshop["round"] != items.round_of[place]:
            yield f"{place}.round", _("is not the round it stands under")
    meetings = Counter(
        (workshop["theme"], workshop["round"]) for _place, workshop in items.of("workshop")
    )
    for place, workshop in items.of("workshop"):
        if meetings[workshop["theme"], workshop["round"]] > 1:
            yield place, _("the theme has two workshops in this round")


def _twice(items: Items) -> Iterator[Fault]:
    """An item has one response, a number is an idea's alone, an edition is made once."""
    about = Counter(response["about"] for _place, response in items.of("response"))
    for place, response in items.of("response"):
        if about[response["about"]] > 1:
            yield f"{place}.about", _("stands here twice")
    editions = Counter((e["workshop"], e["number"]) for _place, e in items.of("edition"))
    for place, edition in items.of("edition"):
        if editions[edition["workshop"], edition["number"]] > 1:
            yield place, _("stands here twice")
    meetings = {place: place.partition(".problems[")[0] for place, _idea in items.of("idea")}
    numbers = Counter((meetings[place], idea.get("number")) for place, idea in items.of("idea"))
    for place, idea in items.of("idea"):
        if "number" in idea and numbers[meetings[place], idea["number"]] > 1:
            yield f"{place}.number", _("another idea of the meeting has this number")


def _voting(items: Items) -> Iterator[Fault]:
    """What is settled of a vote is what its rule leaves open, and what it can fill."""
    for place, workshop in items.of("workshop"):
        voting = workshop.get("voting")
        if voting is None:
            continue
        rule, settings = RULES[voting["rule"]], voting["settings"]
        for name in sorted(set(settings) - set(rule.defaults)):
            sentence = _("the rule leaves nothing of this to be settled")
            yield f"{place}.voting.settings.{name}", sentence
        if settings.get("most", 0) > settings.get("dots", DOTS):
            sentence = _("No option can take more dots than a person has.")
            yield f"{place}.voting.settings.most", sentence
        if rule.most_seats and voting["places"] > rule.most_seats:
            sentence = _("must be at most %(most)s", most=rule.most_seats)
            yield f"{place}.voting.places", sentence


def _periods(items: Items) -> Iterator[Fault]:
    for place, commitment in items.of("commitment"):
        period = commitment.get("period")
        if period and period["end"] < period["start"]:
            yield f"{place}.period", _("ends before it starts")
    for place, milestone in items.of("milestone"):
        yield from _halves(place, milestone)


def _halves(place: str, milestone: dict[str, Any]) -> Iterator[Fault]:
    known: dict[str, str] = {}
    for end in ("start", "end"):
        when = milestone.get(end)
        if when is None:
            continue
        half = when.get("half") or half_of(when["printed"])
        if half is None:
            yield f"{place}.{end}.printed", _("names no half-year")
            continue
        known[end] = half
        if half_of(when.get("printed", half)) != half:
            yield f"{place}.{end}", _("printed and half are not the same half-year")
    if len(known) == 2 and first_month(known["end"]) < first_month(known["start"]):
        yield place, _("ends before it starts")


def _texts(items: Items) -> Iterator[Fault]:
    """A record's paragraphs and lists are kept as text; what would not come back is named."""
    for place, commitment in items.of("commitment"):
        for field in IN_FILE:
            blocks = field.said_in(commitment) or []
            if field.kind is FieldKind.TEXT and to_blocks(to_markdown(blocks)) != blocks:
                yield f"{place}.{field.path}", _("holds characters that cannot be kept")


def _attendance(items: Items) -> Iterator[Fault]:
    """An organization's workshops are those whose participants it is among."""
    attended = items.workshops_attended()
    for place, organization in items.of("organization"):
        if "workshops" in organization and organization["workshops"] != attended.get(
            organization["id"], []
        ):
            sentence = _("the participants of the workshops say otherwise")
            yield f"{place}.workshops", sentence


def _links(items: Items) -> Iterator[Fault]:
    """A relation joins what it may join, and nothing leads round in a circle."""
    for place, link in items.of("link"):
        ends = (items.kind_of(link["from"]), items.kind_of(link["to"]))
        if link["relation"] not in ENDS:
            if link["relation"] not in items.document.get("lineage_relations", {}):
                values = ", ".join(ENDS)
                sentence = _(
                    "must be one of: %(values)s, or named in lineage_relations", values=values
                )
                yield f"{place}.relation", sentence
        elif ends not in ENDS[link["relation"]] and "unknown" not in ends:
            yield (
                place,
                _(
                    "%(relation)s does not lead from %(source)s to %(target)s",
                    relation=link["relation"],
                    source=ends[0] or "null",
                    target=ends[1] or "null",
                ),
            )
        if link["from"] is not None and link["from"] == link["to"]:
            yield place, _("leads back to itself")
    yield from _circles(items)
    pairs = Counter(
        (link["from"], link["to"], link["relation"]) for _place, link in items.of("link")
    )
    for place, link in items.of("link"):
        if pairs[link["from"], link["to"], link["relation"]] > 1:
            yield place, _("stands here twice")


def _contributions(items: Items) -> Iterator[Fault]:
    """What was written belongs to one phase of the guide of its round."""
    for place, workshop in items.of("workshop"):
        seen: set[int] = set()
        for number, group in enumerate(workshop.get("contributions", [])):
            if (workshop["round"], group["phase"]) not in SPECS:
                yield f"{place}.contributions[{number}].phase", _("is no phase of this round")
            if group["position"] in seen:
                yield f"{place}.contributions[{number}].position", _("stands here twice")
            seen.add(group["position"])


def _circles(items: Items) -> Iterator[Fault]:
    """Links between items of one kind that never come to an end."""
    left = {
        place: (link["from"], link["to"])
        for place, link in items.of("link")
        if link["from"] and link["to"] and link["from"] != link["to"] and link["relation"] in ENDS
    }
    while True:
        sources = {source for source, _target in left.values()}
        going_on = {place: ends for place, ends in left.items() if ends[1] in sources}
        if len(going_on) == len(left):
            break
        left = going_on
    for place in left:
        yield place, _("leads round in a circle")


def _counts(document: dict[str, Any], items: Items) -> Iterator[Fault]:
    counted = items.counts()
    for name, number in document.get("counts", {}).items():
        if name in counted and counted[name] != number:
            sentence = _("there are %(number)d in the file", number=counted[name])
            yield f"counts.{name}", sentence
