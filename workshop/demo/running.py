"""Run the demonstration: what `workshop demo` does."""

from __future__ import annotations

from workshop import serving  # patches the standard library: before everything else

# isort: split

import tempfile
import webbrowser
from pathlib import Path

from workshop.demo.site import fill, make_app, print_links, start


def run(*, hurry: float, port: int, open_browser: bool) -> None:
    """Make a fresh database, fill it, print and open the links, and serve until stopped."""
    app = make_app(Path(tempfile.mkdtemp(prefix="workshop-demo-")), hurry, port)
    links = fill(app, port)

    def on_ready() -> None:
        print_links(links)
        if open_browser:
            open_links(links)

    start(app)
    serving.serve(app, port=port, on_ready=on_ready)


def open_links(links: dict[str, str]) -> None:
    for address in links.values():
        webbrowser.open_new_tab(address)
