"""Workshop: co-creation workshops, live, from the problem to the milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Build the application; see `assembly` for what it is made of.

    `overrides` are settings that win over the environment (tests, the demonstration).
    """
    # inner import: importing the package costs nothing, and the server can patch gevent first
    from workshop.assembly import assemble

    return assemble(overrides or {})
