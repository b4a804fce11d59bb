"""What the states, stages, values and fields of a record are called."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.commitments.models import CommitmentState, Stage, Value

COMMITMENT_STATE_NAMES = {
    CommitmentState.DRAFT: _l("Draft"),
    CommitmentState.COMPLETE: _l("Complete"),
    CommitmentState.VALIDATED: _l("Validated by the entity"),
    CommitmentState.VALIDATED_SGP: _l("Validated by the SGP"),
    CommitmentState.APPROVED: _l("Approved"),
    CommitmentState.PUBLISHED: _l("Made public"),
}

STAGE_NAMES = {
    Stage.PROPOSED: _l("As proposed"),
    Stage.DRAFTED: _l("As drafted"),
    Stage.VALIDATED: _l("As validated"),
    Stage.APPROVED: _l("As approved"),
}

VALUE_NAMES = {
    Value.TRANSPARENCY: _l("Transparency"),
    Value.PARTICIPATION: _l("Participation"),
    Value.ACCOUNTABILITY: _l("Accountability"),
}

# The fields of a record, as the plan prints them, and those kept beside it.
RECORD_FIELDS = {
    "number": _l("Number and subject"),
    "title": _l("Commitment"),
    "period": _l("Period"),
    "organization": _l("Commitment leading entity"),
    "problem": _l("What is the public problem that the commitment addresses?"),
    "description": _l("What is the commitment?"),
    "contribution": _l("How will the commitment contribute to solving the problem?"),
    "relevance": _l("Why is the commitment relevant to Open Government principles?"),
    "stakeholders": _l("Stakeholders involved"),
    "milestones": _l("Milestones"),
    "activity": _l("Milestone activity"),
    "unit": _l("Responsible organizational unit"),
    "means": _l("Means of verification"),
    "start": _l("Start date"),
    "end": _l("End date"),
    "final_products": _l("Final product"),
    "outcome_indicators": _l("Outcome indicators for commitment sustainability"),
    "monitoring_entity": _l("Entity responsible for the commitment"),
    "monitoring_unit": _l("Organizational unit responsible for monitoring the commitment"),
    "footnotes": _l("Footnotes"),
    "values": _l("Values of open government"),
    "so_far": _l("What has been done so far"),
    "novelty": _l("What is new against current practice"),
    "supporters": _l("Stakeholders who support it"),
    "web_links": _l("Links"),
}


def half_name(half: str) -> str:
    """A half-year in words: I Semestre 2023, 1st Half - 2023."""
    if not half:
        return ""
    year, number = half.split("-H")
    names = {"1": _("1st Half - %(year)s", year=year), "2": _("2nd Half - %(year)s", year=year)}
    return names[number]


def month_name(month: str) -> str:
    return format_date(date.fromisoformat(f"{month}-01"), "MMMM yyyy") if month else ""
