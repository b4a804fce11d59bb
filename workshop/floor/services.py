"""Asking for the floor, giving it, and ending a turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.floor import queries
from workshop.floor.models import Turn, TurnEnd, TurnKind
from workshop.floor.order import Waiting, place_of
from workshop.people.models import Person
from workshop.plans.order import move_item
from workshop.room import news
from workshop.workshops import attendance, log
from workshop.workshops.guides import Role
from workshop.workshops.models import Came, Phase, Seat, Workshop
from workshop.workshops.services import require_in_time

# A direct reply and a point of order, which stand beside the queue, have a minute.
SECONDS_BESIDE = 60


def phase_with_floor(workshop: Workshop) -> Phase:
    phase = workshop.current_phase
    if phase is None:
        raise Refusal(_("No phase is under way, so there is no floor to ask for."))
    return phase


def who_speaks(phase: Phase) -> str:
    """Who may take the floor in this phase, in a sentence."""
    speakers = phase.family.speakers
    if not speakers:
        return _("In this phase nobody takes the floor.")
    if speakers == {Role.OFFICIAL}:
        return _("In this phase only officials speak.")
    return _("In this phase participants and officials speak.")


def ask_for_floor(seat: Seat, *, now: datetime, clerk: Seat | None = None) -> Turn:
    """Join the queue of the current phase, unless the list is closed.

    `clerk` is who asks for somebody in the hall without a device.
    """
    phase = phase_with_floor(seat.workshop)
    if phase.list_closed_at and not any(turn.seat_id == seat.id for turn in queries.waiting(phase)):
        raise Refusal(_("The list of speakers is closed; those who wait still speak."))
    return _join_queue(seat, now=now, clerk=clerk)


def _join_queue(seat: Seat, *, now: datetime, clerk: Seat | None = None) -> Turn:
    """A place in the queue. Asking twice leaves one entry."""
    phase = phase_with_floor(seat.workshop)
    require_in_time(phase.workshop)
    if not seat.may_speak:
        if clerk:
            raise Refusal(who_speaks(phase))
        raise Refusal(_("In this phase your role does not speak; you can follow along."))
    queue = queries.waiting(phase)
    for turn in queue:
        if turn.seat_id == seat.id:
            return turn
    current = queries.current_turn(seat.workshop_id)
    if current and current.seat_id == seat.id:
        raise Refusal(
            _("%(name)s has the floor already.", name=seat.name)
            if clerk
            else _("You have the floor already.")
        )
    turn = new_turn(seat, phase, TurnKind.SPEECH, now, clerk)
    _insert(turn, queue, phase, now)
    db.session.add(turn)
    db.session.flush()
    acting, through = log.actor(seat, clerk)
    log.record(
        seat.workshop, "floor asked for", acting, now=now, seat=seat.id, turn=turn.id, **through
    )
    return turn


def new_turn(
    seat: Seat, phase: Phase, kind: TurnKind, now: datetime, clerk: Seat | None = None
) -> Turn:
    """A request for the floor, not yet kept; `clerk` is who asks for somebody."""
    turn = Turn(
        workshop_id=seat.workshop_id,
        phase_id=phase.id,
        seat_id=seat.id,
        clerk_seat_id=clerk.id if clerk else None,
        kind=kind,
        place=0,
        asked_at=now,
        times_called=0,
    )
    turn.seat, turn.phase = seat, phase
    return turn


def _insert(turn: Turn, queue: list[Turn], phase: Phase, now: datetime) -> None:
    """Place a turn among those waiting by the phase's order, and number the places anew."""
    spoken = queries.spoken_turns(phase.workshop_id)
    index = place_of(
        _as_waiting(turn),
        [_as_waiting(other) for other in queue],
        phase.floor_order,
        phase.protected_places,
        queries.turns_by_seat(spoken),
        queries.turns_by_sector(spoken),
        queries.seconds_by_party(spoken, now),
    )
    _number([*queue[:index], turn, *queue[index:]])


def _as_waiting(turn: Turn) -> Waiting:
    return Waiting(turn.seat_id, queries.sector_of(turn), queries.party_of(turn))


def _number(queue: list[Turn]) -> None:
    for place, turn in enumerate(queue):
        turn.place = place


def withdraw(seat: Seat, *, now: datetime, clerk: Seat | None = None) -> None:
    """Give up one's place in the queue."""
    phase = phase_with_floor(seat.workshop)
    for turn in queries.waiting(phase):
        if turn.seat_id == seat.id:
            close_turn(turn, TurnEnd.WITHDRAWN, now)
            acting, through = log.actor(seat, clerk)
            log.record(
                seat.workshop, "floor request withdrawn", acting, now=now, turn=turn.id, **through
            )
            return
    if clerk:
        raise Refusal(_("%(name)s is no longer waiting.", name=seat.name))
    raise Refusal(_("You were not waiting for the floor."))


def give_floor(turn: Turn, by: Person, *, now: datetime) -> None:
    """End the turn in progress, if any, and start this speaker's."""
    phase = phase_with_floor(turn.workshop)
    if turn.phase_id != phase.id:
        raise Refusal(_("That request belongs to another phase."))
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    require_in_time(phase.workshop)
    if turn.kind is not TurnKind.POINT_OF_ORDER and not turn.seat.may_speak:
        raise Refusal(who_speaks(phase))
    if turn.replies_to and queries.is_replied_to(turn.replies_to):
        raise Refusal(_("That speech has had its direct reply."))
    if current := queries.current_turn(turn.workshop_id):
        end_turn(current, by, now=now)
    if turn.kind is not TurnKind.POINT_OF_ORDER:
        _let_replies_lapse(phase, turn, by, now)
    turn.started_at = now
    turn.seconds = _seconds_for(turn, phase)
    db.session.flush()
    log.record(
        turn.workshop, "floor given", by, now=now, turn=turn.id, seat=turn.seat_id, kind=turn.kind
    )


def _let_replies_lapse(phase: Phase, taking: Turn, by: Person, now: datetime) -> None:
    """A speech is replied to once, and only until the next one."""
    for reply in queries.waiting_beside(phase):
        if reply.kind is TurnKind.DIRECT_REPLY and reply is not taking:
            drop(reply, by, now=now)
            news.tell(phase.workshop, "floor", seats=[reply.seat_id])


def _seconds_for(turn: Turn, phase: Phase) -> int | None:
    seconds = phase.seconds_per_turn if turn.kind is TurnKind.SPEECH else SECONDS_BESIDE
    return None if seconds is None else seconds * turn.seat.time_percent // 100


def give_floor_to_seat(seat: Seat, by: Person, *, now: datetime) -> Turn:
    """Give the floor to someone who has not asked, or who waits anywhere in the queue."""
    require_in_time(seat.workshop)
    if not seat.may_speak:
        raise Refusal(who_speaks(phase_with_floor(seat.workshop)))
    turn = _join_queue(seat, now=now)
    give_floor(turn, by, now=now)
    return turn


def end_turn(turn: Turn, by: Person, *, now: datetime) -> None:
    """The speaker has finished, or the moderator ends the turn."""
    if not turn.is_speaking:
        raise Refusal(_("%(name)s does not have the floor.", name=turn.seat.name))
    close_turn(turn, TurnEnd.SPOKE, now)
    seconds = int(turn.time_spoken(now).total_seconds())
    log.record(turn.workshop, "turn ended", by, now=now, turn=turn.id, seconds=seconds)


def extend_turn(
    turn: Turn, seconds: int, by: Person, seen: int | None = None, *, now: datetime
) -> None:
    """Give the speaker more time than was seen on the clock; it is given once."""
    if not turn.is_speaking or turn.seconds is None:
        raise Refusal(_("%(name)s does not have the floor.", name=turn.seat.name))
    if seen not in (None, turn.seconds):
        raise Refusal(
            _(
                "%(name)s has more time already. This press has changed nothing.",
                name=turn.seat.name,
            )
        )
    turn.seconds += seconds
    log.record(turn.workshop, "turn extended", by, now=now, turn=turn.id, seconds=seconds)


def put_back(turn: Turn, by: Person, *, now: datetime) -> None:
    """The speaker is not ready or away: back to the head of the queue, with a fresh turn."""
    if not turn.is_speaking:
        raise Refusal(_("%(name)s does not have the floor.", name=turn.seat.name))
    queue = queries.waiting(turn.phase)
    turn.started_at, turn.seconds = None, None
    if turn.kind is TurnKind.SPEECH:
        _number([turn, *queue])
    db.session.flush()
    log.record(turn.workshop, "turn put back", by, now=now, turn=turn.id)


def pass_over(turn: Turn, by: Person, seen: int | None = None, *, now: datetime) -> None:
    """Called while away: the first time one place down, the second time dropped.

    `seen` is how often they had been called in vain on the screen.
    """
    if seen not in (None, turn.times_called):
        raise Refusal(
            _(
                "%(name)s was passed over already. This press has changed nothing.",
                name=turn.seat.name,
            )
        )
    if turn.is_speaking:
        put_back(turn, by, now=now)
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    turn.times_called += 1
    if turn.times_called >= 2:
        drop(turn, by, now=now)
    elif turn.kind is TurnKind.SPEECH:
        move(turn, +1, by, now=now)


def move(turn: Turn, steps: int, by: Person, seen: int | None = None, *, now: datetime) -> None:
    """Move someone who waits up (negative) or down the queue, from where they were seen in it."""
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    if turn.kind is not TurnKind.SPEECH:
        raise Refusal(_("It stands beside the queue, where there is no order to change."))
    queue = queries.waiting(turn.phase)
    moved = move_item(queue, turn, steps, seen)
    if moved == queue:
        return
    queue = moved
    _number(queue)
    log.record(turn.workshop, "turn moved", by, now=now, turn=turn.id, place=queue.index(turn) + 1)


def drop(turn: Turn, by: Person, *, now: datetime) -> None:
    """Take someone out of the queue; a running speech is never touched."""
    if not turn.is_waiting:
        raise Refusal(_("%(name)s is no longer waiting.", name=turn.seat.name))
    close_turn(turn, TurnEnd.DROPPED, now)
    log.record(turn.workshop, "turn dropped", by, now=now, turn=turn.id)


def close_turn(turn: Turn, outcome: TurnEnd, now: datetime) -> None:
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
    phase.list_closed_at = None
    for turn in (beside := queries.waiting_beside(phase)):
        drop(turn, by, now=now)
    concerned = [turn.seat_id for turn in (*queries.waiting(phase), *beside)]
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


def on_seats_merging(
    former: Seat, *, kept: Seat, by: Person, now: datetime, **_details: Any
) -> None:
    """Whoever waited or spoke from two seats does so once: from the one that stays."""
    if queries.turns_under_way(kept):
        leave_floor(former, now=now, by=by)


def leave_floor(seat: Seat, *, now: datetime, by: Person, **_details: Any) -> None:
    """Whoever loses the seat neither speaks on nor waits."""
    for turn in queries.turns_under_way(seat):
        end = end_turn if turn.is_speaking else drop
        end(turn, by, now=now)
