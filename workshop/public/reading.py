"""A published round as its page tells it: from the content of an edition to lists to read."""

from __future__ import annotations

from typing import Any

from workshop.contributions.context import STATUS_NAMES
from workshop.exports.tables import standing
from workshop.ideas.words import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.lineage.models import ENDS
from workshop.lineage.words import CATEGORY_NAMES, RELATION_NAMES

Content = dict[str, Any]


def told(content: Content) -> dict[str, Any]:
    """What the page of a round is drawn from: each item with its votes, answers and way on."""
    workshop = content["workshop"]
    facts = _Facts(content)
    problems = [
        {**facts.item(one), "ideas": [facts.item(idea) for idea in one.get("ideas", [])]}
        for one in workshop.get("problems", [])
    ]
    return {
        "participants": [one["name"] for one in workshop.get("participants") or []],
        "problems": problems,
        "proposals": [facts.item(one) for one in workshop.get("proposals", [])],
        "phases": content["phases"],
        "votes": content["votes"],
        "is_standing": {id(one) for one in standing(problems)},
    }


class _Facts:
    """What is known of each item of a round, by its code."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def item(self, given: Content) -> Content:
        code = given["id"]
        onward = [one for one in self.content["lineage"] if one["from"] == code]
        return {
            **given,
            "votes": [one for one in self.content["votes"] if one["option"] == code],
            "answers": [
                self._answer(one) for one in self.content["answers"] if one["about"] == code
            ],
            "ends": [
                {**one, "name": RELATION_NAMES[one["relation"]]}
                for one in onward
                if one["relation"] in {str(end) for end in ENDS}
            ],
            "responses": [
                {**one, "why": CATEGORY_NAMES[one["category"]]}
                for one in self.content["responses"]
                if one["about"] == code
            ],
        }

    def _answer(self, one: Content) -> Content:
        name = STATUS_NAMES.get(one["answer"]) or FEASIBILITY_NAMES.get(one["answer"])
        return {**one, "name": name, "budget": BUDGET_NAMES.get(one.get("budget", ""), "")}
