"""The sections of a commitment record: what each shows in its form, and what is kept of it.

A section is saved by itself, and its form carries the digest of what it was drawn with, so that
two people can work on two sections at once. Lists are written one item a line, in a list of
stakeholders what begins with a hyphen stands beneath the item before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from workshop.commitments.models import Commitment, Milestone, Value
from workshop.digests import sha256

Shown = dict[str, str]

HEADING = ("title", "period_start", "period_end")
# What of the heading only the SGP settles.
OF_SGP = ("number", "organization_id")
TEXTS = ("problem", "description", "contribution", "relevance", "so_far", "novelty")
LINES = ("final_products",)
MONITORING = ("monitoring_entity", "monitoring_unit")
SUPPORTERS = ("government", "civil_society", "other")
# The columns of sections that are rows.
ROWS = {
    "outcome_indicators": ("indicator", "baseline", "target"),
    "footnotes": ("text", "mark", "anchor"),
    "web_links": ("url", "title"),
}
BLANK_ROWS = 1
MOST_ROWS = 30
MILESTONE = {
    "activity": "activity",
    "unit": "responsible_unit",
    "means": "means_of_verification",
    "start": "start_half",
    "end": "end_half",
    "footnote": "footnote",
}


def section_values(commitment: Commitment, section: str) -> Shown:
    """What the fields of a section hold."""
    return SECTIONS[section][0](commitment, section)


def write(commitment: Commitment, section: str, sent: Shown) -> None:
    """Put into the record what the fields of a section now hold."""
    SECTIONS[section][1](commitment, section, sent)


def digest(values: Shown) -> str:
    """By which a form knows whether the section is still what it was drawn with."""
    return sha256(values)[:16]


def milestone_values(milestone: Milestone) -> Shown:
    return {name: getattr(milestone, column) for name, column in MILESTONE.items()}


def write_milestone(milestone: Milestone, sent: Shown) -> None:
    for name, text in sent.items():
        setattr(milestone, MILESTONE[name], text)


def _heading(commitment: Commitment, section: str) -> Shown:
    values = {name: getattr(commitment, name) for name in HEADING}
    return {
        **values,
        "number": str(commitment.number or ""),
        "organization_id": str(commitment.organization_id),
    }


def _put_heading(commitment: Commitment, section: str, sent: Shown) -> None:
    for name in HEADING:
        setattr(commitment, name, sent[name])
    commitment.number = int(sent["number"]) if sent["number"] else None
    commitment.organization_id = int(sent["organization_id"])


def _text(commitment: Commitment, section: str) -> Shown:
    return {section: getattr(commitment, section)}


def _put_text(commitment: Commitment, section: str, sent: Shown) -> None:
    setattr(commitment, section, sent[section])


def _monitoring(commitment: Commitment, section: str) -> Shown:
    return {name: getattr(commitment, name) for name in MONITORING}


def _put_monitoring(commitment: Commitment, section: str, sent: Shown) -> None:
    for name in MONITORING:
        setattr(commitment, name, sent[name])


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _list(commitment: Commitment, section: str) -> Shown:
    return {section: "\n".join(" ".join(line.split()) for line in getattr(commitment, section))}


def _put_list(commitment: Commitment, section: str, sent: Shown) -> None:
    setattr(commitment, section, lines(sent[section]))


def _stakeholders(commitment: Commitment, section: str) -> Shown:
    written: list[str] = []
    for item in commitment.stakeholders:
        text, beneath = (item, []) if isinstance(item, str) else (item["text"], item["ul"])
        written += [text, *(f"- {inner}" for inner in beneath)]
    return {section: "\n".join(written)}


def _put_stakeholders(commitment: Commitment, section: str, sent: Shown) -> None:
    items: list[Any] = []
    for line in lines(sent[section]):
        text = line.removeprefix("-").strip()
        if not line.startswith("-") or not items:
            items.append(text or line)
        elif isinstance(items[-1], str):
            items[-1] = {"text": items[-1], "ul": [text]}
        else:
            items[-1]["ul"].append(text)
    commitment.stakeholders = items


def _values(commitment: Commitment, section: str) -> Shown:
    return {str(value): "y" if value in commitment.values else "" for value in Value}


def _put_values(commitment: Commitment, section: str, sent: Shown) -> None:
    commitment.values = [str(value) for value in Value if sent[value]]


def _supporters(commitment: Commitment, section: str) -> Shown:
    return {name: "\n".join(commitment.supporters.get(name, [])) for name in SUPPORTERS}


def _put_supporters(commitment: Commitment, section: str, sent: Shown) -> None:
    commitment.supporters = {name: lines(sent[name]) for name in SUPPORTERS}


def rows_of(commitment: Commitment, section: str) -> list[dict[str, Any]]:
    """The rows of a section that has rows."""
    if section != "outcome_indicators":
        return list(getattr(commitment, section))
    levels = commitment.indicator_levels
    return [
        {"indicator": text, **(levels[place] if place < len(levels) else {})}
        for place, text in enumerate(commitment.outcome_indicators)
    ]


def _rows(commitment: Commitment, section: str) -> Shown:
    rows = [*rows_of(commitment, section), *[{}] * BLANK_ROWS]
    return {
        f"{name}-{place}": " ".join(str(row.get(name, "")).split())
        for place, row in enumerate(rows)
        for name in ROWS[section]
    }


def _put_rows(commitment: Commitment, section: str, sent: Shown) -> None:
    """Without the empty rows; what a file said of a row beside its fields is kept by place.

    A row is removed by being sent empty. One that was not sent stood on nobody's screen, so it
    stays.
    """
    former = rows_of(commitment, section)
    on_screen = {int(name.rpartition("-")[2]) for name in sent}
    unseen = [row for place, row in enumerate(former) if place not in on_screen]
    rows = []
    for place in sorted(on_screen):
        row = {name: sent.get(f"{name}-{place}", "") for name in ROWS[section]}
        if any(row.values()):
            known = former[place] if place < len(former) else {}
            rows.append(known | row)
    rows += unseen
    if section != "outcome_indicators":
        setattr(commitment, section, rows)
        return
    commitment.outcome_indicators = [row["indicator"] for row in rows]
    commitment.indicator_levels = [
        {name: row.get(name, "") for name in ("baseline", "target")} for row in rows
    ]


Show = Callable[[Commitment, str], Shown]
Write = Callable[[Commitment, str, Shown], None]


def _each(names: Iterable[str], show: Show, put: Write) -> dict[str, tuple[Show, Write]]:
    return {name: (show, put) for name in names}


SECTIONS: dict[str, tuple[Show, Write]] = {
    "heading": (_heading, _put_heading),
    **_each(TEXTS, _text, _put_text),
    "stakeholders": (_stakeholders, _put_stakeholders),
    **_each(LINES, _list, _put_list),
    **_each(ROWS, _rows, _put_rows),
    "monitoring": (_monitoring, _put_monitoring),
    "values": (_values, _put_values),
    "supporters": (_supporters, _put_supporters),
}
