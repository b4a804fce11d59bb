"""What stands beside the queue: a direct reply, a point of order, and the close of the list.

A direct reply answers the speech under way or the last one. Each speech has at most one, and the
moderator says whose; it takes a minute and no turn in the queue. A point of order goes before the
queue, and whoever takes part may raise it, whether or not they may speak in the phase.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.floor import queries
from workshop.floor.models import Turn, TurnEnd, TurnKind
from workshop.floor.services import close_turn, new_turn, phase_with_floor
from workshop.people.models import Person
from workshop.workshops import log
from workshop.workshops.guides import VOTING, Action, is_allowed
from workshop.workshops.models import Phase, Seat, SeatState, Workshop
from workshop.workshops.services import require_in_time


def ask_to_reply(seat: Seat, seen: int | None, *, now: datetime) -> Turn:
    """Ask to answer a speech directly; `seen` is the one that was on the page, if it said so."""
    phase = _open_phase(seat)
    if not is_allowed(phase.kind_in_force, seat.role, Action.SPEAK):
        raise Refusal(_("In this phase your role does not speak; you can follow along."))
    speech = queries.speech_to_answer(phase)
    if speech is None or seen not in (None, speech.id):
        raise Refusal(_("That speech can no longer be replied to. You can ask for the floor."))
    if speech.seat_id == seat.id:
        raise Refusal(_("A direct reply answers somebody else's speech."))
    return _wait_beside(seat, phase, TurnKind.DIRECT_REPLY, speech, now)


def raise_point_of_order(seat: Seat, *, now: datetime) -> Turn:
    """Ask to speak about how the meeting is run, before those who wait."""
    phase = _open_phase(seat)
    if seat.role not in VOTING or not phase.family.has_floor:
        raise Refusal(_("A point of order is for those who take part, where there is a floor."))
    return _wait_beside(seat, phase, TurnKind.POINT_OF_ORDER, None, now)


def _open_phase(seat: Seat) -> Phase:
    """The phase under way, for an admitted seat that does not have the floor already."""
    phase = phase_with_floor(seat.workshop)
    require_in_time(seat.workshop)
    if seat.state is not SeatState.ADMITTED:
        raise Refusal(_("In this phase your role does not speak; you can follow along."))
    current = queries.current_turn(seat.workshop_id)
    if current and current.seat_id == seat.id:
        raise Refusal(_("You have the floor already."))
    return phase


def _wait_beside(
    seat: Seat, phase: Phase, kind: TurnKind, speech: Turn | None, now: datetime
) -> Turn:
    """One request of a seat beside the queue; asking twice leaves one."""
    if former := own_request(seat, phase):
        if former.kind is kind and former.replies_to is speech:
            return former
        raise Refusal(_("You have asked for something else beside the queue. Withdraw it first."))
    turn = new_turn(seat, phase, kind, now)
    turn.replies_to = speech
    db.session.add(turn)
    db.session.flush()
    verb = "direct reply asked for" if speech else "point of order raised"
    about = {"replies_to": speech.id} if speech else {}
    log.record(seat.workshop, verb, seat.person, now=now, seat=seat.id, turn=turn.id, **about)
    return turn


def own_request(seat: Seat, phase: Phase) -> Turn | None:
    """What this seat has asked for beside the queue."""
    beside = queries.waiting_beside(phase)
    return next((turn for turn in beside if turn.seat_id == seat.id), None)


def withdraw(seat: Seat, *, now: datetime) -> None:
    """Take back what was asked for beside the queue."""
    turn = own_request(seat, phase_with_floor(seat.workshop))
    if turn is None:
        raise Refusal(_("You had asked for nothing beside the queue."))
    close_turn(turn, TurnEnd.WITHDRAWN, now)
    log.record(seat.workshop, "floor request withdrawn", seat.person, now=now, turn=turn.id)


def close_list(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Nobody may ask any more in this phase; those who wait still speak."""
    phase = phase_with_floor(workshop)
    if not phase.family.has_floor:
        raise Refusal(_("This phase has no list of speakers."))
    if phase.list_closed_at:
        raise Refusal(_("The list of speakers is closed already."))
    phase.list_closed_at = now
    log.record(workshop, "list of speakers closed", by, now=now, phase=phase.key)


def reopen_list(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Let people ask for the floor again."""
    phase = phase_with_floor(workshop)
    if phase.list_closed_at is None:
        raise Refusal(_("The list of speakers is open."))
    phase.list_closed_at = None
    log.record(workshop, "list of speakers reopened", by, now=now, phase=phase.key)
