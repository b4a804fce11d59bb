"""The ballot and the moderator's acts on a contest, through the front door."""

import re

import pytest

from workshop.extensions import db
from workshop.voting.models import Ballot, Contest
from workshop.workshops.guides import PhaseKind, Role

pytestmark = pytest.mark.usefixtures("clock")

BALLOT = "/workshops/1/contests/1/ballot"


@pytest.fixture
def vote(meeting, go_to):
    go_to(meeting.workshop, PhaseKind.VOTING)
    return meeting


@pytest.fixture
def ballots(app):
    def ballots():
        with app.app_context():
            return sorted(db.session.scalars(db.select(Ballot.ranking)))

    return ballots


def test_the_script_is_answered_with_what_was_received(clock, vote, cast, ballots):
    answer = cast(vote.ana, "B A")

    receipt = answer.json["receipt"]
    assert re.fullmatch("[2-9A-HJKMNP-Z]{8}", receipt)
    assert answer.json == {
        "answer": [["B"], ["A"]],
        "revision": 1,
        "receipt": receipt,
        "cast_at_text": "09:30:00",
        "me": {"ballot": "cast"},
    }
    assert ballots() == ['[["B"],["A"]]']


def test_the_same_request_twice_has_the_same_answer_and_one_ballot(clock, vote, cast, ballots):
    first = cast(vote.ana, "B A")
    clock.advance(seconds=20)
    second = cast(vote.ana, "B A")

    assert (first.status_code, second.status_code, first.json) == (200, 200, second.json)
    assert ballots() == ['[["B"],["A"]]']


def test_a_ballot_can_be_changed_and_another_device_is_told(vote, cast, ballots):
    cast(vote.ana, "B A")
    changed = cast(vote.ana, "C", revision=1)
    stale = cast(vote.ana, "A", request="from another device", revision=1)

    assert changed.json["revision"] == 2
    assert (stale.status_code, stale.json) == (
        409,
        {
            "message": "This organization's ballot was changed on another device meanwhile.",
            "closed": False,
            "answer": [["C"]],
            "revision": 2,
        },
    )
    assert ballots() == ['[["C"]]']


@pytest.mark.parametrize(
    ("ranking", "status", "sentence"),
    [
        ("nonsense", 422, "The ballot could not be read. Fill it in again."),
        ("[" * 3000, 422, "The ballot could not be read. Fill it in again."),
        ('[["Z"]]', 422, "The ballot could not be read. Fill it in again."),
    ],
    ids=["not JSON", "nested without end", "unknown option"],
)
def test_what_is_no_ballot_is_refused(vote, press, ballots, ranking, status, sentence):
    answer = press(vote.ana, "contests/1/ballot", answer=ranking, request_id="one", revision=0)

    assert (answer.status_code, answer.json["message"]) == (status, sentence)
    assert ballots() == []


def test_without_script_it_is_reviewed_then_cast(vote, sign_in, ballots):
    browser = sign_in(vote.ana.person)
    page = browser.get(BALLOT)
    request_id = re.search('name="request_id" value="([0-9a-f]{32})"', page.text)[1]
    ranks = {"rank-A": "2", "rank-B": "1", "rank-C": "", "request_id": request_id, "revision": "0"}

    review = browser.post(BALLOT, data={**ranks, "step": "review"})
    reviewed = ballots()
    done = browser.post(BALLOT, data={**ranks, "step": "cast"})
    repeated = browser.post(BALLOT, data={**ranks, "step": "cast"})

    assert (review.status_code, reviewed) == (200, [])
    assert "You ranked 2 of 3." in review.text
    assert [(a.status_code, a.location) for a in (done, repeated)] == [(303, BALLOT)] * 2
    assert ballots() == ['[["B"],["A"]]']
    assert "Received 09:30:00" in browser.get(BALLOT).text


def test_a_wrong_rank_is_said_beside_what_was_typed(vote, sign_in, ballots):
    answer = sign_in(vote.ana.person).post(BALLOT, data={"rank-A": "7", "rank-B": "1"})

    assert answer.status_code == 422
    assert "“Problem A”: write a whole number from 1 to 3, or leave it empty." in answer.text
    assert ballots() == []


def test_looking_at_a_ballot_changes_nothing(vote, sign_in, app):
    before = fingerprint(app)

    pages = [sign_in(seat.person).get(BALLOT) for seat in (vote.ana, vote.observer)]

    assert [page.status_code for page in pages] == [200, 200]
    assert fingerprint(app) == before


def fingerprint(app):
    with app.app_context():
        return "\n".join(db.session.connection().connection.driver_connection.iterdump())


def test_those_without_a_vote_are_told_why(vote, cast, ballots):
    answers = [cast(seat, "B A") for seat in (vote.observer, vote.moderator)]

    assert [(a.status_code, a.json) for a in answers] == [
        (409, {"message": "Your role has no vote in this workshop.", "closed": False})
    ] * 2
    assert ballots() == []


def test_after_the_end_the_ballot_page_leads_to_the_result(clock, vote, sign_in, press):
    clock.advance(minutes=10)
    press(vote.moderator, "agenda/next")

    answer = sign_in(vote.ana.person).get(BALLOT)

    assert (answer.status_code, answer.location) == (302, "/workshops/1/contests/1")


def test_closing_announces_the_end_or_closes_when_all_have_voted(vote, cast, press, clock):
    for seat in (vote.ana, vote.ben, vote.eva):
        cast(seat, "B A")
    announced = press(vote.moderator, "contests/1/close")
    cast(vote.official, "B A")
    clock.advance(seconds=4)
    closed = press(vote.moderator, "contests/1/close")
    clock.advance(seconds=4)
    again = press(vote.moderator, "contests/1/close")

    assert [(a.status_code, a.json["message"]) for a in (announced, closed, again)] == [
        (200, "The vote closes in 20 seconds; everyone has been told."),
        (200, "The vote is closed and counted."),
        (409, "The vote is closed."),
    ]


def test_late_admission_void_and_a_new_vote(vote, make_seat, cast, press, app, clock):
    late = make_seat(vote.workshop)
    before = cast(late, "B A")
    press(vote.moderator, f"contests/1/roll/{late.id}")
    after = cast(late, "B A")
    void = press(vote.moderator, "contests/1/void", reason="the wrong list")
    anew = press(vote.moderator, "contests/new")
    clock.advance(seconds=4)
    twice = press(vote.moderator, "contests/new")

    answers = [answer.status_code for answer in (before, after, void, anew, twice)]
    assert answers == [409, 200, 200, 200, 409]
    with app.app_context():
        contests = db.session.scalars(db.select(Contest).order_by(Contest.id))
        assert [(str(contest.state), contest.reason) for contest in contests] == [
            ("void", "the wrong list"),
            ("open", ""),
        ]


def test_of_two_moderators_who_reveal_at_once_one_is_refused(
    clock, vote, make_seat, cast, go_to, press
):
    deputy = make_seat(vote.workshop, Role.DEPUTY)
    cast(vote.ana, "B A")
    clock.advance(minutes=10)
    go_to(vote.workshop, PhaseKind.RESULTS)

    answers = [press(seat, "contests/1/reveal", seen=0) for seat in (vote.moderator, deputy)]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json == {
        "message": "The next place is shown already. This press has changed nothing."
    }


def test_the_result_is_revealed_in_its_own_phase(clock, vote, cast, press):
    for seat in (vote.ana, vote.ben, vote.eva, vote.official):
        cast(seat, "B A")
    press(vote.moderator, "contests/1/close")

    answer = press(vote.moderator, "contests/1/reveal", seen=0)

    assert (answer.status_code, answer.json) == (
        409,
        {"message": "The result is shown in the phase “Summary of votes”."},
    )


def test_a_contest_of_another_workshop_is_not_found(vote, make_workshop, make_seat, press):

    moderator = make_seat(make_workshop(), Role.MODERATOR)

    assert press(moderator, "contests/1/close").status_code == 404
