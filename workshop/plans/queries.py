"""Reads of plans and themes."""

from __future__ import annotations

from sqlalchemy.orm import selectinload

from workshop.extensions import db
from workshop.plans.models import Plan, Theme


def plans() -> list[Plan]:
    """All plans with their themes, the latest first."""
    query = (
        db.select(Plan)
        .options(selectinload(Plan.themes))
        .order_by(Plan.first_year.desc(), Plan.id.desc())
    )
    return list(db.session.scalars(query))


def plan(plan_id: int) -> Plan:
    """The plan with its themes; 404 when there is none."""
    return db.first_or_404(db.select(Plan).filter_by(id=plan_id).options(selectinload(Plan.themes)))


def plan_named(name: str) -> Plan | None:
    return db.session.scalar(db.select(Plan).filter_by(name=name))


def theme_in(plan_id: int, theme_id: int) -> Theme:
    """A theme of this plan; 404 for any other."""
    return db.first_or_404(db.select(Theme).filter_by(id=theme_id, plan_id=plan_id))


def theme_named(plan: Plan, name: str) -> Theme | None:
    return db.session.scalar(db.select(Theme).filter_by(plan_id=plan.id, name=name))
