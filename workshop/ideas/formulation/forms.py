"""What an idea may hold as it is typed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from workshop.contributions.forms import at_most
from workshop.forms import Form, names_something
from workshop.ideas.models import LONGEST_IDEA, LONGEST_OPINION, Budget, Feasibility


class IdeaForm(Form):
    text = TextAreaField(_l("Your idea"), validators=[at_most(LONGEST_IDEA)])
    problem = SelectMultipleField(
        _l("Which problem does it answer?"),
        coerce=int,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    revision = IntegerField(validators=[InputRequired()])


class OpinionForm(Form):
    feasibility = SelectField(
        choices=[SelectChoice(feasibility.value) for feasibility in Feasibility],
        validators=[InputRequired(_l("Say how feasible the idea is."))],
    )
    budget = SelectField(
        choices=[SelectChoice(budget.value) for budget in Budget], default=str(Budget.UNKNOWN)
    )
    unit = StringField(validators=[at_most(200), names_something])
    text = TextAreaField(validators=[at_most(LONGEST_OPINION)])
    revision = IntegerField(validators=[InputRequired()])
