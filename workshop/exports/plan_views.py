"""The tables of a plan as files, for the SGP: each in every format, or all of them at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop import clock
from workshop.closing.forms import ReasonForm
from workshop.errors import require
from workshop.exports import editions
from workshop.exports.content import content as content_of
from workshop.exports.table_files import MEDIA_TYPES, Content, archive, files_of, write_table
from workshop.exports.tables import table, tables
from workshop.extensions import db
from workshop.language import chosen
from workshop.plans import queries
from workshop.plans.models import Plan
from workshop.web import act, answer_act, check_form
from workshop.workshops import queries as live_queries
from workshop.workshops import queries as workshop_queries

bp = Blueprint("plan_files", __name__)


def load_content(plan_id: int) -> tuple[Plan, dict[str, Any]]:
    """The plan and its content, published rounds as they were published."""
    require(current_user.is_admin)
    plan = queries.plan(plan_id)
    return plan, editions.as_published(plan, content_of(plan, now=clock.now()))


@bp.get("/plans/<int:plan_id>/files")
def page(plan_id: int) -> ResponseReturnValue:
    plan, content = load_content(plan_id)
    return render_template(
        "exports/plan.html",
        plan=plan,
        tables=tables(content),
        forms=list(MEDIA_TYPES),
        language=chosen(),
        editions=[
            (workshop, editions.editions(workshop))
            for workshop in workshop_queries.workshops_of([theme.id for theme in plan.themes])
            if workshop.published_at
        ],
    )


@bp.get("/plans/<int:plan_id>/files/<key>.<form>")
def file(plan_id: int, key: str, form: str) -> ResponseReturnValue:
    _plan, content = load_content(plan_id)
    language = chosen()
    with force_locale(language):
        chosen_table = table(content, key)
        if chosen_table is None or form not in MEDIA_TYPES:
            raise NotFound
        data = write_table(chosen_table, content, language, form)
    headers = {"Content-Disposition": f'attachment; filename="{key}-{language}.{form}"'}
    return Response(data, content_type=MEDIA_TYPES[form], headers=headers)


@bp.get("/plans/<int:plan_id>/files.zip")
def everything(plan_id: int) -> ResponseReturnValue:
    """All tables, in all formats and languages, sent while they are made."""
    plan, content = load_content(plan_id)
    return sent_as_made(content, f"plan-{plan.id}.zip")


def sent_as_made(content: Content, name: str) -> Response:
    """The archive while it is written; whoever stops reading ends the work.

    Nothing is read from the database any more, so its connection is for others meanwhile. The
    number of files is told ahead, so that the reader can say how far it has come.
    """
    db.session.remove()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Workshop-Files": str(files_of(content)),
    }
    pieces = stream_with_context(archive(content, force_locale))
    return Response(pieces, content_type="application/zip", headers=headers)


@bp.post("/workshops/<int:workshop_id>/editions")
@act
def correct(workshop_id: int) -> ResponseReturnValue:
    """Publish a round anew as it now stands, with a note; the former edition is kept."""
    require(current_user.is_admin)
    workshop = live_queries.lock(workshop_id)
    form = check_form(ReasonForm())
    edition = editions.issue(workshop, form.reason.data, current_user, now=clock.now())
    message = _("Edition %(number)d is published; the former ones are kept.", number=edition.number)
    page = url_for("plan_files.page", plan_id=workshop.theme.plan_id)
    return answer_act(page, message, redirect=page)
