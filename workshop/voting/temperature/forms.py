"""The question that a room is asked, and its five answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from workshop.forms import Form
from workshop.voting.temperature.models import FACES, LONGEST_QUESTION


class QuestionForm(Form):
    question = StringField(
        _l("Question"),
        validators=[
            DataRequired(_l("Write the question first.")),
            Length(
                max=LONGEST_QUESTION,
                message=_l("The text is too long: at most %(max)d characters, please."),
            ),
        ],
    )


class FaceForm(Form):
    face = IntegerField(
        validators=[
            InputRequired(_l("Choose one of the five faces.")),
            NumberRange(1, FACES, _l("Choose one of the five faces.")),
        ],
    )
