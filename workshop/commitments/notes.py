"""The notes by which warnings stand: which are answered, and which are open.

A note answers a warning for the words that the warning is about. When these change it is open
again, and the former note is offered beside it: who reads the new words decides whether it holds.
What was accepted before those words were kept stands in a record that is no draft, whose words
cannot have changed since it was complete; in a draft it is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from workshop.commitments import checks, queries
from workshop.commitments.checks import Warned
from workshop.commitments.editing import versions
from workshop.commitments.models import Commitment, CommitmentState, WarningNote
from workshop.errors import Refusal
from workshop.people.models import Person


@dataclass(frozen=True)
class Answered:
    """A warning with its note; without one, or with that to former words, it is open."""

    warning: Warned
    note: WarningNote | None
    is_open: bool


def answered(commitment: Commitment) -> list[Answered]:
    """Every warning of the record as it is now."""
    notes = {note.key: note for note in commitment.notes}
    content = versions.content(commitment)
    return [
        Answered(warning, note, note is None or not _holds(commitment, note, warning))
        for warning in checks.warnings(content, queries.surroundings_of(commitment))
        for note in [notes.get(warning.key)]
    ]


def _holds(commitment: Commitment, note: WarningNote, warning: Warned) -> bool:
    if not note.about:
        return commitment.state is not CommitmentState.DRAFT
    return note.about == warning.about


def standing(commitment: Commitment) -> list[WarningNote]:
    """The notes by which warnings stand; of a published record those it was published with."""
    is_published = commitment.state is CommitmentState.PUBLISHED
    if all(is_published and note.about for note in commitment.notes):
        return list(commitment.notes)
    return [
        row.note for row in answered(commitment) if row.note and (not row.is_open or is_published)
    ]


def as_kept(commitment: Commitment) -> list[dict[str, Any]]:
    """The same as plain values, for versions and files: what is said in any language, and why.

    `is_public` is not said of a note that was written before it was known that notes are published.
    """
    return [
        {
            "kind": note.kind,
            "values": note.values,
            "note": note.note,
            "is_public": bool(note.about),
        }
        for note in standing(commitment)
    ]


def accept(commitment: Commitment, key: str, text: str, by: Person, *, now: datetime) -> None:
    """Let a warning stand, and say why: any time before the record is published."""
    _require_unpublished(commitment)
    warning = next((row.warning for row in answered(commitment) if row.warning.key == key), None)
    if warning is None:
        raise Refusal(_("The record no longer has this warning. Reload the page."))
    note = next((note for note in commitment.notes if note.key == key), None)
    if note is None:
        note = WarningNote(key=key)
        commitment.notes.append(note)
    note.kind, note.values, note.about = warning.kind, warning.values, warning.about
    note.note, note.person_id, note.noted_at = text, by.id, now


def take_back(commitment: Commitment, key: str) -> None:
    """Let a warning count again."""
    _require_unpublished(commitment)
    commitment.notes = [note for note in commitment.notes if note.key != key]


def _require_unpublished(commitment: Commitment) -> None:
    if commitment.state is CommitmentState.PUBLISHED:
        raise Refusal(_("The record is published, and its notes with it."))


def settle(commitment: Commitment) -> None:
    """Leave the notes that the record is published with; `Refusal` while a warning has none."""
    rows = answered(commitment)
    if left := [row.warning.sentence for row in rows if row.is_open]:
        raise Refusal(
            _(
                "The record cannot be published while a warning has no note. %(warnings)s",
                warnings=" ".join(f"{sentence.rstrip('.')}." for sentence in left),
            )
        )
    for row in rows:
        if row.note:
            row.note.kind, row.note.values = row.warning.kind, row.warning.values
    commitment.notes = [row.note for row in rows if row.note]
