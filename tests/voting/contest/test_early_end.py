"""Ending a vote before its announced end: once three have voted, and nobody here is cut off."""

import pytest

from workshop.extensions import db
from workshop.room import presence
from workshop.voting.contest import early_end, queries
from workshop.voting.models import Contest
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

CLOSED = "The vote is closed and counted."
ANNOUNCED = "The vote closes in 20 seconds; everyone has been told."
TOO_EARLY = "A vote is closed early only after three have voted; %d have so far."


@pytest.fixture
def vote(meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.VOTING)
    return meeting


@pytest.fixture
def are_here(vote, listen):
    """Their phones have the room open."""

    def are_here(*seats):
        return [listen(seat.person, vote.workshop) for seat in seats]

    return are_here


@pytest.fixture
def close(vote, press):
    def close(**fields):
        return press(vote.moderator, "contests/1/close", **fields)

    return close


def seconds_left(app, clock):
    with app.app_context():
        return queries.latest_contest(db.session.get_one(Workshop, 1)).reading(clock()).remaining


@pytest.mark.parametrize("voted", [0, 1, 2])
def test_before_three_have_voted_nobody_closes_it(app, vote, are_here, cast, close, clock, voted):
    are_here(vote.ana, vote.ben)
    for seat in (vote.ana, vote.ben)[:voted]:
        cast(seat, "A B C")
    before = seconds_left(app, clock)

    answers = [close(), close(notice="yes")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert TOO_EARLY % voted in answers[0].json["message"]
    assert seconds_left(app, clock) == before


def test_nor_is_its_time_cut_by_setting_the_clock(app, vote, cast, press, clock):
    cast(vote.ana, "A B C")
    before = seconds_left(app, clock)

    refused = press(vote.moderator, "agenda/set", minutes=1)
    longer = press(vote.moderator, "agenda/set", minutes=15)

    assert (refused.status_code, longer.status_code) == (409, 200)
    assert TOO_EARLY % 1 in refused.json["message"]
    assert seconds_left(app, clock) > before
    for seat in (vote.ben, vote.eva):
        cast(seat, "A B C")
    clock.advance(seconds=4)
    assert press(vote.moderator, "agenda/set", minutes=1).status_code == 200


@pytest.mark.parametrize("act", ["agenda/finish", "agenda/next", "agenda/skip"])
def test_nor_by_leaving_its_phase(vote, cast, press, act):
    cast(vote.ana, "A B C")

    assert press(vote.moderator, act, reason="We are late").status_code == 409


def test_once_everybody_who_is_here_has_voted_it_closes_at_once(vote, are_here, cast, close):
    here = (vote.ana, vote.ben, vote.eva)
    are_here(*here)
    for seat in here:
        cast(seat, "A B C")

    assert close().json["message"] == CLOSED


def test_somebody_who_is_here_and_has_not_voted_gets_the_notice(
    app, vote, are_here, cast, close, clock
):
    are_here(vote.ana, vote.official)
    for seat in (vote.ana, vote.ben, vote.eva):
        cast(seat, "A B C")

    assert close().json["message"] == ANNOUNCED
    assert seconds_left(app, clock) == early_end.NOTICE


def test_the_notice_is_offered_once_and_says_how_many_are_waited_for(
    vote, are_here, cast, close, sign_in
):
    are_here(vote.ana, vote.official)
    for seat in (vote.ana, vote.ben, vote.eva):
        cast(seat, "A B C")
    desk = sign_in(vote.moderator.person)
    roll = "/workshops/1/contests/1/roll"
    assert "1 of the 4 entitled has not voted yet." in desk.get(roll).text

    close()

    assert 'id="announce-close"' not in desk.get(roll).text


def test_somebody_marked_as_present_without_a_device_is_here(vote, are_here, cast, close, press):
    are_here(vote.ana)
    press(vote.moderator, f"seats/{vote.official.id}/tick")
    for seat in (vote.ana, vote.ben, vote.eva):
        cast(seat, "A B C")

    assert close().json["message"] == ANNOUNCED


def test_where_nobody_is_known_to_be_here_the_notice_is_given(vote, cast, close):
    for seat in (vote.ana, vote.ben, vote.eva):
        cast(seat, "A B C")

    assert close().json["message"] == ANNOUNCED


def test_the_notice_may_be_given_although_it_could_close(vote, are_here, cast, close):
    here = (vote.ana, vote.ben, vote.eva)
    are_here(*here)
    for seat in here:
        cast(seat, "A B C")

    assert close(notice="yes").json["message"] == ANNOUNCED


def test_a_page_without_a_socket_says_by_asking_that_it_is_here(
    vote, cast, close, sign_in, monkeypatch
):
    monkeypatch.setattr(presence, "_asked", {})
    sign_in(vote.official.person).get("/workshops/1/parts?version=0&alone=yes")
    for seat in (vote.ana, vote.ben, vote.eva):
        cast(seat, "A B C")

    assert close().json["message"] == ANNOUNCED


@pytest.mark.parametrize("is_secret", [True, False])
def test_the_desk_names_who_has_not_voted_and_who_of_them_is_here(
    app, vote, are_here, cast, sign_in, is_secret
):
    with app.app_context():
        db.session.get_one(Contest, 1).is_secret = is_secret
        db.session.commit()
    are_here(vote.ana, vote.ben)
    cast(vote.ana, "A B C")

    page = sign_in(vote.moderator.person).get("/workshops/1/contests/1/roll").text

    assert "2 of the 4 are here; one of those has not voted yet." in page
    here, elsewhere = page.split("Not here, without a ballot:")
    assert "Ben&#39;s organization" in here
    assert "Eva&#39;s organization" in elsewhere
    assert "Omar&#39;s organization" in elsewhere
    assert "Ana&#39;s organization" not in page
    assert ("only the desk sees" in page) is is_secret


@pytest.mark.parametrize("who", ["ana", "observer", "official"])
def test_nobody_else_is_told_who_has_not_voted(vote, sign_in, who):
    browser = sign_in(getattr(vote, who).person)

    assert browser.get("/workshops/1/contests/1/roll").status_code == 403
    assert "without a ballot" not in browser.get("/workshops/1").text


def test_a_roll_of_fewer_than_three_closes_when_all_have_voted(app, vote, cast, close):
    with app.app_context():
        contest = db.session.get_one(Contest, 1)
        for entry in contest.roll[2:]:
            db.session.delete(entry)
        db.session.commit()
    cast(vote.ana, "A B C")
    early = close().status_code
    cast(vote.ben, "A B C")

    assert (early, close().json["message"]) == (409, CLOSED)
