"""What stands behind the problems of round 2: round 1, walked back along the links."""

import re
from datetime import timedelta

import pytest

from workshop import clock as wall_clock
from workshop import links
from workshop.diagnoses.models import Diagnosis, Problem
from workshop.extensions import db
from workshop.ideas import recap
from workshop.links.models import Relation
from workshop.room import screens
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

CHANGED = "B and C in one sentence"


@pytest.fixture
def before(app, meeting, press, cast, go_to):
    """Round 1 as it ended: A summed up, the official's answer on B, the order A, C, B."""
    a, b, _c = meeting.problems
    with app.app_context():
        study = Diagnosis(
            theme_id=meeting.workshop.theme_id,
            organization_id=a.organization_id,
            title="Water in the highlands",
            url="https://example.org/study.pdf",
        )
        db.session.get_one(Problem, a.id).diagnosis = study
        db.session.commit()
    go_to(meeting.workshop, PhaseKind.SUMMARY)
    press(meeting.moderator, f"problems/{a.id}/summary", text="All agree on it", revision=0)
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    answer = {"status": "planned", "action": "A decree", "unit": "OGPP", "revision": 0}
    press(meeting.official, f"problems/{b.id}/comment", text="By June", **answer)
    go_to(meeting.workshop, PhaseKind.VOTING)
    for seat in (meeting.ana, meeting.ben, meeting.eva, meeting.official):
        cast(seat, "A C B")
    press(meeting.moderator, "contests/1/close")
    go_to(meeting.workshop, PhaseKind.RESULTS)
    return meeting


@pytest.fixture
def reveal(before, press):
    return lambda: press(before.moderator, "contests/1/reveal", everything="yes")


@pytest.fixture
def second(app, before, make_workshop, make_seat, make_problem, go_to):
    """Round 2 of the same theme in its recap: A carried, B and C merged and then reworded."""
    theme = before.workshop.theme
    workshop = make_workshop(theme, round=2, starts_at=wall_clock.now() + timedelta(days=14))
    make_seat(workshop, person=before.ana.person, organization=before.ana.organization)
    make_seat(workshop, "moderator", person=before.moderator.person)
    carried = make_problem(theme, "Problem A", round=2)
    merged = make_problem(theme, "B and C", round=2, state="replaced")
    reworded = make_problem(theme, CHANGED, round=2)
    a, b, c = (problem.id for problem in before.problems)
    with app.app_context():
        for relation, source, target in (
            (Relation.CARRIED, a, carried.id),
            (Relation.MERGED, b, merged.id),
            (Relation.MERGED, c, merged.id),
            (Relation.REWORDED, merged.id, reworded.id),
        ):
            ends = [db.session.get_one(Problem, problem_id) for problem_id in (source, target)]
            links.connect(relation, *ends, by=None, now=wall_clock.now())
        db.session.commit()
    go_to(workshop, PhaseKind.RECAP)
    return workshop


def test_each_problem_is_walked_back_to_those_of_round_1(app, second, reveal):
    reveal()

    with app.app_context():
        workshop = db.session.get_one(Workshop, second.id)
        problems = db.session.scalars(db.select(Problem).filter_by(round=2, state="admitted"))
        histories = [
            (
                history.relation,
                [
                    (
                        root.problem.text,
                        root.summary,
                        [str(comment.status) for comment in root.comments],
                        (root.place.place, root.place.of),
                    )
                    for root in history.roots
                ],
            )
            for history in recap.trace_back(workshop, problems).values()
        ]
    assert histories == [
        (Relation.CARRIED, [("Problem A", "All agree on it", [], (1, 3))]),
        (
            Relation.REWORDED,
            [("Problem C", "", [], (2, 3)), ("Problem B", "", ["planned"], (3, 3))],
        ),
    ]


def test_the_room_reads_it_on_its_phones(second, reveal, before, sign_in):
    reveal()

    page = sign_in(before.ana.person).get(f"/workshops/{second.id}").text
    problem_a, changed = page.split('<li class="problem"')[1:]

    for words in ("Water in the highlands", "example.org/study.pdf", "Place 1 of 3", "All agree"):
        assert words in problem_a
    assert "Reworded since round 1" in changed
    assert "<q>Problem B</q>" in changed
    assert "<q>Problem C</q>" in changed
    assert "It is planned" in changed
    assert "A decree" in changed
    assert "By June" in changed


def test_the_wall_shows_it_in_a_line_each(app, second, reveal, client):
    reveal()
    with app.app_context():
        token = screens.token(db.session.get_one(Workshop, second.id))

    page = client.get(f"/screen/{token}").text

    assert len(re.findall("screen-behind", page)) == 2
    assert "Place 1 of 3" in page
    assert "It is planned" in page


def test_a_place_is_not_told_before_the_room_has_seen_the_result(second, before, sign_in):
    page = sign_in(before.ana.person).get(f"/workshops/{second.id}").text

    assert "Water in the highlands" in page
    assert "Place 1" not in page


def test_one_problem_or_many_cost_the_same_questions(
    second, app, count_queries, make_problem, before
):
    def look():
        with app.app_context():
            workshop = db.session.get_one(Workshop, second.id)
            problems = list(db.session.scalars(db.select(Problem).filter_by(round=2)))
            for history in recap.trace_back(workshop, problems).values():
                _sources = history.sources

    few = count_queries(look)
    with app.app_context():
        for number in range(3):
            theme, text = before.workshop.theme, f"More {number}"
            old, new = (make_problem(theme, text, round=round) for round in (1, 2))
            links.connect(Relation.CARRIED, old, new, by=None, now=wall_clock.now())
        db.session.commit()

    assert count_queries(look) == few
