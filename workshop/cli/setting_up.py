"""The application that a command works with, and its database."""

from __future__ import annotations

import click
from flask import Flask
from flask_migrate import upgrade

from workshop import create_app
from workshop.extensions import db


def make_app(**settings: object) -> Flask:
    """The application with the environment's settings; says which is missing."""
    try:
        return create_app(settings)
    except RuntimeError as error:
        raise click.ClickException(str(error)) from None


def upgrade_database(app: Flask) -> None:
    with app.app_context():
        upgrade()


def set_up_database(app: Flask) -> None:
    """Bring the database up to date, unless its tables were made by other means than migrations."""
    with app.app_context():
        tables = db.inspect(db.engine).get_table_names()
    if not tables or "alembic_version" in tables:
        upgrade_database(app)
