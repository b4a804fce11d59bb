"""Editions: what was published of a round stays as it was; a correction is a further one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from workshop.closing import due
from workshop.digests import sha256
from workshop.errors import Refusal
from workshop.exports.content import OF_ROUNDS, Section, section_of, with_sections
from workshop.exports.content import content as content_of
from workshop.exports.minutes import minutes
from workshop.exports.models import Edition
from workshop.exports.pdf_file import Document, as_data, from_data
from workshop.extensions import db
from workshop.language import LANGUAGES, current, day_of, nearest
from workshop.people.models import Person
from workshop.planfile import acts
from workshop.planfile.codes import Known
from workshop.plans.models import Kind, Plan
from workshop.workshops import log
from workshop.workshops.models import Workshop, WorkshopState

Content = dict[str, Any]


def editions(workshop: Workshop) -> list[Edition]:
    """The editions of a round, the first one first."""
    query = db.select(Edition).filter_by(workshop_id=workshop.id).order_by(Edition.number)
    return list(db.session.scalars(query))


def issue(workshop: Workshop, note: str, by: Person, *, now: datetime) -> Edition:
    """Keep the round as it now stands; after the first time only with a note that says why."""
    if workshop.state is not WorkshopState.PUBLISHED:
        raise Refusal(_("The results of this round are not published yet."))
    former = editions(workshop)
    if former and not note.strip():
        raise Refusal(_("Say what is corrected, and why; the note is published with it."))
    if missing := due.missing_for(workshop):
        raise Refusal(
            _(
                "A reasoned response is missing; it is published with the correction: %(text)s",
                text=missing[0].text,
            )
        )
    plan = workshop.theme.plan
    content = content_of(plan, now=now, keeping=True)
    part = {
        **part_of(content, Known(plan).code_of(Kind.WORKSHOP, workshop.id)),
        "minutes": minutes_in_all_languages(workshop),
    }
    edition = Edition(
        plan_id=plan.id,
        workshop_id=workshop.id,
        number=len(former) + 1,
        note=note,
        content=part,
        digest=sha256(part),
        person_id=by.id,
        issued_at=now,
    )
    db.session.add(edition)
    details = {"number": edition.number, "note": note, "digest": edition.digest}
    log.record(workshop, "edition issued", by, now=now, **details)
    db.session.flush()
    return edition


def minutes_in_all_languages(workshop: Workshop) -> Content:
    by_language = {}
    for language in LANGUAGES:
        with force_locale(language):
            by_language[language] = as_data(minutes(workshop))
    return by_language


def minutes_of(workshop: Workshop) -> Document:
    """The minutes as they were published; before that, as they stand now."""
    kept = editions(workshop)
    return from_data(minutes_in(kept[-1].content, current())) if kept else minutes(workshop)


def minutes_in(part: Content, language: str) -> Content:
    """The minutes that an edition keeps, in this language or the nearest that it has."""
    kept: Content = part["minutes"][nearest(language, part["minutes"])]
    return kept


def part_of(content: Content, code: str) -> Content:
    """What of a plan's content belongs to one workshop: itself, and its rows of every section."""
    workshop = next(
        workshop
        for round in content["plan"]["rounds"]
        for workshop in round["workshops"]
        if workshop["id"] == code
    )
    own = {code, *codes_in(workshop)}
    return {
        "workshop": workshop,
        **{
            section.name: [
                row
                for row in section_of(content, section)
                if any(row[key] in own for key in section.keys)
            ]
            for section in OF_ROUNDS
        },
    }


def codes_in(workshop: Content) -> Iterable[str]:
    """What of a workshop has a code and can be answered or linked."""
    for problem in workshop.get("problems", []):
        yield problem["id"]
        yield from (idea["id"] for idea in problem.get("ideas", []))
    yield from (proposal["id"] for proposal in workshop.get("proposals", []))
    yield from (group["id"] for group in workshop.get("contributions", []))


def as_published(plan: Plan, content: Content) -> Content:
    """The content with every published round as its latest edition has it."""
    query = (
        db.select(Edition)
        .filter(Edition.plan_id == plan.id, Edition.workshop_id.is_not(None))
        .order_by(Edition.number)
    )
    latest = {
        edition.content["workshop"]["id"]: edition.content for edition in db.session.scalars(query)
    }
    if not latest:
        return content
    rounds = [
        {
            **round,
            "workshops": [
                latest[workshop["id"]]["workshop"] if workshop["id"] in latest else workshop
                for workshop in round["workshops"]
            ],
        }
        for round in content["plan"]["rounds"]
    ]
    sections = {section: _in_order_of_the_plan(content, latest, section) for section in OF_ROUNDS}
    replaced = with_sections(content, sections)
    return {**replaced, "plan": {**replaced["plan"], "rounds": rounds}}


def _in_order_of_the_plan(
    content: Content, latest: dict[str, Content], section: Section
) -> list[Content]:
    """The rows of a section, workshop after workshop; at the end those that belong to none."""
    rows = section_of(content, section)
    live: list[Content] = []
    parts: list[Content] = []
    of_workshops: set[str] = set()
    for workshop in workshops_in_order(content):
        own = {workshop["id"], *codes_in(workshop)}
        if workshop["id"] in latest:
            parts.append(latest[workshop["id"]])
            own |= {*codes_in(parts[-1]["workshop"])}
        else:
            live += [row for row in rows if section.home(row) in own]
        of_workshops |= own
    live += [row for row in rows if section.home(row) not in of_workshops]
    return with_live_rows(section, rows_of(parts, section), live)


def workshops_in_order(content: Content) -> list[Content]:
    """The workshops as every table has them: round after round, by the order of the themes."""
    rounds = sorted(content["plan"].get("rounds", []), key=lambda entry: entry["round"])
    return [workshop for entry in rounds for workshop in entry["workshops"]]


def parts_in_order(content: Content, parts: Iterable[Content]) -> list[Content]:
    """What editions keep of workshops, in the order in which the plan has these."""
    places = {workshop["id"]: n for n, workshop in enumerate(workshops_in_order(content))}
    return sorted(parts, key=lambda part: places[part["workshop"]["id"]])


def rows_of(parts: Iterable[Content], section: Section) -> list[Content]:
    """The rows of a section in editions; one made before there was the section has none.

    A link stands in the editions of both its rounds: each once, as the later round has it.
    """
    ordered = sorted(parts, key=lambda part: int(part["workshop"]["round"]))
    return with_live_rows(section, [], (row for p in ordered for row in p.get(section.name, [])))


def with_live_rows(
    section: Section, rows: Iterable[Content], later: Iterable[Content]
) -> list[Content]:
    """The rows with `later` ones beside them; of a link only what is said of it last."""
    if len(section.keys) == 1:
        return [*rows, *later]
    return list({tuple(row[key] for key in section.keys): row for row in (*rows, *later)}.values())


def register() -> None:
    """Let the plan file say what was published."""
    acts.register_editions(told_in_file)


def told_in_file(plan: Plan, known: Known) -> list[dict[str, Any]]:
    """What was published and when, for the plan's file; its text stays with the edition."""
    query = db.select(Edition).filter_by(plan_id=plan.id).order_by(Edition.id)
    return [
        {
            "workshop": known.code_of(Kind.WORKSHOP, edition.workshop_id)
            if edition.workshop_id
            else None,
            "number": edition.number,
            **({"note": edition.note} if edition.note else {}),
            "date": day_of(edition.issued_at).isoformat(),
            "digest": edition.digest,
        }
        for edition in db.session.scalars(query)
    ]


def on_results_published(workshop: Workshop, *, now: datetime, by: Person, **_details: Any) -> None:
    """The first edition is made by the act that publishes."""
    db.session.flush()
    issue(workshop, workshop.early_reason, by, now=now)
