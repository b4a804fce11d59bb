"""A record as it stood when it was proposed, drafted, validated and approved, for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.commitments import queries as queries
from workshop.commitments.checks import texts
from workshop.commitments.editing.sections import milestone_values
from workshop.commitments.labels import RECORD_FIELDS, VALUE_NAMES, half_name, month_name
from workshop.commitments.models import Commitment, Stage, Version
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.proposals.differences import Piece, differences

Content = dict[str, Any]

COLUMNS = (
    "title",
    "period_start",
    "period_end",
    "organization_id",
    "problem",
    "description",
    "contribution",
    "relevance",
    "stakeholders",
    "final_products",
    "outcome_indicators",
    "monitoring_entity",
    "monitoring_unit",
    "footnotes",
    "so_far",
    "novelty",
    "values",
    "supporters",
    "web_links",
    "indicator_levels",
)
# What may not change without a reason.
SCOPE = ("title", "description", "organization_id")


def content(commitment: Commitment) -> Content:
    """The whole record as plain values."""
    return {
        **{name: getattr(commitment, name) for name in COLUMNS},
        "organization": commitment.organization.name,
        "milestones": [
            {"id": milestone.id, **milestone_values(milestone)}
            for milestone in commitment.milestones
        ],
    }


def first_version(commitment: Commitment) -> Version | None:
    """What the room agreed to, as the first version; not kept yet."""
    proposal = queries.proposal_of(commitment)
    if proposal is None:
        return None
    return Version(
        commitment_id=commitment.id,
        number=1,
        stage=Stage.PROPOSED,
        content={
            "title": proposal.title,
            "description": proposal.scope,
            "organization_id": proposal.organization_id,
            "organization": proposal.organization.name,
        },
        reason="",
        person_id=proposal.person_id,
        made_at=proposal.wordings[-1].written_at if proposal.wordings else proposal.written_at,
    )


def all_of(commitment: Commitment) -> list[Version]:
    """Its versions, oldest first, that of the proposal always at the head."""
    kept = queries.versions(commitment)
    if not kept and (first := first_version(commitment)):
        return [first]
    return kept


def has_changed_scope(commitment: Commitment) -> bool:
    """Whether scope or entity are no longer those of the last version."""
    former = all_of(commitment)
    if not former:
        return False
    now, before = content(commitment), former[-1].content
    return any(
        _squeezed_spaces(now[name]) != _squeezed_spaces(before.get(name, "")) for name in SCOPE
    )


def _squeezed_spaces(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def keep(
    commitment: Commitment, stage: Stage, reason: str, by: Person, *, now: datetime
) -> Version:
    """Keep the record as it stands; a change of scope or entity says why."""
    if has_changed_scope(commitment) and not reason.strip():
        raise Refusal(
            _("The title, the scope or the entity has changed since the version before: say why.")
        )
    former = all_of(commitment)
    if former and former[0].id is None:
        db.session.add(former[0])
    version = Version(
        commitment_id=commitment.id,
        number=len(former) + 1,
        stage=stage,
        content=content(commitment),
        reason=reason,
        person_id=by.id,
        made_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


@dataclass(frozen=True)
class Line:
    """One field in two versions."""

    name: str
    former: str
    text: str
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        return self.former != self.text


def compare(former: Content, now: Content) -> list[Line]:
    """Every field that either version has, word by word."""
    olds, news = dict(field_texts(former)), dict(field_texts(now))
    names = list(dict.fromkeys([*olds, *news]))
    rows = [(name, olds.get(name, ""), news.get(name, "")) for name in names]
    return [
        Line(str(RECORD_FIELDS[name]), old, new, differences(old, new))
        for name, old, new in sorted(rows, key=lambda row: ORDER.index(row[0]))
        if old or new
    ]


ORDER = list(RECORD_FIELDS)
PLAIN = (
    "title",
    "organization",
    "problem",
    "description",
    "contribution",
    "relevance",
    "monitoring_entity",
    "monitoring_unit",
    "so_far",
    "novelty",
)


def field_texts(content: Content) -> Iterator[tuple[str, str]]:
    """The fields of a version as texts."""
    for name in PLAIN:
        yield name, content.get(name, "")
    period = (content.get("period_start", ""), content.get("period_end", ""))
    yield "period", " – ".join(month_name(month) for month in period if month)
    yield "stakeholders", "\n".join(texts(content.get("stakeholders", [])))
    yield "milestones", "\n".join(_milestones(content.get("milestones", [])))
    yield "final_products", "\n".join(content.get("final_products", []))
    yield "outcome_indicators", "\n".join(content.get("outcome_indicators", []))
    notes = content.get("footnotes", [])
    yield "footnotes", "\n".join(f"({note.get('mark', '')}) {note['text']}" for note in notes)
    yield "values", ", ".join(str(VALUE_NAMES[value]) for value in content.get("values", []))


def _milestones(milestones: Sequence[Content]) -> Iterator[str]:
    for number, milestone in enumerate(milestones, start=1):
        when = " – ".join(half_name(milestone[end]) for end in ("start", "end") if milestone[end])
        cells = (milestone["activity"], milestone["unit"], milestone["means"], when)
        yield f"{number}. {' · '.join(filter(None, cells))}"
