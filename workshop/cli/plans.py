"""A plan as a file: into the database, and out of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workshop import clock
from workshop.cli.setting_up import make_app, set_up_database
from workshop.database import writing
from workshop.planfile.files import load, plan_text
from workshop.planfile.reading import BadPlan, import_plan
from workshop.planfile.writing import export_plan
from workshop.plans import queries


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", help="Name the plan otherwise than its file does.")
def import_file(file: Path, name: str) -> None:
    """Bring the database up to date and build the plan in FILE as if it had been run.

    All of it, or nothing; every fault is told with its path. What the file says was voted, answered
    or approved elsewhere is kept and handed on as said, and is no act of this site: no ballots,
    records or logs come of it, and nothing is published by it.
    """
    app = make_app()
    try:
        with app.test_request_context():
            document = load(file, name)
        set_up_database(app)
        with app.test_request_context(), writing():
            plan, is_new = import_plan(document, now=clock.now())
            message = f"{plan.name}: {'imported' if is_new else 'there already, nothing changed'}."
    except BadPlan as bad:
        for place, sentence in bad.faults:
            click.echo(f"{place}: {sentence}", err=True)
        sys.exit(2)
    click.echo(message)


@click.command("export-plan")
@click.argument("plan")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export_plan_file(plan: str, file: Path | None) -> None:
    """Write the plan named PLAN as a file; to the screen when no FILE is given.

    The file carries a plan from one site to another, and into other programs: themes,
    organizations, diagnoses, meetings, what was discussed, answered, counted and agreed, records
    with their states and approvals, links, responses, and when what was published. It names no
    person.

    It is no backup. Only `workshop backup` keeps ballots and receipts, persons with their seats
    and links, contributions, marks, objections and suggestions, earlier wordings and versions, the
    agenda as it went, logs, and the text of what was published.
    """
    app = make_app()
    with app.test_request_context(), writing():
        row = queries.plan_named(plan)
        if row is None:
            raise click.ClickException(f"There is no plan named {plan}.")
        text = plan_text(export_plan(row, keeping=True))
    if file:
        file.write_text(text, "utf-8")
    else:
        click.echo(text, nl=False)
