"""Plans and their themes."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.plans import views

    app.register_blueprint(views.bp)
