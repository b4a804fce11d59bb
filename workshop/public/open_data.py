"""The content of a plan with nothing in it that is not published: what open data are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from workshop import clock
from workshop.commitments.models import CommitmentState
from workshop.exports.content import OPEN, Public, Section, section_of
from workshop.exports.content import content as content_of
from workshop.exports.editions import codes_in, parts_in_order, rows_of, with_live_rows
from workshop.public.published import Published

Content = dict[str, Any]


def open_content(shown: Published) -> Content:
    """The published rounds as their editions have them, published records, and who they name.

    It has the sections that may be public (`exports.content.OPEN`) and nothing else.
    """
    content = content_of(shown.plan, now=shown.changed_at or clock.now())
    return {
        **_sections(content, shown, is_in_plan=False),
        "plan": _sections(content, shown, is_in_plan=True),
    }


def _sections(content: Content, shown: Published, *, is_in_plan: bool) -> Content:
    holder = content["plan"] if is_in_plan else content
    return {
        section.name: _public_part(section, content, shown)
        for section in OPEN
        if section.is_in_plan is is_in_plan
        and (section.public is not Public.WHOLE or section.name in holder)
    }


def _public_part(section: Section, content: Content, shown: Published) -> Any:
    if section.public is Public.OF_ROUNDS:
        return _rows(section, content, shown)
    if section.public is Public.WHOLE:
        return section_of(content, section)
    return CHOICES[section.name](content, shown)


def _parts(shown: Published) -> list[Content]:
    """What the latest edition of each published round holds."""
    return [shown_round.content for shown_round in shown.rounds]


def _rows(section: Section, content: Content, shown: Published) -> list[Content]:
    """The rows of the editions, and those that are public with a record or a theme that stopped:
    what led to the record, and the responses. No link leads to what is not public."""
    beside = set(_codes_beside(content, shown))
    later = [row for row in section_of(content, section) if section.home(row) in beside]
    rows = with_live_rows(section, rows_of(parts_in_order(content, _parts(shown)), section), later)
    if not section.other_key:
        return rows
    within = {code for part in _parts(shown) for code in codes_in(part["workshop"])}
    public = {None, *beside, *within}
    return [row for row in rows if all(row[key] in public for key in section.keys)]


def _codes_beside(content: Content, shown: Published) -> Iterator[str]:
    """What is public beside the rounds: records with their milestones, themes that stopped."""
    for record in _commitments(content, shown):
        yield record["id"]
        yield from (milestone["id"] for milestone in record.get("milestones", []))
    names = {theme.name for theme, _response in shown.stopped}
    yield from (theme["id"] for theme in content["plan"]["themes"] if theme["name"] in names)


def _rounds(content: Content, shown: Published) -> list[Content]:
    workshops = [part["workshop"] for part in parts_in_order(content, _parts(shown))]
    numbers = sorted({workshop["round"] for workshop in workshops})
    return [
        {
            "round": number,
            "workshops": [workshop for workshop in workshops if workshop["round"] == number],
        }
        for number in numbers
    ]


def _commitments(content: Content, _shown: Published) -> list[Content]:
    return [
        record
        for record in content["plan"].get("commitments", [])
        if content["records"][record["id"]]["state"] == CommitmentState.PUBLISHED
    ]


def _records(content: Content, shown: Published) -> Content:
    """What is kept beside the published records; of notes those written to be published."""
    return {
        record["id"]: {
            **kept,
            "warnings": [warning for warning in kept["warnings"] if warning["is_public"]],
        }
        for record in _commitments(content, shown)
        for kept in [content["records"][record["id"]]]
    }


def _organizations(content: Content, shown: Published) -> list[Content]:
    """Those that something published names, with the published workshops they took part in."""
    codes = {part["workshop"]["id"] for part in _parts(shown)}
    named = set(_organizations_named(content, shown))
    return [
        {
            **organization,
            "workshops": [code for code in organization.get("workshops", []) if code in codes],
        }
        for organization in content["plan"].get("organizations", [])
        if organization["id"] in named
    ]


def _organizations_named(content: Content, shown: Published) -> Iterator[str]:
    """Every organization that something published names."""
    for part in _parts(shown):
        workshop = part["workshop"]
        yield from (participant["org"] for participant in workshop.get("participants") or [])
        yield from (proposal["responsible_org"] for proposal in workshop.get("proposals", []))
        for group in workshop.get("contributions", []):
            yield from group.get("orgs", [])
    yield from (response["org"] for response in _rows(RESPONSES, content, shown))
    yield from (record["leading_entity"]["org"] for record in _commitments(content, shown))


[RESPONSES] = [section for section in OPEN if section.name == "responses"]
CHOICES: dict[str, Callable[[Content, Published], Any]] = {
    "rounds": _rounds,
    "commitments": _commitments,
    "records": _records,
    "organizations": _organizations,
}
