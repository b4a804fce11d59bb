"""The `workshop` command. Only click is imported here, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask


class Commands(click.Group):
    """The commands; what the machine refuses them is told in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:  # all but a fault of ours, which is raised again
            if sentence := _what_is_wrong(error):
                raise click.ClickException(sentence) from None
            raise


PORT = click.IntRange(0, 65_535)
# As the columns of a person have it.
LONGEST_NAME, LONGEST_EMAIL = 120, 254


@click.group(name="workshop", cls=Commands)
def main() -> None:
    """Run co-creation workshops, live, from the problem to the milestone."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Bring the database up to date and serve."""
    from workshop import serving  # patches the standard library: before everything else

    app = _app(ASYNC_MODE="gevent")
    _upgrade(app)
    from workshop.monitoring import logs
    from workshop.room import heartbeat

    logs.configure(app.config["LOG_LEVEL"])
    heartbeat.start(app)
    serving.serve(
        app, host, port, on_ready=lambda: click.echo(f"Workshop is at http://{host}:{port}/")
    )


@main.command()
def doctor() -> None:
    """Look for what is wrong with this installation, and say what to do."""
    from workshop import create_app
    from workshop.monitoring.doctor import look, report

    is_well = True
    for lines, is_fault in report(look(create_app, os.environ)):
        click.echo(lines)
        is_well = is_well and not is_fault
    sys.exit(0 if is_well else 1)


@main.command("db-upgrade")
def db_upgrade() -> None:
    """Bring the database up to date."""
    _upgrade(_app())
    click.echo("The database is up to date.")


@main.command("create-admin")
@click.option("--name", prompt="Name", help="As others will see it.")
@click.option("--email", prompt="E-mail", help="To sign in with.")
@click.password_option(help="Asked for twice when left out.")
def create_admin(name: str, email: str, password: str) -> None:
    """Bring the database up to date and open the account of an administrator of the SGP."""
    app = _app()
    from workshop import clock
    from workshop.database import writing
    from workshop.errors import Refusal
    from workshop.people import passwords, services
    from workshop.text import has_letter, one_line

    name, email = one_line(name), one_line(email)
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
    _set_up(app)
    try:
        with app.app_context(), writing():
            services.add_staff(name, email, password, is_admin=True, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"{name} can now sign in with {email.lower()}.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def recount(file: Path) -> None:
    """Count the contest in FILE; print canonical JSON."""
    from workshop.voting.verify.contest_file import recount_file

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


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", help="Name the plan otherwise than its file does.")
def import_file(file: Path, name: str) -> None:
    """Bring the database up to date and build the plan in FILE as if it had been run.

    All of it, or nothing.
    """
    from workshop import clock
    from workshop.database import writing
    from workshop.planfile.files import load
    from workshop.planfile.reading import BadPlan, import_plan

    app = _app()
    try:
        with app.test_request_context():
            document = load(file, name)
        _set_up(app)
        with app.test_request_context(), writing():
            plan, is_new = import_plan(document, now=clock.now())
            message = f"{plan.name}: {'imported' if is_new else 'there already, nothing changed'}."
    except BadPlan as bad:
        for place, sentence in bad.faults:
            click.echo(f"{place}: {sentence}", err=True)
        sys.exit(2)
    click.echo(message)


@main.command("export-plan")
@click.argument("plan")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export_plan_file(plan: str, file: Path | None) -> None:
    """Write the plan named PLAN as a file; to the screen when no FILE is given."""
    from workshop.database import writing
    from workshop.planfile.files import plan_text
    from workshop.planfile.writing import export_plan
    from workshop.plans import queries

    app = _app()
    with app.test_request_context(), writing():
        row = queries.plan_named(plan)
        if row is None:
            raise click.ClickException(f"There is no plan named {plan}.")
        text = plan_text(export_plan(row, keeping=True))
    if file:
        file.write_text(text, "utf-8")
    else:
        click.echo(text, nl=False)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--even-during-a-vote", is_flag=True, help="Although it tells who votes what.")
def backup(file: Path, even_during_a_vote: bool) -> None:
    """Write everything the database holds to FILE, while the site goes on."""
    app = _app()
    from workshop import clock
    from workshop.backups.writing import write_backup
    from workshop.extensions import db
    from workshop.voting.contest import queries

    with app.app_context():
        if not even_during_a_vote and queries.secret_ballots_are_linked():
            raise click.ClickException(
                "A secret vote is open: a backup made now tells who voted what. Make it once the"
                " vote has closed, or use --even-during-a-vote and delete it afterwards."
            )
        manifest = write_backup(db.engine, file, now=clock.now())
    rows = sum(table["rows"] for table in manifest["tables"].values())
    click.echo(f"{file}: {rows} rows in {len(manifest['tables'])} tables.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what the database holds.")
def restore(file: Path, force: bool) -> None:
    """Put the backup in FILE into an empty database; all of it, or nothing."""
    app = _app()
    from workshop.backups.checks import check_restored
    from workshop.backups.reading import BadBackup, is_empty, read_manifest, restore_backup
    from workshop.extensions import db

    try:
        manifest = read_manifest(file)
        _upgrade(app)
        with app.app_context():
            if not force and not is_empty(db.engine):
                raise click.ClickException("The database is not empty. Use --force to replace it.")
            restore_backup(db.engine, file, manifest, check_restored)
    except BadBackup as bad:
        click.echo(str(bad), err=True)
        sys.exit(2)
    click.echo(f"Restored what was written on {manifest['made_at'][:16]}.")


@main.command()
@click.option(
    "--hurry",
    type=click.FloatRange(0.1, 1_000),
    default=1.0,
    show_default=True,
    help="How many times faster time runs.",
)
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to listen on.")
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


def _set_up(app: Flask) -> None:
    """Bring the database up to date, unless its tables were made by other means than migrations."""
    from workshop.extensions import db

    with app.app_context():
        tables = db.inspect(db.engine).get_table_names()
    if not tables or "alembic_version" in tables:
        _upgrade(app)


def _what_is_wrong(error: Exception) -> str:
    """What to do about a file, an address or a database; empty for any other error."""
    if isinstance(error, BrokenPipeError | click.ClickException):
        return ""
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror) if part)
    if isinstance(error, UnicodeError):
        return "What was given is not text in UTF-8."
    if isinstance(error, ModuleNotFoundError):
        return f"{error.name} is not installed; the README says what to install for this setting."
    return _what_is_wrong_with_the_database(error)


def _what_is_wrong_with_the_database(error: Exception) -> str:
    from sqlalchemy import exc

    if not isinstance(error, exc.SQLAlchemyError):
        return ""
    if isinstance(error, exc.ArgumentError):
        return "WORKSHOP_DATABASE_URL is not the address of a database that is known here."
    if not isinstance(error, exc.OperationalError | exc.ProgrammingError):
        return ""
    cause = next(iter(str(error.orig).splitlines()), "")
    if any(sign in cause for sign in ("no such", "does not exist", "has no column")):
        return f"The database is not up to date ({cause}). Run: workshop db-upgrade"
    return f"The database cannot be used ({cause}). Run: workshop doctor"


if __name__ == "__main__":
    main()
