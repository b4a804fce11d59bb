"""The content of a plan with nothing in it that is not published: what open data are made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshop import clock
from workshop.commitments.models import CommitmentState
from workshop.exports.content import content as content_of
from workshop.public.published import Published

Content = dict[str, Any]
# What of a plan's document no published round vouches for.
UNPUBLISHED = ("diagnoses", "counts", "oddities")


def open_content(shown: Published) -> Content:
    """The published rounds as their editions have them, published records, and who they name."""
    content = content_of(shown.plan, now=shown.changed_at or clock.now())
    parts = [shown_round.content for shown_round in shown.rounds]
    records = [
        record
        for record in content["plan"].get("commitments", [])
        if content["records"][record["id"]]["state"] == CommitmentState.PUBLISHED
    ]
    sections = {
        name: [row for part in parts for row in part[name]]
        for name in ("votes", "phases", "answers")
    }
    document = {
        **{name: value for name, value in content["plan"].items() if name not in UNPUBLISHED},
        "rounds": _rounds(parts),
        "commitments": records,
        "lineage": [link for part in parts for link in part["lineage"]],
        "responses": [response for part in parts for response in part["responses"]],
    }
    codes = {part["workshop"]["id"] for part in parts}
    named = set(_organizations_named(parts, records))
    document["organizations"] = [
        {
            **organization,
            "workshops": [code for code in organization.get("workshops", []) if code in codes],
        }
        for organization in content["plan"].get("organizations", [])
        if organization["id"] in named
    ]
    return {**content, **sections, "plan": document}


def _rounds(parts: list[Content]) -> list[Content]:
    workshops = [part["workshop"] for part in parts]
    numbers = sorted({workshop["round"] for workshop in workshops})
    return [
        {
            "round": number,
            "workshops": [workshop for workshop in workshops if workshop["round"] == number],
        }
        for number in numbers
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
