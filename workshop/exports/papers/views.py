"""The printed papers of one workshop."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import Refusal, require
from workshop.exports.papers import agenda, ballots, signatures
from workshop.exports.pdf_file import as_pdf
from workshop.exports.workshop_views import download
from workshop.workshops import queries
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare, can_watch

bp = Blueprint("papers", __name__, url_prefix="/workshops/<int:workshop_id>/papers")


def prepared(workshop_id: int) -> Workshop:
    """The workshop, for those who prepare it."""
    workshop = queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    return workshop


def named(workshop: Workshop, paper: str) -> str:
    return f"round-{workshop.round}-workshop-{workshop.id}-{paper}.pdf"


@bp.get("/agenda.pdf")
def agenda_pdf(workshop_id: int) -> Response:
    """The agenda is no secret from those who are invited."""
    workshop = queries.get(workshop_id)
    require(can_watch(current_user, workshop) or can_prepare(current_user, workshop))
    return download(as_pdf(agenda.document(workshop)), named(workshop, "agenda"))


@bp.get("/signature-sheet.pdf")
def signatures_pdf(workshop_id: int) -> Response:
    workshop = prepared(workshop_id)
    return download(as_pdf(signatures.document(workshop)), named(workshop, "signature-sheet"))


@bp.get("/ballots.pdf")
def ballots_pdf(workshop_id: int) -> Response:
    """One sheet for each who is entitled and some to spare; `large` for large print."""
    workshop = prepared(workshop_id)
    printed = ballots.contests(workshop)
    if not printed:
        raise Refusal(_("There is nothing to vote on yet: the list has fewer than two options."))
    is_large = "large" in request.args
    sheets = list(ballots.sheets(workshop, printed, is_large=is_large))
    cover = ballots.cover(workshop, printed, clock.now())
    name = named(workshop, "ballots-large" if is_large else "ballots")
    return download(as_pdf(cover, sheets), name)
