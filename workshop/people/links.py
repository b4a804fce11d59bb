"""Personal links: a way in without a password, signed, expiring, revocable.

A link names a row and carries our signature, so it cannot be guessed or altered, and what it is
good for is decided by the row at the moment it is used.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person, PersonalLink


def issue_link(
    person: Person, leads_to: str, *, now: datetime, days: int, even_staff: bool = False
) -> PersonalLink:
    """Make a link that signs this person in and leads to a path of this site.

    Staff sign in with their password; only the demonstration gives them links.
    """
    if person.is_staff and not even_staff:
        raise Refusal(
            _("%(name)s signs in with a password and needs no personal link.", name=person.name)
        )
    link = PersonalLink(
        person=person,
        leads_to=leads_to,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()
    return link


def revoke_links(person: Person, *, now: datetime) -> None:
    """End every link of this person, and the sessions that were entered with them."""
    valid = db.select(PersonalLink).filter_by(person_id=person.id, revoked_at=None)
    for link in db.session.scalars(valid):
        link.revoked_at = now
    person.session_number += 1
    # Sessions that began before two were known to be one go on as this person's.
    for former in db.session.scalars(db.select(Person).filter_by(merged_into_id=person.id)):
        revoke_links(former, now=now)
    db.session.flush()


def open_link(link: PersonalLink, *, now: datetime) -> Person:
    """Use a link: note its first use and return the person to sign in."""
    if not link.is_valid(now):
        raise Refusal(_("This link has expired or was withdrawn."))
    link.opened_at = link.opened_at or now
    return link.person


def token(link: PersonalLink) -> str:
    return _signer().dumps(link.id)


def resolve(token: str) -> PersonalLink | None:
    """The link a token names, valid or not; None when the token is not ours."""
    try:
        return db.session.get(PersonalLink, _signer().loads(token))
    except BadSignature:
        return None


def address(link: PersonalLink) -> str:
    """The absolute address to send to the person."""
    return absolute("people.enter", token=token(link))


def join_address(code: str) -> str:
    """The absolute address where anyone in the hall joins; the QR code holds it."""
    return absolute("people.join", code=code)


def absolute(endpoint: str, **values: Any) -> str:
    """A page's address for people outside, under the BASE_URL setting where there is one."""
    base = current_app.config["BASE_URL"] or request.url_root
    return base.rstrip("/") + current_app.url_map.bind("").build(endpoint, values)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="personal-link")
