"""The files of a result, for the SGP and the moderator, once it has been shown to the room."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from workshop.errors import Refusal, require
from workshop.exports import prioritized as tables
from workshop.exports.files import Sheet, as_csv, as_xlsx
from workshop.voting.contest import queries
from workshop.voting.models import Contest
from workshop.workshops import queries as live_queries
from workshop.workshops.guides import GUIDES, Subject
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("exports", __name__, url_prefix="/workshops/<int:workshop_id>/files")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def shown_contest(workshop_id: int) -> tuple[Workshop, Contest]:
    """The workshop and its contest, if the result has been shown and the person may take it."""
    workshop = live_queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    contest = queries.latest_contest(workshop)
    # The tables of the later rounds have other columns and are not made yet.
    if contest is None or GUIDES[workshop.round].subject is not Subject.PROBLEM:
        raise NotFound
    if not contest.is_revealed:
        raise Refusal(_("The files are made from the result once the room has seen all of it."))
    return workshop, contest


def download(content: bytes, media_type: str, workshop: Workshop, name: str) -> Response:
    file = f"round-{workshop.round}-workshop-{workshop.id}-{name}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(content, content_type=media_type, headers=headers)


def problems_sheet(workshop: Workshop, contest: Contest) -> Sheet:
    table = tables.prioritized_result(workshop, contest)
    return Sheet(
        _("Prioritized problems"),
        tables.headings(),
        tables.table_rows(table),
        tables.notes(contest),
    )


def votes_sheet(contest: Contest) -> Sheet:
    return Sheet(
        _("Votes"), tables.vote_headings(contest), tables.vote_rows(contest), tables.notes(contest)
    )


@bp.get("/prioritized-problems.csv")
def problems_csv(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = shown_contest(workshop_id)
    content = as_csv(problems_sheet(workshop, contest))
    return download(content, CSV, workshop, "prioritized-problems.csv")


@bp.get("/prioritized-problems.xlsx")
def problems_xlsx(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = shown_contest(workshop_id)
    content = as_xlsx([problems_sheet(workshop, contest), votes_sheet(contest)])
    return download(content, XLSX, workshop, "prioritized-problems.xlsx")


@bp.get("/prioritized-problems.json")
def problems_json(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = shown_contest(workshop_id)
    document = tables.document(tables.prioritized_result(workshop, contest), contest)
    content = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return download(content, "application/json", workshop, "prioritized-problems.json")


@bp.get("/votes.csv")
def votes_csv(workshop_id: int) -> ResponseReturnValue:
    workshop, contest = shown_contest(workshop_id)
    return download(as_csv(votes_sheet(contest)), CSV, workshop, "votes.csv")
