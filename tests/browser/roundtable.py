"""The Environment roundtable of the published plan, set up in the database of a running server.

Organizations and problems are those of the plan, in our own Spanish words (`roundtable.json`); the
people are invented. Each call of `convene` makes a plan, a theme and a workshop of its own, so that
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
from workshop import links as lineage
from workshop.database import writing
from workshop.diagnoses.models import Diagnosis, Problem, ProblemState
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.links.models import Relation
from workshop.people import links, passwords
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.room import screens
from workshop.workshops.guides import Role
from workshop.workshops.models import Workshop, WorkshopState
from workshop.workshops.seating import take_seat
from workshop.workshops.services import plan_workshop

FACTS = json.loads(Path(__file__).with_name("roundtable.json").read_text("utf-8"))
PROBLEMS: list[str] = FACTS["problems"]
IDEAS: list[str] = FACTS["ideas"]
# As round 2 finds them: the first said differently, the others carried as they were.
PROBLEMS_2: list[str] = [FACTS["reworded"], *PROBLEMS[1:]]
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


def convene(app: Flask, names: list[str] | None = None, round: int = 1) -> Roundtable:
    """Set up a workshop that can begin: everyone seated, or only those named."""
    # The server writes to the same file: each waits for the other.
    with app.app_context(), writing():
        number, now = next(_numbers), clock.now()
        workshop = _workshop(f"{FACTS['plan']['name']} ({number})", round)
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
    return table


def _workshop(plan_name: str, round: int) -> Workshop:
    """A plan with one theme, and its workshop of this round in two minutes' time."""
    organizations = _organizations()
    first, last = FACTS["plan"]["years"]
    plan = Plan(name=plan_name, first_year=first, last_year=last)
    theme = Theme(plan=plan, name=FACTS["theme"], position=0)
    db.session.add(theme)
    db.session.flush()
    problems = _problems(theme, organizations[FACTS["diagnosis"]["organization"]])
    if round > 1:
        carried = _carry(problems)
    if round > 2:
        _build(theme, carried[0])
    limit = {"carry_limit": 3} if round == 1 else {}
    workshop = plan_workshop(theme, round, clock.now() + timedelta(minutes=2), **limit)
    workshop.state, workshop.place = WorkshopState.READY, "Videollamada"
    return workshop


def _organizations() -> dict[str, Organization]:
    """The organizations of the roundtable, which all workshops of a server share."""
    kept = {
        organization.acronym: organization
        for organization in db.session.scalars(db.select(Organization))
    }
    for facts in FACTS["organizations"]:
        if facts["acronym"] not in kept:
            kept[facts["acronym"]] = Organization(**{**facts, "sector": Sector(facts["sector"])})
    db.session.add_all(kept.values())
    db.session.flush()
    return kept


def _problems(theme: Theme, author: Organization) -> list[Problem]:
    diagnosis = Diagnosis(theme=theme, organization=author, title=FACTS["diagnosis"]["title"])
    problems = [_problem(theme, diagnosis, 1, *place) for place in enumerate(PROBLEMS)]
    db.session.flush()
    return problems


def _problem(theme: Theme, diagnosis: Diagnosis, round: int, position: int, text: str) -> Problem:
    problem = Problem(
        theme=theme,
        round=round,
        position=position,
        text=text,
        diagnosis=diagnosis,
        state=ProblemState.ADMITTED,
        revision=1,
    )
    db.session.add(problem)
    return problem


def _carry(problems: list[Problem]) -> list[Problem]:
    """The problems once more, as round 2 finds them."""
    carried_problems = []
    for problem, text in zip(problems, PROBLEMS_2, strict=True):
        carried = _problem(problem.theme, problem.diagnosis, 2, problem.position, text)
        db.session.flush()
        relation = Relation.CARRIED if text == problem.text else Relation.REWORDED
        lineage.connect(relation, problem, carried, by=None, now=clock.now())
        carried_problems.append(carried)
    return carried_problems


def _build(theme: Theme, problem: Problem) -> None:
    """A round 2 that is closed, and the ideas that it carried for this problem."""
    now = clock.now()
    before = plan_workshop(theme, 2, now)
    before.state, before.cut_at = WorkshopState.CLOSED, now
    for number, text in enumerate(IDEAS, start=1):
        idea = Idea(
            theme=theme,
            workshop=before,
            position=number,
            text=text,
            state=IdeaState.LISTED,
            written_at=now,
        )
        db.session.add(idea)
        db.session.flush()
        lineage.connect(Relation.ANSWERS, problem, idea, by=None, now=now)


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
