"""What is sent to import a plan."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from workshop.forms import Form
from workshop.plans.forms import words


class ImportForm(Form):
    file = FileField(_l("Plan file (JSON)"), validators=[FileRequired(_l("Choose a file."))])
    name = words(_l("Name of the plan, if not the file's own"), 200, is_name=True)
