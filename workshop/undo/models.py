"""What an act changed, kept for as long as it can be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.database import Instant, Model
from workshop.extensions import db
from workshop.people.models import Person
from workshop.workshops.models import Workshop


class UndoOffer(Model):
    """One act that its author may still take back; deleted as soon as it is, or may no longer be.

    It holds what the rows said before the act, and of what they said after it a digest alone.
    """

    __tablename__ = "undo_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    endpoint: Mapped[str] = mapped_column(String(80))
    # What was done, in the words in which its author was told.
    words: Mapped[str] = mapped_column(Text)
    # The numbers of the entries that the act has in the workshop's log.
    entries: Mapped[list[int]] = mapped_column(db.JSON)
    # In the order in which the act touched the rows; none where only the agenda can go back.
    changes: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON)
    moved_agenda: Mapped[bool]
    made_at: Mapped[Instant]
    # Until when the desk offers it.
    until: Mapped[Instant]

    workshop: Mapped[Workshop] = relationship()
    person: Mapped[Person] = relationship()
