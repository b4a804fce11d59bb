"""Writing reasoned responses: one, or the same one for several items at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from workshop.closing.due import Owed
from workshop.closing.models import COLUMNS, Category, Kind, Response
from workshop.commitments.editing.versions import scope_digest
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.workshops import log
from workshop.workshops.models import Workshop


def answer(
    owed: Owed,
    category: Category,
    text: str,
    entity: Organization,
    answered_on: date,
    revision: int,
    by: Person,
    *,
    now: datetime,
) -> Response:
    """Write the response to an item, or better the one that is there.

    `revision` is the one on the screen, 0 for none: whoever comes second is told, not obeyed.
    """
    response = owed.own_response
    if revision != (response.revision if response else 0):
        raise Refusal(
            _("Someone else has answered meanwhile. It now reads: %(text)s", text=_text(response)),
            current={"text": _text(response), "revision": response.revision if response else 0},
        )
    former = _content(response) if response else None
    if response is None:
        about = {COLUMNS[owed.kind]: owed.item.id}
        response = Response(theme_id=owed.theme.id, revision=0, **about)
        db.session.add(response)
    response.category, response.text = category, text
    response.organization, response.answered_on = entity, answered_on
    response.person_id, response.written_at = by.id, now
    if owed.kind is Kind.RECORD:
        response.scope_digest = scope_digest(owed.item)
    if _content(response) == former:
        return response
    response.revision += 1
    db.session.flush()
    _note(owed, response, former, by, now)
    return response


def answer_all(
    several: Sequence[Owed],
    category: Category,
    text: str,
    entity: Organization,
    answered_on: date,
    by: Person,
    *,
    now: datetime,
) -> None:
    """The same response to several items, none of which has one that still holds."""
    if not several:
        raise Refusal(_("Mark what this response is for. Your text was not saved."))
    answered = [case for case in several if not case.is_missing]
    if answered:
        raise Refusal(
            _(
                "This one has been answered meanwhile: %(text)s. Nothing was saved.",
                text=answered[0].text,
            )
        )
    for case in several:
        former = case.own_response
        revision = former.revision if former else 0
        answer(case, category, text, entity, answered_on, revision, by, now=now)


def _text(response: Response | None) -> str:
    return response.text if response else ""


def _content(response: Response) -> dict[str, Any]:
    """What a response says, as it goes on record."""
    return {
        "category": str(response.category),
        "text": response.text,
        "entity": response.organization.id,
        "answered_on": response.answered_on.isoformat(),
        **({"scope": response.scope_digest} if response.scope_digest else {}),
    }


def _note(
    owed: Owed, response: Response, former: dict[str, Any] | None, by: Person, now: datetime
) -> None:
    """Put it on the record of the round, or of the theme's last one; a later edit keeps both."""
    workshop = workshop_of(owed)
    if workshop is None:
        return  # a theme that never met has no record; the response itself says who and when
    verb = "response changed" if former else "response written"
    details: dict[str, Any] = {"about": owed.key, **_content(response)}
    if former:
        details["former"] = former
    log.record(workshop, verb, by, now=now, **details)


def workshop_of(owed: Owed) -> Workshop | None:
    query = db.select(Workshop).filter_by(theme_id=owed.theme.id)
    if owed.round:
        query = query.filter(Workshop.round <= owed.round)
    return db.session.scalar(query.order_by(Workshop.round.desc()).limit(1))
