"""A round 2 whose ideas are on the list: what the analysis and the reconfiguration begin with."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from flask import has_app_context

from workshop import clock as wall_clock
from workshop.extensions import db


@pytest.fixture
def round_2(app, make_workshop, make_seat, make_problem, make_organization):
    """Not begun: a moderator, Ana, Ben, Eva, an official, an observer; problems A and B.

    Ideas 1 (Ana) and 2 (Ben) answer A, 3 (Eva) answers B, 4 (the official) answers both.
    """
    from workshop import links
    from workshop.ideas.models import Idea, IdeaState, Origin
    from workshop.links.models import Relation
    from workshop.workshops.guides import Role
    from workshop.workshops.models import Workshop

    with nullcontext() if has_app_context() else app.app_context():
        workshop = make_workshop(round=2)
        made = SimpleNamespace(
            workshop=workshop,
            moderator=make_seat(workshop, Role.MODERATOR),
            ana=make_seat(workshop),
            ben=make_seat(workshop),
            eva=make_seat(workshop),
            official=make_seat(workshop, Role.OFFICIAL),
            observer=make_seat(workshop, Role.OBSERVER),
            problems=[
                make_problem(workshop.theme, f"Problem {letter}", round=2) for letter in "AB"
            ],
            ideas=[],
        )
        a, b = made.problems
        written = [
            (made.ana, [a], Origin.PARTICIPANTS),
            (made.ben, [a], Origin.PARTICIPANTS),
            (made.eva, [b], Origin.PARTICIPANTS),
            (made.official, [a, b], Origin.OFFICIAL_AGENDA),
        ]
        row = db.session.get_one(Workshop, workshop.id)
        for number, (seat, problems, origin) in enumerate(written, start=1):
            idea = Idea(
                theme_id=row.theme_id,
                workshop_id=row.id,
                position=number,
                text=f"Idea {number}",
                origin=origin,
                state=IdeaState.LISTED,
                seat_id=seat.id,
                organization_id=seat.organization_id,
                written_at=wall_clock.now(),
            )
            db.session.add(idea)
            db.session.flush()
            for problem in problems:
                links.connect(Relation.ANSWERS, problem, idea, by=None, now=wall_clock.now())
            made.ideas.append(idea)
        db.session.commit()
        for instance in (workshop, *made.ideas, *made.problems, *row.seats):
            for name in ("id", "phases", "theme", "person", "organization", "text"):
                getattr(instance, name, None)
    return made
