"""Two of the staff enter a ballot for an organization without a device."""

import pytest

from workshop.extensions import db
from workshop.voting.models import Ballot, Contest, RollEntry
from workshop.workshops.guides import PhaseKind, Role


@pytest.fixture
def vote(clock, meeting, go_to, make_seat, make_staff):
    """An open vote with a deputy moderator in the room."""
    meeting.deputy = make_seat(meeting.workshop, Role.DEPUTY, person=make_staff("Delia"))
    go_to(meeting.workshop, PhaseKind.VOTING)
    return meeting


@pytest.fixture
def enter(sign_in, vote, password):
    """Send the form for the first line of the roll, which is Ana's organization."""

    def enter(by=None, **fields):
        sent = {"rank-B": "1", "second": vote.deputy.person_id, "password": password, **fields}
        address = f"/workshops/{vote.workshop.id}/contests/1/assisted/1"
        return sign_in((by or vote.moderator).person).post(address, data=sent)

    return enter


@pytest.fixture
def kept(app):
    def kept():
        with app.app_context():
            entry = db.session.get_one(RollEntry, 1)
            rankings = db.session.scalars(db.select(Ballot.ranking)).all()
            return rankings, (entry.has_cast, entry.assisted_by_id, entry.assisted_with_id)

    return kept


def test_one_ballot_and_both_on_the_roll(vote, enter, kept, sign_in):
    assert enter().status_code == 303

    both = (vote.moderator.person_id, vote.deputy.person_id)
    assert kept() == (['[["B"]]'], (True, *both))
    desk = sign_in(vote.moderator.person).get(f"/workshops/{vote.workshop.id}/desk").text
    assert "Its receipt is" in desk


def test_after_a_mistake_it_is_entered_again_never_twice(enter, kept):
    enter()
    assert enter(**{"rank-B": "2", "rank-C": "1"}).status_code == 303

    assert kept()[0] == ['[["C"],["B"]]']


def test_nobody_is_shown_it_afterwards_nor_changes_it_alone(vote, enter, cast, sign_in):
    enter()

    page = sign_in(vote.ana.person).get(f"/workshops/{vote.workshop.id}/contests/1/ballot").text
    assert "Staff have entered the ballot of" in page
    assert 'data-stored="null"' in page
    refused = cast(vote.ana, "A", revision=1)
    assert (refused.status_code, refused.json.keys()) == (409, {"message", "closed"})


def test_who_has_voted_is_not_voted_for(vote, enter, cast, kept):
    assert cast(vote.ana, "A").status_code == 200

    assert enter().status_code == 409
    assert kept() == (['[["A"]]'], (True, None, None))


@pytest.mark.parametrize("fault", ["password", "first", "participant"])
def test_it_takes_a_second_person_of_the_staff(vote, enter, kept, fault):
    answer = {
        "password": lambda: enter(password="wrong"),
        "first": lambda: enter(second=vote.moderator.person_id),
        "participant": lambda: enter(second=vote.ben.person_id),
    }[fault]()

    assert answer.status_code in (409, 422)
    assert kept() == ([], (False, None, None))


def test_a_wrong_password_loses_nothing_typed(enter):
    page = enter(password="wrong").text

    assert "The password is not that of the second person." in page
    assert '<option value="1" selected>' in page


def test_only_who_moderates_enters_it_and_only_while_it_is_open(vote, enter, clock, kept):
    assert enter(by=vote.ana).status_code == 403
    clock.advance(minutes=15)
    assert enter().status_code == 409
    assert kept()[0] == []


def test_the_result_says_how_many(app, vote, enter, press, clock, go_to, sign_in):
    enter()
    clock.advance(minutes=15)
    go_to(vote.workshop, PhaseKind.RESULTS)
    press(vote.moderator, "contests/1/reveal", everything="yes")

    page = sign_in(vote.ana.person).get(f"/workshops/{vote.workshop.id}/contests/1").text

    assert "One of the ballots was entered by two of the staff" in page
    with app.app_context():
        assert db.session.get_one(Contest, 1).result["ballots"]["cast"] == 1
