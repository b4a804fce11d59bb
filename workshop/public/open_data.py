"""The content of a plan with nothing in it that is not published: what open data are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from workshop import clock
from workshop.commitments.models import CommitmentState
from workshop.exports.content import OPEN, Public, Section, section_of
from workshop.exports.content import content as content_of
from workshop.exports.editions import parts_in_order, rows_of
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
    parts = parts_in_order(content, [shown_round.content for shown_round in shown.rounds])
    if section.public is Public.OF_ROUNDS:
        return rows_of(parts, section)
    if section.public is Public.WHOLE:
        return section_of(content, section)
    return CHOICES[section.name](content, parts)


def _rounds(_content: Content, parts: list[Content]) -> list[Content]:
    workshops = [part["workshop"] for part in parts]
    numbers = sorted({workshop["round"] for workshop in workshops})
    return [
        {
            "round": number,
            "workshops": [workshop for workshop in workshops if workshop["round"] == number],
        }
        for number in numbers
    ]


def _commitments(content: Content, _parts: list[Content]) -> list[Content]:
    return [
        record
        for record in content["plan"].get("commitments", [])
        if content["records"][record["id"]]["state"] == CommitmentState.PUBLISHED
    ]


def _records(content: Content, parts: list[Content]) -> Content:
    """What is kept beside the published records."""
    return {
        record["id"]: content["records"][record["id"]] for record in _commitments(content, parts)
    }


def _organizations(content: Content, parts: list[Content]) -> list[Content]:
    """Those that something published names, with the published workshops they took part in."""
    codes = {part["workshop"]["id"] for part in parts}
    named = set(_organizations_named(parts, _commitments(content, parts)))
    return [
        {
            **organization,
            "workshops": [code for code in organization.get("workshops", []) if code in codes],
        }
        for organization in content["plan"].get("organizations", [])
        if organization["id"] in named
    ]


def _organizations_named(parts: list[Content], records: list[Content]) -> Iterator[str]:
    """Every organization that something published names."""
    for part in parts:
        yield from (
            participant["org"] for participant in part["workshop"].get("participants") or []
        )
        yield from (
            proposal["responsible_org"] for proposal in part["workshop"].get("proposals", [])
        )
        yield from (response["org"] for response in part["responses"])
    yield from (record["leading_entity"]["org"] for record in records)


CHOICES: dict[str, Callable[[Content, list[Content]], Any]] = {
    "rounds": _rounds,
    "commitments": _commitments,
    "records": _records,
    "organizations": _organizations,
}
