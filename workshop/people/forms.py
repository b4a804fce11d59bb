"""What a browser may send about organizations, persons and the way in."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    Email,
    EqualTo,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from workshop.forms import Form, names_something
from workshop.people import passwords, queries
from workshop.people.models import SECTOR_NAMES, Organization, Sector


def _length(most: int) -> Length:
    return Length(max=most, message=_l("At most %(max)d characters fit here."))


def _password_length() -> Length:
    return Length(
        min=passwords.SHORTEST,
        max=passwords.LONGEST,
        message=_l("A password has %(min)d to %(max)d characters."),
    )


SECTOR_CHOICES = [SelectChoice(sector.value, name) for sector, name in SECTOR_NAMES.items()]


class SignInForm(Form):
    """Staff prove who they are."""

    email = EmailField(
        _l("E-mail"),
        [DataRequired(_l("Write your e-mail address.")), _length(254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("Write your password.")), _length(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    """The code of a room, read from the wall."""

    code = StringField(
        _l("Room code"),
        [DataRequired(_l("Write the code of the room.")), _length(20)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class JoinForm(Form):
    """Someone at the door says who they are and for whom they come."""

    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write your name.")), _length(120), names_something],
        render_kw={"autocomplete": "name"},
    )
    organization = StringField(
        _l("Your organization"),
        [DataRequired(_l("Write the organization you come for.")), _length(200), names_something],
        render_kw={"list": "organizations", "autocomplete": "organization"},
    )
    sector = SelectField(
        _l("Its sector"),
        choices=[SelectChoice("", _l("It is in the list")), *SECTOR_CHOICES],
        default="",
    )
    is_official = BooleanField(_l("I am an official of this entity of the State"))

    @property
    def known(self) -> Organization | None:
        """The organization of that name, when we have it."""
        return queries.organization_named(self.organization.data or "")

    def validate_sector(self, field: SelectField) -> None:
        if self.organization.data and not field.data and self.known is None:
            raise ValidationError(
                _("This organization is new to us: choose its sector, or a name from the list.")
            )

    def validate_is_official(self, field: BooleanField) -> None:
        known = self.known
        sector = known.sector if known else Sector(self.sector.data) if self.sector.data else None
        if field.data and sector and not sector.is_public:
            raise ValidationError(
                _("Officials come from an entity of the State. Leave the box empty to take part.")
            )


class OrganizationForm(Form):
    """An organization in the list."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Write the name of the organization.")), _length(200), names_something],
    )
    acronym = StringField(_l("Acronym"), [Optional(), _length(40), names_something])
    sector = SelectField(
        _l("Sector"),
        [DataRequired(_l("Choose a sector."))],
        choices=[SelectChoice("", _l("Choose a sector")), *SECTOR_CHOICES],
    )


class StaffForm(Form):
    """A new account of a moderator or an administrator."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Write the person's name.")), _length(120), names_something]
    )
    email = EmailField(
        _l("E-mail"),
        [
            DataRequired(_l("Write the person's e-mail address.")),
            Email(_l("This is not an e-mail address.")),
            _length(254),
        ],
        render_kw={"autocomplete": "off"},
    )
    password = PasswordField(
        _l("First password"),
        [DataRequired(_l("Write a first password.")), _password_length()],
        render_kw={"autocomplete": "new-password"},
    )
    is_admin = BooleanField(_l("Administrator of the SGP"))


class PasswordForm(Form):
    """A new password for oneself."""

    current = PasswordField(
        _l("Password until now"),
        [DataRequired(_l("Write your password until now."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("New password"),
        [DataRequired(_l("Write the new password.")), _password_length()],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password once more"),
        [EqualTo("password", _l("The two new passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, password_hash: str | None = None) -> None:
        super().__init__()
        self._password_hash = password_hash

    @property
    def is_changed_already(self) -> bool:
        """Whether the new password is the one that stands: the button was pressed twice."""
        return self._stands(self.password) and not self._stands(self.current)

    def _stands(self, field: PasswordField) -> bool:
        return passwords.is_right(self._password_hash, field.data or "")

    def validate_current(self, field: PasswordField) -> None:
        if not self._stands(field) and not self.is_changed_already:
            raise StopValidation(_("This is not your password until now."))
