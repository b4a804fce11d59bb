"""Orders already answered: the same one sent twice is carried out once, and answered the same.

An order is the same when it comes with the key of an earlier one: a line that was lost between the
act and its answer. It is also the same when it says, within moments, just what its sender's last
one said: a button that was pressed twice. What may well be wanted twice (`web.step`), such as one
minute more, says what it was pressed on (`seen`), and that is another thing the second time. What
others may have reversed between two presses may be meant anew (`web.reversible`).
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from flask import current_app, request, session
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


class Press(Model):
    """The last act of a person: pressed again within moments, it is the same press."""

    __tablename__ = "last_press"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # A seal over its address and its fields, which nobody can read them from.
    said: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(db.JSON)
    pressed_at: Mapped[Instant]


Answer = dict[str, Any]

PRESSED_TWICE_WITHIN = timedelta(seconds=2)
# What differs between two presses of the same button.
OF_ONE_PRESS = frozenset({"csrf_token", "key"})
# An order that proves who sends it is never answered from memory, and no password is kept there.
PROOF = "current"
SECRETS = frozenset({"password", "again"})


def press_said(*, is_step: bool) -> str:
    """What this order says, sealed; empty when no other can be the same press."""
    fields = sorted(request.form.items(multi=True))
    if not current_user.is_authenticated or PROOF in request.form:
        return ""
    if is_step and "seen" not in request.form:
        return ""
    said = [(name, value) for name, value in fields if name not in OF_ONE_PRESS | SECRETS]
    words = repr((current_user.get_id(), request.path, said, files_said()))
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()


def files_said() -> list[tuple[str, str]]:
    """The files that came along, each by its field and what it holds."""
    files = []
    for name, file in request.files.items(multi=True):
        files.append((name, hashlib.sha256(file.stream.read()).hexdigest()))
        file.stream.seek(0)
    return files


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


def kept_answer(key: str) -> Answer | None:
    """The answer already given to this person's order, if it came with this key before."""
    if not key or not current_user.is_authenticated:
        return None
    order = db.session.get(Order, (current_user.id, key))
    return order.answer if order else None


def last_answer(said: str) -> Answer | None:
    """The answer to this person's last order, if it said the same, and that moments ago."""
    last = db.session.get(Press, current_user.id) if said else None
    if last is None or last.said != said:
        return None
    return last.answer if clock.now() - last.pressed_at < PRESSED_TWICE_WITHIN else None


def keep_answer(key: str, said: str, answer: Answer) -> None:
    """Keep the answer for a repeat, under whoever the session belongs to now."""
    if not current_user.is_authenticated:
        return
    now = clock.now()
    if key:
        order = Order(person_id=current_user.id, key=key, answer=answer, answered_at=now)
        db.session.add(order)
    db.session.merge(Press(person_id=current_user.id, said=said, answer=answer, pressed_at=now))
