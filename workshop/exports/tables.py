"""The tables of a plan, in the columns of the published plan and a few beside them.

Each is a pure function of the content (`content.content`), in the language of the moment: long
rows with ids for data files, parts with merged cells for documents.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from workshop.closing.labels import ANSWERED_BY, CATEGORY_NAMES, KIND_NAMES, RELATION_NAMES
from workshop.contributions.parts import STATUS_NAMES
from workshop.exports.content import SECTIONS
from workshop.exports.layout import Cell, Grid, Table, list_cell, paragraphs, span_rows
from workshop.exports.records import record_form, record_rows
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.people.models import SECTOR_NAMES
from workshop.planfile.items import Items
from workshop.proposals.labels import STATE_NAMES as PROPOSAL_STATES
from workshop.room.phase_parts import STATES
from workshop.voting.labels import RULE_NAMES
from workshop.workshops.guides import TITLES

Content = dict[str, Any]


def tables(content: Content) -> list[Table]:
    """Every table of a plan that the content has the section for, in the order of the plan."""
    return [make(content) for make in makers_for(content)]


def makers_for(content: Content) -> list[Callable[[Content], Table]]:
    """The tables to be made: none of a section that is withheld (`content.SECTIONS`)."""
    held = {*content, *content["plan"], *(section.name for section in SECTIONS)}
    return [make for make, section in MAKERS.items() if section in held]


def table(content: Content, key: str) -> Table | None:
    """The table with this key; None when there is none."""
    return next((candidate for candidate in tables(content) if candidate.key == key), None)


def workshops_of(content: Content, round: int) -> list[dict[str, Any]]:
    rounds = (entry for entry in content["plan"].get("rounds", []) if entry["round"] == round)
    return [workshop for entry in rounds for workshop in entry["workshops"]]


def topic(workshop: dict[str, Any], themes: dict[str, str]) -> str:
    """The topic with its date, as the plan prints them in one cell."""
    day = format_date(date.fromisoformat(workshop["date"]["iso"]), "long")
    return f"{workshop.get('topic') or themes[workshop['theme']]} ({day})"


def theme_names(content: Content) -> dict[str, str]:
    return {theme["id"]: theme["name"] for theme in content["plan"].get("themes", [])}


def organization_names(content: Content) -> dict[str, str]:
    return {
        organization["id"]: organization["name"]
        for organization in content["plan"].get("organizations", [])
    }


def participants(workshop: dict[str, Any]) -> list[dict[str, str]]:
    return workshop.get("participants") or []


def standing_items(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was on the list at the end: neither replaced nor left out."""
    return [item for item in items if "state" not in item]


def prioritized(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What went forward; where a file does not say so, it lists only what did."""
    return [item for item in items if item.get("prioritized", True)]


# Round 1


def round_1_results(content: Content) -> Table:
    themes = theme_names(content)
    rows: list[tuple[str, ...]] = []
    cells: list[tuple[Cell | None, ...]] = []
    for workshop in workshops_of(content, 1):
        problems = standing_items(workshop.get("problems", []))
        head = (workshop["id"], workshop["date"]["iso"], topic(workshop, themes))
        for participant, problem in zip_longest(participants(workshop), problems):
            listing = (_text(problem, "id"), _rank(problem), _text(problem))
            forward = _text(problem) if problem in prioritized(problems) else ""
            rows.append((*head, *_organization(participant), *listing, forward))
        cells.append(
            (
                paragraphs(head[2]),
                list_cell([participant["name"] for participant in participants(workshop)]),
                list_cell([problem["text"] for problem in prioritized(problems)]),
            )
        )
    title = _("Results of round 1")
    columns = (
        ("workshop", _("Workshop")),
        ("date", _("Date")),
        ("topic", _("Workshop's topic")),
        ("organization", _("Organization")),
        ("participant", _("Participants")),
        ("problem", _("Problem")),
        ("rank", _("Rank")),
        ("wording", _("Text")),
        ("text", _("Prioritized problems")),
    )
    headings = (_("Workshop's topic"), _("Participants"), _("Prioritized problems"))
    grid = Grid(title, headings, tuple(cells))
    return Table("round-1-results", title, columns, tuple(rows), (grid,))


def _organization(participant: dict[str, str] | None) -> tuple[str, str]:
    return (participant["org"], participant["name"]) if participant else ("", "")


def _text(item: dict[str, Any] | None, name: str = "text") -> str:
    return str(item[name]) if item else ""


def _rank(item: dict[str, Any] | None) -> str:
    return str(item.get("rank", "")) if item else ""


def _carried(item: dict[str, Any] | None) -> str:
    """Yes or no; empty where nothing says so."""
    says = item.get("prioritized") if item else None
    return "" if says is None else "yes" if says else "no"


# Round 2


def round_2_results(content: Content) -> Table:
    themes = theme_names(content)
    rows: list[tuple[str, ...]] = []
    cells: list[tuple[Cell | None, ...]] = []
    for workshop in workshops_of(content, 2):
        problems = standing_items(workshop.get("problems", []))
        built = [
            (p, i) for p in problems for i in (*standing_items(p.get("ideas", [])),) or (None,)
        ]
        head = (workshop["id"], workshop["date"]["iso"], topic(workshop, themes))
        for participant, pair in zip_longest(participants(workshop), built):
            problem, idea = pair or (None, None)
            ids = (_text(problem, "id"), _text(problem), _text(idea, "id"), _text(idea))
            rows.append((*head, *_organization(participant), *ids, _rank(idea), _carried(idea)))
        cells += _round_2_cells(workshop, problems, head[2])
    title = _("Results of round 2")
    columns = (
        ("workshop", _("Workshop")),
        ("date", _("Date")),
        ("topic", _("Workshop's topic")),
        ("organization", _("Organization")),
        ("participant", _("Participants")),
        ("problem", _("Problem")),
        ("text", _("Prioritized problems")),
        ("idea", _("Idea")),
        ("idea_text", _("Solution ideas built")),
        ("rank", _("Rank")),
        ("carried", _("Goes forward")),
    )
    headings = (
        _("Workshop's topic"),
        _("Participants"),
        _("Prioritized problems"),
        _("Solution ideas built"),
    )
    grid = Grid(title, headings, tuple(cells))
    return Table("round-2-results", title, columns, tuple(rows), (grid,))


def _round_2_cells(
    workshop: dict[str, Any], problems: list[dict[str, Any]], topic: str
) -> Iterator[tuple[Cell | None, ...]]:
    """One row for each problem; topic and participants are one cell over all of them."""
    there = list_cell([participant["name"] for participant in participants(workshop)])
    count = max(1, len(problems))
    for number, problem in enumerate((*problems,) or (None,)):
        ideas = standing_items(problem.get("ideas", [])) if problem else []
        own = (paragraphs(_text(problem)), list_cell([idea["text"] for idea in ideas]))
        if number:
            yield (None, None, *own)
        else:
            yield (span_rows(paragraphs(topic), count), span_rows(there, count), *own)


# Round 3 and the commitments


def round_3_proposals(content: Content) -> Table:
    themes = theme_names(content)
    names = organization_names(content)
    rows: list[tuple[str, ...]] = []
    cells: list[tuple[Cell | None, ...]] = []
    for workshop in workshops_of(content, 3):
        proposals = workshop.get("proposals", [])
        theme = themes[workshop["theme"]]
        for number, proposal in enumerate(proposals):
            entity = proposal.get("responsible_entity") or names[proposal["responsible_org"]]
            head = (workshop["id"], theme, proposal["id"], proposal["text"])
            state = proposal.get("state", "")
            name = str(PROPOSAL_STATES[state]) if state else ""
            rows.append((*head, proposal["responsible_org"], entity, state, name))
            first = None if number else span_rows(paragraphs(theme), len(proposals))
            cells.append((first, paragraphs(proposal["text"]), paragraphs(entity)))
    title = _("Proposals of round 3")
    columns = (
        ("workshop", _("Workshop")),
        ("theme", _("Theme")),
        ("proposal", _("Proposal")),
        ("text", _("Commitment proposal")),
        ("organization", _("Organization")),
        ("responsible_entity", _("Responsible entity")),
        ("state", _("Key of the state")),
        ("state_name", _("State")),
    )
    headings = (_("Theme"), _("Commitment proposal"), _("Responsible entity"))
    grid = Grid(title, headings, tuple(cells))
    return Table("round-3-proposals", title, columns, tuple(rows), (grid,))


def list_of_commitments(content: Content) -> Table:
    names, rows = organization_names(content), []
    for commitment in content["plan"].get("commitments", []):
        lead = commitment["leading_entity"]
        entity = lead.get("printed") or names[lead["org"]]
        head = (commitment["id"], str(commitment.get("number", "")), commitment.get("subject", ""))
        rows.append(
            (*head, commitment.get("title_in_list") or commitment["title"], lead["org"], entity)
        )
    title = _("List of commitments")
    columns = (
        ("commitment", _("Id")),
        ("number", _("Number")),
        ("subject", _("Subject")),
        ("title", _("Commitment")),
        ("organization", _("Organization")),
        ("responsible_entity", _("Responsible entity")),
    )
    headings = (_("Subject"), _("Commitment"), _("Responsible entity"))
    grid = Grid(title, headings, tuple(_by_subject(rows)))
    return Table("commitments", title, columns, tuple(rows), (grid,))


def _by_subject(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[Cell | None, ...]]:
    """Equal subjects that follow each other are one cell."""
    for number, (_id, _number, subject, title, _org, entity) in enumerate(rows):
        if number and rows[number - 1][2] == subject:
            first = None
        else:
            same = next((n for n, r in enumerate(rows[number:]) if r[2] != subject), None)
            first = span_rows(paragraphs(subject), same or len(rows) - number)
        yield (first, paragraphs(title), paragraphs(entity))


def commitment_records(content: Content) -> Table:
    names = organization_names(content)
    records = content["plan"].get("commitments", [])
    columns = (
        ("commitment", _("Id")),
        ("field", _("Field")),
        ("position", _("Position")),
        ("milestone", _("Milestone or place")),
        ("heading", _("Heading")),
        ("value", _("Text")),
    )
    besides = content["records"]
    rows = tuple(
        row
        for record in records
        for row in record_rows(record, names, besides[record["id"]]["beside"])
    )
    forms = tuple(record_form(record, names) for record in records)
    return Table("commitment-records", _("Commitment records"), columns, rows, forms)


# Beside the plan's own


def plain(
    key: str,
    title: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[dict[str, Any]],
    keys: Collection[str] = (),
) -> Table:
    """A table whose documents show it as its data files do, but without columns of mere `keys`."""
    values = tuple(tuple(str(row.get(name) or "") for name, _h in columns) for row in rows)
    shown = [place for place, (name, _h) in enumerate(columns) if name not in keys]
    words = {"yes": _("yes"), "no": _("no")}
    cells = tuple(
        tuple(paragraphs(words.get(row[place], row[place])) for place in shown) for row in values
    )
    grid = Grid(title, tuple(columns[place][1] for place in shown), cells)
    return Table(key, title, tuple(columns), values, (grid,))


def votes(content: Content) -> Table:
    columns = (
        ("workshop", _("Workshop")),
        ("contest", _("Vote")),
        ("about", _("Problem")),
        ("rule", _("Key")),
        ("rule_name", _("Rule")),
        ("option", _("Option")),
        ("text", _("Text")),
        ("points", _("Points")),
        ("place", _("Rank")),
        ("tied", _("Tied")),
        ("first_places", _("First places")),
        ("ranked_by", _("Ballots that rank it")),
        ("cast", _("Ballots cast")),
        ("entitled", _("Entitled")),
        ("abstained", _("Abstained")),
        ("carried", _("Goes forward")),
        ("is_run_off", _("Run-off")),
    )
    rows = [{**vote, "rule_name": RULE_NAMES[vote["rule"]]} for vote in content["votes"]]
    return plain("votes", _("Votes"), columns, rows, keys=("rule",))


def links(content: Content) -> Table:
    columns = (
        ("from", _("From")),
        ("relation", _("Relation")),
        ("relation_name", _("In words")),
        ("to", _("To")),
        ("note", _("Note")),
    )
    rows = [
        {**link, "relation_name": RELATION_NAMES[link["relation"]]}
        for link in (*content["plan"].get("lineage", []), *_answers_as_links(content))
    ]
    return plain("links", _("Lineage"), columns, rows, keys=("relation",))


def _answers_as_links(content: Content) -> Iterator[dict[str, Any]]:
    """From whatever was answered to its response: the way back from `about`."""
    for response in content["plan"].get("responses", []):
        about = response["about"]
        yield {"from": about, "relation": ANSWERED_BY, "to": response_id(about)}


def response_id(about: str) -> str:
    """What names the response to something: it has one at most."""
    return f"{about}-R"


def responses(content: Content) -> Table:
    names = organization_names(content)
    kinds = Items(content["plan"]).kinds
    kind_names = {str(kind): name for kind, name in KIND_NAMES.items()}
    columns = (
        ("id", _("Id")),
        ("about", _("About")),
        ("kind", _("Key of what is answered")),
        ("kind_name", _("What is answered")),
        ("category", _("Category")),
        ("category_name", _("Why")),
        ("text", _("Response")),
        ("org", _("Organization")),
        ("entity", _("Entity that answers")),
        ("date", _("Date")),
    )
    rows = [
        {
            **response,
            "id": response_id(response["about"]),
            "kind": kinds.get(response["about"], ""),
            "kind_name": kind_names.get(kinds.get(response["about"], ""), ""),
            "category_name": CATEGORY_NAMES[response["category"]],
            "entity": names[response["org"]],
        }
        for response in content["plan"].get("responses", [])
    ]
    return plain(
        "responses", _("Reasoned responses"), columns, rows, keys=("kind", "category", "org")
    )


def contributions(content: Content) -> Table:
    """What was written in each phase, all of it together: it gets one response."""
    names = organization_names(content)
    columns = (
        ("workshop", _("Workshop")),
        ("id", _("Id")),
        ("phase", _("Key")),
        ("title", _("Phase")),
        ("about", _("About")),
        ("number", _("Number")),
        ("organizations", _("Organizations")),
    )
    rows = [
        {
            **group,
            "workshop": workshop["id"],
            "title": TITLES[group["phase"]],
            "number": str(group["number"]),
            "organizations": "\n".join(names[code] for code in group.get("orgs", [])),
        }
        for round in (1, 2, 3)
        for workshop in workshops_of(content, round)
        for group in workshop.get("contributions", [])
    ]
    return plain("contributions", _("Written contributions"), columns, rows, keys=("phase",))


def phases(content: Content) -> Table:
    columns = (
        ("workshop", _("Workshop")),
        ("number", _("Number")),
        ("phase", _("Key")),
        ("title", _("Phase")),
        ("state", _("Key of the state")),
        ("state_name", _("State")),
        ("planned_minutes", _("Planned minutes")),
        ("extended_minutes", _("Minutes added")),
        ("started_at", _("Started")),
        ("ended_at", _("Ended")),
        ("ran_seconds", _("Seconds it ran")),
        ("pauses", _("Pauses")),
        ("reason", _("Reason")),
    )
    rows = [
        {**phase, "title": TITLES[phase["phase"]], "state_name": STATES[phase["state"]]}
        for phase in content["phases"]
    ]
    return plain("phases", _("Phase log"), columns, rows, keys=("phase", "state"))


def answers(content: Content) -> Table:
    names: dict[Any, str] = {**STATUS_NAMES, **FEASIBILITY_NAMES}
    columns = (
        ("workshop", _("Workshop")),
        ("about", _("About")),
        ("entity", _("Entity that answers")),
        ("answer", _("Key")),
        ("answer_name", _("Answer")),
        ("action", _("Action under way or planned")),
        ("budget_name", _("Budget")),
        ("text", _("Text")),
    )
    rows = [
        {
            **answer,
            "answer_name": names[answer["answer"]],
            "budget_name": BUDGET_NAMES.get(answer.get("budget", ""), ""),
        }
        for answer in content["answers"]
    ]
    return plain("official-answers", _("What officials answered"), columns, rows, keys=("answer",))


def attendance(content: Content) -> Table:
    names = organization_names(content)
    columns = (
        ("workshop", _("Workshop")),
        ("date", _("Date")),
        ("org", _("Organization")),
        ("name", _("Name")),
        ("printed", _("As printed")),
    )
    rows = [
        {
            "workshop": workshop["id"],
            "date": workshop["date"]["iso"],
            "org": participant["org"],
            "name": names[participant["org"]],
            "printed": participant["name"],
        }
        for round in (1, 2, 3)
        for workshop in workshops_of(content, round)
        for participant in participants(workshop)
    ]
    return plain("attendance", _("Attendance"), columns, rows)


def organizations(content: Content) -> Table:
    columns = (
        ("id", _("Id")),
        ("name", _("Name")),
        ("acronym", _("Acronym")),
        ("sector", _("Sector")),
        ("sector_name", _("In words")),
    )
    rows = [
        {**organization, "sector_name": SECTOR_NAMES[organization["sector"]]}
        for organization in content["plan"].get("organizations", [])
    ]
    return plain("organizations", _("Organizations"), columns, rows, keys=("sector",))


# Every table with the section of the content that it is made from.
MAKERS: dict[Callable[[Content], Table], str] = {
    round_1_results: "rounds",
    round_2_results: "rounds",
    round_3_proposals: "rounds",
    list_of_commitments: "commitments",
    commitment_records: "commitments",
    votes: "votes",
    links: "lineage",
    answers: "answers",
    responses: "responses",
    contributions: "rounds",
    phases: "phases",
    attendance: "rounds",
    organizations: "organizations",
}
