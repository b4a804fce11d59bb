"""What may be written in the room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from workshop.contributions.models import (
    LONGEST_COMMENT,
    LONGEST_CONTRIBUTION,
    LONGEST_SUMMARY,
    CommentStatus,
)
from workshop.forms import Form, names_something


def at_most(length: int) -> Length:
    sentence = _l("The text is too long: at most %(max)d characters, please.")
    return Length(max=length, message=sentence)


class ContributionForm(Form):
    problem_id = IntegerField(validators=[Optional()])
    text = TextAreaField(
        _l("Your contribution"),
        validators=[
            DataRequired(_l("Write something first.")),
            at_most(LONGEST_CONTRIBUTION),
        ],
    )


class ProblemForm(Form):
    text = TextAreaField(
        _l("The problem, in one sentence"),
        validators=[DataRequired(_l("Write the problem first.")), at_most(400)],
    )
    revision = IntegerField(validators=[Optional()])


class SummaryForm(Form):
    text = TextAreaField(_l("Summary"), validators=[at_most(LONGEST_SUMMARY)])
    revision = IntegerField(validators=[InputRequired()])


class ReasonForm(Form):
    reason = StringField(_l("Reason"), validators=[at_most(300)])


class PreparedForm(Form):
    """An answer on the sheet, which may be kept before it says where the entity stands."""

    status = SelectField(
        choices=[SelectChoice(status.value) for status in CommentStatus],
        validators=[Optional()],
        coerce=str,
        validate_choice=True,
    )
    action = StringField(_l("Action under way or planned"), validators=[at_most(300)])
    unit = StringField(_l("Unit in charge"), validators=[at_most(200), names_something])
    text = TextAreaField(_l("Comment"), validators=[at_most(LONGEST_COMMENT)])
    revision = IntegerField(validators=[InputRequired()])
    # Which wording of the problem was in sight.
    wording = IntegerField(validators=[InputRequired()])


class RequestForm(Form):
    """Which entity the moderator asks to answer, and which problem; none: all of them."""

    organization_id = IntegerField(validators=[InputRequired()])
    problem_id = IntegerField(validators=[Optional()])


class CommentForm(Form):
    status = SelectField(
        _l("Status"),
        choices=[SelectChoice(status.value) for status in CommentStatus],
        validators=[InputRequired(_l("Say where your entity stands on this problem."))],
    )
    action = StringField(_l("Action under way or planned"), validators=[at_most(300)])
    unit = StringField(_l("Unit in charge"), validators=[at_most(200), names_something])
    text = TextAreaField(_l("Comment"), validators=[at_most(LONGEST_COMMENT)])
    revision = IntegerField(validators=[InputRequired()])
