"""The sections of a commitment record: what each shows in its form, and what is kept of it.

A section is saved by itself, and its form carries the digest of what it was drawn with, so that
two people can work on two sections at once. Lists are written one item a line, in a list of
stakeholders what begins with a hyphen stands beneath the item before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workshop.commitments.blocks import list_of
from workshop.commitments.fields import FIELDS, MILESTONE_FIELDS, SECTIONS, Field, FieldKind
from workshop.commitments.labels import SUPPORTER_NAMES
from workshop.commitments.models import Commitment, Milestone, Value
from workshop.digests import sha256

Shown = dict[str, str]

# The columns of sections that are rows.
ROWS = {field.section: tuple(column.name for column in field.row) for field in FIELDS if field.row}
BLANK_ROWS = 1
MOST_ROWS = 30


def section_values(commitment: Commitment, section: str) -> Shown:
    """What the fields of a section hold."""
    values: Shown = {}
    for field in SECTIONS[section]:
        values |= HANDLING[field.kind][0](commitment, field)
    return values


def write(commitment: Commitment, section: str, sent: Shown) -> None:
    """Put into the record what the fields of a section now hold."""
    for field in SECTIONS[section]:
        HANDLING[field.kind][1](commitment, field, sent)


def digest(values: Shown) -> str:
    """By which a form knows whether the section is still what it was drawn with."""
    return sha256(values)[:16]


def milestone_values(milestone: Milestone) -> Shown:
    return {field.name: getattr(milestone, field.column) for field in MILESTONE_FIELDS}


def write_milestone(milestone: Milestone, sent: Shown) -> None:
    for field in MILESTONE_FIELDS:
        setattr(milestone, field.column, sent[field.name])


def _texts(commitment: Commitment, field: Field) -> Shown:
    return {name: getattr(commitment, name) for name in field.columns}


def _put_texts(commitment: Commitment, field: Field, sent: Shown) -> None:
    for name in field.columns:
        setattr(commitment, name, sent[name])


def _number(commitment: Commitment, field: Field) -> Shown:
    return {name: str(getattr(commitment, name) or "") for name in field.columns}


def _put_number(commitment: Commitment, field: Field, sent: Shown) -> None:
    for name in field.columns:
        setattr(commitment, name, int(sent[name]) if sent[name] else None)


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _list(commitment: Commitment, field: Field) -> Shown:
    items = getattr(commitment, field.column)
    return {field.name: "\n".join(" ".join(item.split()) for item in items)}


def _put_list(commitment: Commitment, field: Field, sent: Shown) -> None:
    setattr(commitment, field.column, lines(sent[field.name]))


def _stakeholders(commitment: Commitment, field: Field) -> Shown:
    written: list[str] = []
    for item in getattr(commitment, field.column):
        text, beneath = (item, []) if isinstance(item, str) else (item["text"], list_of(item)[0])
        written += [text, *(f"- {inner}" for inner in beneath)]
    return {field.name: "\n".join(written)}


def _put_stakeholders(commitment: Commitment, field: Field, sent: Shown) -> None:
    items: list[Any] = []
    for line in lines(sent[field.name]):
        text = line.removeprefix("-").strip()
        if not line.startswith("-") or not items:
            items.append(text or line)
        elif isinstance(items[-1], str):
            items[-1] = {"text": items[-1], "ul": [text]}
        else:
            items[-1]["ul"].append(text)
    setattr(commitment, field.column, items)


def _values(commitment: Commitment, field: Field) -> Shown:
    marked = getattr(commitment, field.column)
    return {str(value): "y" if value in marked else "" for value in Value}


def _put_values(commitment: Commitment, field: Field, sent: Shown) -> None:
    setattr(commitment, field.column, [str(value) for value in Value if sent[value]])


def _supporters(commitment: Commitment, field: Field) -> Shown:
    supporters = getattr(commitment, field.column)
    return {name: "\n".join(supporters.get(name, [])) for name in SUPPORTER_NAMES}


def _put_supporters(commitment: Commitment, field: Field, sent: Shown) -> None:
    setattr(commitment, field.column, {name: lines(sent[name]) for name in SUPPORTER_NAMES})


def rows_of(commitment: Commitment, section: str) -> list[dict[str, Any]]:
    """The rows of a section that has rows."""
    if section != "outcome_indicators":
        return list(getattr(commitment, section))
    levels = commitment.indicator_levels
    return [
        {"indicator": text, **(levels[place] if place < len(levels) else {})}
        for place, text in enumerate(commitment.outcome_indicators)
    ]


def _rows(commitment: Commitment, field: Field) -> Shown:
    rows = [*rows_of(commitment, field.section), *[{}] * BLANK_ROWS]
    return {
        f"{name}-{place}": " ".join(str(row.get(name, "")).split())
        for place, row in enumerate(rows)
        for name in ROWS[field.section]
    }


def _put_rows(commitment: Commitment, field: Field, sent: Shown) -> None:
    setattr(commitment, field.column, _sent_rows(commitment, field, sent))


def _put_indicators(commitment: Commitment, field: Field, sent: Shown) -> None:
    rows = _sent_rows(commitment, field, sent)
    commitment.outcome_indicators = [row["indicator"] for row in rows]
    commitment.indicator_levels = [
        {name: row.get(name, "") for name in ("baseline", "target")} for row in rows
    ]


def _sent_rows(commitment: Commitment, field: Field, sent: Shown) -> list[dict[str, Any]]:
    """Without the empty rows; what a file said of a row beside its fields is kept by place.

    A row is removed by being sent empty. One that was not sent stood on nobody's screen, so it
    stays.
    """
    former = rows_of(commitment, field.section)
    on_screen = {int(name.rpartition("-")[2]) for name in sent}
    unseen = [row for place, row in enumerate(former) if place not in on_screen]
    rows = []
    for place in sorted(on_screen):
        row = {name: sent.get(f"{name}-{place}", "") for name in ROWS[field.section]}
        if any(row.values()):
            known = former[place] if place < len(former) else {}
            rows.append(known | row)
    return rows + unseen


def _with_indicators(_commitment: Commitment, _field: Field) -> Shown:
    """A level stands in the row of its indicator."""
    return {}


def _put_with_indicators(_commitment: Commitment, _field: Field, _sent: Shown) -> None:
    """A level is put with its indicator."""


Show = Callable[[Commitment, Field], Shown]
Write = Callable[[Commitment, Field, Shown], None]

# How a field of each kind is shown in a form, and put into the record.
HANDLING: dict[FieldKind, tuple[Show, Write]] = {
    FieldKind.TEXT: (_texts, _put_texts),
    FieldKind.LINE: (_texts, _put_texts),
    FieldKind.LINES: (_list, _put_list),
    FieldKind.NUMBER: (_number, _put_number),
    FieldKind.TITLE: (_texts, _put_texts),
    FieldKind.PERIOD: (_texts, _put_texts),
    FieldKind.ENTITY: (_number, _put_number),
    FieldKind.STAKEHOLDERS: (_stakeholders, _put_stakeholders),
    FieldKind.INDICATORS: (_rows, _put_indicators),
    FieldKind.LEVELS: (_with_indicators, _put_with_indicators),
    FieldKind.FOOTNOTES: (_rows, _put_rows),
    FieldKind.VALUES: (_values, _put_values),
    FieldKind.SUPPORTERS: (_supporters, _put_supporters),
    FieldKind.LINKS: (_rows, _put_rows),
}
