"""The guides: the documented agenda of a round as data, and who may do what in each phase.

Nothing else in the code asks which round it is. A workshop copies a guide and may adapt its own
copy before it starts; what an act needs is looked up in `ALLOWED` by phase kind and role.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


class Role(enum.StrEnum):
    """What a person is in one workshop."""

    MODERATOR = "moderator"
    DEPUTY = "deputy"
    RAPPORTEUR = "rapporteur"
    TITULAR = "titular"
    ALTERNATE = "alternate"
    OFFICIAL = "official"
    OBSERVER = "observer"


MODERATING = frozenset((Role.MODERATOR, Role.DEPUTY))
VOTING = frozenset((Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL))

ROLE_NAMES = {
    Role.MODERATOR: _l("Moderator"),
    Role.DEPUTY: _l("Deputy moderator"),
    Role.RAPPORTEUR: _l("Rapporteur"),
    Role.TITULAR: _l("Titular participant"),
    Role.ALTERNATE: _l("Alternate participant"),
    Role.OFFICIAL: _l("Official"),
    Role.OBSERVER: _l("Observer"),
}


class PhaseKind(enum.StrEnum):
    """The family a phase belongs to; it decides who may act."""

    DISCUSSION = "discussion"
    SUMMARY = "summary"
    OFFICIALS = "officials"
    VOTING = "voting"
    RESULTS = "results"


class Action(enum.StrEnum):
    """What a seat may do in a phase, besides reading along."""

    SPEAK = "speak"
    CONTRIBUTE = "contribute"
    PROPOSE = "propose"
    ADMIT = "admit"
    WORD = "word"
    SUMMARIZE = "summarize"
    COMMENT = "comment"
    VOTE = "vote"
    REVEAL = "reveal"


class FloorOrder(enum.StrEnum):
    """How the speaking queue is ordered."""

    FIRST_COME = "first_come"
    NEW_VOICES = "new_voices"
    SECTOR_BALANCE = "sector_balance"


@dataclass(frozen=True)
class PhaseSpec:
    """A phase as a guide prescribes it. Minutes None: no stated duration, it counts up."""

    key: str
    kind: PhaseKind
    minutes: int | None
    seconds_per_turn: int | None = None
    minutes_min: int | None = None
    # The wording of what is discussed may no longer change once this phase has started.
    freezes_wording: bool = False


@dataclass(frozen=True)
class Guide:
    """The phases of a round, in order."""

    key: str
    round: int
    phases: tuple[PhaseSpec, ...]

    @property
    def minutes(self) -> int:
        return sum(phase.minutes or 0 for phase in self.phases)


GUIDE_1 = Guide(
    "guide-1",
    1,
    (
        PhaseSpec("open_discussion", PhaseKind.DISCUSSION, 30, seconds_per_turn=120),
        PhaseSpec("summary_of_problems", PhaseKind.SUMMARY, 10),
        PhaseSpec(
            "comments_from_officials",
            PhaseKind.OFFICIALS,
            10,
            seconds_per_turn=120,
            freezes_wording=True,
        ),
        PhaseSpec("priorities_voting", PhaseKind.VOTING, 10, freezes_wording=True),
        PhaseSpec("summary_of_votes", PhaseKind.RESULTS, 10, freezes_wording=True),
    ),
)

GUIDES = {guide.round: guide for guide in (GUIDE_1,)}
SPECS = {phase.key: phase for guide in GUIDES.values() for phase in guide.phases}

TITLES = {
    "open_discussion": _l("Open discussion"),
    "summary_of_problems": _l("Summary of problems"),
    "comments_from_officials": _l("Comments from public officials"),
    "priorities_voting": _l("Priorities voting"),
    "summary_of_votes": _l("Summary of votes"),
}

PURPOSES = {
    "open_discussion": _l("Hear different views before ranking the problems."),
    "summary_of_problems": _l("Everyone shares one overview of the problems."),
    "comments_from_officials": _l("Officials say what is already being done about each problem."),
    "priorities_voting": _l("The room orders the problems for the next round."),
    "summary_of_votes": _l("The result is presented in order."),
}

_SPEAKERS = frozenset((Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL))
_WRITERS = MODERATING | {Role.RAPPORTEUR}

ALLOWED: dict[PhaseKind, dict[Action, frozenset[Role]]] = {
    PhaseKind.DISCUSSION: {
        Action.SPEAK: _SPEAKERS,
        Action.CONTRIBUTE: _SPEAKERS,
        Action.PROPOSE: _SPEAKERS | MODERATING,
        Action.ADMIT: MODERATING,
        Action.WORD: MODERATING,
        Action.SUMMARIZE: _WRITERS,
    },
    PhaseKind.SUMMARY: {
        Action.PROPOSE: _SPEAKERS | MODERATING,
        Action.ADMIT: MODERATING,
        Action.WORD: MODERATING,
        Action.SUMMARIZE: _WRITERS,
    },
    PhaseKind.OFFICIALS: {
        Action.SPEAK: frozenset((Role.OFFICIAL,)),
        Action.COMMENT: frozenset((Role.OFFICIAL,)),
    },
    PhaseKind.VOTING: {Action.VOTE: VOTING},
    PhaseKind.RESULTS: {Action.REVEAL: MODERATING},
}


def is_allowed(kind: PhaseKind | None, role: Role, action: Action) -> bool:
    """Whether a seat with `role` may do `action` while a phase of `kind` is current."""
    return kind is not None and role in ALLOWED[kind].get(action, frozenset())


def actions_of(kind: PhaseKind | None, role: Role) -> list[Action]:
    """Everything `role` may do while a phase of `kind` is current."""
    return [action for action in Action if is_allowed(kind, role, action)]
