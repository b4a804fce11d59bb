"""A demonstration: a believable plan, one link per role, and guests who act by themselves.

Each role gets a host name of its own under `localhost`, which browsers resolve to this machine:
cookies belong to a host, so several windows of one browser can be several people.
"""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def run(*, hurry: float, port: int, open_browser: bool) -> None:
    """Make a fresh database, fill it, print and open the links, and serve until stopped."""
    from workshop import serving  # patches the standard library: before everything else

    app = make_app(Path(tempfile.mkdtemp(prefix="workshop-demo-")), hurry, port)
    links = fill(app, port)

    def on_ready() -> None:
        print_links(links)
        if open_browser:
            _open_links(links)

    start(app)
    serving.serve(app, port=port, on_ready=on_ready)


def start(app: Flask) -> None:
    """Let the pulse beat and the guests act, for as long as the server runs."""
    from workshop.demo import guests
    from workshop.room import heartbeat

    heartbeat.start(app)
    guests.start(app)


def make_app(folder: Path, hurry: float, port: int, **settings: object) -> Flask:
    """The application on a database in `folder`, its clock running `hurry` times faster."""
    from workshop import clock, create_app
    from workshop.extensions import db

    app = create_app(
        {
            "SECRET_KEY": secrets.token_hex(32),
            "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
            "BASE_URL": f"http://localhost:{port}",
            "ASYNC_MODE": "gevent",
            "PACE": hurry,
            **settings,
        }
    )
    clock.hurry(hurry)
    with app.app_context():
        db.create_all()
    return app


def fill(app: Flask, port: int) -> dict[str, str]:
    """Build the plan; returns what each link is for, and the link."""
    from workshop import clock
    from workshop.database import writing
    from workshop.demo import plan
    from workshop.people import links
    from workshop.room import screens

    with app.app_context(), writing():
        now = clock.now()
        workshop, roles = plan.build(now)
        addresses = {}
        for host, (label, person, leads_to) in roles.items():
            link = links.issue_link(person, leads_to, now=now, days=400, even_staff=True)
            addresses[label] = f"http://{host}.localhost:{port}/enter/{links.token(link)}"
        screen = screens.token(workshop)
        addresses["Proyector"] = f"http://pantalla.localhost:{port}/screen/{screen}"
        addresses["Unirse desde otro equipo"] = f"http://localhost:{port}/join/{workshop.code}"
    return addresses


def print_links(links: dict[str, str]) -> None:
    print("\nLa demostración está lista. Abra cada enlace en una ventana:\n")
    for label, address in links.items():
        print(f"  {label:<32} {address}")
    print("\nEmpiece en el panel de moderación: «Iniciar: Discusión abierta».")
    print("Las demás organizaciones actúan por sí solas. Ctrl+C termina.\n", flush=True)


def _open_links(links: dict[str, str]) -> None:
    import webbrowser

    for address in links.values():
        webbrowser.open_new_tab(address)
