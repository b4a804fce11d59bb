"""Proposals, agreement checks, and the commitments they become."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    from workshop.commitments import models  # noqa: F401  the tables
