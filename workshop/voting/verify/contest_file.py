"""A contest as one JSON file: all that anyone needs to count it again.

    {"options": ["A", "B", "C"], "rule": "duels-points", "seats": 2,
     "ballots": [{"count": 3, "ranking": [["A"], ["B", "C"]]}, {"count": 1, "ranking": []}]}

A ranking is a list of tie groups, best first; what it leaves out is level at the end, and `[]` is
a blank ballot under every rule. "settings" is optional: what the rule leaves to the contest, and
"tie", the policy for a tie at the cut. Other keys are for people and are not read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from workshop.digests import canonical_json
from workshop.voting.rules import RULES, TIE_POLICIES, Rule, tally
from workshop.voting.rules.faults import Fault, is_name, is_whole

ROOT = "$"


class BadContest(ValueError):
    """A contest that cannot be counted; `faults` holds a (path, sentence) for each reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(fault_lines(faults)))
        self.faults = faults


def recount_file(path: str | Path) -> tuple[int, str, list[str]]:
    """Count the contest in a file: exit status, canonical JSON, and a line for every fault."""
    try:
        with integers_of_any_length():
            return 0, canonical_json(recount(load(path))), []
    except BadContest as bad:
        return 2, "", fault_lines(bad.faults)


@contextmanager
def integers_of_any_length() -> Iterator[None]:
    """Lift Python's limit on the digits of an integer: a count is any whole number, and sums and
    fractions grow beyond the counts. The limit guards servers; a recount is one's own process.
    """
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(limit)


def recount(document: Any) -> dict[str, Any]:
    """Count the contest in a parsed document; raises BadContest with every fault it has."""
    if faults := list(contest_faults(document)):
        raise BadContest(faults)
    rule = RULES[document["rule"]]
    groups = [(_answer(ballot, rule), ballot["count"]) for ballot in document["ballots"]]
    settings = document.get("settings", {})
    return tally(document["options"], groups, rule.key, document["seats"], settings)


def load(path: str | Path) -> Any:
    """Read a JSON file; raises BadContest when it cannot be read, is not JSON or repeats a key."""
    repeats: list[tuple[Any, str]] = []
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        document = json.loads(text, object_pairs_hook=partial(_object, repeats))
    except OSError as error:
        sentence = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        sentence = "is not UTF-8 text"
    except RecursionError:
        sentence = "is nested too deeply"
    except ValueError as error:
        sentence = f"is not valid JSON: {error}"
    else:
        if repeats:
            raise BadContest([*_repeat_faults(document, repeats), *contest_faults(document)])
        return document
    raise BadContest([(ROOT, sentence)])


def fault_lines(faults: list[Fault]) -> list[str]:
    """Each fault as one line: where, then what."""
    return [f"{path}: {sentence}" for path, sentence in faults]


def contest_faults(document: Any) -> Iterator[Fault]:
    """Everything that keeps a document from being counted, in the order of the file format."""
    if not isinstance(document, dict):
        yield ROOT, "must be an object with options, ballots, rule and seats"
        return
    yield from _option_list_faults(document.get("options"))
    rule = document.get("rule")
    if not isinstance(rule, str) or rule not in RULES:
        yield "rule", f"must be one of {', '.join(RULES)}"
    if not is_whole(document.get("seats"), least=1):
        yield "seats", "must be a whole number of at least 1"
    yield from _setting_faults(document)
    yield from _ballot_list_faults(document)


def _option_list_faults(options: Any) -> Iterator[Fault]:
    if not isinstance(options, list) or not options:
        yield "options", "must be a list with at least one option"
        return
    seen: Counter[str] = Counter()
    for position, option in enumerate(options):
        path = f"options[{position}]"
        if not is_name(option):
            yield path, "must be a text that is not empty"
            continue
        seen[option] += 1
        if seen[option] > 1:
            yield path, f"{option!r} appears more than once"


def _setting_faults(document: dict[str, Any]) -> Iterator[Fault]:
    settings = document.get("settings", {})
    if not isinstance(settings, dict):
        yield "settings", "must be an object"
        return
    if settings.get("tie", TIE_POLICIES[0]) not in TIE_POLICIES:
        yield "settings.tie", f"must be one of {', '.join(TIE_POLICIES)}"
    for path, sentence in _rule_of(document).setting_faults(settings):
        yield f"settings.{path}", sentence


def _ballot_list_faults(document: dict[str, Any]) -> Iterator[Fault]:
    ballots = document.get("ballots")
    if not isinstance(ballots, list):
        yield "ballots", "must be a list"
        return
    rule, options, settings = _rule_of(document), _options_of(document), _settings_of(document)
    for position, ballot in enumerate(ballots):
        path = f"ballots[{position}]"
        if not isinstance(ballot, dict):
            yield path, f"must be an object with count and {rule.ballot}"
            continue
        if not is_whole(ballot.get("count"), least=1):
            yield f"{path}.count", "must be a whole number of at least 1"
        if rule.ballot not in ballot and ballot.get("ranking") != []:
            yield f"{path}.{rule.ballot}", "is missing"
            continue
        for tail, sentence in rule.answer_faults(_answer(ballot, rule), options, settings):
            yield f"{path}.{rule.ballot}{tail}", sentence


def _answer(ballot: dict[str, Any], rule: Rule) -> Any:
    """What a ballot says in its rule's own form; the empty ranking is blank under every rule."""
    return ballot.get(rule.ballot, rule.blank)


def _rule_of(document: dict[str, Any]) -> Rule:
    """The rule to check against: the default one while the file names none that exists."""
    name = document.get("rule")
    return RULES.get(name if isinstance(name, str) else "", RULES["duels-points"])


def _options_of(document: dict[str, Any]) -> Collection[str]:
    options = document.get("options")
    return {o for o in options if isinstance(o, str)} if isinstance(options, list) else set()


def _settings_of(document: dict[str, Any]) -> dict[str, Any]:
    settings = document.get("settings", {})
    return settings if isinstance(settings, dict) else {}


def _object(repeats: list[tuple[Any, str]], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build a JSON object, noting each key that comes twice: one of the two is lost."""
    result = dict(pairs)
    if len(result) < len(pairs):
        times = Counter(key for key, _value in pairs)
        repeats += [(result, key) for key in result if times[key] > 1]
    return result


def _repeat_faults(document: Any, repeats: list[tuple[Any, str]]) -> Iterator[Fault]:
    """The keys that come twice, each with the path of its object."""
    for path, value in _walk(document):
        for owner, key in repeats:
            if owner is value:
                yield path or ROOT, f"has the key {key!r} more than once"


def _key_path(path: str, key: str) -> str:
    """The path of what an object has under this key; an odd key is written so that it prints."""
    if not key.isidentifier():
        return f"{path or ROOT}[{key!r}]"
    return f"{path}.{key}" if path else key


def _walk(document: Any) -> Iterator[tuple[str, Any]]:
    """Every value of a document with its path, in the order of the file, however deep."""
    waiting = [("", document)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, dict):
            within = [(_key_path(path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            within = [(f"{path}[{place}]", inner) for place, inner in enumerate(value)]
        else:
            within = []
        waiting += reversed(within)
