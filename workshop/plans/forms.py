"""What the plan desk may send, and the text fields other features build theirs with."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from workshop.forms import Form, names_something
from workshop.plans import queries
from workshop.plans.models import Plan, Theme


def words(
    label: Any,
    longest: int,
    required: Any = None,
    *,
    lines: bool = False,
    is_name: bool = False,
) -> Any:
    """A text field. `required` is the sentence shown when it is empty."""
    validators = [
        DataRequired(required) if required else Optional(),
        Length(max=longest, message=_l("At most %(max)d characters fit here.")),
        *([names_something] if is_name else []),
    ]
    kind = TextAreaField if lines else StringField
    return kind(label, validators=validators)


def web_address(label: Any) -> URLField:
    """An address on the web; nothing else may become a link."""
    return URLField(
        label,
        validators=[
            Optional(),
            Length(max=500, message=_l("At most %(max)d characters fit here.")),
            Regexp(r"https?://\S+$", message=_l("A web address begins with https://.")),
        ],
    )


def choice_of(label: Any, names: dict[Any, Any], kind: Any = SelectField) -> Any:
    """A choice among the values of an enumeration, by their names for people."""
    of = type(next(iter(names)))
    choices = [SelectChoice(value.value, name) for value, name in names.items()]
    return kind(label, choices=choices, coerce=of)


def year(label: Any) -> IntegerField:
    return IntegerField(
        label,
        validators=[
            InputRequired(_l("Give a year.")),
            NumberRange(2000, 2100, _l("Give a year between 2000 and 2100.")),
        ],
    )


class PlanForm(Form):
    name = words(_l("Name of the plan"), 200, _l("Give the plan a name."), is_name=True)
    first_year = year(_l("First year"))
    last_year = year(_l("Last year"))

    def __init__(self, plan: Plan | None = None, **options: Any) -> None:
        super().__init__(obj=plan, **options)
        self.plan = plan

    def validate_name(self, field: Field) -> None:
        if queries.plan_named(field.data) not in (None, self.plan):
            raise ValidationError(_("Another plan has this name already."))

    def validate_last_year(self, field: Field) -> None:
        if self.first_year.data and field.data < self.first_year.data:
            raise ValidationError(_("The last year cannot come before the first."))


class ThemeForm(Form):
    name = words(_l("Name of the theme"), 200, _l("Give the theme a name."), is_name=True)

    def __init__(self, plan: Plan, theme: Theme | None = None, **options: Any) -> None:
        super().__init__(obj=theme, **options)
        self.plan, self.theme = plan, theme

    def validate_name(self, field: Field) -> None:
        if queries.theme_named(self.plan, field.data) not in (None, self.theme):
            raise ValidationError(_("Another theme of this plan has this name already."))


class ThemeDetailsForm(ThemeForm):
    is_developed = BooleanField(_l("This theme is developed"))
    note = words(_l("Why it is not developed"), 2000, lines=True)

    def validate_is_developed(self, field: Field) -> None:
        if not field.data and not self.note.data:
            raise ValidationError(_("Say why the theme is not developed; the reason is published."))


class MoveForm(Form):
    """One place up or down from where it was seen, for everything that is ordered by hand."""

    step = IntegerField(validators=[InputRequired(), AnyOf((-1, 1))])
    seen = IntegerField(validators=[Optional()])
