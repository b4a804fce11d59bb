"""Proposals, agreement checks, and the commitments they become."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.commitments import (
        adopting,
        agreement_views,
        checking,
        context,
        models,  # noqa: F401  the tables
        proposal_views,
        record_step_views,
        record_views,
        strengthening,
        strengthening_views,
    )

    strengthening.listen()
    checking.listen()
    adopting.listen()
    context.register()
    app.register_blueprint(proposal_views.bp)
    app.register_blueprint(strengthening_views.bp)
    app.register_blueprint(agreement_views.bp)
    app.register_blueprint(record_views.bp)
    app.register_blueprint(record_step_views.bp)
