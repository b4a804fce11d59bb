"""Preparing a workshop: its meeting, how it votes, its agenda, and whether it is ready."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.plans.order import move_item
from workshop.preparation import seat_views, secrecy, services
from workshop.preparation.forms import CancelForm, PhaseForm, PostponeForm, StateForm, meeting_form
from workshop.preparation.page import draw, facts_of, notes_forms, require_preparer, to_section
from workshop.preparation.voting_forms import VotingForm
from workshop.web import act, check_form
from workshop.workshops import interruptions, queries
from workshop.workshops import services as meeting
from workshop.workshops.models import Workshop
from workshop.workshops.permissions import can_prepare

bp = Blueprint("preparation", __name__, url_prefix="/workshops/<int:workshop_id>/prepare")
bp.register_blueprint(seat_views.bp)


@bp.get("")
def show(workshop_id: int) -> ResponseReturnValue:
    workshop = queries.get(workshop_id)
    require(can_prepare(current_user, workshop))
    return draw(workshop)


@bp.post("/meeting")
@act
def set_meeting(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    form = meeting_form(workshop)
    if not form.validate():
        return draw(workshop, meeting=form), 422
    services.settle(workshop, form.values, current_user, now=clock.now())
    return to_section(workshop, "meeting", _("Date and place have been saved."), "phase", "agenda")


@bp.post("/voting")
@act
def set_voting(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    form = VotingForm(workshop.subject)
    if not form.validate():
        return draw(workshop, voting=form), 422
    services.settle(workshop, form.values, current_user, now=clock.now())
    return to_section(workshop, "voting", _("The voting settings have been saved."), "vote")


@bp.post("/agenda")
@act
def set_agenda(workshop_id: int) -> ResponseReturnValue:
    """Save the lines of the agenda and, if one of its arrows was pressed, move that phase."""
    workshop = require_preparer(workshop_id)
    services.require_not_opened(workshop)
    forms = [PhaseForm(phase) for phase in workshop.phases]
    if not all([form.validate() for form in forms]):  # every line shows its own errors
        return draw(workshop, agenda=forms), 422
    changes = {form.phase.id: form.values for form in forms}
    for position, phase_id in enumerate(order_of(workshop, request.form.get("move", ""))):
        changes[phase_id]["position"] = position
    services.adapt_agenda(workshop, changes, current_user, now=clock.now())
    return to_section(workshop, "agenda", _("The agenda has been saved."), "phase", "agenda")


@bp.post("/notes")
@act
def set_notes(workshop_id: int) -> ResponseReturnValue:
    """The moderators' private lines, one for each phase; before the meeting and during it."""
    workshop = require_preparer(workshop_id)
    forms = notes_forms(workshop)
    if not all([form.validate() for form in forms.values()]):  # every line shows its own errors
        return draw(workshop, notes=forms), 422
    for phase in (phase for phase in workshop.phases if forms[phase.id].is_changed):
        meeting.write_notes(phase, forms[phase.id].notes.data, current_user, now=clock.now())
    return to_section(workshop, "notes", _("The notes have been saved."), "agenda")


def order_of(workshop: Workshop, move: str) -> list[int]:
    """The phases' ids in their new order; `move` is like "12 up", or empty."""
    ids = [phase.id for phase in workshop.phases]
    phase_id, _space, direction = move.partition(" ")
    if not phase_id.isdigit() or int(phase_id) not in ids:
        return ids
    return move_item(ids, int(phase_id), -1 if direction == "up" else 1)


@bp.post("/postpone")
@act
def postpone(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    form = PostponeForm()
    if not form.validate():
        return draw(workshop, postpone=form), 422
    said = (form.new_start(workshop.starts_at), form.reason.data)
    interruptions.postpone(workshop, *said, current_user, now=clock.now())
    return to_section(workshop, "interrupt", _("The workshop is postponed."), "phase", "agenda")


@bp.post("/cancel")
@act
def cancel(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    require(current_user.is_admin)
    form = CancelForm()
    if not form.validate():
        return draw(workshop, cancel=form), 422
    interruptions.cancel(workshop, form.reason.data, current_user, now=clock.now())
    return to_section(workshop, "interrupt", _("The workshop is cancelled."), "phase", "agenda")


@bp.post("/state")
@act
def set_state(workshop_id: int) -> ResponseReturnValue:
    workshop = require_preparer(workshop_id)
    state = check_form(StateForm()).state.data
    services.set_state(workshop, state, facts_of(workshop), current_user, now=clock.now())
    message = _("The workshop is now: %(state)s.", state=services.STATE_NAMES[state])
    return to_section(workshop, "main", message, "phase", "agenda")


@bp.post("/secrecy")
@act
def set_secrecy(workshop_id: int) -> ResponseReturnValue:
    """Save whether the vote is secret, and who its scrutineers are."""
    workshop = require_preparer(workshop_id)
    form = secrecy.SecrecyForm(workshop)
    if not form.validate():
        return draw(workshop, secrecy=form), 422
    secrecy.settle(workshop, form, current_user, now=clock.now())
    return to_section(workshop, "secrecy", _("The secrecy of the vote has been saved."), "vote")
