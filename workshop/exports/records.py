"""A commitment record as the plan prints it: its fields in order, the programming of milestones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.commitments.halves import half_of
from workshop.commitments.labels import VALUE_NAMES
from workshop.exports.layout import Cell, Field, Form, Grid, block_texts, paragraphs

Row = tuple[str, str, str, str, str, str]


def half_name(when: dict[str, Any] | None) -> str:
    """A half-year in words: I Semestre 2023, 1st Half - 2023."""
    half = (when.get("half") or half_of(when.get("printed", ""))) if when else None
    if not half:
        return ""
    year, number = half.split("-H")
    names = {"1": _("1st Half - %(year)s", year=year), "2": _("2nd Half - %(year)s", year=year)}
    return names[number]


def month_name(month: str) -> str:
    return format_date(date.fromisoformat(f"{month}-01"), "MMMM yyyy") if month else ""


def period_name(period: dict[str, str] | None) -> str:
    if not period:
        return ""
    return f"{month_name(period['start'])} – {month_name(period['end'])}"


def headings() -> dict[str, str]:
    """The labels of the record's fields, as the plan prints them."""
    return {
        "number": _("Number and subject"),
        "title": _("Commitment"),
        "period": _("Period"),
        "lead": _("Commitment leading entity"),
        "problem": _("What is the public problem that the commitment addresses?"),
        "commitment": _("What is the commitment?"),
        "contribution": _("How will the commitment contribute to solving the problem?"),
        "relevance": _("Why is the commitment relevant to Open Government principles?"),
        "stakeholders": _("Stakeholders involved"),
        "activity": _("Milestone activity"),
        "unit": _("Responsible organizational unit"),
        "means": _("Means of verification"),
        "start": _("Start date"),
        "end": _("End date"),
        "products": _("Final product"),
        "indicators": _("Outcome indicators for commitment sustainability"),
        "monitoring_entity": _("Entity responsible for the commitment"),
        "monitoring_unit": _("Organizational unit responsible for monitoring the commitment"),
        "notes": _("Footnotes"),
        "values": _("Values of open government"),
        "novelty": _("What is new against current practice"),
        "so_far": _("What has been done so far"),
        "levels": _("Baseline and target of each indicator"),
        "supporters": _("Stakeholders who support it"),
        "web_links": _("Links"),
    }


def fields_before(record: dict[str, Any], names: dict[str, str]) -> list[tuple[str, list[Any]]]:
    """What stands above the programming: key and blocks."""
    description, lead = record.get("description", {}), record["leading_entity"]
    subject = f"{record.get('number', '')}. {record.get('subject', '')}".strip(". ")
    return [
        ("number", [{"p": subject}] if subject else []),
        ("title", [{"p": record["title"]}]),
        ("period", [{"p": period_name(record.get("period"))}] if record.get("period") else []),
        ("lead", [{"p": lead.get("printed") or names[lead["org"]]}]),
        *((name, description.get(name, [])) for name in DESCRIBED),
        ("stakeholders", _list(record.get("stakeholders"))),
    ]


def fields_after(record: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """What stands below the programming."""
    monitoring = record.get("monitoring", {})
    return [
        ("products", _list(record.get("final_products"))),
        ("indicators", _list(record.get("outcome_indicators"))),
        ("monitoring_entity", _paragraph(monitoring.get("responsible_entity"))),
        ("monitoring_unit", _paragraph(monitoring.get("monitoring_unit"))),
    ]


DESCRIBED = ("problem", "commitment", "contribution", "relevance")


def _list(items: list[Any] | None) -> list[Any]:
    return [{"ul": items}] if items else []


def _paragraph(text: str | None) -> list[Any]:
    return [{"p": text}] if text else []


def milestone_cells(milestone: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """Activity, unit, means, start and end, the end with the mark of its footnote."""
    mark = f" ({milestone['footnote']})" if milestone.get("footnote") else ""
    return (
        milestone["activity"],
        milestone.get("responsible_unit", ""),
        milestone.get("means_of_verification", ""),
        half_name(milestone.get("start")),
        f"{half_name(milestone.get('end'))}{mark}",
    )


def record_form(record: dict[str, Any], names: dict[str, str]) -> Form:
    """The record as documents draw it."""
    labels = headings()
    rows: list[tuple[Cell | None, ...]] = [
        tuple(paragraphs(text) for text in milestone_cells(milestone))
        for milestone in record.get("milestones", [])
    ]
    columns = tuple(labels[name] for name in ("activity", "unit", "means", "start", "end"))
    return Form(
        title=record["title"],
        fields=_fields(fields_before(record, names), labels),
        programming=Grid(_("Programming"), columns, tuple(rows)),
        after=_fields(fields_after(record), labels),
        notes=tuple(note(footnote) for footnote in record.get("footnotes", [])),
    )


def _fields(named_blocks: list[tuple[str, list[Any]]], labels: dict[str, str]) -> tuple[Field, ...]:
    return tuple(Field(labels[name], tuple(blocks)) for name, blocks in named_blocks)


def fields_beside(beside: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """What is kept beside the plan's own fields: in data files and on pages, not in the print."""
    levels = [
        _("Baseline: %(baseline)s. Target: %(target)s.", **level) if any(level.values()) else "–"
        for level in beside["levels"]
    ]
    has_levels = any(any(level.values()) for level in beside["levels"])
    supporters = [
        {"text": str(SUPPORTER_NAMES[kind]), "ul": names}
        for kind, names in beside["supporters"].items()
        if names
    ]
    links = [f"{link.get('title', '')} {link['url']}".strip() for link in beside["web_links"]]
    return [
        ("values", _list([str(VALUE_NAMES[value]) for value in beside["values"]])),
        ("novelty", beside["novelty"]),
        ("so_far", beside["so_far"]),
        ("levels", _list(levels) if has_levels else []),
        ("supporters", _list(supporters)),
        ("web_links", _list(links)),
    ]


SUPPORTER_NAMES = {
    "government": _l("Government"),
    "civil_society": _l("Civil society"),
    "other": _l("Others"),
}


def beside_form(beside: dict[str, Any]) -> tuple[Field, ...]:
    return _fields(fields_beside(beside), headings())


def record_rows(
    record: dict[str, Any], names: dict[str, str], beside: dict[str, Any]
) -> Iterator[Row]:
    """The record in long form: one row for each paragraph, item or cell of a milestone."""
    labels, code = headings(), record["id"]

    def rows_of(named_blocks: list[tuple[str, list[Any]]]) -> Iterator[Row]:
        for name, blocks in named_blocks:
            texts = [text for block in blocks for text in block_texts(block)]
            for position, text in enumerate(texts, start=1):
                yield (code, name, str(position), "", labels[name], text)

    yield from rows_of(fields_before(record, names))
    for milestone in record.get("milestones", []):
        cells = zip(
            ("activity", "unit", "means", "start", "end"), milestone_cells(milestone), strict=True
        )
        for position, (name, text) in enumerate(cells, start=1):
            yield (code, name, str(position), milestone["id"], labels[name], text)
    yield from rows_of(fields_after(record))
    for position, footnote in enumerate(record.get("footnotes", []), start=1):
        yield (
            code,
            "notes",
            str(position),
            footnote.get("anchor", ""),
            labels["notes"],
            note(footnote),
        )
    yield from rows_of(fields_beside(beside))


def note(footnote: dict[str, str]) -> str:
    """A footnote as it is printed below the record."""
    mark = footnote.get("mark", "")
    return f"({mark}) {footnote['text']}" if mark else footnote["text"]
