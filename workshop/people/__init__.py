"""Organizations, persons, and how they come in."""

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.people import join_views, links, list_views, models, views

    assert join_views  # both add their pages to the blueprint of views
    assert list_views
    models.bind_sign_in()
    app.jinja_env.globals["absolute"] = links.absolute
    app.register_blueprint(views.bp)
