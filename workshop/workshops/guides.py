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


class Subject(enum.StrEnum):
    """What a round discusses and, at its end, decides on."""

    PROBLEM = "problem"
    IDEA = "idea"
    PROPOSAL = "proposal"


class PhaseKind(enum.StrEnum):
    """The family a phase belongs to; it decides who may act."""

    DISCUSSION = "discussion"
    SUMMARY = "summary"
    OFFICIALS = "officials"
    VOTING = "voting"
    RESULTS = "results"
    RECAP = "recap"
    FORMULATION = "formulation"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    RECONFIGURATION = "reconfiguration"
    PRESENTATION = "presentation"
    QUESTIONS = "questions"
    STRENGTHENING = "strengthening"
    AGREEMENT = "agreement"
    AGREEMENTS = "agreements"


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
    FORMULATE = "formulate"
    MARK = "mark"
    OPINE = "opine"
    RECONFIGURE = "reconfigure"
    OBJECT = "object"
    PRESENT = "present"
    SUGGEST = "suggest"
    DECIDE = "decide"
    AGREE = "agree"


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
        PhaseSpec("priorities_voting", PhaseKind.VOTING, 5, freezes_wording=True),
        PhaseSpec("summary_of_votes", PhaseKind.RESULTS, None, freezes_wording=True),
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
        PhaseSpec("agreement_check", PhaseKind.AGREEMENT, 3, freezes_wording=True),
        PhaseSpec("summary_of_agreements", PhaseKind.AGREEMENTS, 2, freezes_wording=True),
    ),
    repeats=True,
)

GUIDES = {guide.round: guide for guide in (GUIDE_1, GUIDE_2, GUIDE_3)}
# By round and key: two guides share the names of the vote and of its summary.
SPECS = {(guide.round, phase.key): phase for guide in GUIDES.values() for phase in guide.phases}

TITLES = {
    "open_discussion": _l("Open discussion"),
    "summary_of_problems": _l("Summary of problems"),
    "comments_from_officials": _l("Comments from public officials"),
    "priorities_voting": _l("Priorities voting"),
    "summary_of_votes": _l("Summary of votes"),
    "recap_of_diagnoses": _l("Recap of diagnoses"),
    "formulation_of_initiatives": _l("Formulation of initiatives"),
    "analysis_of_proposals": _l("Analysis of proposals"),
    "opinion_of_the_sectors": _l("Opinion of the sectors"),
    "reconfiguration_of_proposals": _l("Reconfiguration of proposals"),
    "presentation": _l("Presentation"),
    "questions_and_comments": _l("Questions and comments"),
    "strengthening": _l("Strengthening"),
    "agreement_check": _l("Agreement check"),
    "summary_of_agreements": _l("Summary of agreements"),
}

PURPOSES = {
    "open_discussion": _l("Hear different views before ranking the problems."),
    "summary_of_problems": _l("Everyone shares one overview of the problems."),
    "comments_from_officials": _l("Officials say what is already being done about each problem."),
    "priorities_voting": _l("The room puts the list in order; the first go forward."),
    "summary_of_votes": _l("The result is presented in order."),
    "recap_of_diagnoses": _l("Tie today's work to the problems of round 1 and their diagnoses."),
    "formulation_of_initiatives": _l("Bring together ideas that solve each problem."),
    "analysis_of_proposals": _l("Understand the ideas and weigh feasibility, value, synergies."),
    "opinion_of_the_sectors": _l("Officials say what is feasible and what exists already."),
    "reconfiguration_of_proposals": _l("Join ideas with synergy and settle the list to vote on."),
    "presentation": _l("The entity shows its proposal and the ideas it comes from."),
    "questions_and_comments": _l("The room asks and comments on the proposal."),
    "strengthening": _l("Better the title, the scope and the responsible entity together."),
    "agreement_check": _l("Each organization says how far it supports the proposal."),
    "summary_of_agreements": _l("The outcome and the reservations are read out."),
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
    PhaseKind.RECAP: {Action.SUMMARIZE: _WRITERS},
    PhaseKind.FORMULATION: {Action.FORMULATE: _SPEAKERS | MODERATING},
    PhaseKind.ANALYSIS: {
        Action.SPEAK: _SPEAKERS,
        Action.CONTRIBUTE: _SPEAKERS,
        Action.MARK: _SPEAKERS,
        Action.FORMULATE: MODERATING,
    },
    PhaseKind.OPINION: {
        Action.SPEAK: frozenset((Role.OFFICIAL,)),
        Action.OPINE: frozenset((Role.OFFICIAL,)),
        Action.FORMULATE: frozenset((Role.OFFICIAL,)),
    },
    PhaseKind.RECONFIGURATION: {
        Action.RECONFIGURE: MODERATING,
        Action.OBJECT: _SPEAKERS,
        Action.SUMMARIZE: _WRITERS,
    },
    PhaseKind.PRESENTATION: {
        Action.SPEAK: frozenset((Role.OFFICIAL,)),
        Action.PRESENT: frozenset((Role.OFFICIAL,)),
    },
    PhaseKind.QUESTIONS: {Action.SPEAK: _SPEAKERS, Action.CONTRIBUTE: _SPEAKERS},
    PhaseKind.STRENGTHENING: {
        Action.SUGGEST: _SPEAKERS,
        Action.DECIDE: MODERATING | {Role.OFFICIAL},
        Action.PRESENT: MODERATING | {Role.OFFICIAL},
    },
    PhaseKind.AGREEMENT: {Action.AGREE: VOTING},
    PhaseKind.AGREEMENTS: {Action.REVEAL: MODERATING},
}


def is_allowed(kind: PhaseKind | None, role: Role, action: Action) -> bool:
    """Whether a seat with `role` may do `action` while a phase of `kind` is current."""
    return kind is not None and role in ALLOWED[kind].get(action, frozenset())


def is_ever_allowed(role: Role, action: Action) -> bool:
    """Whether there is a phase in which a seat with `role` may do `action`."""
    return any(is_allowed(kind, role, action) for kind in PhaseKind)


def actions_of(kind: PhaseKind | None, role: Role) -> list[Action]:
    """Everything `role` may do while a phase of `kind` is current."""
    return [action for action in Action if is_allowed(kind, role, action)]
