"""What the states, stages, values and supporters of a record are called."""

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

SUPPORTER_NAMES = {
    "government": _l("Government"),
    "civil_society": _l("Civil society"),
    "other": _l("Others"),
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
