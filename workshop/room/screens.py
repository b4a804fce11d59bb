"""The projector's link: read-only, without a seat, for one workshop until its key is renewed."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from workshop.extensions import db
from workshop.workshops.models import Workshop


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="screen")


def token(workshop: Workshop) -> str:
    """What the address of the workshop's projector ends with."""
    return _signer().dumps([workshop.id, workshop.screen_key])


def workshop_of(text: str) -> Workshop | None:
    """The workshop a projector's token opens; None when it is forged or was renewed."""
    try:
        workshop_id, key = _signer().loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    workshop = db.session.get(Workshop, workshop_id)
    return workshop if workshop and workshop.screen_key == key else None
