"""What an act is called for whoever has done it, from what it has put on record."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.floor.models import Turn
from workshop.undo.acts import UNDOABLE
from workshop.workshops.guides import TITLES
from workshop.workshops.models import LogEntry, Seat

# As much of a text as tells it apart from the others.
LONGEST_TEXT = 60


def words_of(endpoint: str, entries: Sequence[LogEntry], answer: str) -> str:
    """The act in a sentence; where it has none of its own, what its answer said."""
    sentence = UNDOABLE[endpoint]
    return str(sentence) % _facts(entries) if sentence else str(answer)


def _facts(entries: Sequence[LogEntry]) -> dict[str, str]:
    """The phase, the person and the text that the act was last about."""
    details = {name: value for entry in entries for name, value in entry.details.items()}
    return {
        "phase": str(TITLES.get(details.get("phase", ""), "")),
        "minutes": str(details.get("minutes", "")),
        "name": _name(details.get("turn"), details.get("seat")),
        "text": _text(details.get("problem")),
    }


def _name(turn_id: int | None, seat_id: int | None) -> str:
    if turn_id:
        return db.session.get_one(Turn, turn_id).seat.name
    return db.session.get_one(Seat, seat_id).name if seat_id else ""


def _text(problem_id: int | None) -> str:
    text = db.session.get_one(Problem, problem_id).text if problem_id else ""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
