"""Does the count come out again? From the ballots, from the published sums, after a lot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from workshop.digests import canonical_json, salted_digest, sha256, sha256_of_text
from workshop.voting.publication import FEWEST_OF_A_LIST, public_part
from workshop.voting.rules import RULES, retally
from workshop.voting.rules.cut import CARRY_ALL
from workshop.voting.rules.faults import Fault, is_whole
from workshop.voting.verify.contest_file import recount
from workshop.voting.verify.parts import (
    CLOSED,
    RECEIVED,
    SETTLED,
    Record,
    details_of,
    entries_of,
    settings_of,
    terms_of,
)


def result_faults(record: Record) -> Iterator[Fault]:
    """The result that was hashed at closing, and counted again from its sums where they suffice."""
    result, closed = record["result"], details_of(record, CLOSED)
    if sha256(result) != closed["result"]:
        yield "result", "is not what the log took in at closing"
    for name, number in result["ballots"].items():
        if number != closed.get(name):
            yield f"result.ballots.{name}", "is not the number in the log"
    if result["rule"] != terms_of(record)["rule"]:
        yield "result.rule", "is not the rule that was frozen"
    if can_count_sums(record):
        yield from _sum_faults(result)
        yield from _count_faults(
            record, retally(*_count_arguments(record, result)), "the sums give"
        )


def can_count_sums(record: Record) -> bool:
    """Whether the result can be had again from the published sums."""
    return "duels" in record["result"] and RULES[terms_of(record)["rule"]].counts_from_sums


def _count_arguments(record: Record, counted: Any) -> tuple[Any, ...]:
    terms = terms_of(record)
    keys = [option["key"] for option in terms["options"]]
    return keys, counted, terms["rule"], terms["seats"], settings_of(record)


def _sum_faults(result: Record) -> Iterator[Fault]:
    """The sums must be such as ballots can give."""
    counted = result["ballots"]["cast"] - result["ballots"]["blank"]
    for option, row in result["duels"].items():
        for other, above in row.items():
            below = result["duels"][other][option]
            if not is_whole(above) or above + below > counted:
                yield f"result.duels.{option}.{other}", f"does not fit {counted} ballots"
    for name in ("ranked_by", "first_places"):
        for option, number in result[name].items():
            if not is_whole(number) or number > counted:
                yield f"result.{name}.{option}", f"does not fit {counted} ballots"


def _count_faults(record: Record, again: Record, source: str) -> Iterator[Fault]:
    """Where the result differs from what a second count gives; points by sector aside."""
    again = public_part(again, is_secret=terms_of(record)["is_secret"])
    result = {name: value for name, value in record["result"].items() if name != "sectors"}
    for name in sorted(again.keys() | result.keys()):
        if canonical_json(again.get(name)) != canonical_json(result.get(name)):
            yield f"result.{name}", f"is not what {source}"


def ballot_faults(record: Record) -> Iterator[Fault]:
    """The single ballots, by how much of them is in the file."""
    yield from BALLOT_CHECKS[record["ballots"]["kind"]](record)


def _no_faults(record: Record) -> Iterator[Fault]:
    if record["ballots"] != {"kind": "none"}:
        yield "ballots", "are said to be none"


def _named_faults(record: Record) -> Iterator[Fault]:
    """In a roll call each line's ballot is the last one received for it."""
    lines = record["ballots"]["lines"]
    received = {e["details"]["line"]: e["details"]["answer"] for e in entries_of(record, RECEIVED)}
    cast = [line["line"] for line in record["roll"] if line["has_cast"]]
    if [line["line"] for line in lines] != cast:
        yield "ballots.lines", "are not the lines of the roll that cast a ballot"
    for place, line in enumerate(lines):
        if canonical_json(line["answer"]) != canonical_json(received.get(line["line"])):
            yield f"ballots.lines[{place}].answer", "is not the last ballot received for this line"
    yield from _recount_faults(record, [(line["answer"], 1) for line in lines])


def _single_faults(record: Record) -> Iterator[Fault]:
    groups = record["ballots"]["groups"]
    yield from _recount_faults(record, [(group["answer"], group["count"]) for group in groups])


def _recount_faults(record: Record, ballots: list[tuple[Any, int]]) -> Iterator[Fault]:
    """The ballots that were hashed at closing, and the result they give."""
    terms = terms_of(record)
    rule = RULES[terms["rule"]]
    document = {
        "options": [option["key"] for option in terms["options"]],
        "rule": terms["rule"],
        "seats": terms["seats"],
        "settings": settings_of(record),
        "ballots": [{"count": count, rule.ballot: answer} for answer, count in ballots],
    }
    again = recount(document)
    cast = again["ballots"]["cast"]
    # As many receipts too: a forged count of a million million is not written out below.
    if not cast == details_of(record, CLOSED)["cast"] == len(record["receipts"]):
        yield "ballots", "are not as many as were counted"
        return
    answers = [answer for answer, count in ballots for _time in range(count)]
    if salted_digest(record["ballots"]["salt"], answers) != details_of(record, CLOSED)["ballots"]:
        yield "ballots", "are not those that the log took in at closing"
    yield from _count_faults(record, again, "the ballots give")


def _cut_faults(record: Record) -> Iterator[Fault]:
    """Lists that were cut short: often enough each, all of them, and with the same first places."""
    groups, depth = record["ballots"]["groups"], record["ballots"]["depth"]
    first: Counter[str] = Counter()
    for place, group in enumerate(groups):
        if not is_whole(group["count"], least=FEWEST_OF_A_LIST) or len(group["answer"]) > depth:
            yield f"ballots.groups[{place}]", "is too rare or too long to be public"
        for option in group["answer"][0] if group["answer"] else ():
            first[option] += group["count"]
    if sum(group["count"] for group in groups) != record["result"]["ballots"]["cast"]:
        yield "ballots.groups", "are not as many as were counted"
    if {o: n for o, n in record["result"]["first_places"].items() if n} != dict(first):
        yield "ballots.groups", "have other first places than the result"


BALLOT_CHECKS = {
    "none": _no_faults,
    "named": _named_faults,
    "single": _single_faults,
    "cut": _cut_faults,
}


def outcome_faults(record: Record) -> Iterator[Fault]:
    """What goes forward is what the cut carries; after a tie, what the log says it was settled by.

    A run-off that is still open, or not shown yet, has settled nothing.
    """
    outcome, cut = record["outcome"], record["result"]["cut"]
    for name in sorted({"carried", "lot", "run_off"} ^ outcome.keys()):
        yield f"outcome.{name}", "does not belong here, or is missing"
    settled = [entry["details"] for entry in entries_of(record, SETTLED)]
    waits = bool(cut["tied"]) and cut["policy"] != CARRY_ALL and not settled
    how = settled[-1] if settled else {"carried": None if waits else cut["carried"]}
    if outcome["carried"] != how["carried"]:
        yield "outcome.carried", "is not what the cut gives, or the log took in"
    if outcome["lot"] != how.get("lot_number"):
        yield "outcome.lot", "is not a number that the log took in"
    if outcome["run_off"] != how.get("run_off") and not waits:
        yield "outcome.run_off", "is not a run-off that the log took in"
    if settled and not _can_settle(record, how):
        yield "outcome.carried", "is not what the lot or a run-off can give"


def _can_settle(record: Record, how: Record) -> bool:
    """Whether a tie can have been settled so: to all that were safe come some of the tied."""
    cut = record["result"]["cut"]
    safe, added = set(cut["carried"]), set(how["carried"]) - set(cut["carried"])
    if how.get("run_off"):
        return safe <= set(how["carried"]) and added <= set(cut["tied"])
    drawn = lot_order(record, how["lot_number"])[: cut["places_left"]]
    return sorted(how["carried"]) == sorted([*cut["carried"], *drawn])


def lot_order(record: Record, number: str) -> list[str]:
    """The tied options in the order of the lot: by SHA-256 of closing digest, number and key."""
    seed = record["closing"]["digest"] + number
    tied = record["result"]["cut"]["tied"]
    return sorted(tied, key=lambda option: sha256_of_text(seed + option))
