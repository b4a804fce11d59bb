"""What the moderator's controls may send."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from workshop.forms import Form
from workshop.workshops.guides import ROLE_NAMES, Role

LONGEST_REASON = 300


class SeenForm(Form):
    """Every press on the agenda says which state of it was on the screen."""

    seen = IntegerField(validators=[Optional()])
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


LONGEST_NOTES = 600


class NotesForm(Form):
    """The moderators' own line for a phase; `prefix` tells the lines of several apart."""

    notes = StringField(
        _l("Private notes"),
        validators=[Length(max=LONGEST_NOTES, message=_l("The notes are too long."))],
    )
    # What stood there when the form was drawn: a line left as it was is nobody's change.
    was = StringField()

    @property
    def is_changed(self) -> bool:
        return bool(self.notes.data != self.was.data)


class AdmitForm(Form):
    role = SelectField(
        _l("Role"),
        choices=[
            SelectChoice(role.value, ROLE_NAMES[role])
            for role in (Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL, Role.OBSERVER)
        ],
    )
