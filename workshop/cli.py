"""The `workshop` command. Only click is imported here, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask


@click.group(name="workshop")
def main() -> None:
    """Run co-creation workshops, live, from the problem to the milestone."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Bring the database up to date and serve."""
    from workshop import serving  # patches the standard library: before everything else

    app = _app(ASYNC_MODE="gevent")
    _upgrade(app)
    from workshop.live import pulse

    pulse.start(app)
    serving.serve(
        app, host, port, on_ready=lambda: click.echo(f"Workshop is at http://{host}:{port}/")
    )


@main.command("db-upgrade")
def db_upgrade() -> None:
    """Bring the database up to date."""
    _upgrade(_app())


@main.command("create-admin")
@click.option("--name", prompt="Name", help="As others will see it.")
@click.option("--email", prompt="E-mail", help="To sign in with.")
@click.password_option(help="Asked for twice when left out.")
def create_admin(name: str, email: str, password: str) -> None:
    """Open the account of an administrator of the SGP."""
    app = _app()
    from workshop import clock
    from workshop.database import writing
    from workshop.errors import Refusal
    from workshop.people import passwords, services

    if not name.strip() or "@" not in email:
        raise click.ClickException("A name and an e-mail address are needed.")
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise click.ClickException(
            f"A password has {passwords.SHORTEST} to {passwords.LONGEST} characters."
        )
    try:
        with app.app_context(), writing():
            services.add_staff(name, email, password, is_admin=True, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"{name.strip()} can now sign in with {email.strip().lower()}.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def recount(file: Path) -> None:
    """Count the contest in FILE; print canonical JSON."""
    from workshop.voting.contest_file import recount_file

    status, result, faults = recount_file(file)
    for line in faults:
        click.echo(line, err=True)
    if result:
        click.echo(result)
    sys.exit(status)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def verify(file: Path) -> None:
    """Check the record of a contest in FILE: chain, seal, codes, count."""
    from workshop.voting.verify import verify_file

    status, findings, faults = verify_file(file)
    for line in faults:
        click.echo(line, err=True)
    for line in findings:
        click.echo(line)
    sys.exit(status)


@main.command()
@click.option("--hurry", default=1.0, show_default=True, help="How many times faster time runs.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-browser", is_flag=True, help="Only print the links.")
def demo(hurry: float, port: int, no_browser: bool) -> None:
    """Open a believable plan in a fresh database."""
    from workshop import demo

    demo.run(hurry=hurry, port=port, open_browser=not no_browser)


def _app(**settings: object) -> Flask:
    from workshop import create_app

    try:
        return create_app(settings)
    except RuntimeError as error:
        raise click.ClickException(str(error)) from None


def _upgrade(app: Flask) -> None:
    from flask_migrate import upgrade

    with app.app_context():
        upgrade()
    click.echo("The database is up to date.")


if __name__ == "__main__":
    main()
