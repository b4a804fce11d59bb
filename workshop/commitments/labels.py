"""What the states, stages, values and supporters of a record are called."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.commitments.models import BasisKind, CommitmentState, Stage, Validator, Value

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

# What a warning says, by its kind: the same words wherever it is shown, in any language.
WARNINGS = {
    "before": _l("Milestone %(number)d starts before the period."),
    "after": _l("Milestone %(number)d ends after the period."),
    "after-note": _l("Milestone %(number)d ends after the period, as its footnote says."),
    "beyond": _l("Milestone %(number)d ends after the plan does, and no footnote says why."),
    "period-beyond": _l("The period ends after the plan does, and no footnote says why."),
    "same-unit": _l("The unit that monitors is the one that carries out every milestone."),
    "other-entity": _l("The unit that monitors is of another entity than the lead."),
    "action": _l("No milestone stands for this action: %(action)s"),
    "levels": _l("Indicator %(number)d has no baseline or no target."),
    "outsiders": _l("No stakeholder from outside the State is named."),
    "values": _l("None of transparency, participation and accountability is marked."),
    "novelty": _l("Nothing is said on what is new against current practice."),
    "idea": _l("The commitment is linked to no idea."),
}

BASIS_NAMES = {
    BasisKind.LETTER: _l("Letter"),
    BasisKind.MEMORANDUM: _l("Memorandum"),
    BasisKind.REPORT: _l("Report"),
    BasisKind.MINUTES: _l("Minutes of a meeting"),
    BasisKind.E_MAIL: _l("E-mail"),
}


def warning_sentence(kind: str, values: dict[str, Any]) -> str:
    """What a warning says; one of a kind that is no longer known is named by it."""
    return str(WARNINGS[kind]) % values if kind in WARNINGS else kind


def validation_sentence(validation: dict[str, str]) -> str:
    """Who validated a record for its entity, and on what basis (`records.validation`)."""
    by = Validator(validation["by"])
    if by is Validator.ENTITY:
        return _("By the entity itself, on %(day)s.", day=_long(validation["at"]))
    if by is Validator.NOT_RECORDED:
        return _(
            "On %(day)s; by whom, and on what basis, was not recorded.",
            day=_long(validation["at"]),
        )
    return _(
        "By the SGP for the entity on %(day)s, on the written basis of: %(kind)s %(number)s"
        " of %(basis_day)s.",
        day=_long(validation["at"]),
        kind=BASIS_NAMES[BasisKind(validation["kind"])],
        number=validation["number"],
        basis_day=_long(validation["on"]),
    )


def _long(day: str) -> str:
    return format_date(date.fromisoformat(day), "long")


def half_name(half: str) -> str:
    """A half-year in words: I Semestre 2023, 1st Half - 2023."""
    if not half:
        return ""
    year, number = half.split("-H")
    names = {"1": _("1st Half - %(year)s", year=year), "2": _("2nd Half - %(year)s", year=year)}
    return names[number]


def month_name(month: str) -> str:
    return format_date(date.fromisoformat(f"{month}-01"), "MMMM yyyy") if month else ""
