"""Orders already answered: the same one sent twice is carried out once, and answered the same."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request, session
from flask_login import current_user
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop import clock
from workshop.database import Instant, Model
from workshop.extensions import db


class Order(Model):
    """An act that was carried out, kept so that a repeat gets the first answer."""

    __tablename__ = "answered_order"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # What its browser sent, together with its session and its address (`web.order_key`).
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[dict[str, Any]] = mapped_column(db.JSON)
    answered_at: Mapped[Instant]


def order_key() -> str:
    """The key under which this order is kept; empty if the browser sent none of its own.

    It fits only the same sender and the same act: what somebody else sends under the same key, or
    to another address, is another order. A sender is the person of the session or, before there is
    one, the session itself, known by the secret that the forms it was given carry.
    """
    key = request.headers.get("Idempotency-Key") or request.form.get("key", "")
    if current_user.is_authenticated:
        sender = f"person {current_user.get_id()}"
    elif secret := session.get("csrf_token"):
        sender = f"visitor {secret}"
    else:
        return ""
    words = (sender, request.method, request.path, key)
    return hashlib.sha256("\n".join(words).encode()).hexdigest() if key else ""


def take_turn(key: str) -> None:
    """Let the same order sent twice at once be carried out one after the other.

    SQLite has one writer anyway; PostgreSQL locks the key until the end of the transaction.
    """
    if key and db.engine.dialect.name != "sqlite":
        db.session.execute(
            db.select(db.func.pg_advisory_xact_lock(db.func.hashtextextended(key, 0)))
        )


def kept_answer(key: str) -> dict[str, Any] | None:
    """The answer already given to this person's order with this key, if there was one."""
    if not key or not current_user.is_authenticated:
        return None
    order = db.session.get(Order, (current_user.id, key))
    return None if order is None else order.answer


def keep_answer(key: str, answer: dict[str, Any]) -> None:
    """Keep the answer for a repeat, under whoever the session belongs to now."""
    if current_user.is_authenticated:
        order = Order(person_id=current_user.id, key=key, answer=answer, answered_at=clock.now())
        db.session.add(order)
