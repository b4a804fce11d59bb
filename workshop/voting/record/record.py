"""The record of a contest as one file that an outsider can check with `workshop verify`.

It holds the terms, the roll by organization, the receipts, the result, and the chain of the whole
workshop's log, of which only the contest's own entries can be read. Single ballots are in it where
they may be: named in a roll call, all of them for the scrutineers of a secret vote, cut short for
the public when there are many. Nothing in it names a person. `verify` reads what is written here.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import zip_longest
from typing import Any

from workshop.digests import canonical_json, sha256, short_code
from workshop.extensions import db
from workshop.voting.contest import ledger, queries
from workshop.voting.models import Ballot, Contest, ContestState
from workshop.voting.publication import cut_ballots, public_part
from workshop.voting.rules import RULES
from workshop.voting.verify.parts import EXTENDED, KIND, OPENED, VERSION
from workshop.workshops import log
from workshop.workshops.models import LogEntry


def as_file(record: dict[str, Any]) -> bytes:
    """A record as the bytes of its file: one line of canonical JSON."""
    return f"{canonical_json(record)}\n".encode()


def contest_record(contest: Contest, *, for_scrutineers: bool = False) -> dict[str, Any]:
    """The record of a contest whose result has been shown, sealed section by section."""
    entries = _entries(contest)
    own = [log.content(entry) for entry in entries if _is_of(entry, contest)]
    opened = next(entry["details"] for entry in own if entry["verb"] == OPENED)
    sections = {
        "contest": {
            "id": contest.id,
            "meeting": opened["meeting"],
            "terms": ledger.terms(contest),
        },
        "opening": _head(entries, contest.opening_digest),
        "closing": _head(entries, contest.closing_digest),
        "roll": _roll(contest, own, with_turnout=for_scrutineers or not contest.is_secret),
        "receipts": queries.receipts(contest),
        "result": public_part(contest.result or {}, is_secret=contest.is_secret),
        "ballots": _ballots(contest, for_scrutineers=for_scrutineers),
        "outcome": _outcome(contest),
        "log": [_link(entry, contest) for entry in entries],
    }
    return {"kind": KIND, "version": VERSION, **sections, "seal": seal(sections)}


def seal(sections: dict[str, Any]) -> dict[str, Any]:
    """A digest of each section, and one over all of them with the kind of the file."""
    digests = {name: sha256(section) for name, section in sections.items()}
    return {
        "sections": digests,
        "all": sha256({"kind": KIND, "version": VERSION, "sections": digests}),
    }


def _entries(contest: Contest) -> list[LogEntry]:
    query = db.select(LogEntry).filter_by(workshop_id=contest.workshop_id)
    return list(db.session.scalars(query.order_by(LogEntry.number)))


def _is_of(entry: LogEntry, contest: Contest) -> bool:
    return entry.details.get("contest") == contest.id


def _link(entry: LogEntry, contest: Contest) -> dict[str, Any]:
    """One link of the chain: the digests always, the content if it is about this contest."""
    link = {
        "number": entry.number,
        "digest": entry.digest,
        "entry_digest": log.entry_digest(entry),
    }
    return {**link, "entry": log.content(entry)} if _is_of(entry, contest) else link


def _head(entries: list[LogEntry], digest: str) -> dict[str, Any]:
    """The head of the log at opening or closing, with the code the room was shown."""
    number = next((entry.number for entry in entries if entry.digest == digest), 0)
    return {"number": number, "digest": digest, "code": short_code(digest)}


def _roll(
    contest: Contest, own: list[dict[str, Any]], *, with_turnout: bool
) -> list[dict[str, Any]]:
    """The lines of the roll under the names they had when they were entered.

    Who has cast is public only where the ballots are.
    """
    lines: list[dict[str, Any]] = []
    for number, (name, entry) in enumerate(zip_longest(_names(own), contest.roll), start=1):
        line = {"line": number, "organization": name}
        if entry and entry.is_struck:
            line["is_struck"] = True
        if with_turnout:
            line["has_cast"] = entry.has_cast if entry else False
        lines.append(line)
    return lines


def _names(own: list[dict[str, Any]]) -> list[str]:
    """The organizations on the roll, line by line, as the log has them."""
    names: list[str] = []
    for entry in own:
        if entry["verb"] == OPENED:
            names += entry["details"]["roll"]
        elif entry["verb"] == EXTENDED:
            names.append(entry["details"]["organization"])
    return names


def _ballots(contest: Contest, *, for_scrutineers: bool) -> dict[str, Any]:
    """The single ballots, as far as this reader may have them."""
    if not contest.is_secret:
        return {"kind": "named", "salt": contest.salt, "lines": named_answers(contest)}
    answers = _answers(contest)
    if for_scrutineers:
        return {"kind": "single", "salt": contest.salt, "groups": _count_answers(answers)}
    if RULES[contest.rule].ballot == "ranking":
        depth, lists = cut_ballots(map(json.loads, answers))
        if depth:
            groups = [{"answer": ranking, "count": times} for ranking, times in lists]
            return {"kind": "cut", "depth": depth, "groups": groups}
    return {"kind": "none"}


def _answers(contest: Contest) -> list[str]:
    query = db.select(Ballot.ranking).filter_by(contest_id=contest.id).order_by(Ballot.ranking)
    return list(db.session.scalars(query))


def _count_answers(answers: list[str]) -> list[dict[str, Any]]:
    return [
        {"answer": json.loads(answer), "count": times}
        for answer, times in sorted(Counter(answers).items())
    ]


def named_answers(contest: Contest) -> list[dict[str, Any]]:
    """In a roll call, what each line of the roll that has cast answered."""
    query = db.select(Ballot.roll_entry_id, Ballot.ranking).filter_by(contest_id=contest.id)
    answers = {line: json.loads(answer) for line, answer in db.session.execute(query)}
    return [
        {"line": number, "answer": answers[entry.id]}
        for number, entry in enumerate(contest.roll, start=1)
        if entry.id in answers
    ]


def _outcome(contest: Contest) -> dict[str, Any]:
    """What goes forward when all is settled, and how a tie across the cut was settled."""
    run_off = db.session.scalar(
        db.select(Contest.id)
        .filter_by(run_off_of_id=contest.id, is_practice=False)
        .filter(Contest.state != ContestState.VOID)
        .order_by(Contest.id.desc())
    )
    return {"carried": contest.carried, "lot": contest.lot_number, "run_off": run_off}
