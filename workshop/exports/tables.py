"""The tables of a plan, in the columns of the published plan and a few beside them.

Each is a pure function of the content (`content.content`), in the language of the moment: long
rows with ids for data files, parts with merged cells for documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.closing.labels import ANSWERED_BY, CATEGORY_NAMES, KIND_NAMES, RELATION_NAMES
from workshop.contributions.parts import STATUS_NAMES
from workshop.exports.content import NOT_HELD, OPEN
from workshop.exports.layout import (
    Cell,
    Column,
    Grid,
    Table,
    ValueKind,
    in_words,
    list_cell,
    paragraphs,
    span_rows,
)
from workshop.exports.records import record_form, record_rows
from workshop.floor.labels import TURN_NAMES
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.language import day_name
from workshop.links.models import Relation
from workshop.people.models import SECTOR_NAMES
from workshop.planfile.items import Items
from workshop.proposals.agreement.outcome import OBJECTION
from workshop.proposals.labels import LEVEL_NAMES
from workshop.proposals.labels import STATE_NAMES as PROPOSAL_STATES
from workshop.proposals.models import ProposalState
from workshop.room.phase_parts import STATES
from workshop.voting.labels import RULE_NAMES
from workshop.workshops.guides import TITLES

Content = dict[str, Any]
PHASE_STATES = {**{str(state): name for state, name in STATES.items()}, NOT_HELD: _l("not held")}


def tables(content: Content) -> list[Table]:
    """Every table of a plan that the content has the section for, in the order of the plan."""
    return [make(content) for make in makers_for(content)]


def makers_for(content: Content) -> list[Callable[[Content], Table]]:
    """The tables to be made: none of a section that is withheld (`content.SECTIONS`)."""
    held = {*content, *content["plan"], *(section.name for section in OPEN)}
    return [make for make, section in MAKERS.items() if section in held]


def table(content: Content, key: str) -> Table | None:
    """The table with this key; None when there is none."""
    return next((candidate for candidate in tables(content) if candidate.key == key), None)


def workshops_of(content: Content, round: int) -> list[dict[str, Any]]:
    rounds = (entry for entry in content["plan"].get("rounds", []) if entry["round"] == round)
    return [workshop for entry in rounds for workshop in entry["workshops"]]


def meeting_day(workshop: dict[str, Any]) -> str:
    """The day of a workshop in words; without its year where the file only inferred it."""
    day = workshop["date"]
    is_known = not day.get("year_inferred")
    return day_name(date.fromisoformat(day["iso"]), is_year_known=is_known)


def topic(workshop: dict[str, Any], themes: dict[str, str]) -> str:
    """The topic with its date, as the plan prints them in one cell."""
    return f"{_topic(workshop, themes)} ({meeting_day(workshop)})"


def _topic(workshop: dict[str, Any], themes: dict[str, str]) -> str:
    return workshop.get("topic") or themes[workshop["theme"]]


def _meeting_columns() -> tuple[Column, ...]:
    """What begins every row that is about a workshop."""
    return (
        Column("workshop", _("Workshop")),
        Column("date", _("Date"), ValueKind.DATE),
        Column("year_inferred", _("Year only inferred"), ValueKind.YES_NO),
        Column("topic", _("Workshop's topic")),
    )


def _meeting(workshop: dict[str, Any], themes: dict[str, str]) -> tuple[str, ...]:
    day = workshop["date"]
    is_inferred = "yes" if day.get("year_inferred") else "no"
    return (workshop["id"], day["iso"], is_inferred, _topic(workshop, themes))


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
        forward = prioritized(problems)
        rows += [
            (
                *_meeting(workshop, themes),
                *(problem["id"], _rank(problem), problem["text"]),
                # What a file says nothing of went forward; null says that it is not settled.
                _carried({"prioritized": True, **problem}),
            )
            for problem in problems
        ]
        cells.append(
            (
                paragraphs(topic(workshop, themes)),
                list_cell([participant["name"] for participant in participants(workshop)]),
                _ranking(forward),
            )
        )
    title = _("Results of round 1")
    columns = (
        *_meeting_columns(),
        Column("problem", _("Key of the problem")),
        Column("rank", _("Rank"), ValueKind.NUMBER),
        Column("text", _("Problem")),
        Column("carried", _("Goes forward"), ValueKind.YES_NO),
    )
    headings = (_("Workshop's topic"), _("Participants"), _("Prioritized Problems"))
    grid = Grid(title, headings, tuple(cells))
    return Table("round-1-results", title, columns, tuple(rows), (grid,))


def _text(item: dict[str, Any] | None, name: str = "text") -> str:
    return str(item[name]) if item else ""


def _rank(item: dict[str, Any] | None) -> str:
    return str(item.get("rank") or "") if item else ""


def _ranking(items: Sequence[dict[str, Any]]) -> Cell:
    """A list under the ranks of its items, which level ones share; plain where one has none."""
    ranks = [int(rank) for item in items if (rank := item.get("rank"))]
    return list_cell([item["text"] for item in items], ranks if len(ranks) == len(items) else ())


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
        for problem in problems:
            for idea in (*standing_items(problem.get("ideas", [])),) or (None,):
                ids = (_text(problem, "id"), _text(problem), _text(idea, "id"))
                own = (_rank(idea), _text(idea), _carried(idea))
                rows.append((*_meeting(workshop, themes), *ids, *own))
        cells += _round_2_cells(workshop, problems, topic(workshop, themes))
    title = _("Results of round 2")
    columns = (
        *_meeting_columns(),
        Column("problem", _("Key of the problem")),
        Column("text", _("Prioritized problems")),
        Column("idea", _("Key of the idea")),
        Column("rank", _("Rank"), ValueKind.NUMBER),
        Column("idea_text", _("Solution ideas built")),
        Column("carried", _("Goes forward"), ValueKind.YES_NO),
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
        own = (paragraphs(_text(problem)), _ranking(ideas))
        if number:
            yield (None, None, *own)
        else:
            yield (span_rows(paragraphs(topic), count), span_rows(there, count), *own)


# Round 3 and the commitments


def round_3_proposals(content: Content) -> Table:
    themes = theme_names(content)
    names = organization_names(content)
    adopted = adopted_proposals(content["plan"].get("lineage", []))
    rows: list[tuple[str, ...]] = []
    cells: list[tuple[Cell | None, ...]] = []
    for workshop in workshops_of(content, 3):
        proposals = workshop.get("proposals", [])
        for number, proposal in enumerate(proposals):
            entity = proposal.get("responsible_entity") or names[proposal["responsible_org"]]
            state = proposal_state(proposal, adopted)
            rows.append(
                (
                    *_meeting(workshop, themes),
                    *(proposal["id"], str(number + 1), proposal["text"]),
                    *(proposal["responsible_org"], entity, state, str(PROPOSAL_STATES[state])),
                )
            )
            theme = paragraphs(topic(workshop, themes))
            first = None if number else span_rows(theme, len(proposals))
            cells.append((first, paragraphs(proposal["text"]), paragraphs(entity)))
    title = _("Proposals of round 3")
    columns = (
        *_meeting_columns(),
        Column("proposal", _("Key of the proposal")),
        Column("number", _("Number"), ValueKind.NUMBER),
        Column("text", _("Commitment proposal")),
        Column("organization", _("Organization")),
        Column("responsible_entity", _("Responsible entity")),
        Column("state", _("Key of the state")),
        Column("state_name", _("State")),
    )
    headings = (_("Theme"), _("Commitment proposal"), _("Responsible entity"))
    grid = Grid(title, headings, tuple(cells))
    return Table("round-3-proposals", title, columns, tuple(rows), (grid,))


def adopted_proposals(lineage: Iterable[dict[str, Any]]) -> set[str]:
    """The proposals that became a commitment."""
    relations = (Relation.ADOPTED, Relation.ADOPTED_CHANGED)
    return {link["from"] for link in lineage if link["relation"] in relations}


def proposal_state(proposal: dict[str, Any], adopted: Collection[str]) -> ProposalState:
    """The state of a proposal; where a file leaves it open, what an import takes it for."""
    if "state" in proposal:
        return ProposalState(proposal["state"])
    is_adopted = proposal["id"] in adopted
    return ProposalState.AGREED if is_adopted else ProposalState.PRESENTED


def list_of_commitments(content: Content) -> Table:
    names = organization_names(content)
    rows: list[tuple[str, ...]] = []
    for commitment in content["plan"].get("commitments", []):
        lead = commitment["leading_entity"]
        entity = lead.get("printed") or names[lead["org"]]
        head = (commitment["id"], str(commitment.get("number") or ""))
        title = commitment.get("title_in_list") or commitment["title"]
        listed = commitment.get("entity_in_list") or entity
        rows.append((*head, commitment.get("subject", ""), title, lead["org"], entity, listed))
    title = _("List of commitments")
    columns = (
        Column("commitment", _("Id")),
        Column("number", _("Number"), ValueKind.NUMBER),
        Column("subject", _("Subject")),
        Column("title", _("Commitment")),
        Column("organization", _("Organization")),
        Column("lead", _("Commitment leading entity")),
        Column("responsible_entity", _("Responsible entity")),
    )
    headings = (_("Subject"), _("Commitment"), _("Responsible entity"))
    grid = Grid(title, headings, tuple(_by_subject(rows)))
    return Table("commitments", title, columns, tuple(rows), (grid,))


def _by_subject(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[Cell | None, ...]]:
    """Equal subjects that follow each other are one cell; each commitment has its number."""
    for place, (_id, number, subject, title, _org, _lead, entity) in enumerate(rows):
        if place and rows[place - 1][2] == subject:
            first = None
        else:
            same = next((n for n, r in enumerate(rows[place:]) if r[2] != subject), None)
            first = span_rows(paragraphs(subject), same or len(rows) - place)
        numbered = f"{number}. {title}" if number else title
        yield (first, paragraphs(numbered), paragraphs(entity))


def commitment_records(content: Content) -> Table:
    names = organization_names(content)
    records = content["plan"].get("commitments", [])
    columns = (
        Column("commitment", _("Id")),
        Column("field", _("Field")),
        Column("position", _("Position"), ValueKind.NUMBER),
        Column("milestone", _("Milestone or place")),
        Column("heading", _("Heading")),
        Column("value", _("Text")),
    )
    kept = content["records"]
    rows = tuple(
        row for record in records for row in record_rows(record, names, kept[record["id"]])
    )
    forms = tuple(record_form(record, names, kept[record["id"]]) for record in records)
    return Table("commitment-records", _("Commitment records"), columns, rows, forms)


# Beside the plan's own

NUMBER, YES_NO = ValueKind.NUMBER, ValueKind.YES_NO


def plain(
    key: str,
    title: str,
    columns: Sequence[tuple[Any, ...]],
    rows: Sequence[dict[str, Any]],
    keys: Collection[str] = (),
) -> Table:
    """A table whose documents show it as its data files do.

    They are without columns of mere `keys`, and without those in which nothing stands.
    A column is its key, its heading and, where it is not text, what its values are.
    """
    typed = tuple(Column(*column) for column in columns)
    values = tuple(tuple(str(row.get(column.key) or "") for column in typed) for row in rows)
    shown = [
        place
        for place, column in enumerate(typed)
        if column.key not in keys and (not values or any(row[place] for row in values))
    ]
    cells = tuple(
        tuple(paragraphs(in_words(typed[place].kind, row[place])) for place in shown)
        for row in values
    )
    grid = Grid(title, tuple(typed[place].heading for place in shown), cells)
    return Table(key, title, typed, values, (grid,))


def votes(content: Content) -> Table:
    columns = (
        ("workshop", _("Workshop")),
        ("contest", _("Vote")),
        ("about", _("Problem")),
        ("rule", _("Key")),
        ("rule_name", _("Rule")),
        ("option", _("Option")),
        ("text", _("Text")),
        ("points", _("Points"), NUMBER),
        ("place", _("Rank"), NUMBER),
        ("tied", _("Tied"), YES_NO),
        ("first_places", _("First places"), NUMBER),
        ("ranked_by", _("Ballots that rank it"), NUMBER),
        ("cast", _("Ballots cast"), NUMBER),
        ("entitled", _("Entitled"), NUMBER),
        ("abstained", _("Abstained"), NUMBER),
        ("carried", _("Goes forward by the count"), YES_NO),
        ("is_run_off", _("Run-off"), YES_NO),
    )
    rows = [{**vote, "rule_name": RULE_NAMES[vote["rule"]]} for vote in content["votes"]]
    table = plain("votes", _("Votes"), columns, rows)
    return replace(table, parts=(_votes_grid(table.title, rows, Items(content["plan"])),))


def _votes_grid(title: str, rows: Sequence[dict[str, Any]], items: Items) -> Grid:
    """The votes as they are printed: what holds of all options of one stands once beside them."""
    options = Counter(row["contest"] for row in rows)
    seen: set[str] = set()
    cells: list[tuple[Cell | None, ...]] = []
    for row in rows:
        head = None
        if row["contest"] not in seen:
            seen.add(row["contest"])
            head = span_rows(paragraphs(*_vote_in_words(row, items)), options[row["contest"]])
        rank = f"{row['place']}=" if row["tied"] == "yes" else row["place"]
        own = (rank, row["text"], row["points"], row["first_places"], row["ranked_by"])
        cells.append((head, *map(paragraphs, own), paragraphs(in_words(YES_NO, row["carried"]))))
    headings = (
        *(_("Vote"), _("Rank"), _("Option"), _("Points"), _("First places")),
        *(_("Ballots that rank it"), _("Goes forward by the count")),
    )
    return Grid(title, headings, tuple(cells))


def _vote_in_words(row: dict[str, Any], items: Items) -> Iterator[str]:
    """Of which workshop a vote was, on what, by which rule, and how many took part."""
    yield ": ".join(filter(None, (row["workshop"], items.text_of(row["workshop"]))))
    yield _("Run-off") if row["is_run_off"] == "yes" else ""
    yield items.text_of(row["about"])
    yield str(row["rule_name"])
    yield _("%(cast)s of %(entitled)s ballots cast", cast=row["cast"], entitled=row["entitled"])
    if row["abstained"] not in ("", "0"):
        yield _("Abstained: %(number)s", number=row["abstained"])


def links(content: Content) -> Table:
    items = Items(content["plan"])
    columns = (
        ("from", _("From")),
        ("from_text", _("Text it leads from")),
        ("relation", _("Key of the relation")),
        ("relation_name", _("Relation")),
        ("to", _("To")),
        ("to_text", _("Text it leads to")),
        ("note", _("Note")),
    )
    rows = [
        {
            **link,
            "from_text": items.text_of(link["from"]),
            "relation_name": RELATION_NAMES[link["relation"]],
            "to_text": items.text_of(link["to"]),
        }
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
    items = Items(content["plan"])
    kinds = items.kinds
    kind_names = {str(kind): name for kind, name in KIND_NAMES.items()}
    columns = (
        ("id", _("Id")),
        ("about", _("About")),
        ("about_text", _("Text that is answered")),
        ("kind", _("Key of what is answered")),
        ("kind_name", _("What is answered")),
        ("category", _("Category")),
        ("category_name", _("Why")),
        ("text", _("Response")),
        ("org", _("Organization")),
        ("entity", _("Entity that answers")),
        ("date", _("Date"), ValueKind.DATE),
    )
    rows = [
        {
            **response,
            "id": response_id(response["about"]),
            "about_text": items.text_of(response["about"]),
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
        ("number", _("Number"), NUMBER),
        ("phase", _("Key")),
        ("title", _("Phase")),
        ("state", _("Key of the state")),
        ("state_name", _("State")),
        ("planned_minutes", _("Planned minutes"), NUMBER),
        ("extended_minutes", _("Minutes added"), NUMBER),
        ("started_at", _("Started"), ValueKind.INSTANT),
        ("ended_at", _("Ended"), ValueKind.INSTANT),
        ("ran_seconds", _("Seconds it ran"), NUMBER),
        ("pauses", _("Pauses"), NUMBER),
        ("reason", _("Reason")),
    )
    rows = [
        {**phase, "title": TITLES[phase["phase"]], "state_name": PHASE_STATES[phase["state"]]}
        for phase in content["phases"]
    ]
    return plain("phases", _("Phase log"), columns, rows, keys=("phase", "state"))


def turns(content: Content) -> Table:
    columns = (
        ("workshop", _("Workshop")),
        ("number", _("Number"), NUMBER),
        ("phase", _("Key")),
        ("title", _("Phase")),
        ("kind", _("Key of the kind of turn")),
        ("kind_name", _("Kind of turn")),
        ("entity", _("Organization")),
        ("sector", _("Key of the sector")),
        ("sector_name", _("Sector")),
        ("through_clerk", _("Through the clerk"), YES_NO),
        ("started_at", _("Started"), ValueKind.INSTANT),
        ("ended_at", _("Ended"), ValueKind.INSTANT),
        ("given_seconds", _("Seconds given"), NUMBER),
        ("spoken_seconds", _("Seconds spoken"), NUMBER),
    )
    rows = [
        {
            **turn,
            "title": TITLES[turn["phase"]],
            "kind_name": TURN_NAMES[turn["kind"]],
            "sector_name": SECTOR_NAMES[turn["sector"]] if "sector" in turn else "",
        }
        for turn in content["turns"]
    ]
    return plain(
        "speaking-turns", _("Speaking turns"), columns, rows, keys=("phase", "kind", "sector")
    )


def contribution_texts(content: Content) -> Table:
    items = Items(content["plan"])
    columns = (
        ("workshop", _("Workshop")),
        ("phase", _("Key")),
        ("title", _("Phase")),
        ("about", _("About")),
        ("about_text", _("What it is about")),
        ("entity", _("Organization")),
        ("sector", _("Key of the sector")),
        ("sector_name", _("Sector")),
        ("through_clerk", _("Through the clerk"), YES_NO),
        ("written_at", _("Written"), ValueKind.INSTANT),
        ("text", _("Text")),
        ("held", _("Held, not shown"), YES_NO),
        ("hidden", _("Hidden"), YES_NO),
        ("reason", _("Reason")),
    )
    rows = [
        {
            **contribution,
            "about_text": items.text_of(contribution["about"]),
            "title": TITLES[contribution["phase"]],
            "sector_name": SECTOR_NAMES[contribution["sector"]] if "sector" in contribution else "",
        }
        for contribution in content["contributions"]
    ]
    return plain("contribution-texts", _("Contributions"), columns, rows, keys=("phase", "sector"))


def reservations(content: Content) -> Table:
    """What stands against ideas as they were reworked, and against proposals."""
    columns = (
        ("workshop", _("Workshop")),
        ("about", _("Key")),
        ("subject", _("About")),
        ("check", _("Check"), NUMBER),
        ("entity", _("Organization")),
        ("level", _("Number of the level"), NUMBER),
        ("level_name", _("Level")),
        ("text", _("Text")),
    )
    rows = [
        {**reservation, "level_name": LEVEL_NAMES[int(reservation.get("level", OBJECTION))]}
        for reservation in content["reservations"]
    ]
    return plain("reservations", _("Objections and reservations"), columns, rows, keys=("level",))


def answers(content: Content) -> Table:
    names: dict[Any, str] = {**STATUS_NAMES, **FEASIBILITY_NAMES}
    items = Items(content["plan"])
    columns = (
        ("workshop", _("Workshop")),
        ("about", _("About")),
        ("about_text", _("What it is about")),
        ("entity", _("Entity that answers")),
        ("answer", _("Key")),
        ("answer_name", _("Answer")),
        ("action", _("Action under way or planned")),
        ("budget_name", _("Budget")),
        ("text", _("Text")),
        ("date", _("Date"), ValueKind.DATE),
        ("late", _("Late"), YES_NO),
    )
    rows = [
        {
            **answer,
            "about_text": items.text_of(answer["about"]),
            "answer_name": names[answer["answer"]],
            "budget_name": BUDGET_NAMES.get(answer.get("budget", ""), ""),
        }
        for answer in content["answers"]
    ]
    return plain("official-answers", _("What officials answered"), columns, rows, keys=("answer",))


def attendance(content: Content) -> Table:
    """Who took part, a row for each: no row of the results has to say it beside a problem."""
    names, themes = organization_names(content), theme_names(content)
    columns = (
        *_meeting_columns(),
        Column("org", _("Key of the organization")),
        Column("name", _("Name")),
        Column("printed", _("As printed")),
    )
    rows: list[tuple[str, ...]] = []
    cells: list[tuple[Cell | None, ...]] = []
    for workshop in (w for round in (1, 2, 3) for w in workshops_of(content, round)):
        there = participants(workshop)
        for place, participant in enumerate(there):
            name = names[participant["org"]]
            own = (participant["org"], name, participant["name"])
            rows.append((*_meeting(workshop, themes), *own))
            head = span_rows(paragraphs(topic(workshop, themes)), len(there))
            cells.append((None if place else head, paragraphs(name), paragraphs(own[2])))
    title = _("Attendance")
    grid = Grid(title, (_("Workshop's topic"), _("Name"), _("As printed")), tuple(cells))
    return Table("attendance", title, columns, tuple(rows), (grid,))


def absent(content: Content) -> Table:
    """Who was invited and did not come: apart from who took part."""
    columns = (
        ("workshop", _("Workshop")),
        ("name", _("Name")),
        ("sector", _("Key of the sector")),
        ("sector_name", _("Sector")),
    )
    rows = [{**row, "sector_name": SECTOR_NAMES[row["sector"]]} for row in content["absent"]]
    return plain("invited-and-absent", _("Invited and absent"), columns, rows, keys=("sector",))


def organizations(content: Content) -> Table:
    columns = (
        ("id", _("Id")),
        ("name", _("Name")),
        ("acronym", _("Acronym")),
        ("sector", _("Key of the sector")),
        ("sector_name", _("Sector")),
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
    reservations: "reservations",
    contributions: "rounds",
    contribution_texts: "contributions",
    turns: "turns",
    phases: "phases",
    attendance: "rounds",
    absent: "absent",
    organizations: "organizations",
}
