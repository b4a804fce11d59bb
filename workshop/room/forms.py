"""What the moderator's controls may send."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from workshop.forms import Form
from workshop.workshops.guides import ROLE_NAMES, Role

LONGEST_REASON = 300


class SeenForm(Form):
    """Every press on the agenda says which state of it was on the screen."""

    seen = IntegerField(validators=[Optional()])
    # Whether what this press brings about has been asked, and answered with yes.
    confirmed = BooleanField()
    reason = StringField(
        _l("Reason"),
        validators=[Length(max=LONGEST_REASON, message=_l("The reason is too long."))],
    )


class ExtendForm(SeenForm):
    minutes = IntegerField(
        _l("Minutes"),
        validators=[
            InputRequired(_l("Say how many minutes.")),
            NumberRange(1, 30, _l("An extension takes 1 to 30 minutes.")),
        ],
    )


class SetForm(SeenForm):
    minutes = IntegerField(
        _l("Minutes left"),
        validators=[
            InputRequired(_l("Say how many minutes are to be left.")),
            NumberRange(0, 240, _l("The time left can be set from 0 to 240 minutes.")),
        ],
    )


class ReasonForm(Form):
    """Why the agenda went back, said after it has; `entry` is that of the return in the log."""

    entry = IntegerField(validators=[InputRequired()])
    reason = StringField(
        _l("Reason"),
        validators=[Length(max=LONGEST_REASON, message=_l("The reason is too long."))],
    )


class AdmitForm(Form):
    role = SelectField(
        _l("Role"),
        choices=[
            SelectChoice(role.value, ROLE_NAMES[role])
            for role in (Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL, Role.OBSERVER)
        ],
    )
