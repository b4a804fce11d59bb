"""What every form shares: a text is cleaned before anything looks at it; faults in our words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from workshop.text import has_letter, one_line, paragraphs

# What is no text: a password is what was typed, a token is ours.
NO_TEXTS = (PasswordField, HiddenField)


# What WTForms says by itself, in words of ours: whoever fills in a form knows no "coerce". What it
# puts into its sentences keeps its name. `tests/test_form_words.py` holds the list complete.
CHOOSE = _l("Choose one of the options.")
SENTENCES = {
    "This field is required.": _l("Fill in this field."),
    "Invalid input.": _l("This cannot be read."),
    "Invalid Choice: could not coerce.": CHOOSE,
    "Not a valid choice.": CHOOSE,
    "Choices cannot be None.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "Invalid value, must be one of: %(values)s.": _l("Choose one of these: %(values)s."),
    "Invalid value, can't be any of: %(values)s.": _l("Choose none of these: %(values)s."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Not a valid decimal value.": _l("Write a number."),
    "Not a valid float value.": _l("Write a number."),
    "Not a valid date value.": _l("Write a day of the calendar."),
    "Not a valid datetime value.": _l("Write a day and an hour."),
    "Not a valid time value.": _l("Write an hour, such as 09:30."),
    "Not a valid week value.": _l("Write a week of the calendar."),
    "Number must be at least %(min)s.": _l("Write a number not below %(min)s."),
    "Number must be at most %(max)s.": _l("Write a number not above %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Write a number from %(min)s to %(max)s."),
    "Date must be at least %(min)s.": _l("Write a day not before %(min)s."),
    "Date must be at most %(max)s.": _l("Write a day not after %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Write a day from %(min)s to %(max)s."),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Write from %(min)d to %(max)d characters."
    ),
    "Field must be equal to %(other_name)s.": _l("Write the same in both fields."),
    "Invalid email address.": _l("Write an e-mail address."),
    "Invalid URL.": _l("Write an address that begins with https://."),
    "Invalid IP address.": _l("Write an address of the internet protocol."),
    "Invalid Mac address.": _l("Write the address of a device."),
    "Invalid UUID.": _l("This cannot be read."),
    "Invalid field name '%s'.": _l("This cannot be read."),
    "This field cannot be edited.": _l("This field cannot be changed here."),
    "This field is disabled and cannot have a value.": _l("This field cannot be changed here."),
    "File does not have an approved extension.": _l("This kind of file cannot be taken."),
    "File does not have an approved extension: {extensions}": _l(
        "Choose a file of these kinds: {extensions}"
    ),
    **dict.fromkeys(
        (
            "Invalid CSRF Token.",
            "CSRF token missing.",
            "CSRF failed.",
            "CSRF token expired.",
        ),
        _l("This page was open for too long. Reload it and try again."),
    ),
}
LONGEST = "Field cannot be longer than %(max)d character."
SHORTEST = "Field must be at least %(min)d character long."
EXACT = "Field must be exactly %(max)d character long."


class OurWords:
    """What WTForms asks for its sentences in the language in force; labels pass as they are."""

    def gettext(self, string: str) -> str:
        return str(SENTENCES.get(string, string))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        if singular == LONGEST:
            return ngettext(
                "Write at most %(num)d character.", "Write at most %(num)d characters.", number
            )
        if singular == SHORTEST:
            return ngettext(
                "Write at least %(num)d character.", "Write at least %(num)d characters.", number
            )
        if singular == EXACT:
            return ngettext(
                "Write exactly %(num)d character.", "Write exactly %(num)d characters.", number
            )
        return str(CHOOSE)


class CleanTexts:
    """How fields are bound: those of a single line and those of several, each cleaned as such."""

    def get_translations(self, _form: Any) -> OurWords:
        return OurWords()

    def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
        field = unbound.bind(form=form, **options)
        if isinstance(field, StringField) and not isinstance(field, NO_TEXTS):
            clean = paragraphs if isinstance(field, TextAreaField) else one_line
            field.filters = [clean, *field.filters]
        return field


class Form(FlaskForm):
    """A form of a page."""

    class Meta(CleanTexts):
        pass


class InnerForm(PlainForm):
    """A group of fields inside a form."""

    class Meta(CleanTexts):
        pass


def names_something(_form: Any, field: Field) -> None:
    """A validator: a name has at least one letter."""
    if field.data and not has_letter(field.data):
        raise ValidationError(_("A name has at least one letter."))
