"""The items of a plan file, each with its path and by its code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

Entry = tuple[str, dict[str, Any]]
# What has a code of its own.
CODED = (
    "theme",
    "organization",
    "diagnosis",
    "workshop",
    "problem",
    "idea",
    "proposal",
    "commitment",
    "milestone",
    "contributions",
)
# What a reasoned response may be about.
ANSWERED = ("problem", "idea", "proposal", "theme", "commitment", "contributions")


class Items:
    """Everything a document of the right shape holds, flat."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._found: dict[str, list[Entry]] = defaultdict(list)
        # The round under which a workshop stands, by its path.
        self.round_of: dict[str, int] = {}
        for name, kind in (
            ("themes", "theme"),
            ("organizations", "organization"),
            ("diagnoses", "diagnosis"),
            ("lineage", "link"),
            ("responses", "response"),
            ("editions", "edition"),
        ):
            self._found[kind] = list(_each(document, name))
        self._find_rounds()
        self._find_commitments()
        self.paths_by_code: dict[str, list[str]] = defaultdict(list)
        self.kinds: dict[str, str] = {}
        for kind in CODED:
            for place, item in self._found[kind]:
                self.paths_by_code[item["id"]].append(place)
                self.kinds[item["id"]] = kind

    def text_of(self, code: str | None) -> str:
        """What stands under a code in words; nothing where it is not here or has none."""
        return self._texts.get(code or "", "")

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {
            item["id"]: str(item[name])
            for kind in CODED
            for _place, item in self._found[kind]
            for name in ("text", "title", "activity", "topic", "name")
            if item.get(name)
        }

    def of(self, kind: str) -> list[Entry]:
        return self._found[kind]

    def kind_of(self, code: str | None) -> str | None:
        """What a code names; None for null, "unknown" for nothing here."""
        return None if code is None else self.kinds.get(code, "unknown")

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Every place that names another item: where, of which kind, by which code."""
        for kind, name, wanted in (
            ("diagnosis", "theme", "theme"),
            ("diagnosis", "org", "organization"),
            ("workshop", "theme", "theme"),
            ("problem", "diagnosis", "diagnosis"),
            ("problem", "org", "organization"),
            ("idea", "org", "organization"),
            ("proposal", "responsible_org", "organization"),
            ("commitment", "theme", "theme"),
            ("response", "org", "organization"),
        ):
            for place, item in self.of(kind):
                if name in item:
                    yield f"{place}.{name}", wanted, item[name]
        for place, workshop in self.of("workshop"):
            for number, participant in enumerate(workshop.get("participants") or []):
                yield f"{place}.participants[{number}].org", "organization", participant["org"]
        for place, idea in self.of("idea"):
            for number, code in enumerate(idea.get("also_answers", [])):
                yield f"{place}.also_answers[{number}]", "problem", code
        for place, group in self.of("contributions"):
            for number, code in enumerate(group.get("orgs", [])):
                yield f"{place}.orgs[{number}]", "organization", code
            if group.get("about"):
                yield f"{place}.about", "proposal", group["about"]
        for place, commitment in self.of("commitment"):
            yield f"{place}.leading_entity.org", "organization", commitment["leading_entity"]["org"]
        yield from self._references_of_acts()
        for place, link in self.of("link"):
            for end in ("from", "to"):
                if link[end] is not None:
                    yield f"{place}.{end}", self.kinds.get(link[end], "item"), link[end]
        for place, response in self.of("response"):
            answered = self.kinds.get(response["about"], "")
            wanted = answered if answered in ANSWERED else "item"
            yield f"{place}.about", wanted, response["about"]

    def _references_of_acts(self) -> Iterator[tuple[str, str, str]]:
        """What the acts name that a file tells of: who answered, what was voted on, published."""
        for kind in ("problem", "idea"):
            for place, item in self.of(kind):
                for inside, answer in _each(item, "answers", place):
                    yield f"{inside}.org", "organization", answer["org"]
        for place, proposal in self.of("proposal"):
            for inside, check in _each(proposal, "agreement_checks", place):
                for deeper, answer in _each(check, "answers", inside):
                    yield f"{deeper}.org", "organization", answer["org"]
        for place, workshop in self.of("workshop"):
            for inside, vote in _each(workshop, "votes", place):
                if "about" in vote:
                    yield f"{inside}.about", "problem", vote["about"]
                for deeper, option in _each(vote, "options", inside):
                    if "item" in option:
                        wanted = self.kinds.get(option["item"], "")
                        wanted = wanted if wanted in ("problem", "idea") else "item"
                        yield f"{deeper}.item", wanted, option["item"]
        for place, edition in self.of("edition"):
            if edition["workshop"] is not None:
                yield f"{place}.workshop", "workshop", edition["workshop"]

    def workshops_attended(self) -> dict[str, list[str]]:
        """For each organization the workshops it took part in, in the file's order."""
        by_organization: dict[str, list[str]] = defaultdict(list)
        for _place, workshop in self.of("workshop"):
            for participant in workshop.get("participants") or []:
                if workshop["id"] not in by_organization[participant["org"]]:
                    by_organization[participant["org"]].append(workshop["id"])
        return by_organization

    def counts(self) -> dict[str, int]:
        """How much there is of everything, under the names of the file."""
        numbers = {
            "organizations": len(self.of("organization")),
            "workshops": len(self.of("workshop")),
            "ideas": len(self.of("idea")),
            "proposals": len(self.of("proposal")),
            "commitments": len(self.of("commitment")),
            "milestones": len(self.of("milestone")),
            "lineage": len(self.of("link")),
        }
        for round in (1, 2, 3):
            workshops = [
                workshop for _place, workshop in self.of("workshop") if workshop["round"] == round
            ]
            numbers[f"participants_round_{round}"] = sum(
                len(workshop.get("participants") or []) for workshop in workshops
            )
            numbers[f"problems_round_{round}"] = sum(
                len(workshop.get("problems", [])) for workshop in workshops
            )
        return numbers

    def _find_rounds(self) -> None:
        for place, round in _each(self.document, "rounds"):
            for inside, workshop in _each(round, "workshops", place):
                self._found["workshop"].append((inside, workshop))
                self.round_of[inside] = round["round"]
                self._found["proposal"] += _each(workshop, "proposals", inside)
                self._found["contributions"] += _each(workshop, "contributions", inside)
                for deeper, problem in _each(workshop, "problems", inside):
                    self._found["problem"].append((deeper, problem))
                    self._found["idea"] += _each(problem, "ideas", deeper)

    def _find_commitments(self) -> None:
        for place, commitment in _each(self.document, "commitments"):
            self._found["commitment"].append((place, commitment))
            self._found["milestone"] += _each(commitment, "milestones", place)


def _each(holder: dict[str, Any], name: str, place: str = "") -> Iterator[Entry]:
    start = f"{place}.{name}" if place else name
    for number, item in enumerate(holder.get(name, [])):
        yield f"{start}[{number}]", item
