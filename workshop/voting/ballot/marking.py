"""How a ballot is marked under each rule: what it may hold, its one form, and how it reads.

A rule names its kind of ballot in `voting/labels.py`. Each kind has its own part of the ballot
page, in `templates/voting/ballot/_mark_<kind>.html`, and its own script.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.digests import canonical_json
from workshop.errors import Invalid
from workshop.voting.labels import MARK_NAMES, RULE_TEXTS, BallotKind, criterion_name
from workshop.voting.models import Contest
from workshop.voting.rules import RULES
from workshop.voting.rules.rule import any_ranking
from workshop.workshops.models import CountRule


@dataclass(frozen=True)
class Line:
    """One line of a marked ballot: the sign before it, the option, and what it got."""

    sign: str
    text: str
    detail: str = ""


def kind_of(rule: CountRule) -> BallotKind:
    """Which kind of ballot a rule asks for."""
    return RULE_TEXTS[rule].ballot


def criteria_of(contest: Contest) -> dict[str, str]:
    """The criteria of a grid, each with its name for people; none under another rule."""
    return {key: criterion_name(key) for key in contest.settings.get("criteria", {})}


@dataclass(frozen=True)
class Dots:
    """How many dots one option takes at most, and the sentences that say how many there are."""

    most: int
    sentences: list[str]


def dots_of(contest: Contest) -> Dots | None:
    """What a voter may do with the dots; None under a rule without dots."""
    if kind_of(contest.rule) is not BallotKind.DOTS:
        return None
    dots = contest.settings["dots"]
    most = min(contest.settings["most"], dots)
    sentences = [ngettext("You have one dot to spread.", "You have %(num)d dots to spread.", dots)]
    if most < dots:
        sentences.append(
            ngettext("No option takes more than one.", "No option takes more than %(num)d.", most)
        )
    return Dots(most, sentences)


def check_answer(contest: Contest, answer: Any) -> Any:
    """The answer in its one form, as it is read back from the database.

    Raises `Invalid` with a sentence when the rule refuses it.
    """
    rule = RULES[contest.rule]
    options = {option.key for option in contest.options}
    if any(rule.answer_faults(answer, options, contest.settings)):
        raise Invalid({"answer": _what_is_wrong(contest, answer, options)})
    return json.loads(canonical_json(rule.canonical(answer)))


def _what_is_wrong(contest: Contest, answer: Any, options: set[str]) -> list[str]:
    """Why the rule refuses this answer, for the voter."""
    rule = RULES[contest.rule]
    if not rule.accepts_equal_ranks and not any(any_ranking(answer, options, {})):
        return [
            _("Two options cannot share a place under this rule. Give each a place of its own.")
        ]
    is_of_dots = kind_of(contest.rule) is BallotKind.DOTS
    if is_of_dots and not any(rule.answer_faults(answer, options, _UNLIMITED)):
        return _dots_beyond(contest, answer)
    return [_("The ballot could not be read. Fill it in again.")]


_UNLIMITED = {"dots": None, "most": None}


def _dots_beyond(contest: Contest, answer: dict[str, int]) -> list[str]:
    """A sentence for each limit that a person's dots go beyond."""
    dots, most = contest.settings["dots"], contest.settings["most"]
    sentences = [
        ngettext(
            "“%(option)s” takes one dot at most.",
            "“%(option)s” takes %(num)d dots at most.",
            most,
            option=option.text,
        )
        for option in contest.options
        if answer.get(option.key, 0) > most
    ]
    if sum(answer.values()) > dots:
        sentences.append(
            _(
                "You spread %(spent)d of %(dots)d dots. Take some back.",
                spent=sum(answer.values()),
                dots=dots,
            )
        )
    return sentences


def progress(contest: Contest, answer: Any) -> dict[str, int]:
    """How much of a ballot is filled in: "n" of "total" places, ticks, dots or marks; "left"."""
    kind, options = kind_of(contest.rule), len(contest.options)
    if kind is BallotKind.DOTS:
        n, total = sum(answer.values()), contest.settings["dots"]
    elif kind is BallotKind.GRID:
        n, total = sum(map(len, answer.values())), options * len(contest.settings["criteria"])
    else:
        n, total = sum(map(len, answer)), options
    return {"n": n, "total": total, "left": total - n}


def lines(contest: Contest, answer: Any) -> list[Line]:
    """What a ballot says, as its voter reads it before casting it and on the receipt."""
    texts = {option.key: option.text for option in contest.options}
    return LINES[kind_of(contest.rule)](contest, texts, answer)


def _ranking_lines(contest: Contest, texts: dict[str, str], answer: Any) -> list[Line]:
    return [
        Line(str(place), " · ".join(texts[key] for key in group))
        for place, group in enumerate(answer, start=1)
    ]


def _tick_lines(contest: Contest, texts: dict[str, str], answer: Any) -> list[Line]:
    return [Line("✓", texts[key]) for group in answer for key in group]


def _dot_lines(contest: Contest, texts: dict[str, str], answer: Any) -> list[Line]:
    most_first = sorted(answer, key=lambda key: (-answer[key], key))
    return [Line(str(answer[key]), texts[key]) for key in most_first]


def _grid_lines(contest: Contest, texts: dict[str, str], answer: Any) -> list[Line]:
    names = criteria_of(contest)
    return [
        Line(
            "",
            texts[key],
            " · ".join(f"{names[c]}: {MARK_NAMES[row[c]]}" for c in names if c in row),
        )
        for key, row in answer.items()
    ]


LINES = {
    BallotKind.RANKING: _ranking_lines,
    BallotKind.TICKS: _tick_lines,
    BallotKind.DOTS: _dot_lines,
    BallotKind.GRID: _grid_lines,
}
