"""What a counting rule is: a key, the version of its text, a ballot, and a count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workshop.voting.rules.faults import Fault, ranking_faults
from workshop.voting.rules.profile import Profile
from workshop.voting.rules.ranking import canonical

Counted = tuple[Any, int]
Settings = Mapping[str, Any]
Count = Callable[[Profile, Sequence[Counted], int, Settings], dict[str, Any]]
AnswerFaults = Callable[[Any, Collection[str], Settings], Iterable[Fault]]


def as_given(answer: Any, settings: Settings) -> Any:
    """The ranking of a ballot that already is a ranking."""
    return answer


def no_settings(settings: Settings) -> Iterable[Fault]:
    """For a rule that leaves nothing to the contest."""
    return ()


def any_ranking(answer: Any, options: Collection[str], settings: Settings) -> Iterable[Fault]:
    """For a rule whose ballot is a ranking, with equal ranks or without."""
    return ranking_faults(answer, options)


def strict_ranking(answer: Any, options: Collection[str], settings: Settings) -> Iterable[Fault]:
    """For a rule whose ballot is a ranking in which no two options share a place."""
    return ranking_faults(answer, options, equal_ranks=False)


@dataclass(frozen=True)
class Rule:
    """One way to count.

    `count` takes the profile, the ballots as (answer, count), the seats and the settings; it
    returns the rule's own part of the result, with at least "order" and "points". `version`
    changes whenever the same ballots could give another result. `most_seats` is how many places the
    rule can fill, if there is a limit. `gives_places` says whether its order is one of precedence,
    place by place, and `counts_from_sums` whether the published sums are enough to count again.
    `ballot` is the name of an answer
    in a contest file and `blank` the answer that says nothing. `to_ranking` turns an answer into
    tie groups, the two after it say what is wrong with an answer or with the settings.
    `canonical` brings an answer without faults into the one form in which it is kept, so that equal
    ballots are equal texts. `defaults` holds each setting the rule has, with what applies where
    a contest says nothing.
    """

    key: str
    version: str
    count: Count
    accepts_equal_ranks: bool = True
    most_seats: int | None = None
    gives_places: bool = True
    counts_from_sums: bool = False
    ballot: str = "ranking"
    blank: Any = ()
    to_ranking: Callable[[Any, Settings], Any] = as_given
    answer_faults: AnswerFaults = any_ranking
    canonical: Callable[[Any], Any] = canonical
    setting_faults: Callable[[Settings], Iterable[Fault]] = no_settings
    defaults: Settings = field(default_factory=dict)

    def settings_from(self, settings: Settings) -> dict[str, Any]:
        """Every setting of this rule as a contest keeps it: what was given, or its default."""
        return {name: settings.get(name, default) for name, default in self.defaults.items()}
