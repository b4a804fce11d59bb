"""Workshops: seats, agenda, clock, and the room that sees them live."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.live import agenda_views, context, door_views, events, news, preparation, views

    context.register()
    app.after_request(news.name_versions)
    app.register_blueprint(views.bp)
    app.register_blueprint(agenda_views.bp)
    app.register_blueprint(door_views.bp)
    app.register_blueprint(preparation.bp)
    assert events  # its handlers must be known before the sockets are bound
