"""What may be sent about a commitment record, section by section."""

from __future__ import annotations

import re

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from workshop.commitments import halves
from workshop.commitments.editing.sections import MOST_ROWS, ROWS, Shown, section_values
from workshop.commitments.fields import FIELDS, LONGEST_TEXT, MILESTONE_FIELDS, FieldKind
from workshop.commitments.labels import BASIS_NAMES
from workshop.commitments.models import Commitment
from workshop.contributions.forms import at_most
from workshop.errors import Invalid
from workshop.forms import Form
from workshop.plans.forms import choice_of
from workshop.proposals.forms import LONGEST_REASON, reason_field
from workshop.text import has_letter, one_line, paragraphs

LONGEST = {field.name: field.longest for field in (*FIELDS, *MILESTONE_FIELDS)}
LONGEST_IN_ROW = {column.name: column.longest for field in FIELDS for column in field.row}
ROW_FIELD = re.compile(r"([a-z]+)-(\d{1,2})")
ONE_LINE = {
    field.name
    for field in (*FIELDS, *MILESTONE_FIELDS)
    if field.kind in (FieldKind.NUMBER, FieldKind.TITLE, FieldKind.LINE)
}
NAMES = ("title", "monitoring_entity", "monitoring_unit")
OF_SGP = [name for field in FIELDS if field.is_of_sgp for name in field.columns]


def read_section(commitment: Commitment, section: str, *, is_sgp: bool) -> Shown:
    """The fields of a section as they were sent; `Invalid` with a sentence for each that is wrong.

    What only the SGP settles stays as it is when anyone else sends it.
    """
    kept = section_values(commitment, section)
    names = _row_names(section) if section in ROWS else list(kept)
    values = {name: _clean(name) for name in names}
    if not is_sgp:
        values |= {name: kept[name] for name in OF_SGP if name in kept}
    _refuse_wrong(values)
    return values


def read_milestone() -> Shown:
    values = {field.name: _clean(field.name) for field in MILESTONE_FIELDS}
    _refuse_wrong(values)
    return values


def _row_names(section: str) -> list[str]:
    """The fields of the rows that were sent, whole rows in their order."""
    places = {
        int(match[2])
        for name in request.form
        if (match := ROW_FIELD.fullmatch(name)) and match[1] in ROWS[section]
    }
    return [f"{name}-{place}" for place in sorted(places)[:MOST_ROWS] for name in ROWS[section]]


def _clean(name: str) -> str:
    text = request.form.get(name, "")
    return one_line(text) if name in ONE_LINE or ROW_FIELD.fullmatch(name) else paragraphs(text)


def _refuse_wrong(values: Shown) -> None:
    sentences = {
        name: sentence for name, text in values.items() if (sentence := _wrong(name, text))
    }
    if sentences:
        raise Invalid({name: [sentence] for name, sentence in sentences.items()})


def _wrong(name: str, text: str) -> str:
    """What is wrong with one field, in a sentence."""
    row = ROW_FIELD.fullmatch(name)
    kind = row[1] if row else name
    longest = LONGEST_IN_ROW[kind] if row else LONGEST.get(name, LONGEST_TEXT)
    if len(text) > longest:
        return _("The text is too long: at most %(max)d characters, please.", max=longest)
    if kind == "title" and not row and not text:
        return _("Give the commitment a title.")
    if kind in NAMES and text and not has_letter(text):
        return _("A name has at least one letter.")
    if kind in ("period_start", "period_end") and text and not halves.MONTH.fullmatch(text):
        return _("Write the month as year and month, like 2023-06.")
    if kind in ("start", "end") and text and not halves.HALF.fullmatch(text):
        return _("Choose a half-year from the list.")
    if kind == "number" and text and not (text.isdecimal() and 1 <= int(text) <= 999):
        return _("A number between 1 and 999, please.")
    if kind == "organization_id" and not text.isdecimal():
        return _("Choose the entity from the list.")
    if kind == "url" and text and not text.startswith(("https://", "http://")):
        return _("Write the whole address, beginning with https://")
    return ""


class NoteForm(Form):
    warning = StringField(validators=[DataRequired(), at_most(200)])
    note = TextAreaField(
        _l("Why it may stand"),
        validators=[DataRequired(_l("Say why it may stand.")), at_most(LONGEST_REASON)],
    )


class WarningForm(Form):
    warning = StringField(validators=[DataRequired(), at_most(200)])


class StepForm(Form):
    """A step on; the reason when scope or entity are no longer what they were."""

    reason = reason_field(is_needed=False)
    seen = IntegerField(validators=[InputRequired()])


class BasisForm(StepForm):
    """The document by which an entity validates a record, where the SGP takes the step for it."""

    basis_kind = choice_of(_l("Document of the entity"), BASIS_NAMES)
    basis_number = StringField(
        _l("Number of the document"),
        validators=[DataRequired(_l("Give the number of the document.")), at_most(200)],
    )
    basis_on = DateField(
        _l("Date of the document"), validators=[DataRequired(_l("Give the date of the document."))]
    )


class BackForm(Form):
    reason = reason_field(_l("Say why it goes back; the reason stays with the record."))
    seen = IntegerField(validators=[InputRequired()])


class ApprovalForm(StepForm):
    instrument = StringField(
        _l("Instrument of approval"),
        validators=[DataRequired(_l("Name the instrument that approves it.")), at_most(200)],
    )
    approved_on = DateField(
        _l("Date"), validators=[DataRequired(_l("Give the date of the instrument."))]
    )
