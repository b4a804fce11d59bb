"""A record as it stood when it was proposed, drafted, validated and approved, for comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.commitments import queries as queries
from workshop.commitments.checks import texts
from workshop.commitments.editing.sections import milestone_values
from workshop.commitments.fields import FIELDS, Field, FieldKind
from workshop.commitments.labels import VALUE_NAMES, half_name, month_name
from workshop.commitments.models import Commitment, Stage, Version
from workshop.digests import sha256
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.proposals.differences import Piece, differences

Content = dict[str, Any]

# A version is the text of the record: its number in the plan is none of it, and milestones are
# rows of their own.
NO_TEXT = (FieldKind.NUMBER, FieldKind.MILESTONES)
COLUMNS = [name for field in FIELDS if field.kind not in NO_TEXT for name in field.columns]
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


def scope_digest(commitment: Commitment) -> str:
    """What stands for title, scope and entity as they are: a response is to these very words."""
    return sha256({name: _squeezed_spaces(getattr(commitment, name)) for name in SCOPE})


def is_as_proposed(commitment: Commitment) -> bool:
    """Whether title, scope and entity are those of the proposal that it adopts."""
    proposed = first_version(commitment)
    return proposed is None or all(
        _squeezed_spaces(getattr(commitment, name)) == _squeezed_spaces(proposed.content[name])
        for name in SCOPE
    )


def _squeezed_spaces(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def keep(
    commitment: Commitment,
    stage: Stage,
    reason: str,
    by: Person,
    *,
    now: datetime,
    beside: Content,
) -> Version:
    """Keep the record as it stands; a change of scope or entity says why.

    `beside` is what the version says of the record, and is no text of it: "warnings" that stand
    with their notes, "validation" by whom.
    """
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
        content={**content(commitment), **beside},
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
    olds, news = field_texts(former), field_texts(now)
    return [
        Line(str(field.label), old, new, differences(old, new))
        for field in COMPARED
        for old, new in [(olds[field.name], news[field.name])]
        if old or new
    ]


def field_texts(content: Content) -> dict[str, str]:
    """The fields of a version as texts."""
    return {field.name: TEXTS[field.kind](content, field) for field in COMPARED}


def _plain(content: Content, field: Field) -> str:
    return str(content.get(field.name, ""))


def _period(content: Content, field: Field) -> str:
    months = [content.get(name, "") for name in field.columns]
    return " – ".join(month_name(month) for month in months if month)


def _items(content: Content, field: Field) -> str:
    return "\n".join(texts(content.get(field.name, [])))


def _notes(content: Content, field: Field) -> str:
    notes = content.get(field.name, [])
    return "\n".join(f"({note.get('mark', '')}) {note['text']}" for note in notes)


def _values(content: Content, field: Field) -> str:
    return ", ".join(str(VALUE_NAMES[value]) for value in content.get(field.name, []))


def _programming(content: Content, field: Field) -> str:
    return "\n".join(_milestones(content.get(field.name, [])))


def _milestones(milestones: Sequence[Content]) -> Iterator[str]:
    for number, milestone in enumerate(milestones, start=1):
        when = " – ".join(half_name(milestone[end]) for end in ("start", "end") if milestone[end])
        cells = (milestone["activity"], milestone["unit"], milestone["means"], when)
        yield f"{number}. {' · '.join(filter(None, cells))}"


# How a field of each kind reads in a comparison; supporters, links and levels are not compared.
TEXTS: dict[FieldKind, Callable[[Content, Field], str]] = {
    FieldKind.TEXT: _plain,
    FieldKind.LINE: _plain,
    FieldKind.LINES: _items,
    FieldKind.TITLE: _plain,
    FieldKind.PERIOD: _period,
    FieldKind.ENTITY: _plain,
    FieldKind.STAKEHOLDERS: _items,
    FieldKind.MILESTONES: _programming,
    FieldKind.INDICATORS: _items,
    FieldKind.FOOTNOTES: _notes,
    FieldKind.VALUES: _values,
}


# What there is already is compared before what is new, though it is printed after it.
SWAPPED = {"novelty": "so_far", "so_far": "novelty"}
_BY_NAME = {field.name: field for field in FIELDS if field.kind in TEXTS}
COMPARED = [_BY_NAME[SWAPPED.get(name, name)] for name in _BY_NAME]
