"""What may be said of an idea in the analysis: one press of a button each."""

from __future__ import annotations

from wtforms import IntegerField, SelectField
from wtforms.validators import AnyOf, InputRequired, Optional

from workshop.forms import Form
from workshop.ideas.analysis.marks import MARKS, Criterion


class MarkForm(Form):
    criterion = SelectField(
        choices=[str(choice) for choice in Criterion], validators=[InputRequired()]
    )
    # Empty takes the mark back.
    mark = IntegerField(validators=[Optional(), AnyOf(MARKS)])


class JoinForm(Form):
    other = IntegerField(validators=[InputRequired()])
    joined = IntegerField(validators=[InputRequired(), AnyOf((0, 1))])
