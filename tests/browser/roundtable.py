"""The Environment roundtable of the published plan, set up in the database of a running server.

Organizations and problems are those of the plan, in our own Spanish words (`roundtable.json`); the
people are invented. Each call of `convene` makes a plan, a theme and a round 1 of its own, so that
journeys share a server without meeting.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path

from flask import Flask

from workshop import clock
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.live import screens
from workshop.live.guides import Role
from workshop.live.models import Workshop, WorkshopState
from workshop.live.seating import take_seat
from workshop.live.services import plan_workshop
from workshop.people import links, passwords
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme

FACTS = json.loads(Path(__file__).with_name("roundtable.json").read_text("utf-8"))
PROBLEMS: list[str] = FACTS["problems"]
PASSWORD = "quinua y maca 1986"

# Who is seated before the meeting; of the CBC somebody comes with the room's code.
SEATED = {
    "Ana Rojas": ("SPDA", Role.TITULAR),
    "Luis Quispe": ("DAR", Role.TITULAR),
    "Rosa Mamani": ("MINAM", Role.OFFICIAL),
    "Carlos Huamán": ("OEFA", Role.OFFICIAL),
    "Elena Flores": ("SERNANP", Role.OFFICIAL),
    "Raúl Poma": ("INAIGEM", Role.OFFICIAL),
    "Inés Vargas": ("IGP", Role.OFFICIAL),
    "Jorge Paredes": ("MINEM", Role.OFFICIAL),
    "Lucía Ticona": ("MINJUSDH", Role.OFFICIAL),
    "Silvia Torres": ("CGR", Role.OFFICIAL),
    "Marta Salas": ("OXFAM", Role.TITULAR),
    "Nora Prado": ("", Role.OBSERVER),
}

_numbers = count(1)


@dataclass
class Roundtable:
    """What a journey must know of its workshop: addresses and ways in."""

    workshop_id: int
    plan_id: int
    code: str
    moderator: str
    admin: str
    screen: str
    # The personal link of everyone seated, as a path of the site. Staff sign in with an address.
    links: dict[str, str] = field(default_factory=dict)

    @property
    def room(self) -> str:
        return f"/workshops/{self.workshop_id}"

    @property
    def desk(self) -> str:
        return f"{self.room}/desk"


def convene(app: Flask, names: list[str] | None = None) -> Roundtable:
    """Set up a round 1 that can begin: everyone seated, or only those named."""
    with app.app_context():
        number, now = next(_numbers), clock.now()
        workshop = _workshop(f"{FACTS['plan']['name']} ({number})")
        moderator = _staff("Teresa Campos", f"modera{number}@example.org", is_admin=False)
        admin = _staff("Gabriela León", f"sgp{number}@example.org", is_admin=True)
        take_seat(workshop, moderator, None, Role.MODERATOR, admin, now=now)
        table = Roundtable(
            workshop_id=workshop.id,
            plan_id=workshop.theme.plan_id,
            code=workshop.code,
            moderator=moderator.email or "",
            admin=admin.email or "",
            screen=f"/screen/{screens.token(workshop)}",
        )
        for name in names or SEATED:
            person = _seat(workshop, name, admin)
            link = links.issue_link(person, table.room, now=now, days=7)
            table.links[name] = f"/enter/{links.token(link)}"
        db.session.commit()
        return table


def _workshop(plan_name: str) -> Workshop:
    """A plan with one theme, and its round 1 in two minutes' time."""
    organizations = _organizations()
    first, last = FACTS["plan"]["years"]
    plan = Plan(name=plan_name, first_year=first, last_year=last)
    theme = Theme(plan=plan, name=FACTS["theme"], position=0)
    db.session.add(theme)
    db.session.flush()
    _problems(theme, organizations[FACTS["diagnosis"]["organization"]])
    workshop = plan_workshop(theme, 1, clock.now() + timedelta(minutes=2), carry_limit=3)
    workshop.state, workshop.place = WorkshopState.READY, "Videollamada"
    return workshop


def _organizations() -> dict[str, Organization]:
    """The organizations of the roundtable, which all workshops of a server share."""
    kept = {one.acronym: one for one in db.session.scalars(db.select(Organization))}
    for facts in FACTS["organizations"]:
        if facts["acronym"] not in kept:
            kept[facts["acronym"]] = Organization(**{**facts, "sector": Sector(facts["sector"])})
    db.session.add_all(kept.values())
    db.session.flush()
    return kept


def _problems(theme: Theme, author: Organization) -> None:
    diagnosis = Diagnosis(theme=theme, organization=author, title=FACTS["diagnosis"]["title"])
    for position, text in enumerate(PROBLEMS):
        problem = Problem(
            theme=theme,
            round=1,
            position=position,
            text=text,
            diagnosis=diagnosis,
            state=ProblemState.ADMITTED,
            revision=1,
        )
        db.session.add(problem)
    db.session.flush()


def _staff(name: str, email: str, *, is_admin: bool) -> Person:
    person = Person(
        name=name,
        email=email,
        password_hash=_password_hash(),
        is_admin=is_admin,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


@cache
def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def _seat(workshop: Workshop, name: str, by: Person) -> Person:
    acronym, role = SEATED[name]
    organization = _organizations().get(acronym)
    person = Person(name=name, organization=organization, created_at=clock.now())
    take_seat(workshop, person, organization, role, by, now=clock.now())
    return person
