"""The files of one workshop: the minutes for all who follow it, the result for desk and SGP."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop.errors import Refusal, require
from workshop.exports import result_tables
from workshop.exports.editions import minutes_of
from workshop.exports.pdf_file import Document, as_pdf
from workshop.exports.table_files import MEDIA_TYPES, as_csv, as_word, as_workbook
from workshop.language import current, in_chosen_language
from workshop.process.background import aside
from workshop.text import clean_values
from workshop.voting.contest.queries import latest_contest
from workshop.voting.models import Contest
from workshop.workshops import queries
from workshop.workshops.guides import GUIDES, Subject
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare, can_watch

bp = Blueprint("minutes", __name__, url_prefix="/workshops/<int:workshop_id>")
result_bp = Blueprint("exports", __name__, url_prefix="/workshops/<int:workshop_id>/files")

FORMS = ("docx", "pdf")


def download(content: bytes, name: str) -> Response:
    """The file to be saved under this name, in the media type of its ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return Response(content, content_type=media_type, headers=headers)


# The minutes


def load_finished(workshop_id: int) -> Workshop:
    """The workshop whose meeting is over, for whoever could follow it.

    From its opening on those who prepare it read the draft.
    """
    workshop = queries.get(workshop_id)
    require(can_watch(current_user, workshop))
    has_draft = workshop.opened_at is not None and can_prepare(current_user, workshop)
    if not workshop.is_over and not has_draft:
        raise Refusal(_("The minutes are made when the meeting is over."))
    return workshop


@bp.get("/minutes")
@in_chosen_language
def page(workshop_id: int) -> ResponseReturnValue:
    workshop = load_finished(workshop_id)
    return render_template(
        "exports/minutes.html", workshop=workshop, document=minutes_of(workshop), forms=FORMS
    )


@bp.get("/minutes.<form>")
@in_chosen_language
def file(workshop_id: int, form: str) -> ResponseReturnValue:
    if form not in FORMS:
        raise NotFound
    workshop = load_finished(workshop_id)
    draft = "" if workshop.is_over else "draft-"
    name = f"{draft}minutes-round-{workshop.round}-workshop-{workshop.id}-{current()}.{form}"
    return download(minutes_file(minutes_of(workshop), form), name)


def minutes_file(document: Document, form: str) -> bytes:
    """The minutes as "docx" or "pdf"."""
    return as_pdf(document) if form == "pdf" else aside(lambda: as_word(document))


# The result, once it has been shown to the room


def load_shown(workshop_id: int) -> tuple[Workshop, Contest]:
    """The workshop and its contest, if the result has been shown and the person may take it."""
    workshop = queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    contest = latest_contest(workshop)
    # The tables of the later rounds have other columns and are not made yet.
    if contest is None or GUIDES[workshop.round].subject is not Subject.PROBLEM:
        raise NotFound
    if not contest.is_revealed:
        raise Refusal(_("The files are made from the result once the room has seen all of it."))
    return workshop, contest


def result_file(content: bytes, workshop: Workshop, name: str) -> Response:
    return download(content, f"round-{workshop.round}-workshop-{workshop.id}-{name}")


@result_bp.get("/prioritized-problems.csv")
@in_chosen_language
def problems_csv(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = load_shown(workshop_id)
    content = as_csv(result_tables.problems_table(workshop, contest))
    return result_file(content, workshop, "prioritized-problems.csv")


@result_bp.get("/participants.csv")
@in_chosen_language
def participants_csv(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = load_shown(workshop_id)
    content = as_csv(result_tables.participants_table(workshop, contest))
    return result_file(content, workshop, "participants.csv")


@result_bp.get("/prioritized-problems.xlsx")
@in_chosen_language
def problems_xlsx(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = load_shown(workshop_id)
    tables = (
        result_tables.problems_table(workshop, contest),
        result_tables.participants_table(workshop, contest),
        result_tables.votes_table(contest),
    )
    content = aside(lambda: as_workbook(tables))
    return result_file(content, workshop, "prioritized-problems.xlsx")


@result_bp.get("/prioritized-problems.json")
@in_chosen_language
def problems_json(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = load_shown(workshop_id)
    document = clean_values(result_tables.document(workshop, contest))
    content = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return result_file(content, workshop, "prioritized-problems.json")


@result_bp.get("/votes.csv")
@in_chosen_language
def votes_csv(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = load_shown(workshop_id)
    return result_file(as_csv(result_tables.votes_table(contest)), workshop, "votes.csv")
