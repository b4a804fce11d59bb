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
    parts = [one.content for one in shown.rounds]
    records = [
        one
        for one in content["plan"].get("commitments", [])
        if content["records"][one["id"]]["state"] == CommitmentState.PUBLISHED
    ]
    told = {
        name: [one for part in parts for one in part[name]]
        for name in ("votes", "phases", "answers")
    }
    document = {
        **{name: one for name, one in content["plan"].items() if name not in UNPUBLISHED},
        "rounds": _rounds(parts),
        "commitments": records,
        "lineage": [one for part in parts for one in part["lineage"]],
        "responses": [one for part in parts for one in part["responses"]],
    }
    codes = {part["workshop"]["id"] for part in parts}
    named = set(_named(parts, records))
    document["organizations"] = [
        {**one, "workshops": [code for code in one.get("workshops", []) if code in codes]}
        for one in content["plan"].get("organizations", [])
        if one["id"] in named
    ]
    return {**content, **told, "plan": document}


def _rounds(parts: list[Content]) -> list[Content]:
    workshops = [part["workshop"] for part in parts]
    numbers = sorted({one["round"] for one in workshops})
    return [
        {"round": number, "workshops": [one for one in workshops if one["round"] == number]}
        for number in numbers
    ]


def _named(parts: list[Content], records: list[Content]) -> Iterator[str]:
    """Every organization that something published names."""
    for part in parts:
        yield from (one["org"] for one in part["workshop"].get("participants") or [])
        yield from (one["responsible_org"] for one in part["workshop"].get("proposals", []))
        yield from (one["org"] for one in part["responses"])
    yield from (one["leading_entity"]["org"] for one in records)
