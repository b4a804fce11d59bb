"""Acts on plans and their themes."""

from __future__ import annotations

from flask_babel import gettext as _

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.plans.models import Plan, Theme
from workshop.plans.order import move_item


def create_plan(name: str, first_year: int, last_year: int) -> Plan:
    """A new action plan, without themes yet."""
    plan = Plan(name=name, first_year=first_year, last_year=last_year)
    db.session.add(plan)
    db.session.flush()
    return plan


def change_plan(plan: Plan, name: str, first_year: int, last_year: int) -> None:
    """Give a plan another name or other years."""
    plan.name, plan.first_year, plan.last_year = name, first_year, last_year
    db.session.flush()


def add_theme(plan: Plan, name: str) -> Theme:
    """A further theme, at the end of the plan's list."""
    position = max((theme.position for theme in plan.themes), default=-1) + 1
    theme = Theme(plan=plan, name=name, position=position, is_developed=True, note="")
    db.session.add(theme)
    db.session.flush()
    return theme


def change_theme(theme: Theme, name: str, is_developed: bool, note: str) -> None:
    """Rename a theme, or say why it is not developed. A theme that stops keeps its place."""
    if not is_developed and not note.strip():
        raise Refusal(_("Say why the theme is not developed; the reason is published."))
    theme.name, theme.is_developed, theme.note = name, is_developed, note
    db.session.flush()


def move_theme(theme: Theme, step: int, seen: int | None = None) -> None:
    """Move a theme one place up (-1) or down (1) from where it was seen."""
    for position, each in enumerate(move_item(theme.plan.themes, theme, step, seen)):
        each.position = position
    db.session.flush()
    db.session.expire(theme.plan, ["themes"])
