"""A commitment record as the plan prints it: its fields in order, the programming of milestones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.commitments import fields
from workshop.commitments.fields import FieldKind, Part
from workshop.commitments.halves import half_of
from workshop.commitments.labels import (
    SUPPORTER_NAMES,
    VALUE_NAMES,
    half_name,
    month_name,
    validation_sentence,
    warning_sentence,
)
from workshop.commitments.models import Value
from workshop.exports.layout import Cell, Field, FieldGroup, Form, Grid, block_texts, paragraphs

Row = tuple[str, str, str, str, str, str]
# What of a record is printed above the programming of milestones, and what below it.
ABOVE, BELOW = (Part.HEADING, Part.DESCRIPTION), (Part.RESULTS, Part.MONITORING)
PART_HEADINGS = {
    Part.DESCRIPTION: _l("Description"),
    Part.RESULTS: _l("Products and indicators"),
    Part.MONITORING: _l("Monitoring"),
}
# How wide the columns of the programming are beside each other, the same in every record.
PROGRAMMING_WEIGHTS = (30, 22, 24, 14, 14)
Filled = list[tuple[fields.Field, list[Any]]]


def half_of_end(when: dict[str, Any] | None) -> str:
    """A half-year in words, as a milestone of the plan file gives it."""
    half = (when.get("half") or half_of(when.get("printed", ""))) if when else None
    return half_name(half or "")


def period_name(period: dict[str, str] | None) -> str:
    if not period:
        return ""
    return f"{month_name(period['start'])} – {month_name(period['end'])}"


def fields_before(record: dict[str, Any], names: dict[str, str]) -> Filled:
    """What stands above the programming: each field with its blocks."""
    subject = _number_and_subject(record)
    lead = record["leading_entity"]
    entity = lead.get("printed") or names[lead["org"]]
    return _filled_in(ABOVE, {**record, "number": subject, "leading_entity": entity})


def fields_after(record: dict[str, Any]) -> Filled:
    """What stands below the programming."""
    return _filled_in(BELOW, record)


def _filled_in(parts: tuple[Part, ...], record: dict[str, Any]) -> Filled:
    return [
        (field, BLOCKS[field.kind](field.said_in(record)))
        for field in fields.IN_FILE
        if field.part in parts and field.kind in BLOCKS
    ]


def fields_beside(beside: dict[str, Any]) -> Filled:
    """What is kept beside the plan's own fields: in data files and on pages, not in the print.

    An edition made before a field was thought of says nothing of it.
    """
    return [(field, BLOCKS[field.kind](beside.get(field.key))) for field in fields.BESIDE]


def _list(items: list[Any] | None) -> list[Any]:
    return [{"ul": items}] if items else []


def _paragraph(text: str | None) -> list[Any]:
    return [{"p": text}] if text else []


def _period(period: dict[str, str] | None) -> list[Any]:
    return _paragraph(period_name(period))


def _text(blocks: list[Any] | None) -> list[Any]:
    return blocks or []


def _values(values: list[str] | None) -> list[Any]:
    return _list([str(VALUE_NAMES[Value(value)]) for value in values or []])


def _levels(levels: list[dict[str, str]] | None) -> list[Any]:
    lines = [
        _("Baseline: %(baseline)s. Target: %(target)s.", **level) if any(level.values()) else "–"
        for level in levels or []
    ]
    return _list(lines) if any(any(level.values()) for level in levels or []) else []


def _supporters(supporters: dict[str, list[str]] | None) -> list[Any]:
    return _list(
        [
            {"text": str(SUPPORTER_NAMES[kind]), "ul": names}
            for kind, names in (supporters or {}).items()
            if names
        ]
    )


def _links(links: list[dict[str, str]] | None) -> list[Any]:
    return _list([f"{link.get('title', '')} {link['url']}".strip() for link in links or []])


# How what a field of each kind says is set; the programming and the footnotes have their own.
BLOCKS: dict[FieldKind, Callable[[Any], list[Any]]] = {
    FieldKind.TEXT: _text,
    FieldKind.LINE: _paragraph,
    FieldKind.LINES: _list,
    FieldKind.NUMBER: _paragraph,
    FieldKind.TITLE: _paragraph,
    FieldKind.PERIOD: _period,
    FieldKind.ENTITY: _paragraph,
    FieldKind.STAKEHOLDERS: _list,
    FieldKind.INDICATORS: _list,
    FieldKind.LEVELS: _levels,
    FieldKind.VALUES: _values,
    FieldKind.SUPPORTERS: _supporters,
    FieldKind.LINKS: _links,
}


def milestone_cells(milestone: dict[str, Any]) -> list[tuple[fields.Field, str]]:
    """The columns of the programming with their texts; an end carries the mark of its footnote."""
    return [
        (field, _cell(field, milestone))
        for field in fields.MILESTONE_FIELDS
        if field.kind is not FieldKind.LINE
    ]


def _cell(field: fields.Field, milestone: dict[str, Any]) -> str:
    said = field.said_in(milestone)
    if field.kind is not FieldKind.HALF:
        return said or ""
    has_mark = field.name == "end" and milestone.get("footnote")
    return f"{half_of_end(said)} ({milestone['footnote']})" if has_mark else half_of_end(said)


def record_form(record: dict[str, Any], names: dict[str, str], kept: dict[str, Any]) -> Form:
    """The record as documents draw it; `kept` is what the content has beside it (`records`)."""
    rows: list[tuple[Cell | None, ...]] = [
        tuple(paragraphs(text) for _field, text in milestone_cells(milestone))
        for milestone in record.get("milestones", [])
    ]
    columns = tuple(
        str(field.label) for field in fields.MILESTONE_FIELDS if field.kind is not FieldKind.LINE
    )
    return Form(
        title=record_heading(record),
        above=_grouped(ABOVE, fields_before(record, names)),
        programming=Grid(_("Programming"), columns, tuple(rows), PROGRAMMING_WEIGHTS),
        below=(*_grouped(BELOW, fields_after(record)), *_checked(kept)),
        notes=tuple(note(footnote) for footnote in record.get("footnotes", [])),
    )


def record_heading(record: dict[str, Any]) -> str:
    """The number and the subject of a record, as the plan heads it; without both its title."""
    return _number_and_subject(record) or str(record["title"])


def _number_and_subject(record: dict[str, Any]) -> str:
    return f"{record.get('number', '')}. {record.get('subject', '')}".strip(". ")


def _grouped(parts: tuple[Part, ...], filled: Filled) -> tuple[FieldGroup, ...]:
    """The fields of each part under its heading; what the form is headed by is not repeated."""
    return tuple(
        FieldGroup(
            str(PART_HEADINGS.get(part, "")),
            _labelled(
                (field, blocks)
                for field, blocks in filled
                if field.part is part and field.kind is not FieldKind.NUMBER
            ),
        )
        for part in parts
    )


def _labelled(filled: Iterable[tuple[fields.Field, list[Any]]]) -> tuple[Field, ...]:
    return tuple(Field(str(field.label), tuple(blocks)) for field, blocks in filled)


def _checked(kept: dict[str, Any]) -> tuple[FieldGroup, ...]:
    said = tuple(checked_fields(kept))
    return (FieldGroup(_("Checks of the record"), said),) if said else ()


def checked_fields(kept: dict[str, Any]) -> Iterator[Field]:
    """By whom a record was validated for its entity, and which warnings stand by which note.

    Content that was made before says nothing of them.
    """
    if validation := kept.get("validation"):
        yield Field(_("Validation by the entity"), ({"p": validation_sentence(validation)},))
    if warnings := kept.get("warnings"):
        said = [{"text": _sentence(warning), "ul": [warning["note"]]} for warning in warnings]
        yield Field(_("Warnings that stand, with their note"), ({"ul": said},))


def _sentence(warning: dict[str, Any]) -> str:
    return warning_sentence(warning["kind"], warning["values"])


def _checked_rows(code: str, kept: dict[str, Any]) -> Iterator[Row]:
    """The same in long form; a warning and its note have the same position."""
    if validation := kept.get("validation"):
        heading = _("Validation by the entity")
        yield (code, "validation", "1", "", heading, validation_sentence(validation))
    for position, warning in enumerate(kept.get("warnings", []), start=1):
        place = str(position)
        yield (code, "warnings", place, "", _("Warning that stands"), _sentence(warning))
        yield (code, "warning-notes", place, "", _("Why it may stand"), warning["note"])


def beside_form(beside: dict[str, Any]) -> tuple[Field, ...]:
    return _labelled(fields_beside(beside))


def record_rows(
    record: dict[str, Any], names: dict[str, str], kept: dict[str, Any]
) -> Iterator[Row]:
    """The record in long form: one row for each paragraph, item or cell of a milestone."""
    code = record["id"]
    yield from _rows(code, fields_before(record, names))
    for milestone in record.get("milestones", []):
        for position, (field, text) in enumerate(milestone_cells(milestone), start=1):
            yield (code, field.key, str(position), milestone["id"], str(field.label), text)
    yield from _rows(code, fields_after(record))
    for position, footnote in enumerate(record.get("footnotes", []), start=1):
        place = footnote.get("anchor", "")
        yield (code, "notes", str(position), place, str(fields.LABELS["footnotes"]), note(footnote))
    yield from _rows(code, fields_beside(kept["beside"]))
    yield from _checked_rows(code, kept)


def _rows(code: str, filled: Filled) -> Iterator[Row]:
    for field, blocks in filled:
        texts = [text for block in blocks for text in block_texts(block)]
        for position, text in enumerate(texts, start=1):
            yield (code, field.key, str(position), "", str(field.label), text)


def note(footnote: dict[str, str]) -> str:
    """A footnote as it is printed below the record."""
    mark = footnote.get("mark", "")
    return f"({mark}) {footnote['text']}" if mark else footnote["text"]
