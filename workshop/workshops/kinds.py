"""The kinds of phase: what each is for, what is expected of everybody in it, and who may do what.

One value for each kind. What a seat may do, which sentence tells it so and what the other rooms ask
of a phase is read from it and stands nowhere else.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    CLERK = "clerk"


MODERATING = frozenset((Role.MODERATOR, Role.DEPUTY))
VOTING = frozenset((Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL))
# Those who take part in nothing, so that a moderator may make a clerk of them.
LOOKING_ON = frozenset((Role.OBSERVER, Role.RAPPORTEUR))

ROLE_NAMES = {
    Role.MODERATOR: _l("Moderator"),
    Role.DEPUTY: _l("Deputy moderator"),
    Role.RAPPORTEUR: _l("Rapporteur"),
    Role.TITULAR: _l("Titular participant"),
    Role.ALTERNATE: _l("Alternate participant"),
    Role.OFFICIAL: _l("Official"),
    Role.OBSERVER: _l("Observer"),
    Role.CLERK: _l("Clerk"),
}


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


_SPEAKERS = frozenset((Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL))
_WRITERS = MODERATING | {Role.RAPPORTEUR}


@dataclass(frozen=True)
class Kind:
    """A kind of phase.

    `script` is the guide's line for whoever moderates, in private: what to say and to watch for.
    `expected` says to each audience of the live pages, in one sentence, what is expected of it;
    `allowed` which roles may do what, besides reading along. The facts below are what other rooms
    ask of a phase that may be of several kinds.
    """

    title: Any
    purpose: Any
    expected: Mapping[str, Any]
    allowed: Mapping[Action, frozenset[Role]]
    script: Any = ""
    # The wording of what is discussed may no longer change once this phase has started.
    freezes_wording: bool = False
    # Ballots are cast, and the end that was announced holds.
    is_vote: bool = False
    # The result of the vote is shown place by place, and its ties are settled.
    shows_result: bool = False
    # The projector shows the problems.
    shows_problems: bool = False
    # The ideas stand before the room while their list grows.
    gathers_ideas: bool = False
    # The ideas that the room has seen are weighed, joined and settled.
    weighs_ideas: bool = False
    # The room is asked how far it supports the proposal, or hears what it answered.
    checks_support: bool = False

    @property
    def asks_the_room(self) -> bool:
        """Whether everybody entitled is asked for a ballot or an answer when it starts."""
        return self.is_vote or Action.AGREE in self.allowed

    @property
    def has_floor(self) -> bool:
        """Whether anyone may take the floor."""
        return bool(self.speakers)

    @property
    def speakers(self) -> frozenset[Role]:
        """Who may take the floor."""
        return self.allowed.get(Action.SPEAK, frozenset())


KINDS = {
    PhaseKind.DISCUSSION: Kind(
        title=_l("Open discussion"),
        purpose=_l("Hear different views before ranking the problems."),
        script=_l(
            "Read the question aloud. Two minutes each, first those who have not spoken. Ask "
            "what is missing."
        ),
        expected={
            "participant": _l("Ask for the floor, or write what you think of a problem."),
            "official": _l("Ask for the floor, or write what you think of a problem."),
            "rapporteur": _l("Note what is said about each problem in its summary."),
            "moderator": _l("Give the floor; admit the problems that are missing."),
            "observer": _l("The organizations discuss the proposed problems."),
        },
        allowed={
            Action.SPEAK: _SPEAKERS,
            Action.CONTRIBUTE: _SPEAKERS,
            Action.PROPOSE: _SPEAKERS | MODERATING,
            Action.ADMIT: MODERATING,
            Action.WORD: MODERATING,
            Action.SUMMARIZE: _WRITERS,
        },
        shows_problems=True,
    ),
    PhaseKind.SUMMARY: Kind(
        title=_l("Summary of problems"),
        purpose=_l("Everyone shares one overview of the problems."),
        script=_l(
            "Read each problem and its summary aloud, and ask: is that what was said? Next "
            "the wording is frozen."
        ),
        expected={
            "participant": _l("Read the summary as it grows; say aloud if something is missing."),
            "official": _l("Read the summary as it grows; say aloud if something is missing."),
            "rapporteur": _l("Complete the summary of each problem."),
            "moderator": _l("Sum up each problem and settle its wording: next it is frozen."),
            "observer": _l("The moderator sums up the problems and the debate."),
        },
        allowed={
            Action.PROPOSE: _SPEAKERS | MODERATING,
            Action.ADMIT: MODERATING,
            Action.WORD: MODERATING,
            Action.SUMMARIZE: _WRITERS,
        },
        shows_problems=True,
    ),
    PhaseKind.OFFICIALS: Kind(
        title=_l("Comments from public officials"),
        purpose=_l("Officials say what is already being done about each problem."),
        script=_l(
            "Each entity answers problem by problem: being done, planned, not, or not its "
            "business. No debate."
        ),
        expected={
            "participant": _l("Officials have the floor. Read what each entity answers."),
            "official": _l("Say for each problem whether your entity is dealing with it, and how."),
            "rapporteur": _l("Officials have the floor. Read what each entity answers."),
            "moderator": _l("Give the floor to officials; see which entities have not answered."),
            "observer": _l("Officials say what is already being done."),
        },
        allowed={
            Action.SPEAK: frozenset((Role.OFFICIAL,)),
            Action.COMMENT: frozenset((Role.OFFICIAL,)),
        },
        shows_problems=True,
        freezes_wording=True,
    ),
    PhaseKind.VOTING: Kind(
        title=_l("Priorities voting"),
        purpose=_l("The room puts the list in order; the first go forward."),
        script=_l(
            "Say what is voted on, how many go forward and whether it is secret. Ask who "
            "needs help."
        ),
        expected={
            "participant": _l("Rank what your organization holds to be priorities."),
            "official": _l("Rank what your entity holds to be priorities."),
            "rapporteur": _l("The organizations are voting."),
            "moderator": _l(
                "The room votes until the time is up. Nobody sees results before you show them."
            ),
            "observer": _l("The organizations are voting."),
        },
        allowed={
            Action.VOTE: VOTING,
        },
        is_vote=True,
        freezes_wording=True,
    ),
    PhaseKind.RESULTS: Kind(
        title=_l("Summary of votes"),
        purpose=_l("The result is presented in order."),
        script=_l(
            "From the last place to the first, with a pause before the cut. Say what happens "
            "with the rest."
        ),
        expected={
            "participant": _l("The result is presented, from the last place to the first."),
            "official": _l("The result is presented, from the last place to the first."),
            "rapporteur": _l("The result is presented, from the last place to the first."),
            "moderator": _l("Show the result place by place, from the last to the first."),
            "observer": _l("The result is presented, from the last place to the first."),
        },
        allowed={
            Action.REVEAL: MODERATING,
        },
        shows_result=True,
        freezes_wording=True,
    ),
    PhaseKind.RECAP: Kind(
        title=_l("Recap of diagnoses"),
        purpose=_l("Tie today's work to the problems of round 1 and their diagnoses."),
        script=_l(
            "For each problem: where it comes from, and what changed since round 1. Take "
            "questions, no new debate."
        ),
        expected={
            "participant": _l("Read again the problems that came from round 1."),
            "official": _l("Read again the problems that came from round 1."),
            "rapporteur": _l("Read again the problems that came from round 1."),
            "moderator": _l("Go over the problems and the diagnoses behind them."),
            "observer": _l("The moderator goes over the problems from round 1."),
        },
        allowed={
            Action.SUMMARIZE: _WRITERS,
        },
        shows_problems=True,
    ),
    PhaseKind.FORMULATION: Kind(
        title=_l("Formulation of initiatives"),
        purpose=_l("Bring together ideas that solve each problem."),
        script=_l(
            "One minute of silence, everybody writes. Who cannot write tells it to somebody. "
            "Then reveal together."
        ),
        expected={
            "participant": _l("Write your ideas in silence; the room sees all of them together."),
            "official": _l("Write your ideas in silence; the room sees all of them together."),
            "rapporteur": _l("The participants are writing their ideas."),
            "moderator": _l("Leave a minute of silence; then reveal all ideas together."),
            "observer": _l("The participants are writing their ideas."),
        },
        allowed={
            Action.FORMULATE: _SPEAKERS | MODERATING,
        },
        gathers_ideas=True,
    ),
    PhaseKind.ANALYSIS: Kind(
        title=_l("Analysis of proposals"),
        purpose=_l("Understand the ideas and weigh feasibility, value, synergies."),
        script=_l(
            "Idea by idea: is it clear, can it be done, what does it bring? Ask which ones "
            "belong together."
        ),
        expected={
            "participant": _l(
                "Weigh each idea; say which ones belong together; ask for the floor."
            ),
            "official": _l("Weigh each idea; say which ones belong together; ask for the floor."),
            "rapporteur": _l("Follow what is said of each idea."),
            "moderator": _l("Go through the ideas; note which ones belong together."),
            "observer": _l("The room weighs the ideas."),
        },
        allowed={
            Action.SPEAK: _SPEAKERS,
            Action.CONTRIBUTE: _SPEAKERS,
            Action.MARK: _SPEAKERS,
            Action.FORMULATE: MODERATING,
        },
        gathers_ideas=True,
        weighs_ideas=True,
    ),
    PhaseKind.OPINION: Kind(
        title=_l("Opinion of the sectors"),
        purpose=_l("Officials say what is feasible and what exists already."),
        script=_l(
            "Each sector: what can be done, what exists already, what there is no budget "
            "for. No debate."
        ),
        expected={
            "participant": _l("Officials have the floor. Read what each entity says of the ideas."),
            "official": _l(
                "Say of each idea whether it is feasible and whether budget could exist."
            ),
            "rapporteur": _l("Officials have the floor. Read what each entity says of the ideas."),
            "moderator": _l("Give the floor to officials; see which entities have not answered."),
            "observer": _l("Officials say which ideas are feasible."),
        },
        allowed={
            Action.SPEAK: frozenset((Role.OFFICIAL,)),
            Action.OPINE: frozenset((Role.OFFICIAL,)),
            Action.FORMULATE: frozenset((Role.OFFICIAL,)),
        },
        gathers_ideas=True,
        weighs_ideas=True,
    ),
    PhaseKind.RECONFIGURATION: Kind(
        title=_l("Reconfiguration of proposals"),
        purpose=_l("Join ideas with synergy and settle the list to vote on."),
        script=_l("Ask the authors before joining ideas, say why, and read the new wording aloud."),
        expected={
            "participant": _l("Follow the list as it is settled; object if your idea is misread."),
            "official": _l("Follow the list as it is settled; object if your idea is misread."),
            "rapporteur": _l("Follow the list as it is settled."),
            "moderator": _l("Merge, split and leave out; this is the list the room will vote on."),
            "observer": _l("The moderator settles the list of ideas."),
        },
        allowed={
            Action.RECONFIGURE: MODERATING,
            Action.OBJECT: _SPEAKERS,
            Action.SUMMARIZE: _WRITERS,
        },
        weighs_ideas=True,
    ),
    PhaseKind.PRESENTATION: Kind(
        title=_l("Presentation"),
        purpose=_l("The entity shows its proposal and the ideas it comes from."),
        script=_l(
            "The entity presents; stop it at the end of its time. Say which ideas the "
            "proposal comes from."
        ),
        expected={
            "participant": _l("Listen to the entity; read where its proposal comes from."),
            "official": _l("Present your proposal: its ideas, what was left out and why."),
            "rapporteur": _l("The entity presents its proposal."),
            "moderator": _l("Give the floor to the entity that presents."),
            "observer": _l("The entity presents its proposal."),
        },
        allowed={
            Action.SPEAK: frozenset((Role.OFFICIAL,)),
            Action.PRESENT: frozenset((Role.OFFICIAL,)),
        },
    ),
    PhaseKind.QUESTIONS: Kind(
        title=_l("Questions and comments"),
        purpose=_l("The room asks and comments on the proposal."),
        script=_l("Questions first, then comments. Let the entity answer several together."),
        expected={
            "participant": _l("Ask for the floor, or write your question or comment."),
            "official": _l("Answer the room's questions on your proposal."),
            "rapporteur": _l("Note the questions and the answers."),
            "moderator": _l("Give the floor for questions; the entity answers."),
            "observer": _l("The room asks about the proposal."),
        },
        allowed={
            Action.SPEAK: _SPEAKERS,
            Action.CONTRIBUTE: _SPEAKERS,
        },
    ),
    PhaseKind.STRENGTHENING: Kind(
        title=_l("Strengthening"),
        purpose=_l("Better the title, the scope and the responsible entity together."),
        script=_l(
            "Title, scope, entity, one after the other. Every suggestion gets an answer with "
            "its reason."
        ),
        expected={
            "participant": _l("Suggest a better wording; see which suggestions are taken up."),
            "official": _l("Accept or decline each suggestion, with a reason."),
            "rapporteur": _l("Follow the suggestions and how they are answered."),
            "moderator": _l("Settle the text with the entity; each suggestion gets an answer."),
            "observer": _l("The room betters the text of the proposal."),
        },
        allowed={
            Action.SUGGEST: _SPEAKERS,
            Action.DECIDE: MODERATING | {Role.OFFICIAL},
            Action.PRESENT: MODERATING | {Role.OFFICIAL},
        },
    ),
    PhaseKind.AGREEMENT: Kind(
        title=_l("Agreement check"),
        purpose=_l("Each organization says how far it supports the proposal."),
        script=_l(
            "Read the text aloud as it stands. Explain the five levels; whoever objects says why."
        ),
        expected={
            "participant": _l("Say how far your organization supports the proposal."),
            "official": _l("Say how far your entity supports the proposal."),
            "rapporteur": _l("The organizations say how far they support the proposal."),
            "moderator": _l("The check is open: see how many have answered, then close it."),
            "observer": _l("The organizations say how far they support the proposal."),
        },
        allowed={
            Action.AGREE: VOTING,
        },
        checks_support=True,
        freezes_wording=True,
    ),
    PhaseKind.AGREEMENTS: Kind(
        title=_l("Summary of agreements"),
        purpose=_l("The outcome and the reservations are read out."),
        script=_l(
            "Read the outcome and each reservation. Say who takes the proposal on, and what "
            "comes next."
        ),
        expected={
            "participant": _l("Hear the outcome and the reservations."),
            "official": _l("Hear the outcome and the reservations."),
            "rapporteur": _l("Note the outcome and the reservations."),
            "moderator": _l("Read out the outcome and each reservation."),
            "observer": _l("The outcome and the reservations are read out."),
        },
        allowed={
            Action.REVEAL: MODERATING,
        },
        checks_support=True,
        freezes_wording=True,
    ),
}


def is_allowed(kind: PhaseKind | None, role: Role, action: Action) -> bool:
    """Whether a seat with `role` may do `action` while a phase of `kind` is current."""
    return kind is not None and role in KINDS[kind].allowed.get(action, frozenset())


def is_ever_allowed(role: Role, action: Action) -> bool:
    """Whether there is a phase in which a seat with `role` may do `action`."""
    return any(is_allowed(kind, role, action) for kind in PhaseKind)


def actions_of(kind: PhaseKind | None, role: Role) -> list[Action]:
    """Everything `role` may do while a phase of `kind` is current."""
    return [action for action in Action if is_allowed(kind, role, action)]
