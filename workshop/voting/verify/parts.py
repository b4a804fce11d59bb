"""The parts of a record: its sections, and what of the log belongs to its contest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]

KIND, VERSION = "workshop-record", 1
SECTIONS = (
    "contest",
    "opening",
    "closing",
    "roll",
    "receipts",
    "result",
    "ballots",
    "outcome",
    "log",
)
OPENED = "contest opened"
RECEIVED = "ballot received"
EXTENDED = "roll extended"
STRUCK = "roll line struck"
CLOSED = "contest closed"
SETTLED = "tie settled"


def first_difference(sequence: Sequence[Any], other: Sequence[Any]) -> int:
    """The place at which two sequences part; where one goes on after the other, its end."""
    pairs = zip(sequence, other, strict=False)
    shorter = min(len(sequence), len(other))
    return next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)


def entries_of(record: Record, verb: str) -> list[Record]:
    """The entries of this contest with a verb, oldest first."""
    of = record["contest"]["id"]
    own = [link["entry"] for link in record["log"] if "entry" in link]
    return [entry for entry in own if entry["verb"] == verb and entry["details"]["contest"] == of]


def details_of(record: Record, verb: str) -> Record:
    details: Record = entries_of(record, verb)[0]["details"]
    return details


def terms_of(record: Record) -> Record:
    terms: Record = record["contest"]["terms"]
    return terms


def settings_of(record: Record) -> dict[str, Any]:
    """What the rule and the cut were told: the settings and the policy for ties."""
    terms = terms_of(record)
    return {**terms["settings"], "tie": terms["tie_policy"]}
