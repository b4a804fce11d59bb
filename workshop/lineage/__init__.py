"""The thread from a diagnosis to a milestone, and the reasoned response to what ends."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.lineage import models  # noqa: F401  the tables
