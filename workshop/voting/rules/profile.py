"""What the ballots say about each two options, read in one pass.

Every rule shows this table, and the default rule needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshop.voting.rules.ranking import Ranking

Table = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Profile:
    """The ballots of one contest, summed.

    `above[a][b]` is the number of ballots that place a above b. `ranked_by` counts the ballots
    that list an option, `first` those that put it at the top, alone or level with others.
    """

    options: tuple[str, ...]
    above: Table
    ranked_by: dict[str, int]
    first: dict[str, int]
    cast: int
    blank: int

    @property
    def counted(self) -> int:
        """Ballots that say something: cast and not blank."""
        return self.cast - self.blank

    def margin(self, option: str, other: str) -> int:
        """By how many ballots `option` is ahead of `other`; negative when it is behind."""
        return self.above[option][other] - self.above[other][option]


def read_profile(options: Iterable[str], groups: Sequence[tuple[Ranking, int]]) -> Profile:
    """Sum equal ballots, given as (ranking, count), into a profile.

    Options come out sorted by name, so that neither the order in which they were entered nor the
    order of the ballots can leave a trace in the result.
    """
    names = tuple(sorted(options))
    cast = sum([count for _, count in groups])
    above, ranked_by = _sum_duels(names, groups, cast)
    first = dict.fromkeys(names, 0)
    blank = 0
    for ranking, count in groups:
        if ranking:
            for option in ranking[0]:
                first[option] += count
        else:
            blank += count
    return Profile(names, above, ranked_by, first, cast, blank)


def _sum_duels(
    names: tuple[str, ...], groups: Sequence[tuple[Ranking, int]], cast: int
) -> tuple[Table, dict[str, int]]:
    """The table of duels, and how many ballots list each option.

    Each option owns one wide integer with a lane of bits for every opponent, and one lane more
    that stands for the end of the list. A ballot is read from the top: whatever is still below
    is one integer, and one addition enters all the duels an option wins on that ballot. A lane
    is wide enough for the sum of all counts, so none can spill into the next.
    """
    width = cast.bit_length()
    lane = {name: 1 << (place * width) for place, name in enumerate(names)}
    end_of_list = 1 << (len(names) * width)
    everything = sum(lane.values()) + end_of_list
    return _unpack(names, _add_up(groups, lane, everything), width)


def _add_up(
    groups: Sequence[tuple[Ranking, int]], lane: dict[str, int], everything: int
) -> dict[str, int]:
    """The wide integer of each option, summed over all ballots.

    What a ballot adds is multiplied by its count once for all ballots of that count.
    """
    wide = dict.fromkeys(lane, 0)
    times: dict[int, tuple[int, dict[str, int]]] = {}
    for ranking, count in groups:
        if count not in times:
            times[count] = everything * count, {name: unit * count for name, unit in lane.items()}
        below, lanes = times[count]
        for group in ranking:
            if len(group) == 1:  # nearly every group of every ballot: worth its own short way
                option = group[0]
                below -= lanes[option]
                wide[option] += below
                continue
            for option in group:
                below -= lanes[option]
            for option in group:
                wide[option] += below
    return wide


def _unpack(
    names: tuple[str, ...], wide: dict[str, int], width: int
) -> tuple[Table, dict[str, int]]:
    """Take the lanes of each wide integer apart again."""
    mask = (1 << width) - 1
    above = {
        name: {
            other: (wide[name] >> (place * width)) & mask
            for place, other in enumerate(names)
            if other != name
        }
        for name in names
    }
    return above, {name: wide[name] >> (len(names) * width) for name in names}
