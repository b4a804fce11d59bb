"""Read-only pages for everyone: what was published, without an account and without a script."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.public import pages, views

    pages.bind(app)
    app.register_blueprint(views.bp)
