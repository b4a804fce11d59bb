"""The demonstration's site: its application, its plan, its links, and who acts by itself."""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask

from workshop import clock, create_app
from workshop.database import writing
from workshop.demo import guests, plan
from workshop.extensions import db
from workshop.people import links
from workshop.room import heartbeat, screens


def make_app(folder: Path, hurry: float, port: int, **settings: object) -> Flask:
    """The application on a database in `folder`, its clock running `hurry` times faster."""
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


def start(app: Flask) -> None:
    """Let the pulse beat and the guests act, for as long as the server runs."""
    heartbeat.start(app)
    guests.start(app)


def print_links(addresses: dict[str, str]) -> None:
    print("\nLa demostración está lista. Abra cada enlace en una ventana:\n")
    for label, address in addresses.items():
        print(f"  {label:<32} {address}")
    print("\nEmpiece en el panel de moderación: «Iniciar: Discusión abierta».")
    print("Las demás organizaciones actúan por sí solas. Ctrl+C termina.\n", flush=True)
