"""Ideas that answer problems: written, weighed, merged, voted on."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.ideas import models  # noqa: F401  the tables
