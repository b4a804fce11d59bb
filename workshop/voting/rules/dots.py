"""Rule "dots": spread your dots over the options, not too many on one; most dots first.

The ballot is {"A": 3, "B": 1}. Settings: "dots" a person may spend (5) and "most" of them on one
option (all of them). Dots may be left unspent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from workshop.voting.rules.faults import Fault, is_whole
from workshop.voting.rules.points import as_decimals, by_score
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.rule import Counted, Rule, Settings

Dots = Mapping[str, int]
DOTS = 5


def count(
    profile: Profile, groups: Sequence[Counted], seats: int, settings: Settings
) -> dict[str, Any]:
    """Order the options by their dots; equal numbers are a tie."""
    dots = dict.fromkeys(profile.options, 0)
    for answer, times in groups:
        for option, number in answer.items():
            dots[option] += number * times
    return {"order": by_score(dots), "points": as_decimals({o: 2 * n for o, n in dots.items()})}


def by_dots(answer: Dots, settings: Settings) -> list[list[str]]:
    """The options that got dots from one person, as a ranking."""
    return by_score(spent(answer))


def spent(answer: Dots) -> dict[str, int]:
    """The dots in their one form: names sorted, and none that got nothing."""
    return {option: dots for option, dots in sorted(answer.items()) if dots}


def answer_faults(answer: Any, options: Collection[str], settings: Settings) -> Iterator[Fault]:
    """What keeps this from being one person's dots."""
    if not isinstance(answer, dict):
        yield "", "must be an object of options and their dots"
        return
    dots = settings.get("dots", DOTS)
    most = settings.get("most", dots)
    for option, number in answer.items():
        if option not in options:
            yield f"[{option!r}]", f"{option!r} is not an option of this contest"
        if not is_whole(number):
            yield f"[{option!r}]", "must be a whole number of dots"
        elif is_whole(most) and number > most:
            yield f"[{option!r}]", f"has more than {most} dots"
    total = sum(number for number in answer.values() if is_whole(number))
    if is_whole(dots) and total > dots:
        yield "", f"spends {total} of {dots} dots"


def setting_faults(settings: Settings) -> Iterator[Fault]:
    """What is wrong with the number of dots, or with the most for one option."""
    for name in ("dots", "most"):
        if name in settings and not is_whole(settings[name], least=1):
            yield name, "must be a whole number of at least 1"


RULE = Rule(
    key="dots",
    version="1",
    count=count,
    ballot="dots",
    blank={},
    to_ranking=by_dots,
    answer_faults=answer_faults,
    canonical=spent,
    setting_faults=setting_faults,
    defaults={"dots": DOTS, "most": DOTS},
)
