"""How a rule came to its result: what each option got, rounds, criteria and warnings in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from textwrap import shorten
from typing import Any

from flask_babel import gettext as _

from workshop.voting.labels import RULE_TEXTS, criterion_name
from workshop.voting.models import Contest
from workshop.voting.publication import public_part
from workshop.voting.rules.grid import round_to_tenths

Result = Mapping[str, Any]

# As much of an option's words as a sentence about several can hold.
LONGEST_NAME = 48


def readable(number: object) -> str:
    """An exact fraction as people read it: "22/3" is "7 1/3"."""
    value = Fraction(str(number))
    whole, rest = divmod(value, 1)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)


def names_of(contest: Contest) -> dict[str, str]:
    """Each option's key and the beginning of its words, as sentences about several name it."""
    return {
        option.key: f"{option.key}. {shorten(option.text, LONGEST_NAME, placeholder='…')}"
        for option in contest.options
    }


def _list_names(keys: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(_("“%(option)s”", option=names[key]) for key in keys)


@dataclass(frozen=True)
class Round:
    """One round: the votes of each option still in the race, and what happened then."""

    votes: dict[str, str]
    exhausted: str
    sentences: list[str]


def rounds(contest: Contest, result: Result) -> list[Round]:
    """The rounds of a rule that counts in rounds; none under the others."""
    if "rounds" not in result:
        return []
    names = names_of(contest)
    counted_rounds = [
        Round(
            votes={key: readable(votes) for key, votes in count["tally"].items()},
            exhausted=readable(count["exhausted"]),
            sentences=_round_sentences(count, names),
        )
        for count in result["rounds"]
    ]
    if result["tie"] and counted_rounds:
        counted_rounds[-1].sentences.append(_tie_sentence(result["tie"], names))
    elif result.get("winner"):
        winner = names[result["winner"]]
        counted_rounds[-1].sentences.append(
            _("“%(option)s” has more than half of the ballots still counted.", option=winner)
        )
    return counted_rounds


def _round_sentences(count: Result, names: Mapping[str, str]) -> list[str]:
    """Who was elected, who goes out, and where the votes moved."""
    sentences = [
        _("“%(option)s” is elected.", option=names[key])
        if not Fraction(count["passed_on"][key])
        else _(
            "“%(option)s” is elected; %(share)s of each of its ballots moves on.",
            option=names[key],
            share=readable(count["passed_on"][key]),
        )
        for key in count.get("elected", ())
    ]
    sentences += [_("“%(option)s” goes out.", option=names[key]) for key in count["excluded"]]
    if moved := count.get("transfers"):
        gains = ", ".join(f"{key} +{readable(votes)}" for key, votes in moved.items())
        sentences.append(_("Votes that move on: %(gains)s.", gains=gains))
    return sentences


def _tie_sentence(tie: Result, names: Mapping[str, str]) -> str:
    return _(
        "%(options)s tie for last. Who goes out first would decide, so the count stops here.",
        options=_list_names(tie["options"], names),
    )


def given_way(contest: Contest, result: Result) -> list[str]:
    """The won duels that the order does not follow, each with the reason; none in most rooms."""
    dropped = result.get("reasons", {}).get("dropped", {})
    names = names_of(contest)
    sentences = {
        "opposite_follows": _(
            "“%(winner)s” won over “%(loser)s” by %(for)d to %(against)d. Clearer duels already"
            " say the opposite."
        ),
        "on_a_circle": _(
            "“%(winner)s” won over “%(loser)s” by %(for)d to %(against)d. This closes a circle in"
            " which no duel is less clear."
        ),
    }
    return [
        sentence % {**duel, "winner": names[duel["winner"]], "loser": names[duel["loser"]]}
        for why, sentence in sentences.items()
        for duel in dropped.get(why, ())
    ]


@dataclass(frozen=True)
class Mean:
    """What one option got under one criterion, over those who answered."""

    criterion: str
    mean: str | None
    answered: int


def criteria(contest: Contest, result: Result) -> dict[str, list[Mean]]:
    """The criterion profile of each option, by its key; empty under the other rules."""
    return {
        key: [
            Mean(
                criterion_name(name),
                round_to_tenths(Fraction(row[name]["mean"])) if row[name]["mean"] else None,
                row[name]["answered"],
            )
            for name in contest.settings["criteria"]
        ]
        for key, row in result.get("profile", {}).items()
    }


def warnings(contest: Contest, result: Result) -> list[str]:
    """What the room should know before it reads the order."""
    names = names_of(contest)
    return [
        _warning(warning["code"], _list_names(warning.get("options", ()), names))
        for warning in result.get("warnings", ())
    ]


def _warning(code: str, options: str) -> str:
    if code == "nobody_ranked":
        return _("Nobody marked %(options)s; what nobody marks is never carried.", options=options)
    if code == "too_few_answers":
        return _(
            "There is no order: fewer than half of the ballots answered some question about"
            " %(options)s.",
            options=options,
        )
    return _("No ballot marks anything.")


def public_result(contest: Contest) -> Result:
    """The part of the result that may be public, once the room has seen it; nothing before."""
    if contest.result is None or not contest.is_revealed:
        return {}
    return public_part(contest.result, is_secret=contest.is_secret)


def counted_context(contest: Contest) -> dict[str, Any]:
    """What the page of a result says about the count."""
    result = public_result(contest)
    return {
        "score_heading": RULE_TEXTS[contest.rule].figure.heading,
        "option_names": names_of(contest),
        "rounds": rounds(contest, result),
        "quota": result.get("quota"),
        "given_way": given_way(contest, result),
        "profile": criteria(contest, result),
        "warnings": warnings(contest, result),
    }
