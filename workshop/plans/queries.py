"""Reads of plans and themes."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import selectinload

from workshop.extensions import db
from workshop.plans.models import GIVEN, Identifier, Kind, Plan, Theme


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


def in_file(kind: Kind, row_id: int) -> dict[str, Any] | None:
    """What the file that brought a row says of it beyond our columns; None if none brought it."""
    query = db.select(Identifier.details).filter_by(kind=kind, row_id=row_id)
    details = db.session.scalar(query.limit(1))
    return details if details and GIVEN in details else None


def theme_in(plan_id: int, theme_id: int) -> Theme:
    """A theme of this plan; 404 for any other."""
    return db.first_or_404(db.select(Theme).filter_by(id=theme_id, plan_id=plan_id))


def theme_named(plan: Plan, name: str) -> Theme | None:
    return db.session.scalar(db.select(Theme).filter_by(plan_id=plan.id, name=name))
