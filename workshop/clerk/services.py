"""What the clerk does for people in the hall without a device. It never casts a vote.

Each act is stored with the seat it is done for and the clerk's, and the log names the clerk: no act
stands under a name whose bearer has not done it. Whoever has a device acts for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.contributions import services as contributions
from workshop.contributions.models import Contribution
from workshop.diagnoses.models import Problem
from workshop.errors import Refusal
from workshop.floor import services as floor
from workshop.floor.models import Turn
from workshop.ideas.formulation import services as formulation
from workshop.ideas.models import Idea
from workshop.proposals.models import Field, Proposal, Suggestion
from workshop.proposals.strengthening import services as strengthening
from workshop.room import presence
from workshop.workshops import attendance
from workshop.workshops.guides import VOTING
from workshop.workshops.models import Came, Seat, SeatState


def is_in_hall(seat: Seat) -> bool:
    """Whether somebody takes part from the hall: marked as present, and without the room open."""
    return (
        seat.state is SeatState.ADMITTED
        and seat.role in VOTING
        and seat.ticked_at is not None
        and not has_device(seat)
    )


def has_device(seat: Seat) -> bool:
    """Whether the room is open on a page of this seat's own."""
    return seat.id in presence.present(seat.workshop_id)


def _require_in_hall(seat: Seat) -> None:
    if seat.state is not SeatState.ADMITTED or seat.role not in VOTING:
        raise Refusal(_("The clerk acts only for people who take part."))
    if has_device(seat):
        sentence = _("%(name)s has the room open: whoever has a device acts under their own name.")
        raise Refusal(sentence % {"name": seat.name})
    if seat.ticked_at is None:
        raise Refusal(_("Mark %(name)s as present in the hall first.", name=seat.name))


def mark_present(clerk: Seat, seat: Seat, *, now: datetime) -> None:
    if has_device(seat):
        raise Refusal(_("%(name)s has the room open and is present already.", name=seat.name))
    attendance.tick(seat, clerk.person, now=now, how=Came.CLERK)


def take_mark_back(clerk: Seat, seat: Seat, *, now: datetime) -> None:
    attendance.untick(seat, clerk.person, now=now)


def ask_for_floor(clerk: Seat, seat: Seat, *, now: datetime) -> Turn:
    _require_in_hall(seat)
    return floor.ask_for_floor(seat, now=now, clerk=clerk)


def withdraw(clerk: Seat, seat: Seat, *, now: datetime) -> None:
    _require_in_hall(seat)
    floor.withdraw(seat, now=now, clerk=clerk)


def contribute(clerk: Seat, seat: Seat, text: str, about: Any, *, now: datetime) -> Contribution:
    """Write down what somebody in the hall says of a problem, idea or proposal, or of the theme."""
    _require_in_hall(seat)
    contribution = contributions.contribute(seat, text, about, now=now, clerk=clerk)
    attendance.note_seat(seat, Came.ACTED, now=now)
    return contribution


def propose_problem(clerk: Seat, seat: Seat, text: str, *, now: datetime) -> Problem:
    _require_in_hall(seat)
    problem = contributions.propose_problem(seat, text, now=now, clerk=clerk)
    attendance.note_seat(seat, Came.ACTED, now=now)
    return problem


def write_idea(
    clerk: Seat, seat: Seat, text: str, problems: Iterable[Problem], *, now: datetime
) -> Idea:
    _require_in_hall(seat)
    idea = formulation.write_for(seat, clerk, text, problems, now=now)
    attendance.note_seat(seat, Came.ACTED, now=now)
    return idea


def suggest(
    clerk: Seat,
    seat: Seat,
    proposal: Proposal,
    subject: Field,
    text: str,
    seen: int,
    *,
    now: datetime,
) -> Suggestion:
    """Suggest another title or scope; `seen` is the wording that was on the clerk's screen."""
    _require_in_hall(seat)
    suggestion = strengthening.suggest(
        seat, proposal, subject, text, None, "", seen, now=now, clerk=clerk
    )
    attendance.note_seat(seat, Came.ACTED, now=now)
    return suggestion
