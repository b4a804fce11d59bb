"""Offering to take an act back, and doing so while the room stands where the act left it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from workshop import clock
from workshop.database import writing
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.undo import journal, reversal, words
from workshop.undo.acts import FINAL, GOES_BACK, IRREVOCABLE, MOVES
from workshop.undo.models import UndoOffer
from workshop.workshops import log, services
from workshop.workshops.models import LogEntry, Workshop

# How long the desk offers it, how much later a slow line may still bring the press, and when
# nothing of it is kept any longer.
OFFERED = timedelta(seconds=20)
SLOW_LINE = timedelta(seconds=10)
KEPT = timedelta(seconds=60)


def make(workshop_id: int | None, person: Any, *, now: datetime) -> None:
    """Within an act that can be taken back: keep how, and let its answer say so.

    What is final withdraws the offer before it: nobody takes back by it what went before.
    """
    if workshop_id is not None and person.is_authenticated and request.endpoint in FINAL:
        _withdraw(workshop_id, person)
        return
    kept = journal.current()
    if workshop_id is None or kept is None or not person.is_authenticated:
        return
    db.session.flush()
    workshop = db.session.get_one(Workshop, workshop_id)
    changes = kept.changes()
    is_final = changes is None or any(map(_is_for_good, kept.entries))
    endpoint = str(request.endpoint)
    if (is_final and endpoint not in GOES_BACK) or not (changes or kept.entries):
        return
    offer = UndoOffer(
        workshop_id=workshop.id,
        person_id=person.id,
        endpoint=endpoint,
        words=words.words_of(endpoint, kept.entries, g.get("answer", {}).get("message", "")),
        entries=[entry.number for entry in kept.entries],
        changes=[] if is_final else changes,
        moved_agenda=kept.has_moved_agenda(workshop.id),
        made_at=now,
        until=now + OFFERED,
    )
    db.session.add(offer)
    db.session.flush()
    if "answer" in g:
        g.answer["details"]["undo"] = as_told(offer)


def _withdraw(workshop_id: int, person: Any) -> None:
    db.session.execute(db.delete(UndoOffer).filter_by(workshop_id=workshop_id, person_id=person.id))
    if "answer" in g:
        g.answer["details"]["undo"] = None


def _is_for_good(entry: LogEntry) -> bool:
    """Whether it says of something done for good; to reveal no idea at all is nothing done."""
    return entry.verb in IRREVOCABLE and entry.details.get("ideas") != []


def as_told(offer: UndoOffer) -> dict[str, Any]:
    """What a page needs to show the offer."""
    address = url_for("undo.take_back", workshop_id=offer.workshop_id, offer_id=offer.id)
    return {"url": address, "words": offer.words, "until": clock.milliseconds(offer.until)}


def standing(person: Any, now: datetime) -> UndoOffer | None:
    """The last act that this person may still take back."""
    if not getattr(person, "is_authenticated", False):
        return None
    query = db.select(UndoOffer).filter(UndoOffer.person_id == person.id, UndoOffer.until > now)
    return db.session.scalar(query.order_by(UndoOffer.id.desc()).limit(1))


@dataclass(frozen=True)
class Undone:
    """What became of it: the seats it concerns, and whether only the agenda went back."""

    seats: set[int] = field(default_factory=set)
    went_back: bool = False


def take_back(workshop: Workshop, offer: UndoOffer, by: Person, *, now: datetime) -> Undone:
    """Put back what the act has changed; where the room has moved on, go back on the agenda."""
    if now > offer.until + SLOW_LINE:
        raise Refusal(_("The 20 seconds are over; this can no longer be undone."))
    since = _acts_since(offer)
    if offer.endpoint in GOES_BACK and (since or not offer.changes):
        return _go_back(workshop, offer, by, now)
    if since:
        raise Refusal(_("The room has moved on meanwhile; this can no longer be undone."))
    try:
        with db.session.begin_nested():
            concerned = reversal.apply(offer.changes)
    except Refusal:
        if offer.endpoint not in GOES_BACK:
            raise
        return _go_back(workshop, offer, by, now)
    db.session.expire_all()
    if offer.moved_agenda:
        workshop.agenda_version += 1
    _record(workshop, offer, by, now)
    db.session.delete(offer)
    db.session.flush()
    return Undone(concerned)


def _acts_since(offer: UndoOffer) -> list[LogEntry]:
    """What stands in the log after the act and would be cut off from under it."""
    last = max(offer.entries, default=0)
    since = log.standing([offer.workshop_id], after=last)
    if offer.entries and offer.moved_agenda:
        return [entry for entry in since if entry.verb not in log.BESIDE_THE_AGENDA]
    if not offer.entries:  # the act has no place in the log but its time
        since = [entry for entry in since if entry.at > offer.made_at]
    return [entry for entry in since if entry.verb in MOVES]


def _go_back(workshop: Workshop, offer: UndoOffer, by: Person, now: datetime) -> Undone:
    services.go_back(workshop, "", by, now=now, is_undo=True)
    db.session.delete(offer)
    return Undone(went_back=True)


def _record(workshop: Workshop, offer: UndoOffer, by: Person, now: datetime) -> None:
    log.record(workshop, log.UNDONE, by, now=now, entries=offer.entries, act=offer.endpoint)


def forget_old() -> None:
    """Nothing of an offer is kept once it is over."""
    over = clock.now() - KEPT
    old = db.select(UndoOffer.id).filter(UndoOffer.made_at < over)
    if db.session.scalar(old.limit(1)) is None:
        return
    with writing():
        db.session.execute(db.delete(UndoOffer).filter(UndoOffer.made_at < over))
