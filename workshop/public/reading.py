"""What is published, as its pages tell it: plain lists from the content of editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.closing.labels import CATEGORY_NAMES, RELATION_NAMES
from workshop.closing.models import Response
from workshop.contributions.parts import STATUS_NAMES
from workshop.exports.content import NOT_HELD
from workshop.exports.tables import (
    PHASE_STATES,
    adopted_proposals,
    proposal_state,
    standing_items,
)
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.language import day_name
from workshop.links.models import ENDS
from workshop.plans.models import Theme
from workshop.proposals.labels import STATE_NAMES as PROPOSAL_STATES
from workshop.public.published import Published, Round
from workshop.voting.labels import RULE_NAMES
from workshop.workshops.guides import GUIDES, TITLES, Subject
from workshop.workshops.models import PhaseState

Content = dict[str, Any]
# What is no longer on the list of a round, and what a proposal has come to.
GONE = ("proposed", "replaced", "left_out", "withdrawn")
STATE_NAMES: dict[str, str] = {
    "proposed": _l("Proposed in the room, never decided"),
    "replaced": _l("Replaced"),
    "left_out": _l("Left out of the vote"),
    **{state.value: name for state, name in PROPOSAL_STATES.items()},
}


def stages(shown: Published) -> list[tuple[str, bool]]:
    """The stages of a plan (`method.md` 1) and whether something of each is published."""
    rounds = {shown_round.workshop.round for shown_round in shown.rounds}
    is_approved = bool(shown.commitments)
    return [
        (_("Preparation: themes, diagnoses, public consultation"), True),
        (_("Understanding problems: rounds 1 and 2"), bool(rounds & {1, 2})),
        (_("Co-creation of commitments: round 3"), 3 in rounds),
        (_("Validation by the entities"), is_approved),
        (_("Approval and publication"), is_approved),
    ]


@dataclass(frozen=True)
class ThemeRow:
    """What is published of one theme: its rounds, each with what it came to, or that it stopped."""

    theme: Theme
    rounds: list[tuple[Round, str]]
    is_stopped: bool
    response: Response | None

    @property
    def is_empty(self) -> bool:
        return not (self.rounds or self.is_stopped)


def themes(shown: Published) -> list[ThemeRow]:
    """The themes of a plan in their order, with what is published of each."""
    stopped = {theme.id: response for theme, response in shown.stopped}
    return [
        ThemeRow(
            theme,
            [
                (shown_round, count_in_words(shown_round.content))
                for shown_round in shown.rounds
                if shown_round.workshop.theme_id == theme.id
            ],
            theme.id in stopped,
            stopped.get(theme.id),
        )
        for theme in shown.plan.themes
    ]


def count_in_words(content: Content) -> str:
    """What a round came to, in a few words: "3 problems, 8 ideas"."""
    workshop = content["workshop"]
    problems = standing_items(workshop.get("problems", []))
    ideas = {i["id"] for problem in problems for i in standing_items(problem.get("ideas", []))}
    proposals = workshop.get("proposals", [])
    phrases = [
        ngettext("%(num)d problem", "%(num)d problems", len(problems)) if problems else "",
        ngettext("%(num)d idea", "%(num)d ideas", len(ideas)) if ideas else "",
        ngettext("%(num)d proposal", "%(num)d proposals", len(proposals)) if proposals else "",
    ]
    return ", ".join(phrase for phrase in phrases if phrase)


def round_context(content: Content, organizations: Mapping[str, str]) -> dict[str, Any]:
    """What the page of a round is drawn from: each item with its votes, answers and way on.

    `organizations` are the names of those that answered, by their codes.
    """
    workshop = content["workshop"]
    facts = _Facts(content, organizations)
    adopted = adopted_proposals(content["lineage"])
    # An imported file gives a problem of round 1 its place and no votes.
    has_places = GUIDES[workshop["round"]].subject is Subject.PROBLEM
    return {
        "participants": [participant["name"] for participant in workshop.get("participants") or []],
        "problems": [
            {
                **facts.item(problem),
                "printed_place": problem.get("rank") if has_places else None,
                "ideas": [facts.item(idea) for idea in problem.get("ideas", [])],
            }
            for problem in workshop.get("problems", [])
        ],
        "proposals": [
            facts.item({**proposal, "state": proposal_state(proposal, adopted)})
            for proposal in workshop.get("proposals", [])
        ],
        "contributions": [facts.group(group) for group in workshop.get("contributions", [])],
        "early_reason": workshop.get("early_reason", ""),
        "phases": [_phase(phase) for phase in content["phases"]],
        "contests": list(_contests(content["votes"])),
    }


def _phase(phase: Content) -> Content:
    """A phase of the agenda; of one that did not take place that, with the reason."""
    state = phase["state"]
    # Editions made before it was told apart say of what was never run that it is to come.
    said = NOT_HELD if state == PhaseState.PENDING else state
    name = "" if state == PhaseState.COMPLETED else PHASE_STATES[said]
    why = phase["reason"] if state == PhaseState.SKIPPED else ""
    return {**phase, "title": TITLES[phase["phase"]], "state_name": name, "why": why}


def _contests(votes: Iterable[Content]) -> Iterable[Content]:
    """Each vote once: how it was counted and how many took part."""
    seen = {vote["contest"]: vote for vote in votes}
    for vote in seen.values():
        yield {
            "rule": RULE_NAMES[vote["rule"]],
            "cast": vote["cast"],
            "entitled": vote["entitled"],
            "is_run_off": vote["is_run_off"] == "yes",
        }


class _Facts:
    """What is known of each item of a round, by its code."""

    def __init__(self, content: Content, organizations: Mapping[str, str]) -> None:
        self.content = content
        self.organizations = organizations

    def item(self, item: Content) -> Content:
        code = item["id"]
        ends = {str(end) for end in ENDS}
        return {
            **item,
            "state_name": STATE_NAMES.get(item.get("state", ""), ""),
            "is_gone": item.get("state") in GONE,
            "votes": [
                {
                    **vote,
                    "is_tied": vote["tied"] == "yes",
                    "is_carried": vote["carried"] == "yes",
                }
                for vote in self.content["votes"]
                if vote["option"] == code
            ],
            "answers": [
                self._answer(answer)
                for answer in self.content["answers"]
                if answer["about"] == code
            ],
            "ends": [
                {**link, "name": RELATION_NAMES[link["relation"]]}
                for link in self.content["lineage"]
                if link["from"] == code and link["relation"] in ends
            ],
            "responses": self._responses(code),
        }

    def group(self, group: Content) -> Content:
        """What was written in one phase: how much, by which organizations, and its answer."""
        proposals = self.content["workshop"].get("proposals", [])
        subjects = {proposal["id"]: proposal["text"] for proposal in proposals}
        return {
            **group,
            "title": TITLES[group["phase"]],
            "subject": subjects.get(group.get("about", ""), ""),
            "entities": [self.organizations[code] for code in group.get("orgs", [])],
            "responses": self._responses(group["id"]),
        }

    def _responses(self, code: str) -> list[Content]:
        return [
            self._response(response)
            for response in self.content["responses"]
            if response["about"] == code
        ]

    def _response(self, response: Content) -> Content:
        return {
            "text": response["text"],
            "why": CATEGORY_NAMES[response["category"]],
            "entity": self.organizations[response["org"]],
            "day": format_date(date.fromisoformat(response["date"]), "long"),
        }

    def _answer(self, answer: Content) -> Content:
        name = STATUS_NAMES.get(answer["answer"]) or FEASIBILITY_NAMES.get(answer["answer"])
        is_late = answer.get("late") == "yes"
        return {
            **answer,
            "name": name,
            "budget": BUDGET_NAMES.get(answer.get("budget", ""), ""),
            "late_on": day_name(date.fromisoformat(answer["date"])) if is_late else "",
        }
