"""Counting and checking a vote from its file: neither a database nor Flask is needed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workshop.voting.verify import verify_file
from workshop.voting.verify.contest_file import recount_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def recount(file: Path) -> None:
    """Count the contest in FILE; print canonical JSON."""
    status, result, faults = recount_file(file)
    for line in faults:
        click.echo(line, err=True)
    if result:
        click.echo(result)
    sys.exit(status)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def verify(file: Path) -> None:
    """Check the record of a contest in FILE: chain, seal, codes, count."""
    status, findings, faults = verify_file(file)
    for line in faults:
        click.echo(line, err=True)
    for line in findings:
        click.echo(line)
    sys.exit(status)
