"""The record of a contest as a file, for the room and for the scrutineers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.digests import canonical_json
from workshop.errors import Refusal, require
from workshop.voting.contest import queries
from workshop.voting.contest.views import load_contest
from workshop.voting.models import Contest
from workshop.voting.record import scrutineers
from workshop.voting.record.documents import contest_document
from workshop.voting.record.record import as_file, contest_record
from workshop.web import act
from workshop.workshops import queries as live_queries

bp = Blueprint("record", __name__, url_prefix="/workshops/<int:workshop_id>")


def download(content: bytes, contest: Contest, name: str) -> Response:
    file = f"workshop-{contest.workshop_id}-contest-{contest.id}-{name}.json"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(content, content_type="application/json", headers=headers)


@bp.get("/contests/<int:contest_id>/record.json")
def record(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """The file anyone seated may take and check with `workshop verify`."""
    _workshop, contest, _seat = load_contest(workshop_id, contest_id)
    if not contest.is_revealed or contest.is_practice:
        raise Refusal(_("The record is made once the room has seen all of the result."))
    return download(as_file(contest_record(contest)), contest, "record")


@bp.get("/contests/<int:contest_id>/count.json")
def count_file(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """A roll call as the file that `workshop recount` counts again, for anyone seated."""
    _workshop, contest, _seat = load_contest(workshop_id, contest_id)
    if not contest.is_revealed or contest.is_practice:
        raise Refusal(_("The record is made once the room has seen all of the result."))
    if contest.is_secret:
        raise Refusal(_("The single ballots of a secret vote go to its two scrutineers only."))
    return download(canonical_file(contest_document(contest)), contest, "count")


def canonical_file(document: dict[str, Any]) -> bytes:
    return f"{canonical_json(document)}\n".encode()


@bp.post("/contests/<int:contest_id>/scrutineers-record")
@act
def scrutineers_record(workshop_id: int, contest_id: int) -> ResponseReturnValue:
    """The single ballots, for one of the two scrutineers: as a record, or to count them again."""
    workshop = live_queries.lock(workshop_id)
    contest = queries.contest_in(workshop, contest_id)
    require(scrutineers.is_scrutineer(current_user, workshop))
    taken = scrutineers.take_ballots(contest, current_user, now=clock.now())
    if request.form.get("form") == "count":
        return download(canonical_file(contest_document(contest)), contest, "count")
    return download(as_file(taken), contest, "scrutineers")
