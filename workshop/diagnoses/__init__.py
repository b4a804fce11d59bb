"""Diagnoses, and the problems they name."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.diagnoses import views

    app.register_blueprint(views.bp)
