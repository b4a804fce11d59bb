"""The clerk hands in an idea for somebody in the hall; it is theirs, and shown as written down."""

import pytest

from workshop.extensions import db
from workshop.ideas.models import Idea
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry

pytestmark = pytest.mark.usefixtures("clock")


def test_an_idea_is_the_persons_and_the_clerk_is_named(
    app, round_2, make_seat, go_to, press, sign_in, clock
):
    clerk = make_seat(round_2.workshop, Role.CLERK)
    go_to(round_2.workshop, PhaseKind.FORMULATION)
    press(clerk, f"clerk/seats/{round_2.ana.id}/present")
    problem = round_2.problems[0].id

    answer = press(
        clerk, "clerk/ideas", seat_id=round_2.ana.id, problem_id=problem, text="Loudspeakers"
    )

    assert answer.status_code == 200
    with app.app_context():
        idea = db.session.scalars(db.select(Idea).filter_by(text="Loudspeakers")).one()
        assert (idea.seat_id, idea.organization_id, idea.clerk_seat_id, str(idea.state)) == (
            round_2.ana.id,
            round_2.ana.organization_id,
            clerk.id,
            "handed_in",
        )
        query = db.select(LogEntry).filter_by(verb="idea handed in")
        assert [entry.person_id for entry in db.session.scalars(query)] == [clerk.person_id]
    room = f"/workshops/{round_2.workshop.id}"
    assert "Loudspeakers" not in sign_in(round_2.ben.person).get(room).text
    clock.advance(minutes=5)
    assert press(round_2.moderator, "ideas/reveal").status_code == 200
    page = sign_in(round_2.ben.person).get(room).text
    assert "Loudspeakers" in page
    assert "through the clerk" in page
