"""An author's word against what was made of their idea: shown to all, it stops nothing."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas import listing
from workshop.ideas.models import Idea, IdeaState, Objection
from workshop.workshops import log
from workshop.workshops.guides import Action, is_allowed
from workshop.workshops.models import Seat


def object_to(seat: Seat, idea: Idea, text: str, *, now: datetime) -> Objection:
    """Object, during the reconfiguration, to what was made of an idea one wrote."""
    if not is_allowed(seat.workshop.kind_in_force, seat.role, Action.OBJECT):
        raise Refusal(_("Objections are taken during the reconfiguration. Yours was not sent."))
    if idea.state not in (IdeaState.LISTED, IdeaState.LEFT_OUT):
        raise Refusal(_("This idea has been changed again meanwhile. Look at what it is now."))
    if seat.id not in listing.authors_of(idea) or not listing.is_reworked(idea):
        raise Refusal(_("Only the authors of an idea object to what was made of it."))
    objection = listing.objection_of(idea, seat)
    if objection is None:
        objection = Objection(idea_id=idea.id, seat_id=seat.id)
        db.session.add(objection)
    elif objection.withdrawn_at is None and objection.text == text:
        return objection
    objection.text, objection.raised_at, objection.withdrawn_at = text, now, None
    db.session.flush()
    log.record(seat.workshop, "objection raised", seat.person, now=now, idea=idea.id, text=text)
    return objection


def withdraw(seat: Seat, idea: Idea, *, now: datetime) -> None:
    """Take one's objection back; it stays in the record as withdrawn."""
    if not is_allowed(seat.workshop.kind_in_force, seat.role, Action.OBJECT):
        raise Refusal(_("The reconfiguration is over; the objection stays in the record."))
    objection = listing.objection_of(idea, seat)
    if objection is None or objection.withdrawn_at is not None:
        raise Refusal(_("There is no objection of yours to withdraw."))
    objection.withdrawn_at = now
    log.record(seat.workshop, "objection withdrawn", seat.person, now=now, idea=idea.id)
