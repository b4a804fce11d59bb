"""Contests, the roll, ballots, counting rules and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def bind(app: Flask) -> None:
    from workshop.voting import (
        assisted_views,
        context,
        deciding,
        practice,
        record_views,
        room_views,
        services,
        turnout,
        views,
    )

    services.listen()
    deciding.listen()
    practice.listen()
    context.register()
    turnout.register()
    app.register_blueprint(views.bp)
    app.register_blueprint(views.again_bp)
    app.register_blueprint(room_views.bp)
    app.register_blueprint(assisted_views.bp)
    app.register_blueprint(record_views.bp)
    app.add_url_rule("/voting/promise", "voting.promise", room_views.promise)
