"""`workshop serve`: the site."""

from __future__ import annotations

from workshop import serving  # patches the standard library: before everything else

# isort: split

import click

from workshop.cli.setting_up import make_app, upgrade_database
from workshop.monitoring import logs
from workshop.room import heartbeat


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port to listen on.",
)
def serve(host: str, port: int) -> None:
    """Bring the database up to date and serve."""
    app = make_app(ASYNC_MODE="gevent")
    upgrade_database(app)
    logs.configure(app.config["LOG_LEVEL"])
    heartbeat.start(app)
    serving.serve(
        app, host, port, on_ready=lambda: click.echo(f"Workshop is at http://{host}:{port}/")
    )
