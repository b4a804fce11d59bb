"""Who signed out in this browser: they are known again when they come back under their name.

Kept in the session, which is signed. A name alone lets nobody into another's seat, and neither does
a browser alone: a tablet goes from hand to hand.
"""

from __future__ import annotations

from flask import session

from workshop.people.models import Person, load_person

LEFT = "left"
# A tablet at the door may have served a few.
MOST = 8


def remember(person: Person) -> None:
    """Note, at signing out, who this was. Staff have a password instead."""
    if not person.is_staff:
        own = person.get_id()
        others = [kept for kept in session.get(LEFT, []) if kept != own]
        session[LEFT] = [own, *others][:MOST]
        session.permanent = True  # it outlives a phone that closes its browser


def left_here() -> list[Person]:
    """Those who signed out here, the last one first; nobody whose sessions were ended since."""
    return [person for kept in session.get(LEFT, []) if (person := load_person(kept))]
