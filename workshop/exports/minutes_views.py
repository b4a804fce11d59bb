"""The minutes of a workshop: a page for everyone seated, and the same as DOCX and PDF."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop.errors import Refusal, require
from workshop.exports.editions import minutes_of
from workshop.exports.pdf_file import Document, as_pdf
from workshop.exports.table_files import MEDIA_TYPES, as_word
from workshop.process.background import aside
from workshop.workshops import queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_watch

bp = Blueprint("minutes", __name__, url_prefix="/workshops/<int:workshop_id>")

FORMS = ("docx", "pdf")


def load_finished(workshop_id: int) -> Workshop:
    """The workshop whose meeting is over, for whoever could follow it."""
    workshop = queries.get(workshop_id)
    require(can_watch(current_user, workshop))
    if not workshop.is_over:
        raise Refusal(_("The minutes are made when the meeting is over."))
    return workshop


@bp.get("/minutes")
def page(workshop_id: int) -> ResponseReturnValue:
    workshop = load_finished(workshop_id)
    return render_template("exports/minutes.html", workshop=workshop, document=minutes_of(workshop))


@bp.get("/minutes.<form>")
def file(workshop_id: int, form: str) -> ResponseReturnValue:
    if form not in FORMS:
        raise NotFound
    workshop = load_finished(workshop_id)
    name = f"minutes-round-{workshop.round}-workshop-{workshop.id}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        minutes_file(minutes_of(workshop), form), content_type=MEDIA_TYPES[form], headers=headers
    )


def minutes_file(document: Document, form: str) -> bytes:
    """The minutes as "docx" or "pdf"."""
    return as_pdf(document) if form == "pdf" else aside(lambda: as_word(document))
