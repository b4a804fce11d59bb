"""What is one person's own on a live page, beside the parts that an audience shares.

A part is drawn once for everybody; what only its owner may see (their drafts, what became of
their ideas) is a fragment of its own. It comes with the page and is fetched anew, from an address
that answers each person with theirs, whenever a part it goes with has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from markupsafe import Markup

from workshop.workshops.guides import Role
from workshop.workshops.models import Seat

Context = Callable[[Seat, datetime], dict[str, Any] | None]


@dataclass(frozen=True)
class Fragment:
    """Its template, and what it is drawn from; None when there is nothing to show now."""

    template: str
    context: Context
    # Whose pages have it; of all others it is not even asked for. None: everybody's.
    roles: frozenset[Role] | None = None


FRAGMENTS: dict[str, Fragment] = {}


def register(
    name: str, template: str, context: Context, roles: frozenset[Role] | None = None
) -> None:
    """Make a fragment known by the name under which pages and the address ask for it."""
    FRAGMENTS[name] = Fragment(template, context, roles)


def is_for(name: str, seat: Seat | None) -> bool:
    """Whether the page of this seat has a place for the fragment."""
    roles = FRAGMENTS[name].roles
    return roles is None or (seat is not None and seat.role in roles)


def draw_fragment(name: str, seat: Seat | None, now: datetime) -> Markup:
    """The fragment as it stands for this seat; empty for those who have no seat."""
    fragment = FRAGMENTS[name]
    context = fragment.context(seat, now) if seat and is_for(name, seat) else None
    if seat is None or context is None:
        return Markup("")
    return Markup(render_template(fragment.template, workshop=seat.workshop, seat=seat, **context))
