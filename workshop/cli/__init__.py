"""The `workshop` command. Only click is imported here, so that `--help` answers at once."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from workshop.cli.faults import what_is_wrong

# Each command: the module in this package, its function there, and its help in a line.
COMMANDS = {
    "backup": (
        "backups",
        "backup",
        "Write everything the database holds to FILE, while the site goes on.",
    ),
    "create-admin": (
        "site",
        "create_admin",
        "Bring the database up to date and open the account of an administrator of the SGP.",
    ),
    "db-upgrade": ("site", "db_upgrade", "Bring the database up to date."),
    "demo": ("demo", "demo", "Open a believable plan in a fresh database."),
    "doctor": (
        "site",
        "doctor",
        "Look for what is wrong with this installation, and say what to do.",
    ),
    "export-plan": (
        "plans",
        "export_plan_file",
        "Write the plan named PLAN as a file; to the screen when no FILE is given.",
    ),
    "import": (
        "plans",
        "import_file",
        "Bring the database up to date and build the plan in FILE as if it had been run.",
    ),
    "recount": ("counting", "recount", "Count the contest in FILE; print canonical JSON."),
    "restore": (
        "backups",
        "restore",
        "Put the backup in FILE into an empty database; all of it, or nothing.",
    ),
    "serve": ("serve", "serve", "Bring the database up to date and serve."),
    "verify": (
        "counting",
        "verify",
        "Check the record of a contest in FILE: chain, seal, codes, count.",
    ),
}


class Commands(click.Group):
    """The commands, each loaded when it is asked for: what one needs, no other waits for.

    What the machine refuses them is told in a sentence.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, function, _help = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"workshop.cli.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, since a command would have to be loaded to tell its own help."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        rows = [
            (name, click.Command(name, help=line).get_short_help_str(room))
            for name, (_module, _function, line) in COMMANDS.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:  # all but a fault of ours, which is raised again
            if sentence := what_is_wrong(error):
                raise click.ClickException(sentence) from None
            raise


@click.group(name="workshop", cls=Commands)
def main() -> None:
    """Run co-creation workshops, live, from the problem to the milestone."""
