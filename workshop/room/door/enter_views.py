"""Coming in by a personal link, which says to which workshop it leads."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from workshop import clock
from workshop.extensions import db, limiter
from workshop.people import links
from workshop.people.models import PersonalLink
from workshop.people.views import bp, has_failed, let_in
from workshop.web import act, answer_act, own_address, public
from workshop.workshops.models import Workshop


@bp.get("/enter/<token>")
@public
@limiter.limit("60 per minute", deduct_when=has_failed)
def enter(token: str) -> ResponseReturnValue:
    """Say whose link this is. Mail scanners open links, so looking changes nothing."""
    link = links.resolve(token)
    if link is None or not link.is_valid(clock.now()):
        return unusable(link)
    return render_template(
        "room/door/enter.html", link=link, token=token, workshop=destination(link.leads_to)
    )


@bp.post("/enter/<token>")
@public
@limiter.limit("60 per minute", deduct_when=has_failed)
@act
def enter_now(token: str) -> ResponseReturnValue:
    link = links.resolve(token)
    if link is None or not link.is_valid(clock.now()):
        return unusable(link)
    let_in(links.open_link(link, now=clock.now()))
    return answer_act(own_address(link.leads_to))


def unusable(link: PersonalLink | None) -> ResponseReturnValue:
    """A link that was ours and no longer works is gone; any other was never there."""
    page = render_template("room/door/link_unusable.html", link=link)
    return page, 404 if link is None else 410


def destination(path: str) -> Workshop | None:
    """The workshop to which a path of this site belongs, if any."""
    try:
        _endpoint, values = current_app.url_map.bind("").match(path)
    except HTTPException:
        return None
    return db.session.get(Workshop, values.get("workshop_id", 0))
