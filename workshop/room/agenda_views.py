"""The clock controls: each press is one act on the agenda, and says what it was pressed upon."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.errors import require
from workshop.extensions import db
from workshop.room import news
from workshop.room.forms import ExtendForm, NotesForm, ReasonForm, SeenForm, SetForm
from workshop.room.parts import PARTS
from workshop.web import act, answer_act, check_form, step
from workshop.workshops import interruptions, queries, services
from workshop.workshops.models import Phase, Workshop
from workshop.workshops.permissions import can_moderate, can_prepare

bp = Blueprint("agenda", __name__, url_prefix="/workshops/<int:workshop_id>/agenda")

# What an act on the clock changes, which leaves the phase as it is.
CLOCK = ("phase", "agenda", "floor", "vote")


def require_moderator(workshop_id: int) -> Workshop:
    """The workshop, held for this act, if the person moderates it."""
    workshop = queries.lock(workshop_id)
    require(can_moderate(current_user, workshop))
    return workshop


def load_as_seen(workshop_id: int, form: SeenForm) -> tuple[Workshop, SeenForm]:
    """The workshop and the valid form, if the agenda is still as the moderator saw it."""
    workshop = require_moderator(workshop_id)
    check_form(form)
    services.require_agenda_as_seen(workshop, form.seen.data)
    return workshop, form


def to_desk(workshop: Workshop, message: str = "", *parts: str) -> ResponseReturnValue:
    """Back to the desk; without named parts every part may look different now."""
    news.tell(workshop, *(parts or PARTS))
    return answer_act(url_for("live.desk", workshop_id=workshop.id), message)


def to_clock(workshop: Workshop) -> ResponseReturnValue:
    """The same phase with another clock. The answer says which agenda it is now, so that the next
    press need not wait for the push; after a change of phase it must, for buttons mean another."""
    news.tell(workshop, *CLOCK)
    seen = workshop.agenda_version
    return answer_act(url_for("live.desk", workshop_id=workshop.id), agenda_seen=seen)


@bp.post("/start")
@act
def start(workshop_id: int) -> ResponseReturnValue:
    workshop, form = load_as_seen(workshop_id, SeenForm())
    services.start_phase(workshop, current_user, now=clock.now(), confirmed=form.confirmed.data)
    return to_desk(workshop)


@bp.post("/finish")
@act
def finish(workshop_id: int) -> ResponseReturnValue:
    workshop, _form = load_as_seen(workshop_id, SeenForm())
    services.finish_phase(workshop, current_user, now=clock.now())
    return to_desk(workshop)


@bp.post("/next")
@step
def go_on(workshop_id: int) -> ResponseReturnValue:
    """Finish the current phase and start the next one."""
    workshop, _form = load_as_seen(workshop_id, SeenForm())
    now = clock.now()
    services.finish_phase(workshop, current_user, now=now)
    services.start_phase(workshop, current_user, now=now)
    return to_desk(workshop)


@bp.post("/pause")
@act
def pause(workshop_id: int) -> ResponseReturnValue:
    workshop, form = load_as_seen(workshop_id, SeenForm())
    services.pause_phase(workshop, current_user, form.reason.data, now=clock.now())
    return to_clock(workshop)


@bp.post("/resume")
@act
def resume(workshop_id: int) -> ResponseReturnValue:
    workshop, _form = load_as_seen(workshop_id, SeenForm())
    services.resume_phase(workshop, current_user, now=clock.now())
    return to_clock(workshop)


@bp.post("/extend")
@step
def extend(workshop_id: int) -> ResponseReturnValue:
    workshop, form = load_as_seen(workshop_id, ExtendForm())
    extra = timedelta(minutes=form.minutes.data)
    services.extend_phase(workshop, extra, current_user, form.reason.data, now=clock.now())
    return to_clock(workshop)


@bp.post("/set")
@step
def set_time(workshop_id: int) -> ResponseReturnValue:
    workshop, form = load_as_seen(workshop_id, SetForm())
    left = timedelta(minutes=form.minutes.data)
    services.set_remaining(workshop, left, current_user, form.reason.data, now=clock.now())
    return to_clock(workshop)


@bp.post("/skip")
@step
def skip(workshop_id: int) -> ResponseReturnValue:
    workshop, form = load_as_seen(workshop_id, SeenForm())
    services.skip_phase(workshop, form.reason.data, current_user, now=clock.now())
    return to_desk(workshop)


@bp.post("/back")
@step
def back(workshop_id: int) -> ResponseReturnValue:
    workshop, form = load_as_seen(workshop_id, SeenForm())
    reason, is_sure = form.reason.data, form.confirmed.data
    services.go_back(workshop, reason, current_user, now=clock.now(), confirmed=is_sure)
    return to_desk(workshop)


@bp.post("/notes/<int:phase_id>")
@act
def set_notes(workshop_id: int, phase_id: int) -> ResponseReturnValue:
    """The moderators' private line for one phase."""
    workshop = require_moderator(workshop_id)
    phase = db.first_or_404(db.select(Phase).filter_by(id=phase_id, workshop_id=workshop.id))
    form = check_form(NotesForm())
    services.write_notes(phase, form.notes.data or "", current_user, now=clock.now())
    return to_desk(workshop, _("The notes have been saved."), "agenda")


@bp.post("/reason")
@act
def give_reason(workshop_id: int) -> ResponseReturnValue:
    """Say afterwards why the agenda went back."""
    workshop = require_moderator(workshop_id)
    form = check_form(ReasonForm())
    services.give_reason(workshop, form.entry.data, form.reason.data, current_user, now=clock.now())
    return to_desk(workshop, _("The reason is in the minutes."), "agenda")


@bp.post("/suspend")
@act
def suspend(workshop_id: int) -> ResponseReturnValue:
    """Interrupt the session; it can be resumed the same or another day."""
    workshop, form = load_as_seen(workshop_id, SeenForm())
    reason, is_sure = form.reason.data, form.confirmed.data
    interruptions.suspend(workshop, reason, current_user, now=clock.now(), confirmed=is_sure)
    return to_desk(workshop)


@bp.post("/take-up")
@act
def take_up(workshop_id: int) -> ResponseReturnValue:
    """Resume a suspended session."""
    workshop, _form = load_as_seen(workshop_id, SeenForm())
    interruptions.resume(workshop, current_user, now=clock.now())
    return to_desk(workshop)


@bp.post("/close")
@act
def close(workshop_id: int) -> ResponseReturnValue:
    workshop, _form = load_as_seen(workshop_id, SeenForm())
    services.close_workshop(workshop, current_user, now=clock.now())
    return to_desk(workshop, _("The workshop is closed."))


@bp.post("/reopen")
@act
def reopen(workshop_id: int) -> ResponseReturnValue:
    """Go on with a meeting that was closed too early, as long as nothing is settled on it."""
    workshop = queries.lock(workshop_id)
    require(can_prepare(current_user, workshop))
    form = check_form(SeenForm())
    services.reopen_workshop(workshop, form.reason.data, current_user, now=clock.now())
    news.tell(workshop, *PARTS)
    return answer_act(url_for("live.room", workshop_id=workshop.id), _("The workshop goes on."))
