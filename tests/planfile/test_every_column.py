"""Every column of what a plan consists of: where the plan file carries it, or why it does not.

A column that is not here fails this file: whoever adds one says which key of the file carries it,
or why only a backup keeps it. Tables of which no column goes into the file say so in one line.
"""

from __future__ import annotations

import pytest

from workshop.extensions import db
from workshop.planfile.shape import schema

# Why a column is in no file.
ROW = "the row's own number; a file names it by its code"
PERSON = "names a person; a file names organizations only"
WHEN = "the instant it was written; a file keeps the days of acts"
COUNTED = "counted by the application"
LIVE = "belongs to the running room"
ACCESS = "a way in"
# Why a whole table is in none.
NO_FILE = {
    "person": PERSON,
    "personal_link": ACCESS,
    "answered_order": "answers to repeated orders",
    "last_press": "the last act of a person",
    "undo_offer": "what an act changed, for less than a minute",
    "version": "how a record was written; the file has it as it is, with its steps",
    "phase": "the agenda as it went; an import takes that of the guide",
    "span": "the agenda as it went",
    "seat": PERSON,
    "correction": PERSON,
    "known_apart": "who is not whom is asked again where the file is read",
    "log_entry": "the log and its chain cannot be begun elsewhere",
    "turn": PERSON,
    "prepared_answer": "what an entity has not put on record is nobody else's",
    "answer_request": "what the moderator asked in the room; the answers are in the file",
    "contribution": PERSON,
    "mark": "one seat's word",
    "synergy": "one seat's word",
    "objection": "one seat's word",
    "wording": "earlier wordings; the file has the last one",
    "suggestion": "one seat's word",
    "ballot": "a ballot is nobody else's",
    "ballot_link": "joins a voter to a ballot while the vote is open",
    "receipt": "proves a ballot to its voter, beside the ballots",
    "room_message": "said to the room while it met",
    "temperature_check": "how the room felt for ten seconds",
    "temperature_answer": "nobody's, and erased when it is counted",
    "temperature_link": "joins a seat to its answer while the check is open",
}
VOTE = "workshop.votes"
COLUMNS = {
    "organization": {"id": ROW}
    | {n: f"@organizations.{n}" for n in ("name", "acronym", "sector")}
    | {
        "folded_name": "made from the name",
        "merged_into_id": "a file has the one that stays; the other's names lead to it here",
    },
    "plan": {
        "id": ROW,
        "name": "@process.name",
        "first_year": "@process.plan_years",
        "last_year": "@process.plan_years",
        "details": "handed on in its places",
    },
    "theme": {
        "id": ROW,
        "plan_id": "the file is the plan's",
        "name": "@themes.name",
        "position": "its place in the list",
        "is_developed": "@themes.not_developed",
        "note": "@themes.not_developed",
        "code": "@themes.id",
        "subject": "@themes.subject",
    },
    "identifier": {
        "id": ROW,
        "plan_id": "the file is the plan's",
        "kind": "the section",
        "row_id": ROW,
        "code": "@themes.id",
        "details": "handed on in its places",
    },
    "diagnosis": {
        "id": ROW,
        "theme_id": "@diagnoses.theme",
        "organization_id": "@diagnoses.org",
        **{name: f"@diagnoses.{name}" for name in ("title", "url", "shared_on", "interests")},
    },
    "problem": {
        "id": ROW,
        "theme_id": "@workshop.theme",
        "round": "@workshop.round",
        "position": "its place in the list",
        "revision": COUNTED,
        "diagnosis_id": "@problem.diagnosis",
        "organization_id": "@problem.org",
        "frozen_at": WHEN,
        "clerk_seat_id": PERSON,
        **{name: f"@problem.{name}" for name in ("text", "state", "reason")},
    },
    "idea": {
        "id": ROW,
        "theme_id": "@workshop.theme",
        "workshop_id": "@workshop.id",
        "position": "@idea.number",
        "seat_id": PERSON,
        "clerk_seat_id": PERSON,
        "organization_id": "@idea.org",
        "revision": COUNTED,
        "written_at": WHEN,
        "frozen_at": WHEN,
        **{name: f"@idea.{name}" for name in ("text", "origin", "state", "reason")},
    },
    "proposal": {
        "id": ROW,
        "theme_id": "@workshop.theme",
        "position": "@proposal.order",
        "title": "@proposal.text",
        "organization_id": "@proposal.responsible_org",
        "person_id": PERSON,
        "written_at": WHEN,
        "revision": COUNTED,
        **{n: f"@proposal.{n}" for n in ("scope", "left_out", "state", "reason", "going_ahead")},
    },
    "agreement_check": {
        "id": ROW,
        "proposal_id": "@proposal.agreement_checks",
        "workshop_id": "@workshop.id",
        "phase_id": LIVE,
        "number": "@agreement_check.number",
        "wording_id": "earlier wordings are in no file",
        "opened_at": WHEN,
        "closed_at": "@agreement_check.date",
        "outcome": "@agreement_check.outcome",
    },
    "agreement_answer": {
        "id": ROW,
        "check_id": "@agreement_check.answers",
        "organization_id": "@agreement_check.answers.org",
        "seat_id": PERSON,
        "level": "@agreement_check.answers.level",
        "reservation": "@agreement_check.answers.reservation",
        "revision": COUNTED,
        "answered_at": WHEN,
    },
    "official_comment": {
        "id": ROW,
        "workshop_id": "@workshop.id",
        "problem_id": "@problem.answers",
        "organization_id": "@comment.org",
        "seat_id": PERSON,
        "revision": COUNTED,
        "written_at": "@comment.date",
        "is_late": "@comment.late",
        "problem_revision": COUNTED,
        **{name: f"@comment.{name}" for name in ("status", "action", "unit", "text")},
    },
    "summary": {
        "id": ROW,
        "workshop_id": "@workshop.id",
        "problem_id": "@problem.summary",
        "text": "@problem.summary",
        "revision": COUNTED,
        "written_at": WHEN,
        "person_id": PERSON,
    },
    "opinion": {
        "id": ROW,
        "workshop_id": "@workshop.id",
        "idea_id": "@idea.answers",
        "organization_id": "@opinion.org",
        "seat_id": PERSON,
        "revision": COUNTED,
        "written_at": "@opinion.date",
        "is_late": "@opinion.late",
        **{name: f"@opinion.{name}" for name in ("feasibility", "budget", "unit", "text")},
    },
    "commitment": {
        "id": ROW,
        "theme_id": "@commitment.theme",
        "plan_id": "that of its theme",
        "number": "@commitment.number",
        "state": "@commitment.state",
        "title": "@commitment.title",
        "period_start": "@commitment.period.start",
        "period_end": "@commitment.period.end",
        "organization_id": "@commitment.leading_entity.org",
        "problem": "@commitment.description.problem",
        "description": "@commitment.description.commitment",
        "contribution": "@commitment.description.contribution",
        "relevance": "@commitment.description.relevance",
        "stakeholders": "@commitment.stakeholders",
        "final_products": "@commitment.final_products",
        "outcome_indicators": "@commitment.outcome_indicators",
        "monitoring_entity": "@commitment.monitoring.responsible_entity",
        "monitoring_unit": "@commitment.monitoring.monitoring_unit",
        "footnotes": "@commitment.footnotes",
        "so_far": "@commitment.so_far",
        "novelty": "@commitment.novelty",
        "values": "@commitment.values",
        "supporters": "@commitment.supporters",
        "web_links": "@commitment.links",
        "indicator_levels": "@commitment.indicator_levels",
        "approval_instrument": "@commitment.approval.instrument",
        "approved_on": "@commitment.approval.date",
        "revision": COUNTED,
        "created_at": WHEN,
    },
    "step": {
        "id": ROW,
        "commitment_id": "@commitment.steps",
        "state": "@commitment.steps.state",
        "reason": "@commitment.steps.reason",
        "validated_by": "@commitment.steps.validated_by",
        "basis_kind": "@commitment.steps.basis.kind",
        "basis_number": "@commitment.steps.basis.number",
        "basis_on": "@commitment.steps.basis.date",
        "person_id": PERSON,
        "taken_at": "@commitment.steps.date",
    },
    "warning_note": {
        "id": ROW,
        "commitment_id": "@commitment.accepted_warnings",
        **{
            name: f"@commitment.accepted_warnings.{name}"
            for name in ("key", "kind", "values", "note")
        },
        "about": "what the words were: in a draft that is imported the warning is asked again",
        "person_id": PERSON,
        "noted_at": WHEN,
    },
    "milestone": {
        "id": ROW,
        "commitment_id": "@commitment.milestones",
        "position": "@milestone.order",
        "start_half": "@milestone.start",
        "end_half": "@milestone.end",
        **{
            name: f"@milestone.{name}"
            for name in ("activity", "responsible_unit", "means_of_verification", "footnote")
        },
    },
    "link": {
        "id": ROW,
        "theme_id": "that of its ends",
        "relation": "@link.relation",
        **{
            f"from_{kind}_id": "@link.from" for kind in ("diagnosis", "problem", "idea", "proposal")
        },
        **{
            f"to_{kind}_id": "@link.to"
            for kind in ("problem", "idea", "proposal", "commitment", "milestone")
        },
        "note": "@link.note",
        "person_id": PERSON,
        "created_at": WHEN,
        "details": "handed on in its places",
    },
    "response": {
        "id": ROW,
        "theme_id": "@response.about",
        "problem_id": "@response.about",
        "idea_id": "@response.about",
        "proposal_id": "@response.about",
        "about_theme_id": "@response.about",
        "commitment_id": "@response.about",
        "phase_id": "@response.about",
        "scope_digest": COUNTED,
        "category": "@response.category",
        "text": "@response.text",
        "organization_id": "@response.org",
        "answered_on": "@response.date",
        "person_id": PERSON,
        "written_at": WHEN,
        "revision": COUNTED,
    },
    "edition": {
        "id": ROW,
        "plan_id": "the file is the plan's",
        "workshop_id": "@edition.workshop",
        "number": "@edition.number",
        "note": "@edition.note",
        "content": "the text of what was published stays where it was",
        "digest": "@edition.digest",
        "person_id": PERSON,
        "issued_at": "@edition.date",
    },
    "workshop": {
        "id": ROW,
        "theme_id": "@workshop.theme",
        "round": "@workshop.round",
        "state": "@workshop.state",
        "is_year_inferred": "@workshop.date.year_inferred",
        "starts_at": "@workshop.date.time",
        "opened_at": WHEN,
        "closed_at": WHEN,
        "place": "@workshop.place",
        "video_url": ACCESS,
        "code": ACCESS,
        "screen_key": ACCESS,
        "rule": "@voting.rule",
        "carry_limit": "@voting.places",
        "vote_unit": "@voting.unit",
        "officials_vote": "@voting.officials_vote",
        "rule_settings": "@voting.settings",
        "tie_policy": "@voting.tie_policy",
        "is_secret": "@voting.secret",
        "quorum_percent": "@voting.quorum_percent",
        "votes_overall": "@voting.overall",
        "state_scrutineer_id": PERSON,
        "society_scrutineer_id": PERSON,
        "version": COUNTED,
        "agenda_version": COUNTED,
        "log_length": COUNTED,
        "log_head": "the log and its chain cannot be begun elsewhere",
        "cut_at": WHEN,
        "cut_reason": "@workshop.settled_otherwise",
        "early_reason": "@workshop.early_reason",
        "published_at": "@edition.date",
    },
    "attendance": {
        "workshop_id": "@workshop.participants",
        "organization_id": "@workshop.participants.org",
        "how": "that it came is carried, not by what it was known",
        "noted_at": WHEN,
    },
    "contest": {
        "id": ROW,
        "workshop_id": f"@{VOTE}",
        "phase_id": LIVE,
        "number": "its place in the list",
        "problem_id": "@vote.about",
        "question": "@vote.question",
        "rule": "@vote.rule",
        "seats": "@vote.places",
        "vote_unit": "@vote.unit",
        "is_secret": "@vote.secret",
        "state": "only what was shown to the end is in a file",
        "settings": "@voting.settings",
        "tie_policy": "@voting.tie_policy",
        "quorum_percent": "@voting.quorum_percent",
        "run_off_of_id": "@vote.run_off",
        "is_practice": "practice is in no file",
        "opened_at": WHEN,
        "ends_at": LIVE,
        "closed_at": "@vote.date",
        "shuffle_key": LIVE,
        "result": "@vote.options",
        "carried": "@vote.options.goes_forward",
        "opening_digest": "proves the record, which is beside the ballots",
        "closing_digest": "proves the record, which is beside the ballots",
        "salt": "goes to the scrutineers",
        "lot_number": "proves the record, which is beside the ballots",
        "lot_drawn_by_id": PERSON,
        "places_shown": LIVE,
        "is_put_away": LIVE,
        "reason": "why a vote was void; what was void is in no file",
    },
    "option": {
        "id": ROW,
        "contest_id": "@vote.options",
        "key": "by which ballots name it",
        "position": "as the ballot showed it",
        "text": "@vote.options.text",
        "detail": "beside the text on the ballot",
        "problem_id": "@vote.options.item",
        "idea_id": "@vote.options.item",
    },
    "roll_entry": {
        "id": ROW,
        "contest_id": "@vote.entitled",
        "organization_id": "how many, not who: the roll is beside the ballots",
        "seat_id": PERSON,
        "has_cast": "@vote.cast",
        "is_struck": "@vote.entitled",
        "assisted_by_id": PERSON,
        "assisted_with_id": PERSON,
    },
}


def columns(table):
    return set(db.metadata.tables[table].columns.keys())


def test_every_table_and_column_has_its_place_or_its_reason(app):
    with app.app_context():
        assert set(COLUMNS) | set(NO_FILE) == set(db.metadata.tables)
        assert not set(COLUMNS) & set(NO_FILE)
        assert {name: columns(name) for name in COLUMNS} == {
            name: set(places) for name, places in COLUMNS.items()
        }


def shape_at(path):
    """The shape at the end of a path that begins at a section or at a definition."""
    whole = schema()
    first, *names = path.split(".")
    shape = whole["$defs"].get(first) or whole["properties"][first]
    for name in names:
        shape = inner(shape)["properties"][name]
    return shape


def inner(shape):
    while "$ref" in shape or "items" in shape:
        if "$ref" in shape:
            shape = schema()["$defs"][shape["$ref"].rpartition("/")[2]]
        else:
            shape = shape["items"]
    return shape


@pytest.mark.parametrize("table", COLUMNS)
def test_the_schema_has_what_is_said_to_carry_a_column(table):
    for place in COLUMNS[table].values():
        if place.startswith("@"):
            assert shape_at(place[1:]), place
