"""What is sent to close a round, to answer for what ended, and to rework problems."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, IntegerField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from workshop.closing.labels import CATEGORY_NAMES
from workshop.contributions.forms import at_most
from workshop.forms import Form
from workshop.people.models import Organization
from workshop.plans.forms import choice_of
from workshop.text import paragraphs

LONGEST_REASON = 600
LONGEST_RESPONSE = 2000
LONGEST_PROBLEM = 400
PIECES = 4  # into how many problems one can be split at once
FEWEST_PIECES = 2


def reason_field(required: Any = None) -> TextAreaField:
    needed = DataRequired(required) if required else Optional()
    return TextAreaField(_l("Reason"), validators=[needed, at_most(LONGEST_REASON)])


class CloseForm(Form):
    item = SelectMultipleField(coerce=int, validate_choice=False)
    reason = reason_field()


class ReasonForm(Form):
    reason = reason_field(_l("Give the reason."))


class EarlyForm(Form):
    """To publish a round; the reason is needed where an earlier one is not public yet."""

    reason = reason_field()


class ResponseForm(Form):
    """A response to one item or to all that are marked."""

    # Each like "idea-12"; the box of a whole group holds all that it showed.
    about = SelectMultipleField(validate_choice=False)
    category = choice_of(_l("Why"), CATEGORY_NAMES)
    text = TextAreaField(
        _l("The response, in plain words"),
        validators=[DataRequired(_l("Write the response.")), at_most(LONGEST_RESPONSE)],
    )
    organization_id = SelectField(
        _l("Entity that answers"),
        coerce=int,
        validators=[InputRequired(_l("Choose the entity that answers."))],
    )
    answered_on = DateField(
        _l("Date"), validators=[InputRequired(_l("Give the date of the response."))]
    )
    revision = IntegerField(validators=[Optional()])

    def __init__(self, entities: list[Organization], today: date, **options: Any) -> None:
        super().__init__(**options)
        self.today = today
        self.organization_id.choices = [SelectChoice(entity.id, entity.name) for entity in entities]

    @property
    def marks(self) -> set[str]:
        """What is answered, each once, as its box sent it (`Owed.mark`)."""
        return {mark for value in self.about.data for mark in value.split()}

    @property
    def keys(self) -> set[str]:
        return {mark.partition("@")[0] for mark in self.marks}

    def validate_answered_on(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("The date of a response is not in the future."))


def problem_field(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[DataRequired(_l("Write the problem first.")), at_most(LONGEST_PROBLEM)],
    )


class RewordForm(Form):
    text = problem_field(_l("The problem in its new wording"))
    reason = reason_field(_l("Give the reason."))
    revision = IntegerField(validators=[InputRequired()])


class MergeForm(Form):
    problem = SelectMultipleField(coerce=int, validate_choice=False)
    text = problem_field(_l("The new problem"))
    reason = reason_field(_l("Give the reason."))


class SplitForm(Form):
    texts = FieldList(
        TextAreaField(filters=[paragraphs], validators=[at_most(LONGEST_PROBLEM)]),
        min_entries=PIECES,
    )
    reason = reason_field(_l("Give the reason."))

    @property
    def pieces(self) -> list[str]:
        """The texts that were filled in."""
        return [text for text in self.texts.data if text]
