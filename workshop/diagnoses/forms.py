"""What the preparation may send about diagnoses and problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, IntegerField, SelectChoice, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from workshop.diagnoses.models import Diagnosis
from workshop.forms import Form
from workshop.people.models import Organization
from workshop.plans.forms import web_address, words


class DiagnosisForm(Form):
    """A diagnosis, whose it is, and since when the entities have it."""

    title = words(_l("Title"), 300, _l("Give the title."), is_name=True)
    organization_id = SelectField(
        _l("Written by"), coerce=int, validators=[DataRequired(_l("Choose who wrote it."))]
    )
    url = web_address(_l("Web address"))
    shared_on = DateField(_l("Shared with the entities on"), validators=[Optional()])
    interests = words(_l("Declared interests"), 2000, lines=True)

    def __init__(self, organizations: list[Organization], **options: Any) -> None:
        super().__init__(prefix="diagnosis-", **options)
        self.organization_id.choices = [
            SelectChoice("0", _("Choose an organization")),
            *(
                SelectChoice(str(organization.id), organization.name)
                for organization in organizations
            ),
        ]

    @property
    def values(self) -> dict[str, Any]:
        names = ("title", "organization_id", "url", "shared_on", "interests")
        return {name: self[name].data for name in names}


class ProblemForm(Form):
    """A problem in the words the room will discuss, and where it comes from."""

    text = words(_l("Problem"), 400, _l("Write the problem."), lines=True)
    diagnosis_id = SelectField(_l("From the diagnosis"), coerce=int, default=0)
    organization_id = SelectField(_l("Or proposed by"), coerce=int, default=0)

    def __init__(
        self, diagnoses: Sequence[Diagnosis], organizations: list[Organization], **options: Any
    ) -> None:
        super().__init__(prefix="problem-", **options)
        self.diagnosis_id.choices = [
            SelectChoice("0", _("None")),
            *(
                SelectChoice(
                    str(diagnosis.id), f"{diagnosis.organization.short}: {diagnosis.title}"
                )
                for diagnosis in diagnoses
            ),
        ]
        self.organization_id.choices = [
            SelectChoice("0", _("Nobody else")),
            *(
                SelectChoice(str(organization.id), organization.name)
                for organization in organizations
            ),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """A problem of a diagnosis belongs to the diagnosis's author."""
        diagnosis_id = self.diagnosis_id.data or None
        organization_id = None if diagnosis_id else self.organization_id.data or None
        return {
            "text": self.text.data,
            "diagnosis_id": diagnosis_id,
            "organization_id": organization_id,
        }

    def validate_organization_id(self, field: Field) -> None:
        if not field.data and not self.diagnosis_id.data:
            raise ValidationError(
                _("Choose the diagnosis or the organization this problem comes from.")
            )


class ProblemEditForm(ProblemForm):
    """As above, knowing which wording was on the screen."""

    revision = IntegerField(validators=[InputRequired()])
