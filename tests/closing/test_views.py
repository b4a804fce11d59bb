"""Closing a round: what goes forward, by the count or otherwise, and what that leaves behind."""

import pytest

from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.links.models import Link
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def vote(app, meeting, go_to, press, cast):
    """Hold the vote of round 1 by these ballots, show it, and close the meeting."""

    def vote(*ballots: str, carry_limit: int = 1) -> None:
        with app.app_context():
            db.session.get_one(Workshop, meeting.workshop.id).carry_limit = carry_limit
            db.session.commit()
        go_to(meeting.workshop, PhaseKind.VOTING)
        seats = (meeting.ana, meeting.ben, meeting.eva, meeting.official)
        for seat, ballot in zip(seats, ballots, strict=True):
            assert cast(seat, " ".join(ballot)).status_code == 200
        press(meeting.moderator, "contests/1/close")
        go_to(meeting.workshop, PhaseKind.RESULTS)
        press(meeting.moderator, "contests/1/reveal", everything="yes")
        press(meeting.moderator, "agenda/finish")
        press(meeting.moderator, "agenda/close")

    return vote


@pytest.fixture
def close(meeting, press):
    def close(*letters: str, reason: str = ""):
        items = [meeting.problems["ABC".index(letter)].id for letter in letters]
        return press(meeting.moderator, "close", item=items, reason=reason)

    return close


@pytest.fixture
def carried(app):
    """The problems of round 2, by their words."""

    def carried() -> list[str]:
        with app.app_context():
            query = db.select(Problem.text).filter_by(round=2).order_by(Problem.position)
            return list(db.session.scalars(query))

    return carried


def relations(app) -> list[tuple[str, str, str]]:
    with app.app_context():
        return [
            (
                str(link.relation),
                db.session.get_one(Problem, link.from_problem_id).text,
                link.note,
            )
            for link in db.session.scalars(db.select(Link).order_by(Link.from_problem_id))
        ]


def test_what_the_rule_takes_on_is_carried_and_the_rest_ends(app, vote, close, carried):
    vote("ABC", "ABC", "ACB", "BAC", carry_limit=2)

    assert close("A", "B").status_code == 200

    assert carried() == ["Problem A", "Problem B"]
    assert relations(app) == [
        ("carried", "Problem A", ""),
        ("carried", "Problem B", ""),
        ("dropped", "Problem C", ""),
    ]


def test_another_choice_than_the_count_needs_a_reason(app, vote, close, carried):
    vote("ABC", "ABC", "ACB", "BAC")

    refused = close("B")
    assert refused.status_code == 409
    assert "Give the reason" in refused.text
    assert carried() == []

    assert close("B", reason="The ministry has solved A").status_code == 200
    assert carried() == ["Problem B"]
    assert relations(app) == [
        ("dropped", "Problem A", "The ministry has solved A"),
        ("carried", "Problem B", "The ministry has solved A"),
        ("dropped", "Problem C", ""),
    ]


def test_a_tie_across_the_cut_goes_forward_whole(vote, close, carried):
    vote("ABC", "ABC", "BAC", "BAC")

    assert close("A", "B").status_code == 200
    assert carried() == ["Problem A", "Problem B"]


def test_a_closed_round_is_not_closed_again(vote, close, clock):
    vote("ABC", "ABC", "ACB", "BAC")
    close("A")
    clock.advance(seconds=4)

    assert close("A").status_code == 409


def test_a_round_closes_only_after_the_meeting(meeting, go_to, close):
    go_to(meeting.workshop, PhaseKind.VOTING)

    refused = close("A")

    assert refused.status_code == 409
    assert "First the meeting ends" in refused.text


def test_a_cut_is_taken_back_while_nothing_stands_on_it(app, meeting, press, vote, close, carried):
    vote("ABC", "ABC", "ACB", "BAC")
    close("A")

    assert press(meeting.moderator, "close/take-back", reason="").status_code == 422
    assert press(meeting.moderator, "close/take-back", reason="A slip").status_code == 200
    assert carried() == []
    assert relations(app) == []
    assert close("A").status_code == 200


def test_the_page_ticks_what_the_rule_takes_on(meeting, sign_in, vote):
    vote("ABC", "ABC", "ACB", "BAC", carry_limit=2)

    page = sign_in(meeting.moderator.person).get(f"/workshops/{meeting.workshop.id}/close").text

    assert page.count("checked") == 2
    assert "place 1" in page


def test_one_problem_alone_goes_forward_without_a_vote(
    app, meeting, go_to, press, close, carried, sign_in
):
    with app.app_context():
        for problem in meeting.problems[1:]:
            row = db.session.get_one(Problem, problem.id)
            row.state, row.reason = "declined", "Not of this theme"
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    press(meeting.moderator, "agenda/finish")
    press(meeting.moderator, "agenda/skip", reason="One problem only")
    press(meeting.moderator, "agenda/skip", reason="Nothing was voted")
    press(meeting.moderator, "agenda/close")

    assert close("A").status_code == 200
    assert carried() == ["Problem A"]


def test_a_round_with_nothing_on_its_list_closes_without_result(
    app, meeting, go_to, press, close, sign_in
):
    with app.app_context():
        for problem in meeting.problems:
            row = db.session.get_one(Problem, problem.id)
            row.state, row.reason = "declined", "Not of this theme"
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    press(meeting.moderator, "agenda/finish")
    for _phase in ("vote", "results"):
        press(meeting.moderator, "agenda/skip", reason="There is nothing to vote on")
    press(meeting.moderator, "agenda/close")
    page, browser = f"/workshops/{meeting.workshop.id}/close", sign_in(meeting.moderator.person)

    assert "closes without result" in browser.get(page).text
    assert close().status_code == 200
    assert "closed without result" in browser.get(page).text
