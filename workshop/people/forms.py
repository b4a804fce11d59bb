"""What a browser may send about organizations, persons and the way in."""

from __future__ import annotations

from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, IntegerField, PasswordField, SelectField, StringField
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


class OrganizationChoice(Form):
    """For whom somebody comes: a known organization, however its name is typed, or a new one."""

    organization = StringField(
        _l("Your organization"),
        [DataRequired(_l("Write the organization you come for.")), _length(200), names_something],
        render_kw={"autocomplete": "organization"},
    )
    sector = SelectField(
        _l("Its sector"),
        choices=[SelectChoice("", _l("It has taken part before")), *SECTOR_CHOICES],
        default="",
    )
    # Which of those that were offered is meant ("0": none of them), for the name that was typed.
    meant = IntegerField(validators=[Optional()])
    offered_for = StringField(validators=[Optional(), _length(200)])

    @cached_property
    def known(self) -> Organization | None:
        """The organization of that name when we have it, or the one that was said to be meant."""
        named = queries.organization_named(self.organization.data or "")
        meant = [row for row in self.near if row.id == self.meant.data] if self._is_answered else []
        return named or next(iter(meant), None)

    @cached_property
    def near(self) -> list[Organization]:
        """The few that the typed name may well mean."""
        return queries.organizations_like(self.organization.data or "")

    @property
    def _is_answered(self) -> bool:
        """Whether somebody has answered which is meant, of this very name."""
        return self.meant.data is not None and self.offered_for.data == self.organization.data

    @property
    def asks(self) -> list[Organization]:
        """Those to ask about before an organization is taken for a new one."""
        if not self.is_submitted() or self.known or self._is_answered:
            return []
        return self.near

    @property
    def is_another(self) -> bool:
        """Whether it was said to be none of those that were offered."""
        return self._is_answered and self.known is None

    def validate_organization(self, field: StringField) -> None:
        """One question at a time: what else is missing is said once it is answered."""
        if self.asks:
            raise ValidationError(_("Say which organization you mean."))

    def validate_sector(self, field: SelectField) -> None:
        if self.organization.data and not field.data and self.known is None and not self.asks:
            raise ValidationError(_("This organization is new to us: choose its sector."))

    @property
    def chosen_sector(self) -> Sector | None:
        """The sector of the known organization, or the one that was chosen for a new one."""
        if self.known:
            return self.known.sector
        return Sector(self.sector.data) if self.sector.data else None


class JoinForm(OrganizationChoice):
    """Someone at the door says who they are and for whom they come."""

    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write your name.")), _length(120), names_something],
        render_kw={"autocomplete": "name"},
    )
    is_official = BooleanField(_l("I am an official of this entity of the State"))

    def validate_is_official(self, field: BooleanField) -> None:
        sector = self.chosen_sector
        if field.data and sector and not sector.is_public and not self.asks:
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
