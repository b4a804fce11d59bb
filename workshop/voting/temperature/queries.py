"""Reads of temperature checks."""

from __future__ import annotations

from workshop.extensions import db
from workshop.voting.temperature.models import TemperatureAnswer, TemperatureCheck, TemperatureLink
from workshop.workshops.models import Seat, Workshop


def shown_check(workshop: Workshop) -> TemperatureCheck | None:
    """The check that is open, awaits its count, or whose result nobody has put away."""
    query = db.select(TemperatureCheck).filter_by(workshop_id=workshop.id, put_away_at=None)
    return db.session.scalar(query.order_by(TemperatureCheck.id.desc()).limit(1))


def counted(workshop: Workshop) -> list[TemperatureCheck]:
    """The checks of a workshop that were counted, in their order."""
    query = db.select(TemperatureCheck).filter(
        TemperatureCheck.workshop_id == workshop.id, TemperatureCheck.counted_at.is_not(None)
    )
    return list(db.session.scalars(query.order_by(TemperatureCheck.id)))


def face_of(seat: Seat) -> str:
    """Which face this seat has chosen in the open check, for its own page alone; else none."""
    query = (
        db.select(TemperatureAnswer.face)
        .join(TemperatureLink, TemperatureLink.answer_id == TemperatureAnswer.id)
        .filter(TemperatureLink.seat_id == seat.id)
    )
    face = db.session.scalar(query)
    return "none" if face is None else str(face)
