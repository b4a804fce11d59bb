"""The fields of a commitment record: one table that says of each all that is asked of a field.

The form and its sections, what may be sent, the checks, the comparison of versions, the page, the
print, the data tables and the plan file read it; none of them keeps a list of its own. It follows
the order of the print (method.md, section 9), with what is kept beside the record at its end.
`docs/where-to-put-it.md` says how a field is added.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from workshop.proposals.models import LONGEST_TITLE

LONGEST_TEXT = 12000
LONGEST_LINE = 1000


class FieldKind(enum.StrEnum):
    """What a field holds. The first three serve any new field, the others have one of their own."""

    TEXT = "text"  # paragraphs and lists, in the restricted Markdown of `blocks`
    LINE = "line"
    LINES = "lines"  # a list, one item a line
    PLAIN = "plain"  # words without lists, in a milestone
    HALF = "half"  # a half-year of a milestone
    NUMBER = "number"
    TITLE = "title"
    PERIOD = "period"
    ENTITY = "entity"
    STAKEHOLDERS = "stakeholders"
    MILESTONES = "milestones"
    INDICATORS = "indicators"
    LEVELS = "levels"
    FOOTNOTES = "footnotes"
    VALUES = "values"
    SUPPORTERS = "supporters"
    LINKS = "links"


class Part(enum.StrEnum):
    """Where a field stands on the page; what is beside the record is not in the plan's print."""

    HEADING = "heading"
    DESCRIPTION = "description"
    PROGRAMMING = "programming"
    RESULTS = "results"
    MONITORING = "monitoring"
    BESIDE = "beside"


@dataclass(frozen=True)
class Column:
    """One column of a field that is rows."""

    name: str
    longest: int = LONGEST_LINE


@dataclass(frozen=True)
class Field:
    """One field of the record, or of its milestones."""

    # By which forms, checks, versions and addresses on the page know it.
    name: str
    label: str
    kind: FieldKind
    part: Part
    longest: int = LONGEST_TEXT
    # Without it the record, or the milestone, is not complete.
    is_needed: bool = False
    # Only the SGP settles it.
    is_of_sgp: bool = False
    # Its place in a commitment of the plan file ("risks", "monitoring.unit"); "": not in the file.
    path: str = ""
    hint: str = ""
    # How many lines of text its box shows.
    height: int = 3
    # The section that is saved with it, its columns, its key in the data tables: where these are
    # not its name.
    saved_in: str = ""
    stored_in: tuple[str, ...] = ()
    listed_as: str = ""
    # Of rows: what each consists of.
    row: tuple[Column, ...] = ()

    @property
    def section(self) -> str:
        return self.saved_in or self.name

    @property
    def columns(self) -> tuple[str, ...]:
        return self.stored_in or (self.name,)

    @property
    def column(self) -> str:
        return self.columns[0]

    @property
    def key(self) -> str:
        return self.listed_as or self.name

    def said_in(self, entry: dict[str, Any]) -> Any:
        """What a commitment or milestone of a plan file says of it; None for nothing."""
        value: Any = entry
        for name in self.path.split("."):
            value = value.get(name) if value else None
        return value


FIELDS = (
    Field(
        "number",
        _l("Number and subject"),
        FieldKind.NUMBER,
        Part.HEADING,
        is_of_sgp=True,
        path="number",
        saved_in="heading",
    ),
    Field(
        "title",
        _l("Commitment"),
        FieldKind.TITLE,
        Part.HEADING,
        longest=LONGEST_TITLE,
        is_needed=True,
        path="title",
        hint=_l("One sentence that begins with a verb."),
        height=2,
        saved_in="heading",
    ),
    Field(
        "period",
        _l("Period"),
        FieldKind.PERIOD,
        Part.HEADING,
        is_needed=True,
        path="period",
        saved_in="heading",
        # Months, both included.
        stored_in=("period_start", "period_end"),
    ),
    Field(
        "organization",
        _l("Commitment leading entity"),
        FieldKind.ENTITY,
        Part.HEADING,
        is_needed=True,
        is_of_sgp=True,
        path="leading_entity",
        saved_in="heading",
        stored_in=("organization_id",),
        listed_as="lead",
    ),
    Field(
        "problem",
        _l("What is the public problem that the commitment addresses?"),
        FieldKind.TEXT,
        Part.DESCRIPTION,
        is_needed=True,
        path="description.problem",
        height=7,
    ),
    Field(
        "description",
        _l("What is the commitment?"),
        FieldKind.TEXT,
        Part.DESCRIPTION,
        is_needed=True,
        path="description.commitment",
        height=7,
        listed_as="commitment",
    ),
    Field(
        "contribution",
        _l("How will the commitment contribute to solving the problem?"),
        FieldKind.TEXT,
        Part.DESCRIPTION,
        is_needed=True,
        path="description.contribution",
        height=7,
    ),
    Field(
        "relevance",
        _l("Why is the commitment relevant to Open Government principles?"),
        FieldKind.TEXT,
        Part.DESCRIPTION,
        is_needed=True,
        path="description.relevance",
        height=7,
    ),
    Field(
        "stakeholders",
        _l("Stakeholders involved"),
        FieldKind.STAKEHOLDERS,
        Part.DESCRIPTION,
        path="stakeholders",
        hint=_l("One a line. Begin with a hyphen whoever belongs to the line above."),
        height=5,
    ),
    Field(
        "milestones",
        _l("Milestones"),
        FieldKind.MILESTONES,
        Part.PROGRAMMING,
        is_needed=True,
        path="milestones",
    ),
    Field(
        "final_products",
        _l("Final product"),
        FieldKind.LINES,
        Part.RESULTS,
        is_needed=True,
        path="final_products",
        hint=_l("One a line."),
        listed_as="products",
    ),
    Field(
        "outcome_indicators",
        _l("Outcome indicators for commitment sustainability"),
        FieldKind.INDICATORS,
        Part.RESULTS,
        is_needed=True,
        path="outcome_indicators",
        listed_as="indicators",
        row=(Column("indicator"), Column("baseline"), Column("target")),
    ),
    Field(
        "monitoring_entity",
        _l("Entity responsible for the commitment"),
        FieldKind.LINE,
        Part.MONITORING,
        longest=300,
        is_needed=True,
        path="monitoring.responsible_entity",
        saved_in="monitoring",
    ),
    Field(
        "monitoring_unit",
        _l("Organizational unit responsible for monitoring the commitment"),
        FieldKind.LINE,
        Part.MONITORING,
        longest=300,
        is_needed=True,
        path="monitoring.monitoring_unit",
        saved_in="monitoring",
    ),
    Field(
        "footnotes",
        _l("Footnotes"),
        FieldKind.FOOTNOTES,
        Part.MONITORING,
        path="footnotes",
        listed_as="notes",
        row=(Column("text"), Column("mark", 8), Column("anchor")),
    ),
    Field(
        "values",
        _l("Values of open government"),
        FieldKind.VALUES,
        Part.BESIDE,
        path="values",
    ),
    Field(
        "novelty",
        _l("What is new against current practice"),
        FieldKind.TEXT,
        Part.BESIDE,
        path="novelty",
        height=4,
    ),
    Field(
        "so_far",
        _l("What has been done so far"),
        FieldKind.TEXT,
        Part.BESIDE,
        path="so_far",
        height=4,
    ),
    # Of each outcome indicator, in its place; saved in the indicator's own row.
    Field(
        "levels",
        _l("Baseline and target of each indicator"),
        FieldKind.LEVELS,
        Part.BESIDE,
        path="indicator_levels",
        saved_in="outcome_indicators",
        stored_in=("indicator_levels",),
    ),
    Field(
        "supporters",
        _l("Stakeholders who support it"),
        FieldKind.SUPPORTERS,
        Part.BESIDE,
        path="supporters",
        hint=_l("One a line."),
    ),
    Field(
        "web_links",
        _l("Links"),
        FieldKind.LINKS,
        Part.BESIDE,
        path="links",
        row=(Column("url"), Column("title")),
    ),
)

MILESTONE_FIELDS = (
    Field(
        "activity",
        _l("Milestone activity"),
        FieldKind.PLAIN,
        Part.PROGRAMMING,
        is_needed=True,
        path="activity",
        height=2,
    ),
    Field(
        "unit",
        _l("Responsible organizational unit"),
        FieldKind.PLAIN,
        Part.PROGRAMMING,
        is_needed=True,
        path="responsible_unit",
        height=2,
        stored_in=("responsible_unit",),
    ),
    Field(
        "means",
        _l("Means of verification"),
        FieldKind.PLAIN,
        Part.PROGRAMMING,
        is_needed=True,
        path="means_of_verification",
        height=2,
        stored_in=("means_of_verification",),
    ),
    Field(
        "start",
        _l("Start date"),
        FieldKind.HALF,
        Part.PROGRAMMING,
        is_needed=True,
        path="start",
        stored_in=("start_half",),
    ),
    Field(
        "end",
        _l("End date"),
        FieldKind.HALF,
        Part.PROGRAMMING,
        is_needed=True,
        path="end",
        stored_in=("end_half",),
    ),
    Field(
        "footnote",
        _l("Mark of a footnote"),
        FieldKind.LINE,
        Part.PROGRAMMING,
        longest=8,
        path="footnote",
    ),
)


def by_section(fields: Iterable[Field]) -> dict[str, tuple[Field, ...]]:
    """The fields that are saved together, by the section of the form."""
    together: dict[str, tuple[Field, ...]] = {}
    for field in fields:
        together[field.section] = (*together.get(field.section, ()), field)
    return together


# Milestones are saved one by one, not as a section.
SECTIONS = by_section(field for field in FIELDS if field.kind is not FieldKind.MILESTONES)
LABELS = {field.name: field.label for field in (*FIELDS, *MILESTONE_FIELDS)}
BESIDE = tuple(field for field in FIELDS if field.part is Part.BESIDE)
IN_FILE = tuple(field for field in FIELDS if field.path)
