"""What can be wrong with an answer from outside, each fault as (path, sentence)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

Fault = tuple[str, str]
_SURROGATES = re.compile("[\ud800-\udfff]")


def is_whole(value: Any, least: int = 0) -> bool:
    """Whether this is an integer of at least `least`; true and 3.0 are not integers."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_name(value: Any) -> bool:
    """Whether this is a text that says something and can be written out again.

    Half of a surrogate pair cannot; JSON lets it in all the same.
    """
    return isinstance(value, str) and bool(value.strip()) and not _SURROGATES.search(value)


def ranking_faults(
    ranking: Any, options: Collection[str], equal_ranks: bool = True
) -> Iterator[Fault]:
    """What keeps this from being a ranking of these options: tie groups, best first."""
    if not isinstance(ranking, list):
        yield "", "must be a list of tie groups, best first"
        return
    seen: Counter[str] = Counter()
    for place, group in enumerate(ranking):
        path = f"[{place}]"
        if not isinstance(group, list) or not group:
            yield path, "must be a list with at least one option"
            continue
        if len(group) > 1 and not equal_ranks:
            yield path, "this rule does not accept options that share a place"
        for position, option in enumerate(group):
            for sentence in option_faults(option, options, seen):
                yield f"{path}[{position}]", sentence


def option_faults(option: Any, options: Collection[str], seen: Counter[str]) -> Iterator[str]:
    """What is wrong with one mention of an option; `seen` counts the earlier mentions."""
    if not isinstance(option, str):
        yield "must be the name of an option"
        return
    if option not in options:
        yield f"{option!r} is not an option of this contest"
        return
    seen[option] += 1
    if seen[option] > 1:
        yield f"{option!r} appears more than once"
