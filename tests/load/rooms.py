"""How heavy the rooms of the three rounds are: `python tests/load/rooms.py [PEOPLE]`.

Each room is filled as a long meeting would: 60 people (or PEOPLE), problems, ideas with marks,
opinions and contributions, a proposal with suggestions. Printed are medians over several looks:
the server's time for the page of a participant, the bytes of that page compressed, and the time to
draw every part anew for one audience, which is what a push costs.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask

from workshop import clock, create_app, links
from workshop.contributions.models import Contribution
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas.models import Feasibility, Idea, IdeaState, Mark, Opinion
from workshop.links.models import Relation
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.proposals.models import Field, Proposal, ProposalState, Suggestion, Wording
from workshop.room import parts
from workshop.room.parts import Audience
from workshop.workshops import services
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Workshop, WorkshopState
from workshop.workshops.seating import take_seat

LOOKS = 15
WORDS = "Publicar la información ambiental de manera clara y oportuna para todas las personas. "
SHOWN = {1: PhaseKind.DISCUSSION, 2: PhaseKind.ANALYSIS, 3: PhaseKind.STRENGTHENING}


def fill(round: int, people: int) -> Workshop:
    """A workshop in the fullest phase of its round; everything is committed."""
    now = clock.now()
    theme = Theme(
        plan=Plan(name=f"Plan {round}", first_year=2025, last_year=2026),
        name="Ambiente",
        position=0,
    )
    workshop = services.plan_workshop(theme, round, now)
    seats = [seat(workshop, number, now) for number in range(people)]
    problems = [
        Problem(theme=theme, round=min(round, 2), position=n, text=f"{WORDS} {n}", revision=1)
        for n in range(5)
    ]
    db.session.add_all(problems)
    db.session.flush()
    if round > 1:
        ideas = write_ideas(workshop, theme, problems, seats)
    if round == 3:
        propose(workshop, ideas, seats)
    moderator = seats[0].person
    while workshop.kind is not SHOWN[round]:
        if workshop.current_phase:
            services.finish_phase(workshop, moderator, now=now)
        services.start_phase(workshop, moderator, now=now)
    phase = workshop.current_phase
    about = [{"problem_id": problem.id} for problem in problems] if round == 1 else [{}]
    if round == 2:
        about = [{"idea_id": idea.id} for idea in ideas]
    db.session.add_all(
        Contribution(
            workshop_id=workshop.id,
            phase_id=phase.id,
            seat=author,
            text=WORDS,
            written_at=now,
            **about[n % len(about)],
        )
        for n, author in enumerate(seats[1:])
    )
    db.session.commit()
    return workshop


def seat(workshop, number, now):
    role = Role.MODERATOR if number == 0 else Role.OFFICIAL if number < 9 else Role.TITULAR
    sector = Sector.EXECUTIVE if number < 9 else Sector.CIVIL_SOCIETY
    organization = Organization(
        name=f"Organización {workshop.round}-{number}", acronym=f"O{number}", sector=sector
    )
    person = Person(
        name=f"Persona {number}", organization=organization, created_at=now, session_number=0
    )
    return take_seat(workshop, person, None if number == 0 else organization, role, None, now=now)


def write_ideas(workshop, theme, problems, seats):
    """26 ideas, each with marks of everyone and the opinion of three entities."""
    now = clock.now()
    before = workshop if workshop.round == 2 else services.plan_workshop(theme, 2, now)
    if before is not workshop:
        before.state, before.cut_at = WorkshopState.CLOSED, now
    ideas = [
        Idea(
            theme=theme,
            workshop=before,
            position=n,
            text=WORDS * 3,
            state=IdeaState.LISTED,
            seat=seats[n + 1],
            organization=seats[n + 1].organization,
            written_at=now,
        )
        for n in range(1, 27)
    ]
    db.session.add_all(ideas)
    db.session.flush()
    for n, idea in enumerate(ideas):
        links.connect(Relation.ANSWERS, problems[n % 5], idea, by=None, now=now)
        db.session.add_all(
            Mark(idea_id=idea.id, seat_id=seat.id, feasibility=n % 3, value=2) for seat in seats[1:]
        )
        db.session.add_all(
            Opinion(
                workshop_id=before.id,
                idea_id=idea.id,
                organization_id=seat.organization_id,
                seat_id=seat.id,
                feasibility=Feasibility.FEASIBLE,
                text=WORDS,
                written_at=now,
            )
            for seat in seats[1:4]
        )
    return ideas


def propose(workshop, ideas, seats):
    now = clock.now()
    entity = seats[1].organization
    proposal = Proposal(
        theme=workshop.theme,
        position=1,
        title=WORDS,
        scope=WORDS * 6,
        organization=entity,
        state=ProposalState.PRESENTED,
        written_at=now,
    )
    proposal.wordings.append(
        Wording(number=1, title=WORDS, scope=WORDS * 6, organization=entity, written_at=now)
    )
    db.session.add(proposal)
    db.session.flush()
    for idea in ideas[:5]:
        links.connect(Relation.DEVELOPED_INTO, idea, proposal, by=None, now=now)
    db.session.add_all(
        Suggestion(
            proposal=proposal,
            seat=seat,
            field=Field.SCOPE,
            former=WORDS * 6,
            text=WORDS * 5 + "y oportuna",
            written_at=now,
        )
        for seat in seats[9:29]
    )
    from workshop.proposals import running_order

    db.session.flush()
    running_order.lay_out(workshop)


def look(app: Flask, round: int, people: int) -> tuple[float, float, float]:
    """Milliseconds of the page, kilobytes of it, milliseconds of drawing all parts once."""
    with app.test_request_context():
        workshop = fill(round, people)
        number, viewer = workshop.id, workshop.seats[20].person.get_id()
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = viewer, True
    pages, drawings = [], []
    size = 0.0
    for _look in range(LOOKS):
        start = time.perf_counter()
        page = browser.get(f"/workshops/{number}", headers={"Accept-Encoding": "identity"})
        pages.append(time.perf_counter() - start)
        assert page.status_code == 200
        size = len(gzip.compress(page.data, 6)) / 1000
        with app.test_request_context():
            row = db.session.get_one(Workshop, number)
            row.version += 5  # what was drawn before is not trusted
            start = time.perf_counter()
            parts.render_parts(row, Audience("participant", "es"), clock.now() + timedelta(0))
            drawings.append(time.perf_counter() - start)
    return statistics.median(pages) * 1000, size, statistics.median(drawings) * 1000


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'rooms.sqlite3'}"
        app = create_app({"TESTING": True, "DATABASE_URL": url, "RATE_LIMITS": False})
        with app.app_context():
            db.create_all()
        print(f"{people} people         page ms   page kB (gzip)   all parts ms")
        for round in (1, 2, 3):
            page, size, drawing = look(app, round, people)
            print(f"round {round} ({SHOWN[round]:14}) {page:9.1f} {size:12.1f} {drawing:14.1f}")


if __name__ == "__main__":
    main()
