"""What is done before a site is served: its tables, its administrator, a look at what is wrong."""

from __future__ import annotations

import os
import sys

import click

from workshop import clock, create_app
from workshop.cli.setting_up import make_app, set_up_database, upgrade_database
from workshop.database import writing
from workshop.errors import Refusal
from workshop.monitoring.doctor import look, report
from workshop.people import passwords, services
from workshop.text import has_letter, one_line

# As the columns of a person have it.
LONGEST_NAME, LONGEST_EMAIL = 120, 254


@click.command()
def doctor() -> None:
    """Look for what is wrong with this installation, and say what to do."""
    is_well = True
    for lines, is_fault in report(look(create_app, os.environ)):
        click.echo(lines)
        is_well = is_well and not is_fault
    sys.exit(0 if is_well else 1)


@click.command("db-upgrade")
def db_upgrade() -> None:
    """Bring the database up to date."""
    upgrade_database(make_app())
    click.echo("The database is up to date.")


@click.command("create-admin")
@click.option("--name", prompt="Name", help="As others will see it.")
@click.option("--email", prompt="E-mail", help="To sign in with.")
@click.password_option(help="Asked for twice when left out.")
def create_admin(name: str, email: str, password: str) -> None:
    """Bring the database up to date and open the account of an administrator of the SGP."""
    app = make_app()
    name, email = one_line(name), one_line(email)
    require_fitting(name, email, password)
    set_up_database(app)
    try:
        with app.app_context(), writing():
            services.add_staff(name, email, password, is_admin=True, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"{name} can now sign in with {email.lower()}.")


def require_fitting(name: str, email: str, password: str) -> None:
    """Say what is wrong with what an account would be opened with."""
    if not has_letter(name) or "@" not in email:
        raise click.ClickException("A name and an e-mail address are needed.")
    if len(name.strip()) > LONGEST_NAME or len(email.strip()) > LONGEST_EMAIL:
        raise click.ClickException(
            f"A name has at most {LONGEST_NAME} characters, an e-mail address {LONGEST_EMAIL}."
        )
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise click.ClickException(
            f"A password has {passwords.SHORTEST} to {passwords.LONGEST} characters."
        )
