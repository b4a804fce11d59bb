"""Reads of how ideas were weighed: the room's marks and lines, and one seat's own."""

from __future__ import annotations

from workshop.extensions import db
from workshop.ideas.analysis.marks import Weights, count_marks
from workshop.ideas.analysis.synergies import Pair, lines
from workshop.ideas.models import Idea, IdeaState, Mark, Synergy
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import PhaseState, Seat, SeatState, Workshop


def weights(workshop: Workshop) -> dict[int, Weights]:
    """The marks of those who are seated, counted for each idea that has any."""
    query = (
        db.select(Mark.idea_id, Mark.feasibility, Mark.value)
        .join(Idea, Idea.id == Mark.idea_id)
        .join(Seat, Seat.id == Mark.seat_id)
        .filter(Idea.workshop_id == workshop.id, Seat.state == SeatState.ADMITTED)
    )
    marks: dict[int, list[tuple[int | None, int | None]]] = {}
    for idea_id, feasibility, value in db.session.execute(query):
        marks.setdefault(idea_id, []).append((feasibility, value))
    return {idea_id: count_marks(of_idea) for idea_id, of_idea in marks.items()}


def marks_of(seat: Seat) -> dict[int, Mark]:
    """This seat's own marks by idea."""
    marks = db.session.scalars(db.select(Mark).filter_by(seat_id=seat.id))
    return {mark.idea_id: mark for mark in marks}


def joined_by(seat: Seat) -> dict[int, set[int]]:
    """For each idea those this seat holds together with it."""
    companions: dict[int, set[int]] = {}
    for line in db.session.scalars(db.select(Synergy).filter_by(seat_id=seat.id)):
        companions.setdefault(line.first_id, set()).add(line.second_id)
        companions.setdefault(line.second_id, set()).add(line.first_id)
    return companions


def synergy_lines(workshop: Workshop) -> tuple[dict[Pair, int], int]:
    """How many seats hold which two listed ideas together, and how many drew any line at all."""
    on_list = db.select(Idea.id).filter_by(workshop_id=workshop.id, state=IdeaState.LISTED)
    query = (
        db.select(Synergy.first_id, Synergy.second_id, Synergy.seat_id)
        .join(Seat, Seat.id == Synergy.seat_id)
        .filter(
            Synergy.first_id.in_(on_list),
            Synergy.second_id.in_(on_list),
            Seat.state == SeatState.ADMITTED,
        )
    )
    drawn = [((first, second), seat) for first, second, seat in db.session.execute(query)]
    return lines(drawn), len({seat for _pair, seat in drawn})


def analysis_is_over(workshop: Workshop) -> bool:
    """Whether the analysis has been gone through: then its counts are shown as they are."""
    done = [
        phase
        for phase in workshop.phases
        if phase.kind is PhaseKind.ANALYSIS and phase.state is not PhaseState.PENDING
    ]
    return bool(done) and workshop.kind is not PhaseKind.ANALYSIS
