"""The quorum is stated before the vote and carried on the result; it blocks nothing."""

import pytest

from workshop.extensions import db
from workshop.voting import quorum
from workshop.voting.contest import queries, services
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop


@pytest.mark.parametrize(
    ("percent", "entitled", "least"), [(50, 42, 21), (50, 7, 4), (1, 7, 1), (100, 7, 7), (67, 3, 3)]
)
def test_a_share_of_the_roll_is_rounded_up(percent, entitled, least):
    assert quorum.least(percent, entitled) == least


@pytest.mark.parametrize(
    ("ballots", "sentence"),
    [
        (1, "Without quorum, indicative only: 1 of 4 (at least 2)."),
        (2, "Quorum reached: 2 of 4 (at least 2)."),
    ],
)
def test_blank_ballots_count_and_the_result_says_so(
    app, clock, meeting, go_to, cast, sign_in, ballots, sentence
):
    address = f"/workshops/{meeting.workshop.id}"
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        workshop.quorum_percent = 50
        db.session.commit()
        go_to(workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben)[:ballots]:
        assert cast(seat, "").status_code == 200
    stated = "Quorum: at least 2 of 4 ballots"
    for page in (address, f"{address}/contests/1/ballot"):
        assert stated in sign_in(meeting.eva.person).get(page).text
    assert stated in sign_in(meeting.moderator.person).get(f"{address}/desk").text

    with app.app_context():
        clock.advance(minutes=15)
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        services.settle_due(workshop, now=clock())
        go_to(workshop, PhaseKind.RESULTS)
        contest = queries.latest_contest(workshop)
        services.reveal(contest, meeting.moderator.person, now=clock(), all_at_once=True)
        db.session.commit()

    browser = sign_in(meeting.moderator.person)
    assert sentence in browser.get(f"{address}/contests/1").text
    assert browser.get(f"{address}/files/prioritized-problems.json").json["quorum"] == sentence
    assert sentence in browser.get(f"{address}/files/votes.csv").text
