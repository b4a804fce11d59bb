"""What the clerk may write for somebody in the hall."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from workshop.contributions.forms import at_most
from workshop.contributions.models import LONGEST_CONTRIBUTION
from workshop.forms import Form
from workshop.ideas.models import LONGEST_IDEA
from workshop.proposals.forms import check_length
from workshop.proposals.models import Field

LONGEST_PROBLEM = 400


def for_whom() -> IntegerField:
    return IntegerField(validators=[InputRequired(_l("Choose for whom you write."))])


def words(longest: int) -> TextAreaField:
    return TextAreaField(validators=[DataRequired(_l("Write something first.")), at_most(longest)])


class SeatForm(Form):
    seat_id = IntegerField(validators=[InputRequired(_l("Choose a person."))])


class HallContributionForm(Form):
    seat_id = for_whom()
    # One of these at most: what it is about.
    problem_id = IntegerField(validators=[Optional()])
    idea_id = IntegerField(validators=[Optional()])
    text = words(LONGEST_CONTRIBUTION)


class HallProblemForm(Form):
    seat_id = for_whom()
    text = words(LONGEST_PROBLEM)


class HallIdeaForm(Form):
    seat_id = for_whom()
    problem_id = IntegerField(
        validators=[InputRequired(_l("Choose the problem that the idea answers."))]
    )
    text = words(LONGEST_IDEA)


class HallSuggestionForm(Form):
    seat_id = for_whom()
    field = SelectField(choices=[SelectChoice(str(Field.TITLE)), SelectChoice(str(Field.SCOPE))])
    text = TextAreaField()
    revision = IntegerField(validators=[InputRequired()])

    def validate_text(self, field: TextAreaField) -> None:
        check_length(self.field.data, field.data)
