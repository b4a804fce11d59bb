"""A commitment record between the plan file and its columns, as the table of its fields says.

What a file says of a field beyond our columns stays in the details of its identifier, under the
field's own key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from workshop.commitments.blocks import to_blocks, to_markdown
from workshop.commitments.fields import IN_FILE, MILESTONE_FIELDS, Field, FieldKind
from workshop.commitments.halves import half_of
from workshop.commitments.models import Commitment, CommitmentState, Milestone, WarningNote

Entry = dict[str, Any]
# Objects of which we keep some keys in columns: the file may say more in them.
OPEN = {FieldKind.PERIOD: ("start", "end"), FieldKind.ENTITY: ("org",)}
# What is set below the commitment, as rows of their own.
ROWS = (FieldKind.MILESTONES,)
APPROVAL = ("instrument", "date")
# Publishing a record is an act of this site: a file brings it no further than approved.
COMES_AS = {CommitmentState.PUBLISHED: CommitmentState.APPROVED}
TEXTS = (FieldKind.TITLE, FieldKind.LINE)


def without(entry: Entry, *known: str) -> Entry:
    """What an object says beyond the keys we have columns for."""
    return {name: value for name, value in entry.items() if name not in known}


def columns_of(entry: Entry, rows: dict[str, Any]) -> dict[str, Any]:
    """The columns of a commitment from its entry; `rows` are the rows read so far, by code."""
    columns: dict[str, Any] = {}
    for field in IN_FILE:
        if field.kind not in ROWS:
            columns |= _columns(field, field.said_in(entry), rows)
    return columns


def _columns(field: Field, said: Any, rows: dict[str, Any]) -> dict[str, Any]:
    if field.kind is FieldKind.PERIOD:
        ends = zip(field.columns, OPEN[field.kind], strict=True)
        return {column: (said or {}).get(end, "") for column, end in ends}
    if field.kind is FieldKind.ENTITY:
        return {field.name: rows[said["org"]]}
    if field.kind is FieldKind.TEXT:
        return {field.column: to_markdown(said or [])}
    if field.kind in TEXTS:
        return {field.column: said or ""}
    if field.kind is FieldKind.SUPPORTERS:
        return {field.column: said or {}}
    return {field.column: said if field.kind is FieldKind.NUMBER else said or []}


def beyond_columns(entry: Entry) -> Entry:
    """The entry without what has a column, but with the order and the emptiness of its objects."""
    kept = dict(entry)
    for field in IN_FILE:
        head, _dot, tail = field.path.partition(".")
        if head not in entry:
            continue
        if field.kind in OPEN:
            kept[head] = without(entry[head], *OPEN[field.kind])
        elif tail and tail in entry[head]:
            kept[head] = {**kept[head], tail: "" if field.kind in TEXTS else []}
    if "approval" in entry:
        kept["approval"] = without(entry["approval"], *APPROVAL)
    plain = [field.path for field in IN_FILE if "." not in field.path and field.kind not in OPEN]
    return without(kept, *plain)


def written(row: Commitment, details: Entry, entity: str, milestones: list[Entry]) -> Entry:
    """The fields of a commitment for its entry, in the order of the print."""
    entry: Entry = {}
    for field in IN_FILE:
        said: Any = milestones
        if field.kind not in ROWS:
            said = SAID.get(field.kind, _as_kept)(row, field)
        if field.kind is FieldKind.ENTITY:
            said = {"org": entity}
        head, _dot, tail = field.path.partition(".")
        if tail:
            inside = entry.setdefault(head, dict(details.get(head, {})))
            if said or tail in inside:
                inside[tail] = said
        elif field.kind in OPEN:
            entry[head] = {**details.get(head, {}), **said}
        elif said or head not in details:  # kept there by an import before the field was ours
            entry[head] = said
    return entry


def standing_columns(entry: Entry) -> dict[str, Any]:
    """The columns that say how far a record has come, from its entry."""
    state = CommitmentState(entry.get("state", "draft"))
    approval = entry.get("approval", {})
    return {
        "state": COMES_AS.get(state, state),
        "approval_instrument": approval.get("instrument", ""),
        "approved_on": date.fromisoformat(approval["date"]) if approval else None,
        # What the warnings were about is not in the file: in a draft they are asked again.
        "notes": [WarningNote(**note) for note in entry.get("accepted_warnings", [])],
    }


def standing(row: Commitment, details: Entry) -> Entry:
    """How far a record has come: as the file says it until a step is taken here."""
    in_file = CommitmentState(details["state"]) if "state" in details else None
    is_as_filed = in_file is not None and COMES_AS.get(in_file, in_file) is row.state
    state = in_file if is_as_filed else row.state
    is_plain = in_file is None and state is CommitmentState.DRAFT
    approval = {}
    if row.approved_on:
        day = row.approved_on.isoformat()
        said = dict(zip(APPROVAL, (row.approval_instrument, day), strict=True))
        approval = {**details.get("approval", {}), **said}
    return {
        "state": "" if is_plain else str(state),
        "approval": approval,
        "accepted_warnings": [
            {"key": note.key, "kind": note.kind, "values": note.values, "note": note.note}
            for note in sorted(row.notes, key=lambda note: note.key)
        ],
    }


def _as_kept(row: Commitment, field: Field) -> Any:
    return getattr(row, field.column)


def _blocks(row: Commitment, field: Field) -> list[Any]:
    return to_blocks(getattr(row, field.column))


def _period(row: Commitment, field: Field) -> dict[str, str]:
    ends = zip(OPEN[field.kind], field.columns, strict=True)
    return {end: month for end, column in ends if (month := getattr(row, column))}


SAID: dict[FieldKind, Callable[[Commitment, Field], Any]] = {
    FieldKind.TEXT: _blocks,
    FieldKind.PERIOD: _period,
}


def milestone_columns(entry: Entry) -> dict[str, str]:
    """The columns of a milestone from its entry."""
    return {
        field.column: _half(said) if field.kind is FieldKind.HALF else said or ""
        for field in MILESTONE_FIELDS
        for said in [field.said_in(entry)]
    }


def milestone_texts(row: Milestone, details: Entry) -> Entry:
    """What an entry says of a milestone beside its two ends.

    No footnote is null in the file, or an empty text where the file that brought it has one.
    """
    return {
        field.path: getattr(row, field.column)
        or details.get(field.path, None if field.kind is FieldKind.LINE else "")
        for field in MILESTONE_FIELDS
        if field.kind is not FieldKind.HALF
    }


def milestone_ends(row: Milestone, details: Entry) -> Entry:
    """Each end as the file gave it while it still says so, else the half-year alone."""
    return {
        field.path: _end(getattr(row, field.column), details.get(field.path))
        for field in MILESTONE_FIELDS
        if field.kind is FieldKind.HALF
    }


def _half(when: Entry | None) -> str:
    """The half-year of an end of a milestone: as given, or as the print names it."""
    if not when:
        return ""
    return when.get("half") or half_of(when["printed"]) or ""


def _end(half: str, original: Entry | None) -> Entry | None:
    if original and half == (original.get("half") or half_of(original["printed"])):
        return original
    return {"half": half} if half else None
