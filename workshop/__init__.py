"""Workshop: co-creation workshops, live, from the problem to the milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Build the application: settings, extensions, features from the first to the last, sockets.

    `overrides` are settings that win over the environment (tests, the demonstration). Imports are
    made here so that importing the package costs nothing and the server can patch first.
    """
    from flask import Flask

    from workshop import browser_files, config, errors, extensions, language, watch, web

    app = Flask(__name__, static_url_path=f"/static/{browser_files.digest()}")
    config.load(app, overrides or {})
    watch.bind(app)
    extensions.bind(app)
    browser_files.bind(app)
    language.bind(app)
    web.bind(app)
    errors.bind(app)

    from workshop import (
        commitments,
        contributions,
        diagnoses,
        exports,
        floor,
        ideas,
        lineage,
        live,
        people,
        planfile,
        plans,
        public,
        voting,
    )

    for feature in (
        people,
        plans,
        diagnoses,
        live,
        floor,
        contributions,
        voting,
        lineage,
        ideas,
        commitments,
        planfile,
        exports,
        public,
    ):
        feature.bind(app)
    extensions.bind_sockets(app)
    return app
