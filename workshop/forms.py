"""What every form shares: a text is cleaned before anything looks at it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from workshop.text import has_letter, one_line, paragraphs

# What is no text: a password is what was typed, a token is ours.
NO_TEXTS = (PasswordField, HiddenField)


class CleanTexts:
    """How fields are bound: those of a single line and those of several, each cleaned as such."""

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
