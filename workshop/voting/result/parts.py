"""What the result is drawn from, on the live screens and on its own page: one place decides what
of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _

from workshop.voting import quorum
from workshop.voting.contest import doubles, queries, services, ties
from workshop.voting.labels import RULE_NAMES, RULE_TEXTS
from workshop.voting.models import Contest, Option
from workshop.voting.record import parts as record_parts
from workshop.voting.result import outcome, result_text, robustness
from workshop.workshops.models import TiePolicy


@dataclass(frozen=True)
class Standing:
    """One option on the result: its place, what it got, and whether it goes forward."""

    option: Option
    place: int
    is_tied: bool
    points: str
    # What it got as its rule counts it, alone and with its unit.
    score: str
    amount: str
    first_places: int
    ranked_by: int
    duels_won: int
    # In a grid: its mean under each criterion.
    criteria: list[result_text.Mean]
    is_carried: bool
    is_undecided: bool

    @property
    def has_short_profile(self) -> bool:
        """Whether its means can stand beside each other on its line."""
        return 0 < len(self.criteria) < 5


def standings(contest: Contest) -> list[Standing]:
    """The counted result in order, first place first. Whoever calls decides who may see it."""
    result = contest.result
    if result is None:
        return []
    options = {option.key: option for option in contest.options}
    carried = ties.going_forward(contest)
    undecided = result["cut"]["tied"] if ties.is_undecided(contest) else []
    profile = result_text.criteria(contest, result)
    figure = RULE_TEXTS[contest.rule].figure
    scores = {key: figure.of(result, key) for key in options}
    rows: list[Standing] = []
    for group in result["order"]:
        place = len(rows) + 1
        rows += [
            Standing(
                option=options[key],
                place=place,
                is_tied=len(group) > 1,
                points=result["points"][key],
                score=scores[key],
                amount=figure.with_unit(scores[key]),
                first_places=result["first_places"][key],
                ranked_by=result["ranked_by"][key],
                duels_won=result["won"][key],
                criteria=profile.get(key, []),
                is_carried=key in carried,
                is_undecided=key in undecided,
            )
            for key in sorted(group, key=lambda key: key not in carried)
        ]
    return rows


def shown_standings(contest: Contest) -> list[Standing]:
    """The part of the result the room has been shown so far: the last places first revealed."""
    if contest.result is None:
        return []
    hidden = len(contest.result["order"]) - contest.places_shown
    still_hidden = {key for group in contest.result["order"][: max(0, hidden)] for key in group}
    return [row for row in standings(contest) if row.option.key not in still_hidden]


def result_context(contest: Contest) -> dict[str, Any]:
    """The result in so far as it has been shown, and the rule in words."""
    shown = shown_standings(contest)
    has_details = queries.shows_details(contest)
    is_revealed = contest.is_revealed
    detailed = contest.result if is_revealed and has_details else None
    places = len(contest.result["order"]) if contest.result else 0
    at_least = quorum.quorum_of(contest)
    rule_text = RULE_TEXTS[contest.rule]
    return {
        "shown": shown,
        "places": places,
        "is_being_shown": len(shown) > 0 and not is_revealed,
        "has_details": has_details,
        "figures_note": "" if has_details or not shown else _why_no_figures(),
        "most_score": max((float(row.score) for row in shown), default=0.0) or 1.0,
        "length_class": length_class(len(contest.options)),
        "first_left_out": first_left_out(shown) if is_revealed else None,
        "order_note": rule_text.order_note if detailed and not _is_by_score(shown) else "",
        "cut_sentence": outcome.cut_sentence(contest) if is_revealed else "",
        "is_undecided": is_revealed and ties.is_undecided(contest),
        "has_lots": is_revealed and are_drawn(contest),
        "follows": services.followed_by(contest),
        "run_off": queries.run_off_of(contest) if is_revealed else None,
        "quorum_stated": quorum.quorum_sentence(at_least),
        "quorum_reported": quorum.quorum_outcome(at_least) if is_revealed else "",
        "counted_twice": doubles.counted_twice(contest) if is_revealed else "",
        "shows_duels": is_revealed and has_details and contest.places_shown > places,
        "duels": duel_rows(shown, detailed["duels"]) if detailed else [],
        "duels_class": duels_class(len(shown)),
        "holds": robustness.compare(detailed) if detailed else [],
        "codes": record_parts.codes(contest),
        "rule_names": RULE_NAMES,
        "rule_text": rule_text,
    }


def _why_no_figures() -> str:
    return _(
        "Fewer than 5 ballots rank anything, so only the order is shown: points and duels would"
        " give single ballots away."
    )


def are_drawn(contest: Contest) -> bool:
    """Whether lots settle, or have settled, a tie across the cut of a counted contest."""
    is_by_lots = contest.tie_policy is TiePolicy.LOTS
    return is_by_lots and contest.result is not None and bool(contest.result["cut"]["tied"])


def first_left_out(shown: list[Standing]) -> Standing | None:
    """The row above which the cut is drawn; None where all or none go forward."""
    return next(
        (below for row, below in pairwise(shown) if row.is_carried and not below.is_carried), None
    )


def _is_by_score(shown: list[Standing]) -> bool:
    """Whether the order is also that of the scores, as people expect."""
    scores = [float(row.score) for row in shown]
    return scores == sorted(scores, reverse=True)


def length_class(options: int) -> str:
    """How long a list of standings is, for the room it takes on the wall."""
    names = {"is-short": options < 5, "is-long": options > 5}
    names |= {"is-longer": options > 8, "is-longest": options > 10}
    return " ".join(name for name, holds in names.items() if holds)


def duels_class(options: int) -> str:
    """How large the table of duels is, for the size of its letters."""
    return "is-short" if options < 6 else "is-longer" if options > 9 else ""


@dataclass(frozen=True)
class Duel:
    """How the option of a row did against that of a column."""

    won: int
    lost: int

    @property
    def outcome(self) -> str:
        return "won" if self.won > self.lost else "lost" if self.won < self.lost else "level"

    @property
    def word(self) -> str:
        return {"won": _("wins"), "lost": _("loses"), "level": _("level")}[self.outcome]


def duel_rows(
    shown: list[Standing], duels: Mapping[str, Mapping[str, int]]
) -> list[tuple[Standing, list[Duel | None]]]:
    """The table of duels: a row for each option, with a cell for each; None against itself."""
    keys = [row.option.key for row in shown]

    def cell(key: str, other: str) -> Duel | None:
        return None if key == other else Duel(duels[key][other], duels[other][key])

    return [(row, [cell(row.option.key, other) for other in keys]) for row in shown]
