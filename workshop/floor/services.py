"""Asking for the floor, giving it, and ending a turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.floor import queries
from workshop.floor.models import Turn, TurnEnd
from workshop.floor.order import Waiting, place_of
from workshop.people.models import Person
from workshop.room import news
from workshop.workshops import attendance, log
from workshop.workshops.guides import Action, is_allowed
from workshop.workshops.models import Came, Phase, Seat, SeatState, Workshop


def _phase_with_floor(workshop: Workshop) -> Phase:
    phase = workshop.current_phase
    if phase is None:
        raise Refusal(_("No phase is under way, so there is no floor to ask for."))
    return phase


def ask_for_floor(seat: Seat, *, now: datetime) -> Turn:
    """Join the queue of the current phase. Asking twice leaves one entry."""
    phase = _phase_with_floor(seat.workshop)
    if seat.state is not SeatState.ADMITTED or not is_allowed(phase.kind, seat.role, Action.SPEAK):
        raise Refusal(_("In this phase your role does not speak; you can follow along."))
    queue = queries.waiting(phase)
    for turn in queue:
        if turn.seat_id == seat.id:
            return turn
    current = queries.current_turn(seat.workshop_id)
    if current and current.seat_id == seat.id:
        raise Refusal(_("You have the floor already."))
    turn = Turn(
        workshop_id=seat.workshop_id,
        phase_id=phase.id,
        seat_id=seat.id,
        place=len(queue),
        asked_at=now,
        times_called=0,
    )
    turn.seat, turn.phase = seat, phase
    _insert(turn, queue, phase)
    db.session.add(turn)
    db.session.flush()
    log.record(seat.workshop, "floor asked for", seat.person, now=now, seat=seat.id, turn=turn.id)
    return turn


def _insert(turn: Turn, queue: list[Turn], phase: Phase) -> None:
    """Place a turn among those waiting by the phase's order, and number the places anew."""
    spoken = queries.spoken_turns(phase.workshop_id)
    index = place_of(
        _as_waiting(turn),
        [_as_waiting(other) for other in queue],
        phase.floor_order,
        phase.protected_places,
        queries.turns_by_seat(spoken),
        queries.turns_by_sector(spoken),
    )
    _number([*queue[:index], turn, *queue[index:]])


def _as_waiting(turn: Turn) -> Waiting:
    return Waiting(turn.seat_id, queries.sector_of(turn))


def _number(queue: list[Turn]) -> None:
    for place, turn in enumerate(queue):
        turn.place = place


def withdraw(seat: Seat, *, now: datetime) -> None:
    """Give up one's place in the queue."""
    phase = _phase_with_floor(seat.workshop)
    for turn in queries.waiting(phase):
        if turn.seat_id == seat.id:
            _close(turn, TurnEnd.WITHDRAWN, now)
            log.record(seat.workshop, "floor request withdrawn", seat.person, now=now, turn=turn.id)
            return
    raise Refusal(_("You were not waiting for the floor."))


def give_floor(turn: Turn, by: Person, *, now: datetime) -> None:
    """End the turn in progress, if any, and start this speaker's."""
    phase = _phase_with_floor(turn.workshop)
    if turn.phase_id != phase.id:
        raise Refusal(_("That request belongs to another phase."))
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    if current := queries.current_turn(turn.workshop_id):
        end_turn(current, by, now=now)
    turn.started_at = now
    turn.seconds = _seconds_for(turn.seat, phase)
    db.session.flush()
    log.record(turn.workshop, "floor given", by, now=now, turn=turn.id, seat=turn.seat_id)


def _seconds_for(seat: Seat, phase: Phase) -> int | None:
    if phase.seconds_per_turn is None:
        return None
    return phase.seconds_per_turn * seat.time_percent // 100


def give_floor_to_seat(seat: Seat, by: Person, *, now: datetime) -> Turn:
    """Give the floor to someone who has not asked, or who waits anywhere in the queue."""
    turn = ask_for_floor(seat, now=now)
    give_floor(turn, by, now=now)
    return turn


def end_turn(turn: Turn, by: Person, *, now: datetime) -> None:
    """The speaker has finished, or the moderator ends the turn."""
    if not turn.is_speaking:
        raise Refusal(_("%(name)s does not have the floor.", name=turn.seat.name))
    _close(turn, TurnEnd.SPOKE, now)
    seconds = int(turn.time_spoken(now).total_seconds())
    log.record(turn.workshop, "turn ended", by, now=now, turn=turn.id, seconds=seconds)


def extend_turn(turn: Turn, seconds: int, by: Person, *, now: datetime) -> None:
    """Give the speaker more time."""
    if not turn.is_speaking or turn.seconds is None:
        raise Refusal(_("%(name)s does not have the floor.", name=turn.seat.name))
    turn.seconds += seconds
    log.record(turn.workshop, "turn extended", by, now=now, turn=turn.id, seconds=seconds)


def put_back(turn: Turn, by: Person, *, now: datetime) -> None:
    """The speaker is not ready or away: back to the head of the queue, with a fresh turn."""
    if not turn.is_speaking:
        raise Refusal(_("%(name)s does not have the floor.", name=turn.seat.name))
    queue = queries.waiting(turn.phase)
    turn.started_at, turn.seconds = None, None
    _number([turn, *queue])
    db.session.flush()
    log.record(turn.workshop, "turn put back", by, now=now, turn=turn.id)


def pass_over(turn: Turn, by: Person, *, now: datetime) -> None:
    """Called while away: the first time one place down, the second time dropped."""
    if turn.is_speaking:
        put_back(turn, by, now=now)
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    turn.times_called += 1
    if turn.times_called >= 2:
        drop(turn, by, now=now)
        return
    move(turn, +1, by, now=now)


def move(turn: Turn, steps: int, by: Person, *, now: datetime) -> None:
    """Move someone who waits up (negative) or down the queue."""
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    queue = queries.waiting(turn.phase)
    index = queue.index(turn)
    queue.insert(max(0, min(len(queue) - 1, index + steps)), queue.pop(index))
    _number(queue)
    log.record(turn.workshop, "turn moved", by, now=now, turn=turn.id, place=queue.index(turn) + 1)


def drop(turn: Turn, by: Person, *, now: datetime) -> None:
    """Take someone out of the queue; a running speech is never touched."""
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    _close(turn, TurnEnd.DROPPED, now)
    log.record(turn.workshop, "turn dropped", by, now=now, turn=turn.id)


def _close(turn: Turn, outcome: TurnEnd, now: datetime) -> None:
    turn.ended_at, turn.outcome = now, outcome
    db.session.flush()
    if outcome is TurnEnd.SPOKE:
        attendance.note_seat(turn.seat, Came.SPOKE, now=now)


def turns_left(remaining: timedelta | None, seconds_per_turn: int | None) -> int | None:
    """How many whole turns still fit into the phase; None where either has no limit."""
    if remaining is None or not seconds_per_turn:
        return None
    return max(0, int(remaining.total_seconds()) // seconds_per_turn)


def clear_floor(phase: Phase, *, now: datetime, by: Person, **_details: Any) -> None:
    """The floor does not outlive its phase. Those who wait or speak keep their place for a return.

    Neither speaks nor waits from here on, and the pages of all of them must know: what they do next
    is ask again.
    """
    concerned = [turn.seat_id for turn in queries.waiting(phase)]
    current = queries.current_turn(phase.workshop_id)
    if current:
        concerned.append(current.seat_id)
        end_turn(current, by, now=now)
    if concerned:
        news.tell(phase.workshop, "floor", seats=concerned)


def take_up_queue(
    phase: Phase, *, now: datetime, by: Person, is_return: bool = False, **_details: Any
) -> None:
    """In a phase once more, those who waited wait; of one gone back to the speaker goes on, too."""
    seats = [turn.seat_id for turn in queries.waiting(phase)]
    turn = queries.turn_cut_off(phase) if is_return else None
    if turn:
        turn.ended_at, turn.outcome = None, None
        db.session.flush()
        log.record(phase.workshop, "turn taken up", by, now=now, turn=turn.id, seat=turn.seat_id)
        seats.append(turn.seat_id)
    if seats:
        news.tell(phase.workshop, "floor", seats=seats)


def leave_floor(seat: Seat, *, now: datetime, by: Person, **_details: Any) -> None:
    """Whoever loses the seat neither speaks on nor waits."""
    for turn in queries.turns_under_way(seat):
        end = end_turn if turn.is_speaking else drop
        end(turn, by, now=now)
