"""What is written down: contributions, the summary, the officials' comments."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.contributions import context, views

    context.register()
    app.register_blueprint(views.bp)
