"""Random merges, splits, rewordings and drops: nothing loses its way, nothing ends unanswered."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop import clock as wall_clock
from workshop import links
from workshop.closing import (
    publishing,
    response_desk,
    responses,
    reworking,
)
from workshop.closing import (
    services as closing_services,
)
from workshop.closing.models import Category
from workshop.diagnoses.models import Problem, ProblemState
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas import listing
from workshop.ideas.models import Idea, IdeaState
from workshop.ideas.reconfiguration import services as reconfiguration_services
from workshop.lineage import graph, stories
from workshop.links.models import Relation
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.workshops import services
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Seat, Workshop
from workshop.workshops.seating import take_seat

# An act and which of the items that stand it takes, by their places.
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "reword", "undo", "leave out"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=8,
)
MANY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def scene(app):
    """An entity that answers and a person who acts, for themes without end."""
    with app.app_context():
        now = wall_clock.now()
        person = Person(name="Mara", created_at=now, session_number=0)
        entity = Organization(name="Ministry", sector=Sector.EXECUTIVE)
        plan = Plan(name="PAGA", first_year=2025, last_year=2026)
        db.session.add_all([person, entity, plan])
        db.session.commit()
        yield person, entity, plan


def new_theme(plan: Plan) -> Theme:
    number = len(plan.themes)
    theme = Theme(plan=plan, name=f"Theme {number}", position=number)
    db.session.add(theme)
    db.session.flush()
    return theme


def meeting_over(theme: Theme, round: int) -> Workshop:
    workshop = services.plan_workshop(theme, round, wall_clock.now())
    workshop.opened_at = workshop.starts_at
    workshop.closed_at = workshop.starts_at + timedelta(hours=1)
    workshop.state = "closed"
    return workshop


def rework(theme: Theme, act: str, index: int, other: int, person: Person, number: int) -> None:
    standing = [p for p in reworking.problems(theme) if p.state is ProblemState.ADMITTED]
    if not standing:
        return
    first, second = standing[index % len(standing)], standing[other % len(standing)]
    now = wall_clock.now()
    if act == "merge":
        reworking.merge([first, second], f"Merged {number}", "Alike", person, now=now)
    elif act == "split":
        pieces = [f"Piece {number}a", f"Piece {number}b"]
        reworking.split(first, pieces, "Two things", person, now=now)
    elif act == "reword":
        said = (f"Said {number}", "Clearer", first.revision)
        reworking.reword(first, *said, person, now=now)
    elif act == "undo":
        reworking.undo(first, "A slip", person, now=now)


def reaches_both_ways(lineage: graph.Graph) -> None:
    for edge in lineage.edges:
        if edge.source and edge.target:
            assert edge.source in {node.key for node in lineage.ancestors(edge.target)}
            assert edge.target in {node.key for node in lineage.descendants(edge.source)}


def every_end_is_answered_or_blocks(workshop, entity: Organization, person: Person) -> None:
    """Publication is blocked by each end in turn, until all have their response."""
    now = wall_clock.now()
    for entry in response_desk.entries([workshop.theme_id], workshop.round):
        assert publishing.obstacles(workshop).responses
        said = (Category.OTHER, "In plain words", entity, now.date())
        responses.answer(entry.owed, *said, 0, person, now=now)
    assert not publishing.obstacles(workshop).responses
    lineage = graph.read([workshop.theme_id])
    of_round = [node for node in lineage.nodes.values() if node.round == workshop.round]
    answered = stories.responses(of_round)
    for node in of_round:  # whatever the desk thinks: each leads on, or has its response
        leads_on = any(edge.target for edge in lineage.onward.get(node.key, []))
        assert leads_on or node.key in answered
        assert leads_on or lineage.ends(node.key)


@MANY
@given(count=st.integers(1, 4), kept=st.integers(0, 4), acts=ACTS)
def test_problems_between_the_rounds(scene, count, kept, acts):
    person, entity, plan = scene
    theme = new_theme(plan)
    for position in range(count):
        db.session.add(
            Problem(theme=theme, round=1, position=position, text=f"P{position}", revision=1)
        )
    db.session.flush()
    first = meeting_over(theme, 1)
    ids = [
        problem.id
        for problem in db.session.scalars(db.select(Problem).filter_by(theme_id=theme.id))
    ]
    closing_services.close(first, ids[:kept], "So it was agreed", person, now=wall_clock.now())

    for number, (act, index, other) in enumerate(acts):
        try:
            with db.session.begin_nested():
                rework(theme, act, index, other, person, number)
        except Refusal:
            continue

    lineage = graph.read([theme.id])
    reaches_both_ways(lineage)
    for node in lineage.nodes.values():
        if node.level == "problem-2":  # every problem of round 2 comes from round 1
            assert any(ancestor.level == "problem-1" for ancestor in lineage.ancestors(node.key))
    for problem_id in ids[:kept]:  # and what was carried lives on in one that stands
        after = lineage.descendants(f"problem-{problem_id}")
        assert any(descendant.item.state is ProblemState.ADMITTED for descendant in after)
    for problem_id in ids[kept:]:
        ends = [edge.relation for edge in lineage.ends(f"problem-{problem_id}")]
        assert ends == [Relation.DROPPED]
    second = meeting_over(theme, 2)
    closing_services.close(second, [], "Nothing was built", person, now=wall_clock.now())
    for workshop in (first, second):
        every_end_is_answered_or_blocks(workshop, entity, person)
    db.session.rollback()


def settle(by: Seat, act: str, index: int, other: int, number: int) -> None:
    listed = listing.ideas(by.workshop)
    now = wall_clock.now()
    if act == "undo":
        from workshop.ideas import acts as list_acts

        last = list_acts.last_undoable(by.workshop)
        reconfiguration_services.undo(by, last.number if last else 0, now=now)
    if not listed:
        return
    first, second = listed[index % len(listed)], listed[other % len(listed)]
    if act == "merge":
        reconfiguration_services.merge(by, [first, second], f"Merged {number}", "Alike", now=now)
    elif act == "split":
        pieces = [f"Piece {number}a", f"Piece {number}b"]
        reconfiguration_services.split(by, first, pieces, "Two things", now=now)
    elif act == "reword":
        reconfiguration_services.reword(by, first, f"Said {number}", "Clearer", now=now)
    elif act == "leave out":
        reconfiguration_services.leave_out(by, first, "Not ours", now=now)


@MANY
@given(count=st.integers(1, 4), acts=ACTS)
def test_ideas_on_the_list(scene, count, acts):
    person, entity, plan = scene
    theme, now = new_theme(plan), wall_clock.now()
    workshop = services.plan_workshop(theme, 2, now)
    by = take_seat(workshop, person, None, Role.MODERATOR, None, now=now)
    problem = Problem(theme=theme, round=2, position=0, text="P", revision=1)
    db.session.add(problem)
    db.session.flush()
    for number in range(1, count + 1):
        idea = Idea(
            theme=theme,
            workshop=workshop,
            position=number,
            text=f"Idea {number}",
            state=IdeaState.LISTED,
            written_at=now,
        )
        db.session.add(idea)
        db.session.flush()
        links.connect(Relation.ANSWERS, problem, idea, by=None, now=now)
    written = [idea.id for idea in listing.ideas(workshop)]
    while workshop.kind is not PhaseKind.RECONFIGURATION:
        if workshop.current_phase:
            services.finish_phase(workshop, person, now=now)
        services.start_phase(workshop, person, now=now)

    for number, (act, index, other) in enumerate(acts):
        try:
            with db.session.begin_nested():
                settle(by, act, index, other, number)
        except Refusal:
            continue

    lineage = graph.read([theme.id])
    reaches_both_ways(lineage)
    for node in lineage.nodes.values():
        if node.kind == "idea":  # each answers a problem and goes back to what was written
            assert problem.text in [ancestor.text for ancestor in lineage.ancestors(node.key)]
            own = {
                ancestor.item.id
                for ancestor in (node, *lineage.ancestors(node.key))
                if ancestor.kind == "idea"
            }
            assert own & set(written)
    for idea_id in written:  # and none of those is lost
        node = lineage.nodes[f"idea-{idea_id}"]
        after = [descendant.item.state for descendant in (node, *lineage.descendants(node.key))]
        assert IdeaState.LISTED in after or IdeaState.LEFT_OUT in after
    while workshop.current_phase or workshop.next_phase:
        services.skip_phase(workshop, "Time is over", person, now=now)
    services.close_workshop(workshop, person, now=now)
    closing_services.close(workshop, [], "None is ours", person, now=now)
    every_end_is_answered_or_blocks(workshop, entity, person)
    db.session.rollback()
