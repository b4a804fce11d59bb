"""Suggestions to better a proposal, the answers to them, and the live text itself."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.proposals import forms, permissions, queries
from workshop.proposals.models import Field, Proposal, Suggestion
from workshop.proposals.strengthening import services
from workshop.proposals.views import chosen_entity, load_proposal
from workshop.room import news
from workshop.text import one_line
from workshop.web import act, answer_act, check_form
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import admitted_seat, required_seat

bp = Blueprint(
    "strengthening",
    __name__,
    url_prefix="/workshops/<int:workshop_id>/proposals/<int:proposal_id>",
)


def to_room(workshop: Workshop, message: str, **details: object) -> ResponseReturnValue:
    """A new version is told in the header and in the agenda as well."""
    news.tell(workshop, "proposal", "phase", "agenda")
    return answer_act(url_for("live.room", workshop_id=workshop.id), message, **details)


def to_decide(
    workshop_id: int, proposal_id: int, suggestion_id: int
) -> tuple[Workshop, Suggestion]:
    """A suggestion, for whoever answers it."""
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    require(permissions.can_decide(current_user, workshop, proposal))
    return workshop, queries.suggestion_in(proposal, suggestion_id)


@bp.post("/suggestions")
@act
def suggest(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    require(permissions.can_suggest(current_user, workshop))
    seat = admitted_seat(current_user, workshop)
    assert seat is not None
    form = check_form(forms.SuggestionForm())
    subject = Field(form.field.data)
    is_entity = subject is Field.ORGANIZATION
    services.suggest(
        seat,
        proposal,
        subject,
        form.text.data if subject is Field.SCOPE else one_line(form.text.data),
        chosen_entity(form.organization_id.data) if is_entity else None,
        form.note.data,
        form.revision.data,
        now=clock.now(),
    )
    return to_room(workshop, _("Your suggestion is before the room."))


@bp.post("/suggestions/<int:suggestion_id>/accept")
@act
def accept(workshop_id: int, proposal_id: int, suggestion_id: int) -> ResponseReturnValue:
    workshop, suggestion = to_decide(workshop_id, proposal_id, suggestion_id)
    form = check_form(forms.DecisionForm())
    text = form.text.data or suggestion.text
    forms.check_length(suggestion.field, text)
    services.accept(
        workshop,
        suggestion,
        text if suggestion.field is Field.SCOPE else one_line(text),
        form.reason.data,
        form.revision.data,
        current_user,
        now=clock.now(),
    )
    return to_room(workshop, _("The suggestion is accepted; the new version stands."))


@bp.post("/suggestions/<int:suggestion_id>/decline")
@act
def decline(workshop_id: int, proposal_id: int, suggestion_id: int) -> ResponseReturnValue:
    workshop, suggestion = to_decide(workshop_id, proposal_id, suggestion_id)
    form = check_form(forms.DecisionForm())
    services.decline(workshop, suggestion, form.reason.data, current_user, now=clock.now())
    return to_room(workshop, _("The suggestion is declined; the reason is on record."))


@bp.post("/suggestions/<int:suggestion_id>/withdraw")
@act
def withdraw(workshop_id: int, proposal_id: int, suggestion_id: int) -> ResponseReturnValue:
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    seat = required_seat(current_user, workshop)
    suggestion = queries.suggestion_in(proposal, suggestion_id)
    require(suggestion.seat_id == seat.id)
    services.withdraw(seat, suggestion, now=clock.now())
    return to_room(workshop, _("Your suggestion is withdrawn."))


@bp.post("/wording")
@act
def edit(workshop_id: int, proposal_id: int) -> ResponseReturnValue:
    """Settle the live text directly."""
    workshop, proposal = load_proposal(workshop_id, proposal_id)
    require(permissions.can_decide(current_user, workshop, proposal))
    form = check_form(forms.EditForm())
    services.edit(
        workshop,
        proposal,
        form.title.data,
        form.scope.data,
        chosen_entity(form.organization_id.data or proposal.organization_id),
        form.reason.data,
        form.revision.data or 0,
        current_user,
        now=clock.now(),
    )
    return to_room(workshop, _("The new version stands."), **fields_of(proposal))


def fields_of(proposal: Proposal) -> dict[str, object]:
    return {"fields": {"revision": proposal.revision}}
