"""The parts of the live screens, each rendered once for everyone who sees the same.

A part is one partial, the very one the page is first drawn with. Who sees the same is an
*audience*: a kind of seat in a language. A part may not look at the person; what is a person's own
comes as small facts (`personal`) that the page's style acts on. Features below register theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from workshop.language import LANGUAGES, current
from workshop.workshops.guides import MODERATING, Action, Role, actions_of, is_ever_allowed
from workshop.workshops.models import Seat, Workshop

Context = Callable[[Workshop, "Audience", datetime], dict[str, Any]]

# In what a part holds in place of the page's own CSRF token; see `for_page`.
TOKEN_PLACE = Markup("<!--token-->")

# News goes out in this order: to most people first, last to the desk, which takes longest to draw.
ROLE_OF = {
    "participant": Role.TITULAR,
    "screen": Role.OBSERVER,
    "official": Role.OFFICIAL,
    "rapporteur": Role.RAPPORTEUR,
    "observer": Role.OBSERVER,
    "moderator": Role.MODERATOR,
}


@dataclass(frozen=True)
class Audience:
    """Those who see the same: a kind of seat, reading one language."""

    name: str
    language: str

    @property
    def role(self) -> Role:
        return ROLE_OF[self.name]

    @property
    def view(self) -> str:
        return {"moderator": "desk", "screen": "screen"}.get(self.name, "room")

    @property
    def is_desk(self) -> bool:
        return self.view == "desk"

    @property
    def is_screen(self) -> bool:
        return self.view == "screen"

    def may_ever(self, action: Action) -> bool:
        """Whether the form of an act is drawn at all; the page hides it until it is allowed."""
        return is_ever_allowed(self.role, action)

    def room(self, workshop_id: int) -> str:
        """The socket room in which this audience of a workshop listens."""
        return f"{workshop_id}/{self.name}/{self.language}"


AUDIENCES = [Audience(name, language) for name in ROLE_OF for language in LANGUAGES]


def audience_of(seat: Seat | None, language: str | None = None) -> Audience:
    """The audience a seat belongs to; without a seat (the SGP) it is an observer's."""
    language = language or current()
    if seat is None or seat.role in (Role.OBSERVER, Role.CLERK):
        return Audience("observer", language)
    if seat.role in MODERATING:
        return Audience("moderator", language)
    if seat.role in (Role.RAPPORTEUR, Role.OFFICIAL):
        return Audience(str(seat.role), language)
    return Audience("participant", language)


def at_the_desk(language: str | None = None) -> Audience:
    """The audience of the moderator's pages, which the SGP sees without a seat."""
    return Audience("moderator", language or current())


@dataclass(frozen=True)
class Part:
    """A region of the live screens: its template in each view, and what it is drawn from.

    One that has a label stands with the others that have one, in the order of their registration;
    the rest have a place of their own on each page.
    """

    templates: dict[str, str]
    context: Context
    label: Any = ""


PARTS: dict[str, Part] = {}
PERSONAL: dict[str, Callable[[Seat], str]] = {}
COUNTS: dict[str, Callable[[Workshop], list[dict[str, int]]]] = {}


def register(name: str, context: Context, *, label: Any = "", **templates: str) -> None:
    """Make a part known. `templates` maps a view (room, desk, screen) to its partial."""
    PARTS[name] = Part(templates, context, label)


def labels_in(view: str) -> dict[str, Any]:
    """The labels of the parts that stand together in this view, in order."""
    return {
        name: part.label for name, part in PARTS.items() if part.label and view in part.templates
    }


def personal(name: str, fact: Callable[[Seat], str]) -> None:
    """Make one small fact about a seat known to its own page, such as "waiting"."""
    PERSONAL[name] = fact


def register_counts(name: str, counts: Callable[[Workshop], list[dict[str, int]]]) -> None:
    """Make counts known that are told without a new version, as they stand."""
    COUNTS[name] = counts


def counts_of(workshop: Workshop) -> dict[str, list[dict[str, int]]]:
    """What was counted since the version, for a page that may have missed some of it."""
    by_name = {name: counts(workshop) for name, counts in COUNTS.items()}
    return {name: counts for name, counts in by_name.items() if counts}


def facts_of(seat: Seat | None) -> dict[str, str]:
    """What a page says about the person in front of it."""
    return {name: fact(seat) if seat else "none" for name, fact in PERSONAL.items()}


def allows(workshop: Workshop, audience: Audience) -> str:
    """What this audience may do now, and the kind of phase, as words the page's style acts on."""
    words = [str(action) for action in actions_of(workshop.kind_in_force, audience.role)]
    return " ".join([*words, f"kind-{workshop.kind or 'none'}"])


def render_parts(
    workshop: Workshop, audience: Audience, now: datetime, changed: set[str] | None = None
) -> dict[str, str]:
    """Every part this audience sees, at the workshop's present version.

    What was drawn before is kept. `changed` names the parts that the step from the version before
    has changed; without it, an older drawing is not trusted.
    """
    kept = _drawings()
    key = (workshop.id, audience)
    version, drawn = kept.get(key, (0, {}))
    seen = {name: part for name, part in PARTS.items() if audience.view in part.templates}
    if version == workshop.version:
        changed = set()
    elif changed is None or version != workshop.version - 1:
        drawn = {}
    afresh = [name for name in seen if name not in drawn or name in (changed or ())]
    if afresh:
        with force_locale(audience.language):
            new = {name: _render(seen[name], workshop, audience, now) for name in afresh}
        drawn = {name: new[name] if name in new else drawn[name] for name in seen}
    kept[key] = (workshop.version, drawn)
    return drawn


def forget(workshop_id: int, name: str) -> None:
    """Let a part be drawn anew for the next page: it has changed without a new version."""
    kept = _drawings()
    for key, (version, drawn) in list(kept.items()):
        if key[0] == workshop_id and name in drawn:
            kept[key] = (version, {other: drawn[other] for other in drawn if other != name})


def _drawings() -> dict[tuple[int, Audience], tuple[int, dict[str, str]]]:
    """The drawings of this process, each with the version it shows."""
    kept: dict[tuple[int, Audience], tuple[int, dict[str, str]]]
    kept = current_app.extensions.setdefault("workshop_parts", {})
    return kept


def _render(part: Part, workshop: Workshop, audience: Audience, now: datetime) -> str:
    return render_template(
        part.templates[audience.view],
        workshop=workshop,
        audience=audience,
        now=now,
        csrf_field=lambda: TOKEN_PLACE,
        **part.context(workshop, audience, now),
    )


def for_page(drawn: dict[str, str], token_field: str) -> dict[str, Markup]:
    """The parts for a page load, whose forms carry the person's own token."""
    return {name: Markup(html.replace(TOKEN_PLACE, token_field)) for name, html in drawn.items()}
