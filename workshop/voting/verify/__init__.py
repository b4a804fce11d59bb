"""Checking the record of a contest offline: `workshop verify FILE`.

Only the standard library and the counting rules are needed, and no database. Three things are
asked. Is the file as it was written? Every section fits the seal, and the bytes are canonical, so
that one changed byte is found and its place told. Does it agree with itself? The chain of the
log holds, and the terms, the roll, the receipts, the ballots and the result are those that the
chain took in at opening and closing. Does the count come out again? From the ballots, or from the
published sums. Whoever forges all of this at once gets other codes than the room was shown, so
the two codes are told at the end for comparing with the slip or the minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from workshop.voting.rules.faults import Fault
from workshop.voting.verify import chain, count, seal
from workshop.voting.verify.contest_file import BadContest
from workshop.voting.verify.parts import CLOSED, KIND, Record, details_of, terms_of

Check = Callable[[Record], Iterator[Fault]]

# By either of these a damaged record is still known for one.
MARKS = (f'"kind":"{KIND}"'.encode(), b'"seal":{"all":')
CHECKS: tuple[tuple[str, Check], ...] = (
    ("$", seal.frame_faults),
    ("seal", seal.seal_faults),
    ("log", chain.log_faults),
    ("opening", chain.head_faults),
    ("contest", chain.contest_faults),
    ("roll", chain.roll_faults),
    ("receipts", chain.receipt_faults),
    ("log", chain.casting_faults),
    ("result", count.result_faults),
    ("ballots", count.ballot_faults),
    ("outcome", count.outcome_faults),
)


def verify_file(path: str | Path) -> tuple[int, list[str], list[str]]:
    """Check a record: exit status (0 whole, 1 not, 2 no record), what was found, the faults."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return 2, [], [f"{path}: cannot be read: {error.strerror}"]
    if not any(mark in data for mark in MARKS):
        return 2, [], [f"{path}: is not the record of a contest"]
    record, faults = seal.read_record(data)
    if not faults:
        faults = list(record_faults(record))
    if faults:
        return 1, [], [f"{path}: {sentence}" for path, sentence in dict.fromkeys(faults)]
    return 0, findings(record), []


def record_faults(record: Record) -> Iterator[Fault]:
    """Everything that is wrong with a record, from its frame to its count."""
    for name, check in CHECKS:
        yield from _faults_of(name, check, record)


def _faults_of(name: str, check: Check, record: Record) -> list[Fault]:
    """What one check finds. What it stumbles over is not built as in a record: a fault as well."""
    try:
        return list(check(record))
    except BadContest as bad:
        return [(f"{name}: {path}", sentence) for path, sentence in bad.faults]
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return [(name, f"is not built as in a record ({type(error).__name__}: {error})")]


def findings(record: Record) -> list[str]:
    """What was checked in a record that is whole, in plain sentences, and the two codes."""
    closed, links = details_of(record, CLOSED), len(record["log"])
    meeting = record["contest"]["meeting"]
    return [
        f"{meeting['theme']}, round {meeting['round']}, {meeting['date']}: the record is whole.",
        "The file is as it was written: every section fits its seal.",
        f"The log holds together: {links} entries, each following from the one before.",
        "The terms, the roll, the receipts and the result are those the log took in.",
        f"{closed['cast']} of {_entitled(record)} entitled cast a ballot.",
        _how_counted(record),
        f"Opening code: {record['opening']['code']}",
        f"Closing code: {record['closing']['code']}",
        "Compare both codes with those the room was shown.",
    ]


def _entitled(record: Record) -> int:
    """The lines of the roll that stand: a line that was struck entitles nobody."""
    return sum(not line.get("is_struck", False) for line in record["roll"])


def _how_counted(record: Record) -> str:
    """How far the count could be repeated from this file."""
    rule = terms_of(record)["rule"]
    if record["ballots"]["kind"] in ("named", "single"):
        return f"Counted again from the ballots by the rule “{rule}”: the same result."
    if count.can_count_sums(record):
        return f"Counted again from the published sums by the rule “{rule}”: the same result."
    return (
        "The count itself cannot be repeated from this file, which holds no single ballots;"
        " the scrutineers' file allows it."
    )
