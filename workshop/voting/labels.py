"""The counting rules in words, the same on screens and in files: one value for each rule.

What a rule does stands in `rules/`; what people read about it, and how its ballot is marked, stands
here and nowhere else.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from workshop.workshops.models import CountRule, TiePolicy


class BallotKind(enum.StrEnum):
    """How a ballot is marked; each kind has its part of the ballot page and its script."""

    RANKING = "ranking"
    TICKS = "ticks"
    DOTS = "dots"
    GRID = "grid"


@dataclass(frozen=True)
class Figure:
    """The number that stands beside an option on a result.

    `source` is the sum of the result it is read from, a number or a decimal for each option;
    `with_unit` says it with its unit.
    """

    heading: Any
    source: str
    with_unit: Callable[[str], str]
    is_whole: bool = False

    def of(self, result: Mapping[str, Any], option: str) -> str:
        """What the option got, as people read it."""
        number = str(result[self.source][option])
        return number.removesuffix(".0") if self.is_whole else number


def _in_points(number: str) -> str:
    points = number.removesuffix(".0")
    is_single = points == "1"
    return ngettext("%(points)s point", "%(points)s points", 1 if is_single else 2, points=points)


def _in_ticks(number: str) -> str:
    return ngettext("%(num)d tick", "%(num)d ticks", int(number))


def _in_dots(number: str) -> str:
    return ngettext("%(num)d dot", "%(num)d dots", int(number))


def _in_first_choices(number: str) -> str:
    return ngettext("%(num)d first choice", "%(num)d first choices", int(number))


def _as_score(number: str) -> str:
    return _("Score %(score)s", score=number)


POINTS = Figure(_l("Points"), "points", _in_points)
TICKS = Figure(_l("Ticks"), "ranked_by", _in_ticks)
DOTS = Figure(_l("Dots"), "points", _in_dots, is_whole=True)
SCORE = Figure(_l("Score"), "points", _as_score)
# Under the rules that count in rounds, what the first round starts from.
FIRST_CHOICES = Figure(_l("First choices"), "first_places", _in_first_choices)


@dataclass(frozen=True)
class RuleText:
    """A counting rule for people: what it is called, what it does, what it is weak in.

    `sentence` is for whoever chooses or reads a result, `explanation` for whoever votes. No rule is
    immune to everything: `weakness` is told before it is chosen. `places_hint` and
    `too_many_places` are for a rule that can fill only so many places (`Rule.most_seats`);
    `order_note` for one whose figures need not fall in the order of the result.
    """

    name: Any
    sentence: Any
    explanation: Any
    weakness: Any
    figure: Figure
    ballot: BallotKind = BallotKind.RANKING
    places_hint: Any = ""
    too_many_places: Any = ""
    order_note: Any = ""


RULE_TEXTS = {
    CountRule.DUELS_POINTS: RuleText(
        name=_l("Duels, then points"),
        sentence=_l(
            "Every two options are compared: the one that more ballots place higher goes above;"
            " where that runs in a circle the closest duel gives way, and points decide between"
            " level ones."
        ),
        explanation=_l(
            "We compare every two options. If more ballots put A above B, A goes higher. If that"
            " goes round in a circle, the closest duel gives way. If two are level, the one with"
            " more points goes first; if they have the same points as well, we say so: it is a tie."
        ),
        weakness=_l(
            "Weak point: it takes a table of all duels to check, where points need only a sum."
        ),
        figure=POINTS,
        order_note=_l(
            "The duels give this order; points decide only between options that are level."
        ),
    ),
    CountRule.POINTS: RuleText(
        name=_l("Points"),
        sentence=_l(
            "On every ballot an option gets one point for each option below it and half a point"
            " for each one level with it; the sums give the order."
        ),
        explanation=_l(
            "Each ballot gives an option one point for every option it places below it, and half a"
            " point for every one it leaves level. What a ballot leaves out is level at its end. We"
            " add up; equal sums are a tie."
        ),
        weakness=_l(
            "Weak point: entering one idea several times in other words, or putting a strong rival"
            " last, can change the order."
        ),
        figure=POINTS,
    ),
    CountRule.APPROVAL: RuleText(
        name=_l("Ticks (approval)"),
        sentence=_l(
            "Everybody ticks all the options they would carry forward; most ticks go first."
        ),
        explanation=_l(
            "Tick every option you would carry forward, as many as you like. We count the ticks of"
            " each option; equal numbers are a tie."
        ),
        weakness=_l("Weak point: it knows no order among what one person ticks."),
        figure=TICKS,
        ballot=BallotKind.TICKS,
    ),
    CountRule.DOTS: RuleText(
        name=_l("Dots"),
        sentence=_l(
            "Everybody spreads the same number of dots over the options; most dots go first."
        ),
        explanation=_l(
            "You have a few dots. Put several on what matters most to you, or spread them. We count"
            " the dots of each option; equal numbers are a tie. Nobody sees dots before the vote"
            " closes."
        ),
        weakness=_l("Weak point: similar options take dots from each other, so both can lose."),
        figure=DOTS,
        ballot=BallotKind.DOTS,
    ),
    CountRule.GRID: RuleText(
        name=_l("Criteria grid"),
        sentence=_l(
            "Everybody judges each option by the same criteria, “no”, “partly” or “yes”; the means"
            " of the answers, added up with their weights, give the order."
        ),
        explanation=_l(
            "You answer the same questions about each option: no, partly, yes. What you leave out"
            " is no answer and not a “no”. For each question we take the mean of those who"
            " answered, and add up the means with their weights. If fewer than half of the ballots"
            " answer a question, no order is made."
        ),
        weakness=_l(
            "Weak point: it asks much in little time; ten options and four criteria are forty"
            " answers."
        ),
        figure=SCORE,
        ballot=BallotKind.GRID,
    ),
    CountRule.STV: RuleText(
        name=_l("Shared places (STV)"),
        sentence=_l(
            "The places are shared: each part of the room that is large enough gets one option"
            " through, and what it has beyond that moves on to its next choices."
        ),
        explanation=_l(
            "Put the options in order. Your ballot counts for your first choice. An option that"
            " reaches the quota is elected, and what it has beyond the quota moves on to the next"
            " choice on its ballots. If none reaches it, the last one goes out and its ballots move"
            " on. This goes on until the places are filled."
        ),
        weakness=_l(
            "Weak point: it chooses a set and gives no order of priority among those elected."
        ),
        figure=FIRST_CHOICES,
    ),
    CountRule.IRV: RuleText(
        name=_l("Instant run-off (IRV)"),
        sentence=_l(
            "It fills one place: the option with the fewest first places goes out and its ballots"
            " move on to their next choice, until one option has more than half."
        ),
        explanation=_l(
            "Put the options in order. Your ballot counts for your first choice. If none has more"
            " than half, the last one goes out and its ballots move on to their next choice, until"
            " one has more than half."
        ),
        weakness=_l(
            "Weak point: an option many would accept as their second choice can go out early, and"
            " the order in which the others leave is no order of priority."
        ),
        figure=FIRST_CHOICES,
        places_hint=_l("It fills one place, so exactly one goes on."),
        too_many_places=_l(
            "Instant run-off fills one place: let one go on, or choose another rule."
        ),
    ),
}

RULE_NAMES = {rule: text.name for rule, text in RULE_TEXTS.items()}

TIE_POLICY_NAMES = {
    TiePolicy.CARRY_ALL: _l("Carry all of them"),
    TiePolicy.RUN_OFF: _l("A run-off among them"),
    TiePolicy.LOTS: _l("Draw lots"),
}

TIE_POLICY_SENTENCES = {
    TiePolicy.CARRY_ALL: _l("All that are tied go forward, even if that is more than planned."),
    TiePolicy.RUN_OFF: _l(
        "A short vote among the tied, by the same rule, in the summary of votes."
    ),
    TiePolicy.LOTS: _l(
        "A number is produced in the room, with dice or slips of paper, after the ballots are"
        " sealed; anybody can redo what follows from it."
    ),
}

CRITERION_NAMES = {
    "specific": _l("Specific"),
    "feasible": _l("Feasible"),
    "measurable": _l("Measurable"),
    "valuable": _l("Valuable"),
}

MARK_NAMES = {0: _l("no"), 1: _l("partly"), 2: _l("yes")}


def criterion_name(key: str) -> str:
    """A criterion for people: the four of the method by their name, others as they were typed."""
    return str(CRITERION_NAMES.get(key, key))
