"""The floor: who speaks, who waits, for how long."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.floor import context, services, views

    services.listen()
    context.register()
    app.register_blueprint(views.bp)
