"""Everything the database holds as one file, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workshop import clock
from workshop.backups.checks import check_restored
from workshop.backups.reading import BadBackup, is_empty, read_manifest, restore_backup
from workshop.backups.writing import write_backup
from workshop.cli.setting_up import make_app, upgrade_database
from workshop.extensions import db
from workshop.voting.contest import queries


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--even-during-a-vote", is_flag=True, help="Although it tells who votes what.")
def backup(file: Path, even_during_a_vote: bool) -> None:
    """Write everything the database holds to FILE, while the site goes on."""
    app = make_app()
    with app.app_context():
        if not even_during_a_vote and queries.secret_ballots_are_linked():
            raise click.ClickException(
                "A secret vote is open: a backup made now tells who voted what. Make it once the"
                " vote has closed, or use --even-during-a-vote and delete it afterwards."
            )
        manifest = write_backup(db.engine, file, now=clock.now())
    rows = sum(table["rows"] for table in manifest["tables"].values())
    click.echo(f"{file}: {rows} rows in {len(manifest['tables'])} tables.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what the database holds.")
def restore(file: Path, force: bool) -> None:
    """Put the backup in FILE into an empty database; all of it, or nothing."""
    app = make_app()
    try:
        manifest = read_manifest(file)
        upgrade_database(app)
        with app.app_context():
            if not force and not is_empty(db.engine):
                raise click.ClickException("The database is not empty. Use --force to replace it.")
            restore_backup(db.engine, file, manifest, check_restored)
    except BadBackup as bad:
        click.echo(str(bad), err=True)
        sys.exit(2)
    click.echo(f"Restored what was written on {manifest['made_at'][:16]}.")
