"""The list as it goes to the vote: what is asked, what needs no vote, when it freezes and thaws."""

import pytest

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas import acts, listing
from workshop.ideas.models import IdeaState, Origin
from workshop.ideas.reconfiguration import ballot_list
from workshop.ideas.reconfiguration import services as reconfiguration_services
from workshop.voting.contest import queries, services
from workshop.workshops import services as live_services
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry, Workshop

pytestmark = pytest.mark.usefixtures("clock", "app_context")


@pytest.fixture
def app_context(app):
    with app.app_context():
        yield


@pytest.fixture
def workshop(round_2):
    return db.session.get_one(Workshop, round_2.workshop.id)


def asked(workshop):
    return [
        (question.number, question.text, [candidate.text for candidate in question.candidates])
        for question in ballot_list.questions(workshop)
    ]


def test_each_problem_asks_for_its_listed_ideas(round_2, workshop):
    assert asked(workshop) == [
        (1, "Problem A", ["Idea 1", "Idea 2", "Idea 4"]),
        (2, "Problem B", ["Idea 3", "Idea 4"]),
    ]


def test_one_vote_for_all_asks_for_each_idea_once(round_2, workshop):
    workshop.votes_overall = True

    assert asked(workshop) == [(1, "", ["Idea 1", "Idea 2", "Idea 3", "Idea 4"])]


def test_a_merged_idea_is_put_to_the_vote_with_all_its_authors(round_2, workshop, go_to, clock):
    go_to(workshop, PhaseKind.RECONFIGURATION)
    reconfiguration_services.merge(
        round_2.moderator, round_2.ideas[:3], "All three", "Alike", now=clock()
    )

    first, second = ballot_list.questions(workshop)

    authors = ", ".join(seat.organization.short for seat in (round_2.ana, round_2.ben, round_2.eva))
    assert [(candidate.text, candidate.detail) for candidate in first.candidates] == [
        ("Idea 4", round_2.official.organization.short),
        ("All three", authors),
    ]
    assert [candidate.text for candidate in second.candidates] == ["Idea 4", "All three"]


def leave_only_three(round_2, go_to, clock):
    """Problem B keeps idea 3 alone."""
    go_to(round_2.workshop, PhaseKind.RECONFIGURATION)
    reconfiguration_services.leave_out(
        round_2.moderator, round_2.ideas[3], "On its way", now=clock()
    )
    db.session.commit()


def test_an_idea_alone_goes_forward_without_a_vote_and_that_is_on_record(
    round_2, workshop, go_to, clock, sign_in
):
    leave_only_three(round_2, go_to, clock)

    go_to(workshop, PhaseKind.VOTING)

    [contest] = queries.standing_contests(workshop)
    assert contest.question == "Problem A"
    assert [
        (problem.text, idea.number) for problem, idea in ballot_list.unopposed_ideas(workshop)
    ] == [("Problem B", 3)]
    entry = db.session.scalar(db.select(LogEntry).filter_by(verb=acts.FROZEN))
    assert entry.details["without_vote"] == [
        {"idea": round_2.ideas[2].id, "problem": round_2.problems[1].id}
    ]
    frozen = {idea.number: idea.frozen_at for idea in listing.ideas(workshop, *IdeaState)}
    assert frozen == {1: clock(), 2: clock(), 3: clock(), 4: None}
    parts = sign_in(round_2.ana.person).get(f"/workshops/{workshop.id}/parts").json["parts"]
    assert "Going forward without a vote" in parts["reconfiguration"]


def test_with_nothing_to_rank_the_list_freezes_all_the_same(round_2, workshop, go_to, clock):
    leave_only_three(round_2, go_to, clock)
    reconfiguration_services.leave_out(round_2.moderator, round_2.ideas[0], "Weak", now=clock())
    db.session.commit()

    go_to(workshop, PhaseKind.VOTING)
    assert queries.standing_contests(workshop) == []
    assert all(idea.frozen_at for idea in listing.ideas(workshop))

    live_services.go_back(workshop, "Something is missing", round_2.moderator.person, now=clock())
    assert not any(idea.frozen_at for idea in listing.ideas(workshop))
    reconfiguration_services.take_back(round_2.moderator, round_2.ideas[0], now=clock())
    # What was done before the list was put to the vote stays done.
    assert acts.last_undoable(workshop).verb is acts.Verb.TAKEN_BACK


def refuse(deed):
    with pytest.raises(Refusal) as refused:
        deed()
    assert "The room votes on this list" in refused.value.message


def test_only_what_no_standing_contest_asks_about_can_be_changed(round_2, workshop, go_to, clock):
    first, second, third, fourth = round_2.ideas
    a, b = round_2.problems
    by, now = round_2.moderator, clock()
    go_to(workshop, PhaseKind.VOTING)
    about_a, about_b = queries.standing_contests(workshop)
    live_services.go_back(workshop, "A wrong text", by.person, now=now)
    refuse(lambda: reconfiguration_services.reword(by, first, "Better", "Clearer", now=now))

    services.void_contest(about_a, "A wrong text", by.person, now=now)
    made = reconfiguration_services.reword(by, first, "Better", "Clearer", now=now)
    refuse(lambda: reconfiguration_services.reword(by, third, "Better", "Clearer", now=now))
    refuse(
        lambda: reconfiguration_services.leave_out(by, fourth, "It is asked about B too", now=now)
    )
    refuse(lambda: reconfiguration_services.merge(by, [second, fourth], "x", "Alike", now=now))
    refuse(lambda: reconfiguration_services.move(by, second, [a, b], "Both", {a.id}, now=now))

    live_services.finish_phase(workshop, by.person, now=now)
    live_services.start_phase(workshop, by.person, now=now)
    again = next(contest for contest in queries.standing_contests(workshop) if contest.number == 1)
    assert [option.text for option in again.options] == ["Idea 2", "Idea 4", "Better"]
    assert made.frozen_at is not None
    services.void_contest(about_b, "All of it", by.person, now=now)
    services.void_contest(again, "All of it", by.person, now=now)
    assert not any(idea.frozen_at for idea in listing.ideas(workshop))


def test_what_was_voted_on_keeps_its_wording(round_2, workshop, go_to):
    """An option is a copy: whatever becomes of the idea later, the ballot said this."""
    go_to(workshop, PhaseKind.VOTING)

    [first, _second] = queries.standing_contests(workshop)

    assert [(option.text, option.idea_id) for option in first.options] == [
        (round_2.ideas[place].text, round_2.ideas[place].id) for place in (0, 1, 3)
    ]
    assert round_2.ideas[3].origin is Origin.OFFICIAL_AGENDA
