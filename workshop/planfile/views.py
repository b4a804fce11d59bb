"""A plan as a file, for the SGP: uploaded with every fault named, downloaded whole."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.extensions import db
from workshop.language import in_chosen_language
from workshop.planfile.files import LARGEST, parse, plan_text
from workshop.planfile.forms import ImportForm
from workshop.planfile.reading import BadPlan, import_plan
from workshop.planfile.shape import Fault, purpose, schema
from workshop.planfile.writing import export_plan
from workshop.plans import queries
from workshop.web import act, answer_act, public, takes

bp = Blueprint("planfile", __name__, url_prefix="/plans")


@bp.get("/import")
def page() -> ResponseReturnValue:
    require(current_user.is_admin)
    return draw(ImportForm(), [])


def draw(form: ImportForm, faults: list[Fault]) -> str:
    return render_template("planfile/import.html", form=form, faults=faults, purpose=purpose())


@bp.post("/import")
@takes(LARGEST)
@act
def upload() -> ResponseReturnValue:
    """Build the plan of a file, or list everything that is wrong with it."""
    require(current_user.is_admin)
    form = ImportForm()
    if not form.validate():
        return draw(form, []), 422
    try:
        document = parse(form.file.data.read(), form.name.data)
        plan, is_new = import_plan(document, now=clock.now())
    except BadPlan as bad:
        db.session.rollback()
        return draw(form, bad.faults), 422
    message = _("The plan has been imported.") if is_new else _("The plan is there already, as is.")
    return answer_act(url_for("plans.desk", plan_id=plan.id), message)


@bp.get("/<int:plan_id>/plan.json")
@in_chosen_language
def download(plan_id: int) -> ResponseReturnValue:
    require(current_user.is_admin)
    plan = queries.plan(plan_id)
    headers = {"Content-Disposition": f'attachment; filename="plan-{plan.id}.json"'}
    return Response(plan_text(export_plan(plan)), content_type="application/json", headers=headers)


@bp.get("/schema.json")
@public
def plan_schema() -> ResponseReturnValue:
    return Response(plan_text(schema()), content_type="application/schema+json")
