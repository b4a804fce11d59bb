"""A round 3 whose ideas are carried from round 2, and an entity that has something to propose."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from flask import has_app_context

from workshop import clock as wall_clock
from workshop.extensions import db

WRITTEN = {
    "title": "Publish the registry",
    "scope": "All permits since 2015, open and searchable",
    "left_out": "The permits of the regions",
    "revision": 0,
}


@pytest.fixture
def round_3(app, make_workshop, make_seat, make_problem, make_organization, make_theme):
    """Not begun: a moderator, Ana, Ben, Eva, an official; ideas 1 and 2 of problem A carried."""
    from workshop import links
    from workshop.ideas.models import Idea, IdeaState
    from workshop.links.models import Relation
    from workshop.workshops.guides import Role
    from workshop.workshops.models import WorkshopState

    with nullcontext() if has_app_context() else app.app_context():
        theme, now = make_theme(), wall_clock.now()
        before = make_workshop(theme, round=2, cut_at=now, state=WorkshopState.CLOSED)
        workshop = make_workshop(theme, round=3)
        problem = make_problem(theme, "Problem A", round=2)
        made = SimpleNamespace(
            workshop=workshop,
            before=before,
            problem=problem,
            moderator=make_seat(workshop, Role.MODERATOR),
            ana=make_seat(workshop),
            ben=make_seat(workshop),
            eva=make_seat(workshop),
            official=make_seat(workshop, Role.OFFICIAL),
            other=make_seat(workshop, Role.OFFICIAL),
            ideas=[],
        )
        for number in (1, 2):
            idea = Idea(
                theme_id=theme.id,
                workshop_id=before.id,
                position=number,
                text=f"Idea {number}",
                state=IdeaState.LISTED,
                written_at=now,
            )
            db.session.add(idea)
            db.session.flush()
            links.connect(Relation.ANSWERS, problem, idea, by=None, now=now)
            made.ideas.append(idea)
        db.session.commit()
        seats = (made.moderator, made.ana, made.ben, made.eva, made.official, made.other)
        for instance in (workshop, before, problem, *made.ideas, *seats):
            for name in ("id", "phases", "theme", "person", "organization", "text"):
                getattr(instance, name, None)
    return made


@pytest.fixture
def write(press, app):
    """Write a draft as an entity does; hands back its number."""

    def write(seat, **fields):
        from workshop.proposals.models import Proposal

        sent = {**WRITTEN, "take-1": "developed_into", **fields}
        answer = press(seat, "proposals", **sent)
        assert answer.status_code == 200, answer.json
        with app.app_context():
            return db.session.scalar(db.select(db.func.max(Proposal.id)))

    return write


@pytest.fixture
def present(press, write):
    """Write a proposal and present it; hands back its number."""

    def present(seat, **fields):
        number = write(seat, **fields)
        answer = press(seat, f"proposals/{number}/present")
        assert answer.status_code == 200, answer.json
        return number

    return present


@pytest.fixture
def proposed(clock, round_3, present):
    """The round 3 with one proposal presented, by the official's entity."""
    round_3.proposal = present(round_3.official)
    return round_3


@pytest.fixture
def leave_check(proposed, press):
    """Close the agreement check as it stands, and go on to its outcome."""

    def leave(number=1):
        closed = press(proposed.moderator, f"agreement/{number}/close", confirmed="yes")
        assert closed.status_code == 200, closed.text
        assert press(proposed.moderator, "agenda/next").status_code == 200

    return leave
