"""What the page of a commitment record is drawn from."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date

from workshop.commitments import checks, queries
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
from workshop.commitments.labels import SUPPORTER_NAMES, VALUE_NAMES, half_name, month_name
from workshop.commitments.models import COMMITMENT_STATES, Commitment, Value
from workshop.commitments.showing.timeline import Timeline, half_named, half_number, timeline
from workshop.commitments.steps import services
from workshop.proposals import queries as proposal_queries

# Title and number head the page, and a level stands with its indicator.
READ_ELSEWHERE = (FieldKind.NUMBER, FieldKind.TITLE, FieldKind.LEVELS)


def forms_of() -> dict[Part, list[tuple[str, tuple[Field, ...]]]]:
    """The sections that are saved by themselves with their fields, by the part they stand in."""
    parts: dict[Part, list[tuple[str, tuple[Field, ...]]]] = {part: [] for part in Part}
    for section, fields in SECTIONS.items():
        parts[fields[0].part].append((section, fields))
    return parts


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
        "fields_to_read": [field for field in FIELDS if field.kind not in READ_ELSEWHERE],
        "milestone_fields": MILESTONE_FIELDS,
        "value_names": VALUE_NAMES,
        "supporter_names": SUPPORTER_NAMES,
        "longest_in_row": LONGEST_IN_ROW,
        "values_of": list(Value),
        "halves": halves_offered(commitment),
        "entities": proposal_queries.public_entities(),
        "proposal": proposal,
        "sources": proposal_queries.sources(proposal) if proposal else [],
        "introduced": proposal_queries.introduction(proposal) if proposal else None,
        "most_rows": sections.MOST_ROWS,
        "picture": milestone_picture(commitment),
        "half_name": half_name,
        "month_name": month_name,
    }


def _places(commitment: Commitment, section: str) -> range:
    wanted = len(sections.rows_of(commitment, section)) + sections.BLANK_ROWS
    return range(min(wanted, sections.MOST_ROWS))


def panel_context(commitment: Commitment) -> dict[str, Any]:
    """Checks and steps, as the record is now."""
    content = versions.content(commitment)
    warnings = checks.warnings(content, queries.surroundings_of(commitment))
    return {
        "errors": checks.errors(content),
        "warnings": [warning for warning in warnings if warning.key not in commitment.accepted],
        "accepted": [warning for warning in warnings if warning.key in commitment.accepted],
        "steps": queries.steps(commitment),
        "states": COMMITMENT_STATES,
        "approved_on": format_date(commitment.approved_on, "long")
        if commitment.approved_on
        else "",
        "next_state": services.next_state(commitment),
        "may_return": commitment.state in services.RETURNABLE,
        "needs_reason": versions.has_changed_scope(commitment),
    }


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
