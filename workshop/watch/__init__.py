"""Watching the running site: what it counts, what it writes to its log, whether it is well.

Stands beside the features and knows none of them; they call it, a line each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def bind(app: Flask) -> None:
    """Bound before everything else, so that a request is timed from its beginning to its end."""
    from workshop.watch import requests, views

    requests.bind(app)
    app.register_blueprint(views.bp)
