"""What a moderator sends to settle the list, and what an author objects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from workshop.contributions.forms import at_most
from workshop.forms import Form
from workshop.ideas.models import LONGEST_IDEA
from workshop.text import paragraphs

LONGEST_REASON = 600
PIECES = 4  # into how many ideas one can be split at once
FEWEST_PIECES = 2


def reason_field() -> StringField:
    return TextAreaField(
        _l("Reason"),
        validators=[DataRequired(_l("Give the reason.")), at_most(LONGEST_REASON)],
    )


def text_field(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[DataRequired(_l("Write the idea first.")), at_most(LONGEST_IDEA)],
    )


class MergeForm(Form):
    idea = SelectMultipleField(_l("Ideas to merge"), coerce=int, validate_choice=False)
    text = text_field(_l("The new idea"))
    reason = reason_field()


class RewordForm(Form):
    text = text_field(_l("The idea in its new wording"))
    reason = reason_field()


class SplitForm(Form):
    texts = FieldList(
        TextAreaField(filters=[paragraphs], validators=[at_most(LONGEST_IDEA)]), min_entries=PIECES
    )
    reason = reason_field()

    @property
    def pieces(self) -> list[str]:
        """The texts that were filled in."""
        return [text for text in self.texts.data if text]


class MoveForm(Form):
    problem = SelectMultipleField(coerce=int, validate_choice=False)
    # The problems it answered on the screen.
    seen = SelectMultipleField(coerce=int, validate_choice=False)
    reason = reason_field()


class LeaveOutForm(Form):
    reason = reason_field()


class UndoForm(Form):
    # The act that was the last one on the screen.
    seen = IntegerField(validators=[InputRequired()])


class ObjectionForm(Form):
    text = TextAreaField(
        _l("What is wrong with it?"),
        validators=[DataRequired(_l("Say what is wrong with it.")), at_most(600)],
    )
