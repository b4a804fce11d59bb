"""A hundred phones cast while the vote closes: what was acknowledged is what is counted."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event

import pytest

from workshop import clock as wall_clock
from workshop.database import writing
from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector
from workshop.voting.ballot import turnout
from workshop.voting.contest import queries
from workshop.voting.models import Ballot, BallotLink
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Seat, SeatState, Workshop

VOTERS = 240
CLOSES_AFTER = 40
COME_LATE = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, make_app):
    if request.param == "sqlite":
        return make_app()
    app = make_app(DATABASE_URL=request.getfixturevalue("postgresql"))
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def voters(app, clock, make_workshop, make_seat, make_problem, go_to):
    """The contest's address, and a signed-in browser for each of its voters."""
    workshop = make_workshop()
    make_seat(workshop, Role.MODERATOR)
    for _problem in range(3):
        make_problem(workshop.theme)
    with app.app_context():
        now = wall_clock.now()
        seats = [
            Seat(
                workshop_id=workshop.id,
                person=Person(name=f"Voter {number}", created_at=now, session_number=0),
                organization=Organization(name=f"Voters {number}", sector=Sector.ACADEMIA),
                role=Role.TITULAR,
                state=SeatState.ADMITTED,
                holds_vote=True,
                created_at=now,
            )
            for number in range(VOTERS)
        ]
        db.session.add_all(seats)
        db.session.commit()
        people = [seat.person.get_id() for seat in seats]
    go_to(workshop, PhaseKind.VOTING)
    browsers = []
    for person in people:
        browsers.append(app.test_client())
        with browsers[-1].session_transaction() as session:
            session["_user_id"], session["_fresh"] = person, True
    return workshop, browsers


def test_acknowledged_is_counted(app, clock, voters):
    workshop, browsers = voters
    start = Barrier(len(browsers))
    acknowledged, ended = count(1), Event()

    def cast(browser):
        start.wait()
        if browser in browsers[-COME_LATE:]:
            ended.wait(60)
        answer = browser.post(
            f"/workshops/{workshop.id}/contests/1/ballot",
            data={"ranking": '[["B"],["A"]]', "request_id": "one", "revision": 0},
            headers={"Accept": "application/json"},
        )
        if answer.status_code == 200 and next(acknowledged) == CLOSES_AFTER:
            clock.advance(minutes=10)
            ended.set()
            with app.test_request_context():
                turnout.settle_workshop(workshop.id)
        return answer.status_code, answer.json

    with ThreadPoolExecutor(VOTERS) as pool:
        answers = list(pool.map(cast, browsers))

    receipts = sorted(said["receipt"] for status, said in answers if status == 200)
    refused = [(status, said["closed"]) for status, said in answers if status != 200]
    assert refused == [(409, True)] * (VOTERS - len(receipts))
    assert CLOSES_AFTER <= len(receipts) <= VOTERS - COME_LATE
    with app.app_context():
        contest = queries.latest_contest(db.session.get_one(Workshop, workshop.id))
        assert contest.result["ballots"] == {"cast": len(receipts), "blank": 0}
        assert queries.receipts(contest) == receipts
        assert queries.turnout(contest.id) == queries.Turnout(len(receipts), VOTERS)
        ballots = db.session.scalars(db.select(Ballot.ranking)).all()
        assert ballots == ['[["B"],["A"]]'] * len(receipts)
        assert db.session.scalars(db.select(BallotLink)).all() == []


def test_one_voter_with_many_devices_has_one_ballot(app, voters):
    """Twenty devices send their own first ballot: one is in, the others are told of it."""
    workshop, browsers = voters
    start = Barrier(20)

    def cast(device):
        start.wait()
        answer = browsers[0].application.test_client()
        with answer.session_transaction() as session, browsers[0].session_transaction() as own:
            session.update(own)
        answer = answer.post(
            f"/workshops/{workshop.id}/contests/1/ballot",
            data={"ranking": '[["C"]]', "request_id": f"device {device}", "revision": 0},
            headers={"Accept": "application/json"},
        )
        return answer.status_code, answer.json["revision"]

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(cast, range(20)))

    assert answers == [(200, 1)] + [(409, 1)] * 19
    with app.app_context(), writing():
        assert db.session.scalars(db.select(Ballot.ranking)).all() == ['[["C"]]']
