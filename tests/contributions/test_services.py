"""What is written in the room, as rows: freezing, revisions and the database's own limits."""

import pytest
from sqlalchemy.exc import IntegrityError

from workshop.contributions import queries, services
from workshop.contributions.models import LONGEST_CONTRIBUTION, CommentStatus, Contribution
from workshop.diagnoses.models import ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry


@pytest.fixture(autouse=True)
def inside(app, clock):
    with app.app_context():
        yield


@pytest.fixture
def log_entries():
    def log_entries(verb):
        query = db.select(LogEntry).filter_by(verb=verb).order_by(LogEntry.number)
        return [(entry.person_id, entry.details) for entry in db.session.scalars(query)]

    return log_entries


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_CONTRIBUTION + 1)], ids=["empty", "too long"])
def test_the_database_holds_to_the_length(meeting, go_to, clock, text):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    with pytest.raises(IntegrityError):
        services.contribute(meeting.ana, text, None, now=clock())


def test_a_text_is_not_hidden_without_a_reason(meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    written = services.contribute(meeting.ana, "A text", None, now=clock())
    written.hidden_at = clock()
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_contributions_are_read_by_problem_oldest_first_without_the_hidden(meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    first, second = meeting.problems[:2]
    written = {
        text: services.contribute(meeting.ana, text, problem, now=clock())
        for text, problem in (("a", first), ("b", second), ("c", first), ("d", None), ("e", first))
    }
    services.hide_contribution(written["c"], "off topic", meeting.moderator.person, now=clock())

    by_problem = queries.contributions(meeting.workshop)

    assert {
        key: [contribution.text for contribution in texts] for key, texts in by_problem.items()
    } == {
        first.id: ["a", "e"],
        second.id: ["b"],
        None: ["d"],
    }
    assert db.session.query(Contribution).count() == 5


def test_a_proposal_of_the_moderator_is_admitted_at_once(meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)

    own = services.propose_problem(meeting.moderator, "From the desk", now=clock())
    others = services.propose_problem(meeting.ana, "From the room", now=clock())

    assert (own.state, others.state) == (ProblemState.ADMITTED, ProblemState.PROPOSED)
    assert [p.text for p in queries.problems(meeting.workshop)][-1] == "From the desk"
    assert others.position == own.position + 1


def test_rewording_keeps_the_former_words_in_the_record(meeting, go_to, clock, log_entries):
    go_to(meeting.workshop, PhaseKind.SUMMARY)
    problem, by = meeting.problems[0], meeting.moderator

    services.reword_problem(meeting.workshop, problem, "New words", 1, by, now=clock())
    services.reword_problem(meeting.workshop, problem, "New words", 2, by, now=clock())

    assert (problem.text, problem.revision) == ("New words", 2)
    details = {"problem": problem.id, "former": "Problem A", "text": "New words"}
    assert log_entries("problem reworded") == [(by.person_id, details)]


def test_a_wording_put_to_the_vote_is_frozen_until_the_vote_is_void(meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.VOTING)

    assert [problem.frozen_at for problem in meeting.problems] == [clock()] * 3


def test_an_editor_with_an_older_summary_is_told_what_stands(meeting, go_to, clock):
    go_to(meeting.workshop, PhaseKind.SUMMARY)
    problem, by = meeting.problems[0], meeting.moderator
    services.write_summary(meeting.workshop, problem, "First", 0, by, now=clock())

    with pytest.raises(Refusal) as refused:
        services.write_summary(meeting.workshop, problem, "Second", 0, by, now=clock())

    assert refused.value.details == {"current": {"text": "First", "revision": 1}}
    assert queries.summaries(meeting.workshop)[problem.id].text == "First"


def test_an_entity_answers_each_problem_once_and_may_better_it(meeting, go_to, clock, log_entries):
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    problem = meeting.problems[0]

    def answer(status, text, revision):
        return services.comment_officially(
            meeting.official,
            problem,
            status,
            action="A decree",
            unit="OGPP",
            text=text,
            revision=revision,
            now=clock(),
        )

    first = answer(CommentStatus.PLANNED, "By June", 0)
    clock.advance(minutes=1)
    second = answer(CommentStatus.ADDRESSED, "Since May", 1)

    assert second is first
    assert (first.status, first.text, first.revision, first.written_at) == (
        CommentStatus.ADDRESSED,
        "Since May",
        2,
        clock(),
    )
    assert queries.comments(meeting.workshop) == {problem.id: [first]}
    said = [details["status"] for _person, details in log_entries("official comment written")]
    assert said == ["planned", "being_addressed"]
