"""The record of workshops as files."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.exports import views

    app.register_blueprint(views.bp)
