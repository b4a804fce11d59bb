"""What is published, as its pages tell it: plain lists from the content of editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.commitments.words import STATE_NAMES as PROPOSAL_STATES
from workshop.contributions.context import STATUS_NAMES
from workshop.exports.tables import standing
from workshop.ideas.words import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.lineage.models import ENDS
from workshop.lineage.words import CATEGORY_NAMES, RELATION_NAMES
from workshop.live.guides import TITLES
from workshop.public.published import Published
from workshop.voting.words import RULE_NAMES

Content = dict[str, Any]
# What is no longer on the list of a round, and what a proposal has come to.
GONE = ("replaced", "left_out", "withdrawn")
STATE_NAMES = {
    "replaced": _l("Replaced"),
    "left_out": _l("Left out of the vote"),
    **PROPOSAL_STATES,
}


def stages(shown: Published) -> list[tuple[str, bool]]:
    """The stages of a plan (`method.md` 1) and whether something of each is published."""
    rounds = {one.workshop.round for one in shown.rounds}
    is_approved = bool(shown.commitments)
    return [
        (_("Preparation: themes, diagnoses, public consultation"), True),
        (_("Understanding problems: rounds 1 and 2"), bool(rounds & {1, 2})),
        (_("Co-creation of commitments: round 3"), 3 in rounds),
        (_("Validation by the entities"), is_approved),
        (_("Approval and publication"), is_approved),
    ]


def counted(content: Content) -> str:
    """What a round came to, in a few words: "3 problems, 8 ideas"."""
    workshop = content["workshop"]
    problems = standing(workshop.get("problems", []))
    ideas = {i["id"] for one in problems for i in standing(one.get("ideas", []))}
    proposals = workshop.get("proposals", [])
    told = [
        ngettext("%(num)d problem", "%(num)d problems", len(problems)) if problems else "",
        ngettext("%(num)d idea", "%(num)d ideas", len(ideas)) if ideas else "",
        ngettext("%(num)d proposal", "%(num)d proposals", len(proposals)) if proposals else "",
    ]
    return ", ".join(one for one in told if one)


def told(content: Content, organizations: Mapping[str, str]) -> dict[str, Any]:
    """What the page of a round is drawn from: each item with its votes, answers and way on.

    `organizations` are the names of those that answered, by their codes.
    """
    workshop = content["workshop"]
    facts = _Facts(content, organizations)
    return {
        "participants": [one["name"] for one in workshop.get("participants") or []],
        "problems": [
            {**facts.item(one), "ideas": [facts.item(idea) for idea in one.get("ideas", [])]}
            for one in workshop.get("problems", [])
        ],
        "proposals": [facts.item(one) for one in workshop.get("proposals", [])],
        "phases": [{**one, "title": TITLES[one["phase"]]} for one in content["phases"]],
        "contests": list(_contests(content["votes"])),
    }


def _contests(votes: Iterable[Content]) -> Iterable[Content]:
    """Each vote once: how it was counted and how many took part."""
    seen = {one["contest"]: one for one in votes}
    for one in seen.values():
        yield {
            "rule": RULE_NAMES[one["rule"]],
            "cast": one["cast"],
            "entitled": one["entitled"],
            "is_run_off": one["is_run_off"] == "yes",
        }


class _Facts:
    """What is known of each item of a round, by its code."""

    def __init__(self, content: Content, organizations: Mapping[str, str]) -> None:
        self.content = content
        self.organizations = organizations

    def item(self, given: Content) -> Content:
        code = given["id"]
        ends = {str(end) for end in ENDS}
        return {
            **given,
            "state_name": STATE_NAMES.get(given.get("state", ""), ""),
            "is_gone": given.get("state") in GONE,
            "votes": [one for one in self.content["votes"] if one["option"] == code],
            "answers": [
                self._answer(one) for one in self.content["answers"] if one["about"] == code
            ],
            "ends": [
                {**one, "name": RELATION_NAMES[one["relation"]]}
                for one in self.content["lineage"]
                if one["from"] == code and one["relation"] in ends
            ],
            "responses": [
                self._response(one) for one in self.content["responses"] if one["about"] == code
            ],
        }

    def _response(self, one: Content) -> Content:
        return {
            "text": one["text"],
            "why": CATEGORY_NAMES[one["category"]],
            "entity": self.organizations[one["org"]],
            "day": format_date(date.fromisoformat(one["date"]), "long"),
        }

    def _answer(self, one: Content) -> Content:
        name = STATUS_NAMES.get(one["answer"]) or FEASIBILITY_NAMES.get(one["answer"])
        return {**one, "name": name, "budget": BUDGET_NAMES.get(one.get("budget", ""), "")}
