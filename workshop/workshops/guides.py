"""The guides: the documented agenda of a round as data.

Nothing else in the code asks which round it is. A workshop copies a guide and may adapt its own
copy before it starts; what a phase is for and who may do what in it says its kind (`kinds`), whose
names can be had here as well.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from workshop.workshops.kinds import (
    KINDS,
    LOOKING_ON,
    MODERATING,
    ROLE_NAMES,
    VOTING,
    Action,
    Kind,
    PhaseKind,
    Role,
    actions_of,
    is_allowed,
    is_ever_allowed,
)

__all__ = [
    "GUIDES",
    "KINDS",
    "LOOKING_ON",
    "MODERATING",
    "PURPOSES",
    "ROLE_NAMES",
    "SPECS",
    "TITLES",
    "VOTING",
    "Action",
    "FloorOrder",
    "Guide",
    "Kind",
    "PhaseKind",
    "PhaseSpec",
    "Role",
    "Subject",
    "actions_of",
    "is_allowed",
    "is_ever_allowed",
]


class Subject(enum.StrEnum):
    """What a round discusses and, at its end, decides on."""

    PROBLEM = "problem"
    IDEA = "idea"
    PROPOSAL = "proposal"


class FloorOrder(enum.StrEnum):
    """How the speaking queue is ordered."""

    FIRST_COME = "first_come"
    NEW_VOICES = "new_voices"
    SECTOR_BALANCE = "sector_balance"
    TIME_SPOKEN = "time_spoken"


@dataclass(frozen=True)
class PhaseSpec:
    """A phase as a guide prescribes it. Minutes None: no stated duration, it counts up."""

    key: str
    kind: PhaseKind
    minutes: int | None
    seconds_per_turn: int | None = None
    minutes_min: int | None = None
    # How long everybody writes before what was written may be shown together.
    silent_seconds: int = 0


@dataclass(frozen=True)
class Guide:
    """The phases of a round, in order."""

    key: str
    round: int
    subject: Subject
    phases: tuple[PhaseSpec, ...]
    # The phases are gone through once for every proposal.
    repeats: bool = False
    # How many go forward, of each list that is voted on.
    carry_limit: int = 5

    @property
    def minutes(self) -> int:
        return sum(phase.minutes or 0 for phase in self.phases)


GUIDE_1 = Guide(
    "guide-1",
    1,
    Subject.PROBLEM,
    (
        PhaseSpec("open_discussion", PhaseKind.DISCUSSION, 30, seconds_per_turn=120),
        PhaseSpec("summary_of_problems", PhaseKind.SUMMARY, 10),
        PhaseSpec("comments_from_officials", PhaseKind.OFFICIALS, 10, seconds_per_turn=120),
        PhaseSpec("priorities_voting", PhaseKind.VOTING, 10),
        PhaseSpec("summary_of_votes", PhaseKind.RESULTS, 10),
    ),
)

GUIDE_2 = Guide(
    "guide-2",
    2,
    Subject.IDEA,
    (
        PhaseSpec("recap_of_diagnoses", PhaseKind.RECAP, None),
        PhaseSpec(
            "formulation_of_initiatives",
            PhaseKind.FORMULATION,
            10,
            minutes_min=5,
            silent_seconds=60,
        ),
        PhaseSpec("analysis_of_proposals", PhaseKind.ANALYSIS, 15, seconds_per_turn=120),
        PhaseSpec("opinion_of_the_sectors", PhaseKind.OPINION, 10, seconds_per_turn=120),
        PhaseSpec("reconfiguration_of_proposals", PhaseKind.RECONFIGURATION, 5),
        PhaseSpec("priorities_voting", PhaseKind.VOTING, 5),
        PhaseSpec("summary_of_votes", PhaseKind.RESULTS, None),
    ),
    carry_limit=2,
)

# The plan prints no phases for round 3; these are the project's default (method.md section 5).
GUIDE_3 = Guide(
    "guide-3",
    3,
    Subject.PROPOSAL,
    (
        PhaseSpec("presentation", PhaseKind.PRESENTATION, 5, seconds_per_turn=300),
        PhaseSpec("questions_and_comments", PhaseKind.QUESTIONS, 10, seconds_per_turn=120),
        PhaseSpec("strengthening", PhaseKind.STRENGTHENING, 10),
        PhaseSpec("agreement_check", PhaseKind.AGREEMENT, 3),
        PhaseSpec("summary_of_agreements", PhaseKind.AGREEMENTS, 2),
    ),
    repeats=True,
)

GUIDES = {guide.round: guide for guide in (GUIDE_1, GUIDE_2, GUIDE_3)}
# By round and key: two guides share the names of the vote and of its summary.
SPECS = {(guide.round, phase.key): phase for guide in GUIDES.values() for phase in guide.phases}

# A phase is called what its kind is called.
TITLES = {phase.key: KINDS[phase.kind].title for phase in SPECS.values()}
PURPOSES = {phase.key: KINDS[phase.kind].purpose for phase in SPECS.values()}
