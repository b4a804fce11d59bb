"""Does a record agree with itself? The chain of the log, and what it took in of the rest."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.digests import canonical_json, chain_digest, sha256, short_code
from workshop.voting.rules.faults import Fault
from workshop.voting.verify.parts import (
    CLOSED,
    EXTENDED,
    OPENED,
    RECEIVED,
    STRUCK,
    Record,
    details_of,
    entries_of,
    first_difference,
)


def log_faults(record: Record) -> Iterator[Fault]:
    """Each link follows from the one before; what can be read fits its digest."""
    previous = ""
    for number, link in enumerate(record["log"], start=1):
        path = f"log[{number - 1}]"
        if link["number"] != number:
            yield f"{path}.number", f"must be {number}"
        if "entry" in link and sha256(link["entry"]) != link["entry_digest"]:
            yield f"{path}.entry", "does not fit its digest"
        if "entry" in link and link["entry"]["number"] != number:
            yield f"{path}.entry.number", f"must be {number}"
        if link["digest"] != chain_digest(previous, link["entry_digest"]):
            yield f"{path}.digest", "does not follow from the entry and the one before"
        previous = link["digest"]


def head_faults(record: Record) -> Iterator[Fault]:
    """The digests and codes the room was shown are those of the chain at those moments."""
    for name, verb in (("opening", OPENED), ("closing", CLOSED)):
        head, entries = record[name], entries_of(record, verb)
        if len(entries) != 1:
            yield "log", f"must have one entry “{verb}” of this contest, not {len(entries)}"
            continue
        if head["number"] != entries[0]["number"]:
            yield f"{name}.number", f"is not that of the entry “{verb}”"
        if head["digest"] != record["log"][entries[0]["number"] - 1]["digest"]:
            yield f"{name}.digest", "is not the head of the log at that moment"
        if head["code"] != short_code(head["digest"]):
            yield f"{name}.code", "is not the code of the digest"


def contest_faults(record: Record) -> Iterator[Fault]:
    """The meeting and the terms, against the entry of the opening."""
    contest, opened = record["contest"], details_of(record, OPENED)
    for name in ("meeting", "terms"):
        yield from _differences(f"contest.{name}", contest[name], opened[name])
    for name in sorted({"id", "meeting", "terms"} ^ contest.keys()):
        yield f"contest.{name}", "does not belong here, or is missing"


def _differences(path: str, shown: Record, opened: Record) -> Iterator[Fault]:
    for name in sorted(shown.keys() | opened.keys()):
        if canonical_json(shown.get(name)) != canonical_json(opened.get(name)):
            yield f"{path}.{name}", "is not what the log took in when the vote opened"


def roll_faults(record: Record) -> Iterator[Fault]:
    """The roll line by line, against the opening and the lines that were added."""
    added = [entry["details"]["organization"] for entry in entries_of(record, EXTENDED)]
    names = [*details_of(record, OPENED)["roll"], *added]
    shown = [line["organization"] for line in record["roll"]]
    if shown != names:
        place = first_difference(shown, names)
        yield f"roll[{place}].organization", "is not on the roll that the log took in"
    for place, line in enumerate(record["roll"]):
        if line["line"] != place + 1:
            yield f"roll[{place}].line", f"must be {place + 1}"
    struck = {entry["details"]["line"] for entry in entries_of(record, STRUCK)}
    for place, line in enumerate(record["roll"]):
        if line.get("is_struck", False) != (place + 1 in struck):
            yield f"roll[{place}].is_struck", "is not what the log took in"
        if line.get("is_struck") and line.get("has_cast"):
            yield f"roll[{place}].has_cast", "is said of a line that was struck"
    cast = [line["has_cast"] for line in record["roll"] if "has_cast" in line]
    if cast and sum(cast) != details_of(record, CLOSED)["cast"]:
        yield "roll", "has another number of lines that cast a ballot than the log"


def receipt_faults(record: Record) -> Iterator[Fault]:
    """One code for each ballot, and the list that was hashed at closing."""
    receipts, closed = record["receipts"], details_of(record, CLOSED)
    if len(set(receipts)) != closed["cast"]:
        yield "receipts", f"must be {closed['cast']} different codes, one for each ballot"
    if sha256(receipts) != closed["receipts"]:
        yield "receipts", "are not those that the log took in at closing"


def casting_faults(record: Record) -> Iterator[Fault]:
    """Ballots are received after the opening and before the closing, as many as were counted."""
    first, last = record["opening"]["number"], record["closing"]["number"]
    received = entries_of(record, RECEIVED)
    for entry in (*received, *entries_of(record, EXTENDED), *entries_of(record, STRUCK)):
        if not first < entry["number"] < last:
            yield f"log[{entry['number'] - 1}]", "is not between the opening and the closing"
    if len(received) < details_of(record, CLOSED)["cast"]:
        yield "log", "has fewer ballots received than were counted"
