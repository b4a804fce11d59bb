"""Fill a fresh database for a load run, or count what it holds afterwards; JSON on stdout.

    prepare.py fill PARTICIPANTS [start]        prepare.py count

`start` starts the first phase as well, so that the room is open.

The database is the application's own setting, WORKSHOP_DATABASE_URL.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flask_migrate import upgrade  # noqa: E402

from workshop import clock, create_app  # noqa: E402
from workshop.database import writing  # noqa: E402
from workshop.demo.plan import PROBLEMS  # noqa: E402
from workshop.diagnoses.models import Problem, ProblemState  # noqa: E402
from workshop.extensions import db  # noqa: E402
from workshop.people import links, services  # noqa: E402
from workshop.people.models import Organization, Person, Sector  # noqa: E402
from workshop.plans.models import Plan, Theme  # noqa: E402
from workshop.voting.models import Ballot, BallotLink, Contest, RollEntry  # noqa: E402
from workshop.workshops.guides import Role  # noqa: E402
from workshop.workshops.models import Workshop, WorkshopState  # noqa: E402
from workshop.workshops.seating import take_seat  # noqa: E402
from workshop.workshops.services import plan_workshop, start_phase  # noqa: E402

EMAIL, PASSWORD = "modera@example.org", "quinua y maca 1986"
# Entities of the State in the room; each owes an answer to every problem.
OFFICIALS = 8


def fill(participants: int, *then: str) -> dict[str, Any]:
    """A plan, a workshop, a moderator, and organizations with one person and one link each."""
    now = clock.now()
    workshop = make_workshop(now)
    moderator = services.add_staff("Teresa Campos", EMAIL, PASSWORD, is_admin=False, now=now)
    take_seat(workshop, moderator, None, Role.MODERATOR, moderator, now=now)
    tokens = [seat_person(workshop, number, moderator, now) for number in range(participants)]
    if "start" in then:
        start_phase(workshop, moderator, now=now)
    return {
        "workshop": workshop.id,
        "email": EMAIL,
        "password": PASSWORD,
        "entrances": [f"/enter/{token}" for token in tokens],
    }


def make_workshop(now: datetime) -> Workshop:
    plan = Plan(name="Plan de carga", first_year=2027, last_year=2028)
    theme = Theme(plan=plan, name="Ambiente e industrias extractivas", position=0)
    source = Organization(name="Red de Estudios", acronym="RED", sector=Sector.ACADEMIA)
    db.session.add_all([theme, source])
    db.session.flush()
    for position, (text, _diagnosis) in enumerate(PROBLEMS):
        db.session.add(
            Problem(
                theme=theme,
                round=1,
                position=position,
                text=text,
                organization=source,
                state=ProblemState.ADMITTED,
                revision=1,
            )
        )
    workshop = plan_workshop(theme, 1, now, carry_limit=3)
    workshop.state = WorkshopState.READY
    return workshop


def seat_person(workshop: Workshop, number: int, by: Person, now: datetime) -> str:
    """One organization with its person and seat; returns the token of the personal link."""
    is_official = number < OFFICIALS
    organization = Organization(
        name=f"Organización de prueba {number}",
        acronym=f"ORG-{number}",
        sector=Sector.EXECUTIVE if is_official else Sector.CIVIL_SOCIETY,
    )
    db.session.add(organization)
    person = services.introduce(f"Participante {number}", organization, now=now)
    role = Role.OFFICIAL if is_official else Role.TITULAR
    take_seat(workshop, person, organization, role, by, now=now)
    return links.token(links.issue_link(person, f"/workshops/{workshop.id}", now=now, days=1))


def count() -> dict[str, int]:
    """What stands in the database: on the roll, ballots kept, and in the counted result."""
    contest = db.session.scalars(db.select(Contest)).one()
    rows = {
        "rolled": db.select(RollEntry).filter_by(has_cast=True),
        "ballots": db.select(Ballot),
        "links": db.select(BallotLink),
    }
    counts = {
        name: db.session.scalar(db.select(db.func.count()).select_from(query.subquery()))
        for name, query in rows.items()
    }
    return {**counts, "counted": contest.result["ballots"]["cast"] if contest.result else 0}


def main() -> None:
    app = create_app()
    deed, *arguments = sys.argv[1:]
    with app.app_context():
        if deed == "fill":
            upgrade()
            with writing():
                made = fill(int(arguments[0]), *arguments[1:])
        else:
            made = count()
    print(json.dumps(made))


if __name__ == "__main__":
    main()
