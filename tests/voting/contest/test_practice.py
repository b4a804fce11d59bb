"""Rank three fruits: everybody tries the ballot, and nothing of it is left."""

import pytest

from workshop.extensions import db
from workshop.voting.contest import queries
from workshop.voting.models import Ballot, BallotLink, Contest, Option, Receipt, RollEntry
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Workshop


@pytest.fixture
def rows(app):
    """How many rows of each kind there are, the log included."""

    def rows():
        with app.app_context():
            return {
                model.__name__: db.session.scalar(db.select(db.func.count()).select_from(model))
                for model in (Contest, Option, RollEntry, Ballot, BallotLink, Receipt, LogEntry)
            }

    return rows


def test_practice_leaves_no_trace(meeting, go_to, cast, press, rows, sign_in):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    before = rows()

    assert press(meeting.moderator, "contests/practice").status_code == 200
    page = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}/contests/1/ballot")
    assert "This is practice" in page.text
    assert cast(meeting.ana, "B A").status_code == 200
    assert press(meeting.moderator, "contests/1/close").status_code == 200
    room = sign_in(meeting.observer.person).get(f"/workshops/{meeting.workshop.id}").text
    assert room.index("Passion fruit") < room.index("Lucuma")
    assert press(meeting.moderator, "contests/1/put-away").status_code == 200

    assert rows() == before
    assert sign_in(meeting.ana.person).get("/workshops/1/contests/1/ballot").status_code == 404


def test_practice_ends_with_its_phase_and_the_vote_gets_a_number_of_its_own(
    app, meeting, go_to, cast, press, sign_in
):
    """A phone that still shows the practice ballot cannot cast it into the vote."""
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    press(meeting.moderator, "contests/practice")
    cast(meeting.ana, "B A")

    go_to(meeting.workshop, PhaseKind.VOTING)

    assert cast(meeting.ben, "B A").status_code == 404
    with app.app_context():
        contest = queries.latest_contest(db.session.get_one(Workshop, meeting.workshop.id))
        assert (contest.id, contest.is_practice) == (2, False)
        assert queries.turnout(contest.id).cast == 0
    room = sign_in(meeting.ana.person).get(f"/workshops/{meeting.workshop.id}").text
    assert 'data-ballot="open"' in room


def test_its_own_clock_ends_it(meeting, go_to, cast, press, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.moderator, "contests/practice")
    clock.advance(minutes=2)

    assert cast(meeting.ana, "B A").json["closed"]


def test_who_may_practise_and_when(meeting, go_to, cast, press, clock):
    assert press(meeting.ana, "contests/practice").status_code == 403
    assert press(meeting.moderator, "contests/practice").status_code == 200
    clock.advance(seconds=4)
    assert press(meeting.moderator, "contests/practice").status_code == 409
    assert cast(meeting.observer, "B A").status_code == 409

    go_to(meeting.workshop, PhaseKind.VOTING)
    assert press(meeting.moderator, "contests/practice").status_code == 409
    assert press(meeting.moderator, "contests/2/put-away").status_code == 409
