"""What the moderator's controls may send."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import (
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from workshop.forms import Form, names_something
from workshop.people.forms import SECTOR_CHOICES, OrganizationChoice
from workshop.people.models import Organization
from workshop.workshops.guides import MODERATING, ROLE_NAMES, VOTING, Role
from workshop.workshops.models import Seat

CORRECTED_ROLES = (Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL, Role.OBSERVER, Role.RAPPORTEUR)

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


# What somebody may be let in as.
AT_THE_DOOR = (Role.TITULAR, Role.ALTERNATE, Role.OFFICIAL, Role.OBSERVER, Role.CLERK)
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
        choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in AT_THE_DOOR],
    )


class NameForm(Form):
    """A name, corrected by whoever bears it or by who keeps the seats."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the name.")),
            Length(max=120, message=_l("At most %(max)d characters fit here.")),
            names_something,
        ],
    )


class SeatCorrection(OrganizationChoice):
    """Who sits here, for whom, and with which role."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the name.")),
            Length(max=120, message=_l("At most %(max)d characters fit here.")),
            names_something,
        ],
    )
    email = EmailField(
        _l("E-mail"),
        [Optional(), Email(_l("This is not an e-mail address.")), Length(max=254)],
        filters=[lambda text: (text or "").strip().lower() or None],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(
        _l("Role"),
        choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in CORRECTED_ROLES],
        coerce=Role,
    )

    def __init__(self, seat: Seat, *, sees_email: bool) -> None:
        organization = seat.organization.name if seat.organization else ""
        email = seat.person.email if sees_email else None
        super().__init__(
            data={
                "name": seat.name,
                "organization": organization,
                "email": email,
                "role": seat.role,
            }
        )
        self.sees_email = sees_email
        self.organization.label.text, self.sector.label.text = _("Organization"), _("Sector")
        self.organization.render_kw = {"list": "organizations", "autocomplete": "off"}
        self.sector.choices = [SelectChoice("", _("Choose a sector")), *SECTOR_CHOICES]
        if seat.role in MODERATING:  # appointed by the SGP, for no organization
            for name in ("organization", "sector", "meant", "offered_for", "role"):
                del self[name]
        elif seat.role not in VOTING:  # an observer may be nobody's
            self.organization.validators = [Optional(), *self.organization.validators[1:]]

    @property
    def asks(self) -> list[Organization]:
        return super().asks if "organization" in self else []

    def validate_role(self, field: SelectField) -> None:
        sector = self.chosen_sector
        if field.data is Role.OFFICIAL and sector and not sector.is_public and not self.asks:
            raise ValidationError(
                _("Officials come from an entity of the State; choose another role.")
            )


class IntoForm(Form):
    """Which of two that are the same stays."""

    into = IntegerField(validators=[InputRequired()])
