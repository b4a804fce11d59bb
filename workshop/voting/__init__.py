"""Contests, the roll, ballots, counting rules and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def bind(app: Flask) -> None:
    from workshop.voting import context, deciding, practice, services, turnout, views

    services.listen()
    deciding.listen()
    practice.listen()
    context.register()
    turnout.register()
    app.register_blueprint(views.bp)
    app.register_blueprint(views.again_bp)
