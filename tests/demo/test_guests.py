"""The guests of a demonstration vote in whatever is open, in any phase."""

import pytest

from workshop.demo import guests
from workshop.extensions import db
from workshop.voting.contest import practice, queries, services, tie_breaks
from workshop.voting.temperature import services as temperature
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import CountRule, TiePolicy, Workshop, WorkshopState

NAMES = {"Ana", "Ben", "Eva", "Omar"}


@pytest.fixture
def workshop(app, clock, meeting):
    with app.test_request_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        workshop.state = WorkshopState.READY
        db.session.commit()
        yield workshop


def turnout_after(contest, acts):
    """How many have voted when the guests have acted so many times."""
    for _act in range(acts):
        guests.act(NAMES)
    turnout = queries.turnout(contest.id)
    return turnout.cast, turnout.entitled


@pytest.mark.parametrize("rule", list(CountRule))
def test_guests_practise_before_the_meeting_begins(workshop, clock, rule):
    workshop.rule = rule
    contest = practice.open_practice(workshop, now=clock())
    db.session.commit()
    assert turnout_after(contest, acts=5) == (4, 4)


def test_guests_vote_and_decide_a_tie(workshop, clock, meeting, go_to, cast):
    workshop.tie_policy, workshop.carry_limit = TiePolicy.RUN_OFF, 1
    db.session.commit()
    go_to(workshop, PhaseKind.VOTING)
    contest = queries.latest_contest(workshop)
    for seat, ranking in ((meeting.ana, "A B"), (meeting.ben, "B A")):
        assert cast(seat, ranking).status_code == 200
    clock.advance(minutes=15)
    services.settle(contest, now=clock())
    go_to(workshop, PhaseKind.RESULTS)
    by = meeting.moderator.person
    services.reveal(contest, by, now=clock(), all_at_once=True)
    run_off = tie_breaks.open_run_off(contest, by, now=clock())
    db.session.commit()
    assert turnout_after(run_off, acts=5) == (4, 4)
    assert turnout_after(contest, acts=1) == (2, 4)  # closed


def test_guests_say_how_they_feel(workshop, clock, meeting, go_to):
    go_to(workshop, PhaseKind.DISCUSSION)
    by = meeting.moderator.person
    check = temperature.ask_room(workshop, "Shall we go on?", by, now=clock())
    db.session.commit()
    guests.act(NAMES)
    guests.act(NAMES)  # each answers once
    clock.advance(seconds=10)
    temperature.count_due(workshop, now=clock())
    assert check.answered == len(NAMES)
