"""The record of workshops as files."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.exports import (
        editions,
        minutes_views,
        models,  # noqa: F401  the tables
        plan_views,
        views,
    )

    editions.listen()
    app.register_blueprint(views.bp)
    app.register_blueprint(plan_views.bp)
    app.register_blueprint(minutes_views.bp)
