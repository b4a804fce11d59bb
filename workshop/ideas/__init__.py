"""Ideas that answer problems: written, weighed, merged, voted on."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.ideas import (
        analysis_context,
        analysis_news,
        analysis_views,
        ballot_list,
        formulating,
        formulation_context,
        formulation_views,
        models,  # noqa: F401  the tables
        opinion_views,
        reconfiguring_context,
        reconfiguring_views,
    )

    ballot_list.register()
    ballot_list.listen()
    formulating.listen()
    formulation_context.register()
    analysis_context.register()
    analysis_news.register()
    reconfiguring_context.register()
    app.register_blueprint(formulation_views.bp)
    app.register_blueprint(opinion_views.bp)
    app.register_blueprint(analysis_views.bp)
    app.register_blueprint(reconfiguring_views.bp)
