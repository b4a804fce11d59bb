"""The thread from a diagnosis to a milestone, and the reasoned response to what ends."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.lineage import (
        closing_views,
        lineage_views,
        models,  # noqa: F401  the tables
        response_views,
        rework_views,
    )

    app.register_blueprint(closing_views.bp)
    app.register_blueprint(response_views.bp)
    app.register_blueprint(lineage_views.bp)
    app.register_blueprint(rework_views.bp)
