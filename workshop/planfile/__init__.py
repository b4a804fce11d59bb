"""A plan as one file: read whole or refused whole, and written back the same."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.planfile import views

    app.register_blueprint(views.bp)
