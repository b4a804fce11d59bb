"""`workshop demo`: a demonstration to click through."""

from __future__ import annotations

from workshop.demo import running  # patches the standard library: before everything else

# isort: split

import click


@click.command()
@click.option(
    "--hurry",
    type=click.FloatRange(0.1, 1_000),
    default=1.0,
    show_default=True,
    help="How many times faster time runs.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port to listen on.",
)
@click.option("--no-browser", is_flag=True, help="Only print the links.")
def demo(hurry: float, port: int, no_browser: bool) -> None:
    """Open a believable plan in a fresh database."""
    running.run(hurry=hurry, port=port, open_browser=not no_browser)
