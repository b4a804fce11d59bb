"""An entity goes ahead with a proposal the room did not agree to."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.commitments import adopting
from workshop.proposals import forms
from workshop.proposals.views import PARTS, bp, load_own_proposal, to_proposal
from workshop.room import news
from workshop.web import act, check_form


@bp.post("/<int:proposal_id>/go-ahead")
@act
def go_ahead(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop, proposal = load_own_proposal(workshop_id, proposal_id)
    form = check_form(forms.ReasonForm())
    adopting.go_ahead(workshop, proposal, form.reason.data, current_user, now=clock.now())
    news.tell(workshop, *PARTS)
    message = _("The entity goes ahead; the reason is published, a draft commitment is made.")
    return to_proposal(workshop, proposal, message)
