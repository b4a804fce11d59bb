"""Round 2 votes on the ideas of each problem: several contests on one clock."""

import re

import pytest

from workshop.extensions import db
from workshop.ideas.models import Idea
from workshop.voting.ballot import turnout
from workshop.voting.contest import queries
from workshop.voting.models import Contest
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import TiePolicy, Workshop

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def contests(app, round_2):
    """The contests as they stand: question, options by idea, state, ballots, what goes forward."""

    def contests():
        with app.app_context():
            workshop = db.session.get_one(Workshop, round_2.workshop.id)
            return [
                (
                    contest.question,
                    [option.idea_id for option in contest.options],
                    str(contest.state),
                    queries.turnout(contest.id).cast,
                    contest.carried,
                )
                for contest in queries.standing_contests(workshop)
            ]

    return contests


@pytest.fixture
def vote(round_2, go_to):
    go_to(round_2.workshop, PhaseKind.VOTING)
    return round_2


def test_each_problem_has_its_own_contest_with_its_ideas(app, vote, contests):
    first, second, third, fourth = [idea.id for idea in vote.ideas]

    assert contests() == [
        ("Problem A", [first, second, fourth], "open", 0, None),
        ("Problem B", [third, fourth], "open", 0, None),
    ]
    with app.app_context():
        assert all(db.session.get_one(Idea, idea.id).frozen_at for idea in vote.ideas)
        contest = db.session.get_one(Contest, 1)
        assert (contest.places, contest.options[0].text) == (2, "Idea 1")


def test_one_vote_over_all_ideas_when_so_settled(app, round_2, go_to, contests):
    with app.app_context():
        db.session.get_one(Workshop, round_2.workshop.id).votes_overall = True
        db.session.commit()

    go_to(round_2.workshop, PhaseKind.VOTING)

    assert [(question, len(ideas)) for question, ideas, *_rest in contests()] == [("", 4)]


def test_a_ballot_for_each_and_both_close_together(
    app, clock, vote, contests, cast, press, sign_in
):
    first = cast(vote.ana, "A B", contest=1)
    second = cast(vote.ana, "B A", contest=2)
    cast(vote.ben, "B A", contest=2)

    assert [answer.json["me"]["ballot"] for answer in (first, second)] == ["open", "cast"]
    assert "Ballot 1 of 2" in sign_in(vote.ana.person).get("/workshops/1/contests/1/ballot").text
    page = sign_in(vote.eva.person).get("/workshops/1/contests/2/ballot").text
    assert "Ballot 2 of 2" in page
    assert re.search(r"Specific</strong>,.*Feasible</strong>", page, re.S)

    clock.advance(minutes=5)
    with app.app_context():
        turnout.settle_due()

    assert [row[2:4] for row in contests()] == [("counted", 1), ("counted", 2)]


def test_results_are_shown_one_contest_after_the_other(app, vote, cast, press, go_to, contests):
    for seat in (vote.ana, vote.ben, vote.eva, vote.official):
        cast(seat, "A B", contest=1)
        cast(seat, "B A", contest=2)
    assert press(vote.moderator, "contests/1/close").status_code == 200
    assert [row[2] for row in contests()] == ["counted", "counted"]
    go_to(vote.workshop, PhaseKind.RESULTS)

    def current():
        with app.app_context():
            return queries.current_contest(db.session.get_one(Workshop, vote.workshop.id)).id

    assert current() == 1
    press(vote.moderator, "contests/1/reveal", everything="yes")
    assert current() == 1
    press(vote.moderator, "contests/1/next")
    assert current() == 2
    press(vote.moderator, "contests/2/reveal", everything="yes")
    assert [row[2:] for row in contests()] == [
        ("revealed", 4, ["A", "B"]),
        ("revealed", 4, ["B", "A"]),
    ]


def test_the_first_place_stands_on_the_wall_until_the_moderator_goes_on(
    vote, cast, press, sign_in, listen
):
    for contest in (1, 2):
        for seat in (vote.ana, vote.ben, vote.eva, vote.official):
            cast(seat, "A B", contest=contest)
    press(vote.moderator, "contests/1/close")
    press(vote.moderator, "agenda/next")
    room = listen(vote.ana.person, vote.workshop)

    def shown():
        return room.news("parts")[-1]["parts"]["vote"]

    press(vote.moderator, "contests/1/reveal", seen=0)
    assert "Idea 4" in shown()
    assert press(vote.moderator, "contests/1/next").status_code == 409
    for places in (1, 2):
        assert press(vote.moderator, "contests/1/reveal", seen=places).status_code == 200
    first = shown()
    assert all(words in first for words in ("Problem A", "Idea 1", "Idea 4"))
    desk = sign_in(vote.moderator.person).get(f"/workshops/{vote.workshop.id}/desk").text
    assert "Next problem" in desk
    assert "contests/2/reveal" not in desk

    pressed = [press(vote.moderator, "contests/1/next").status_code for _press in range(2)]

    assert pressed == [200, 200]
    second = shown()
    assert "Problem B" in second
    assert "Idea 1" not in second
    assert press(vote.ana, "contests/1/next").status_code == 403
    assert press(vote.moderator, "contests/2/reveal", seen=0).status_code == 200
    assert press(vote.moderator, "contests/2/reveal", seen=1).status_code == 200
    assert press(vote.moderator, "contests/2/next").status_code == 409


def test_a_run_off_among_ideas_says_for_which_problem(
    app, clock, round_2, cast, press, go_to, contests, sign_in
):
    with app.app_context():
        workshop = db.session.get_one(Workshop, round_2.workshop.id)
        workshop.tie_policy, workshop.carry_limit = TiePolicy.RUN_OFF, 1
        db.session.commit()
    go_to(round_2.workshop, PhaseKind.VOTING)
    for seat, ranking in ((round_2.ana, "A B"), (round_2.ben, "B A")):
        cast(seat, ranking, contest=1)
        cast(seat, "A B", contest=2)
    clock.advance(minutes=5)
    with app.app_context():
        turnout.settle_due()
    go_to(round_2.workshop, PhaseKind.RESULTS)
    press(round_2.moderator, "contests/1/reveal", everything="yes")

    assert press(round_2.moderator, "contests/1/run-off").status_code == 200

    page = sign_in(round_2.ana.person).get("/workshops/1/contests/3/ballot").text
    assert re.search(r"<h1>Problem A</h1>", page)
    assert re.search(r"Specific</strong>,.*Feasible</strong>", page, re.S)
    assert not re.search(r"Ballot \d of \d", page)
    with app.app_context():
        run_off = db.session.get_one(Contest, 3)
        assert [option.idea_id for option in run_off.options] == contests()[0][1][:2]


def test_one_of_them_can_be_void_and_held_again(app, clock, vote, cast, press, contests):
    cast(vote.ana, "A B", contest=1)
    cast(vote.ana, "A B", contest=2)

    press(vote.moderator, "contests/1/void", reason="a wrong word on it")
    again = press(vote.moderator, "contests/new")

    assert again.status_code == 200
    assert [row[:1] + row[2:4] for row in contests()] == [
        ("Problem A", "open", 0),
        ("Problem B", "open", 1),
    ]
    clock.advance(seconds=4)
    assert press(vote.moderator, "contests/new").status_code == 409


def test_a_problem_with_one_idea_has_no_contest(round_2, press, go_to, contests):
    go_to(round_2.workshop, PhaseKind.RECONFIGURATION)
    third = round_2.ideas[2].id
    left = press(round_2.moderator, f"list/{third}/leave-out", reason="said already")
    assert left.status_code == 200, left.json

    go_to(round_2.workshop, PhaseKind.VOTING)

    assert [question for question, *_rest in contests()] == ["Problem A"]
