"""What the page of a commitment record is drawn from."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user

from workshop.commitments import checks, notes, queries
from workshop.commitments.blocks import list_of, mark_at, to_blocks
from workshop.commitments.editing import sections, versions
from workshop.commitments.editing.forms import LONGEST_IN_ROW
from workshop.commitments.fields import (
    FIELDS,
    LABELS,
    MILESTONE_FIELDS,
    SECTIONS,
    Field,
    FieldKind,
    Part,
)
from workshop.commitments.labels import (
    BASIS_NAMES,
    SUPPORTER_NAMES,
    VALUE_NAMES,
    half_name,
    month_name,
    validation_sentence,
    warning_sentence,
)
from workshop.commitments.models import (
    COMMITMENT_STATES,
    Commitment,
    CommitmentState,
    Value,
    WarningNote,
)
from workshop.commitments.showing.timeline import Timeline, half_named, half_number, timeline
from workshop.commitments.steps import services
from workshop.plans.models import Kind
from workshop.plans.queries import in_file
from workshop.proposals import queries as proposal_queries

# The macros that write and read a field, by its kind: `commitments/_write_fields.html` and
# `commitments/_read_fields.html`. A level stands with its indicator. Number and entity have boxes
# of their own in the form, milestones forms; number and title head the page that is read.
WRITERS = {
    FieldKind.TEXT: "write_text",
    FieldKind.TITLE: "write_text",
    FieldKind.LINES: "write_text",
    FieldKind.STAKEHOLDERS: "write_text",
    FieldKind.LINE: "write_line",
    FieldKind.PERIOD: "write_period",
    FieldKind.INDICATORS: "write_indicators",
    FieldKind.FOOTNOTES: "write_footnotes",
    FieldKind.VALUES: "write_values",
    FieldKind.SUPPORTERS: "write_supporters",
    FieldKind.LINKS: "write_links",
}
READERS = {
    FieldKind.TEXT: "read_text",
    FieldKind.LINE: "read_line",
    FieldKind.LINES: "read_lines",
    FieldKind.PERIOD: "read_period",
    FieldKind.ENTITY: "read_entity",
    FieldKind.STAKEHOLDERS: "read_stakeholders",
    FieldKind.MILESTONES: "read_milestones",
    FieldKind.INDICATORS: "read_indicators",
    FieldKind.FOOTNOTES: "read_footnotes",
    FieldKind.VALUES: "read_values",
    FieldKind.SUPPORTERS: "read_supporters",
    FieldKind.LINKS: "read_links",
}


def forms_of() -> dict[Part, list[tuple[str, list[tuple[Field, str]]]]]:
    """The sections that are saved by themselves, by the part they stand in, and of each the fields
    with the macros that write them."""
    parts: dict[Part, list[tuple[str, list[tuple[Field, str]]]]] = {part: [] for part in Part}
    for section, fields in SECTIONS.items():
        part = fields[0].part
        parts[part].append((section, [(f, WRITERS[f.kind]) for f in fields if _is_written(f)]))
    return parts


def _is_written(field: Field) -> bool:
    """Whether a macro writes it; what the SGP settles in the heading is written there by itself."""
    return field.kind in WRITERS and not (field.part is Part.HEADING and field.is_of_sgp)


def fields_to_read(commitment: Commitment) -> list[tuple[Field, str, Any]]:
    """The fields as the record is printed, each with the macro that reads it and what it says.

    What is empty is left out where the print has no place for it.
    """
    said = [(field, getattr(commitment, field.column)) for field in FIELDS]
    return [
        (field, _reader(field), value)
        for field, value in said
        if field.kind in READERS and (_is_always_read(field) or _says_something(value))
    ]


def _reader(field: Field) -> str:
    is_note = field.kind is FieldKind.TEXT and field.part is Part.BESIDE
    return "read_beside" if is_note else READERS[field.kind]


def _is_always_read(field: Field) -> bool:
    return field.part is not Part.BESIDE and field.kind is not FieldKind.FOOTNOTES


def _says_something(value: Any) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def halves_offered(commitment: Commitment) -> list[str]:
    """The half-years to choose from: the plan's, a year around them, and what is there already."""
    plan = commitment.theme.plan
    numbers = set(range(2 * plan.first_year - 2, 2 * plan.last_year + 4))
    for milestone in commitment.milestones:
        numbers |= {
            half_number(half) for half in (milestone.start_half, milestone.end_half) if half
        }
    return [half_named(number) for number in sorted(numbers)]


def page_context(commitment: Commitment) -> dict[str, Any]:
    """The form of the record, or its text where it is no longer written."""
    proposal = queries.proposal_of(commitment)
    entities = proposal_queries.public_entities()
    return {
        "shown": {name: sections.section_values(commitment, name) for name in SECTIONS},
        "shown_milestones": {
            milestone.id: sections.milestone_values(milestone)
            for milestone in commitment.milestones
        },
        "rows": {name: len(_places(commitment, name)) for name in sections.ROWS},
        "digest": sections.digest,
        "to_blocks": to_blocks,
        "list_of": list_of,
        "mark_at": mark_at,
        "labels": LABELS,
        "forms_of": forms_of(),
        "fields_to_read": fields_to_read(commitment),
        # Of a milestone the activity is its heading.
        "milestone_words": [
            field for field in _of_milestone(FieldKind.PLAIN) if field.name != "activity"
        ],
        "milestone_halves": _of_milestone(FieldKind.HALF),
        "milestone_lines": _of_milestone(FieldKind.LINE),
        "value_names": VALUE_NAMES,
        "supporter_names": SUPPORTER_NAMES,
        "longest_in_row": LONGEST_IN_ROW,
        "values_of": list(Value),
        "halves": halves_offered(commitment),
        "entities": entities,
        "is_of_other_entity": commitment.organization not in entities,
        "proposal": proposal,
        "sources": proposal_queries.sources(proposal) if proposal else [],
        "introduced": proposal_queries.introduction(proposal) if proposal else None,
        "most_rows": sections.MOST_ROWS,
        "picture": milestone_picture(commitment),
        "half_name": half_name,
        "month_name": month_name,
    }


def _of_milestone(kind: FieldKind) -> list[Field]:
    return [field for field in MILESTONE_FIELDS if field.kind is kind]


def _places(commitment: Commitment, section: str) -> range:
    wanted = len(sections.rows_of(commitment, section)) + sections.BLANK_ROWS
    return range(min(wanted, sections.MOST_ROWS))


def panel_context(commitment: Commitment) -> dict[str, Any]:
    """Checks and steps, as the record is now."""
    taken = queries.steps(commitment)
    is_published = commitment.state is CommitmentState.PUBLISHED
    answered = [] if is_published else notes.answered(commitment)
    return {
        "errors": checks.errors(versions.content(commitment)),
        "warnings": [row for row in answered if row.is_open],
        "standing": [(note, said_of(note)) for note in notes_to_show(commitment)],
        "is_answered_here": not is_published and queries.can_write(current_user, commitment),
        "basis_names": BASIS_NAMES,
        "is_of_entity": queries.is_of_entity(current_user, commitment),
        "validations": {
            step.id: validation_sentence(said)
            for step in taken
            if (said := services.said_of_validation(step))
        },
        "steps": taken,
        "steps_in_file": steps_in_file(commitment),
        "marks": _marks(commitment),
        "no_errors": _("No errors: the record can be complete.")
        if commitment.state is CommitmentState.DRAFT
        else _("No errors."),
        "approved_on": format_date(commitment.approved_on, "long")
        if commitment.approved_on
        else "",
        "next_state": services.next_state(commitment),
        "may_return": services.may_return(commitment),
        "missing_answers": services.missing_answers(commitment),
        "needs_reason": versions.has_changed_scope(commitment),
    }


def notes_to_show(commitment: Commitment) -> list[WarningNote]:
    """The notes that warnings stand by; in public only those written to be published."""
    standing = notes.standing(commitment)
    if commitment.state is not CommitmentState.PUBLISHED or queries.can_write(
        current_user, commitment
    ):
        return standing
    return [note for note in standing if note.about]


def said_of(note: WarningNote) -> str:
    return warning_sentence(note.kind, note.values)


def steps_in_file(commitment: Commitment) -> list[tuple[CommitmentState, str, str]] | None:
    """The steps that the record took elsewhere, as the file that brought it says.

    State, day and reason of each; None for a record that was begun here.
    """
    said = in_file(Kind.COMMITMENT, commitment.id)
    if said is None:
        return None
    return [
        (
            CommitmentState(step["state"]),
            format_date(date.fromisoformat(step["date"]), "long"),
            step.get("reason", ""),
        )
        for step in said.get("steps", [])
    ]


def _marks(commitment: Commitment) -> list[tuple[CommitmentState, bool, bool]]:
    """The states in their order: whether the record has reached each, and whether it is in it."""
    reached = COMMITMENT_STATES.index(commitment.state)
    return [
        (state, place <= reached, place == reached) for place, state in enumerate(COMMITMENT_STATES)
    ]


def milestone_picture(commitment: Commitment) -> Timeline:
    """The milestones of a record from half-year to half-year."""
    plan = commitment.theme.plan
    return timeline(
        [
            (milestone.activity, milestone.start_half, milestone.end_half)
            for milestone in commitment.milestones
        ],
        commitment.period_start,
        commitment.period_end,
        (plan.first_year, plan.last_year),
    )
