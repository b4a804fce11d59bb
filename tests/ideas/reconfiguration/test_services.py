"""Settling the list: what each act leaves behind, what is refused, and how it is undone."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.errors import Refusal
from workshop.extensions import db
from workshop.ideas import acts, ancestry, listing
from workshop.ideas.models import IdeaState, Mark, Origin
from workshop.ideas.reconfiguration import objections, services
from workshop.links.models import Link
from workshop.workshops import log
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import LogEntry

pytestmark = pytest.mark.usefixtures("clock", "app_context")

LISTED, REPLACED, LEFT_OUT, UNDONE = (
    IdeaState.LISTED,
    IdeaState.REPLACED,
    IdeaState.LEFT_OUT,
    IdeaState.UNDONE,
)


@pytest.fixture
def app_context(app):
    with app.app_context():
        yield


@pytest.fixture
def table(round_2, go_to):
    go_to(round_2.workshop, PhaseKind.RECONFIGURATION)
    return round_2


def states(workshop):
    return {idea.number: idea.state for idea in listing.ideas(workshop, *IdeaState)}


def afresh():
    """Let everything be read from the database again."""
    db.session.flush()
    db.session.expire_all()


def links_of(workshop):
    """Every link of the theme as what a reader sees of it."""
    links = db.session.scalars(db.select(Link).filter_by(theme_id=workshop.theme_id))
    return sorted(
        (
            str(link.relation),
            link.from_problem_id or 0,
            link.from_idea_id or 0,
            link.to_idea_id,
            link.note,
            link.person_id or 0,
            link.created_at,
        )
        for link in links
    )


def everything(workshop):
    """All that undoing has to bring back exactly."""
    ideas = [
        (idea.id, idea.state, idea.text, idea.reason, idea.position)
        for idea in listing.ideas(workshop, *IdeaState)
        if idea.state is not UNDONE
    ]
    return ideas, links_of(workshop)


def organizations(idea):
    return [seat.organization_id for seat in listing.authors(idea.workshop)[idea.id]]


def test_a_merged_idea_stands_for_all_its_parents(table, clock):
    first, _second, third, official = table.ideas

    made = services.merge(
        table.moderator, [third, first, official], "All in one", "The same aim", now=clock()
    )

    assert states(table.workshop) == {1: REPLACED, 2: LISTED, 3: REPLACED, 4: REPLACED, 5: LISTED}
    assert [idea.reason for idea in (first, third, official)] == ["The same aim"] * 3
    assert (made.number, made.text, made.origin) == (5, "All in one", Origin.PARTICIPANTS)
    assert listing.problem_ids(table.workshop)[made.id] == {
        problem.id for problem in table.problems
    }
    assert sorted(organizations(made)) == sorted(
        seat.organization_id for seat in (table.ana, table.eva, table.official)
    )
    merged = [link for link in links_of(table.workshop) if link[0] == "merged"]
    assert [(link[2], link[3], link[4]) for link in merged] == sorted(
        (parent.id, made.id, "The same aim") for parent in (first, third, official)
    )


def test_a_split_idea_lives_on_in_each_of_its_pieces(table, clock):
    official = table.ideas[3]

    pieces = services.split(
        table.moderator, official, ["A portal", "A helpline"], "Two things", now=clock()
    )

    assert [(piece.number, piece.text, piece.origin) for piece in pieces] == [
        (5, "A portal", Origin.OFFICIAL_AGENDA),
        (6, "A helpline", Origin.OFFICIAL_AGENDA),
    ]
    answered = listing.problem_ids(table.workshop)
    assert [answered[piece.id] for piece in pieces] == [answered[official.id]] * 2
    assert official.state is REPLACED
    assert [organizations(piece) for piece in pieces] == [[table.official.organization_id]] * 2


def test_a_new_wording_is_a_new_idea_and_the_former_stays_readable(table, clock):
    idea = table.ideas[0]

    made = services.reword(table.moderator, idea, "Idea 1, clearer", "Clearer", now=clock())

    assert (idea.text, idea.state, made.state) == ("Idea 1", REPLACED, LISTED)
    assert listing.parents(table.workshop) == {made.id: [idea.id]}


def test_an_idea_moves_to_another_problem_and_the_record_says_why(table, clock):
    idea, (a, b) = table.ideas[0], table.problems

    services.move(table.moderator, idea, [b], "It is about B", {a.id}, now=clock())

    assert listing.problem_ids(table.workshop)[idea.id] == {b.id}
    [act] = acts.standing_acts(table.workshop)
    assert (act.verb, act.reason, act.details["given"]) == (
        acts.Verb.MOVED,
        "It is about B",
        [b.id],
    )
    assert [facts["problem"] for facts in act.details["taken"]] == [a.id]


def test_what_is_left_out_keeps_its_reason_and_can_be_taken_back(table, clock):
    idea = table.ideas[0]

    services.leave_out(table.moderator, idea, "Not specific", now=clock())
    assert (idea.state, idea.reason) == (LEFT_OUT, "Not specific")

    services.take_back(table.moderator, idea, now=clock())
    assert (idea.state, idea.reason) == (LISTED, "")


def test_no_mark_goes_with_a_merge(table, clock):
    first, second = table.ideas[:2]
    db.session.add(Mark(idea_id=first.id, seat_id=table.eva.id, feasibility=2, value=2))
    db.session.flush()

    made = services.merge(table.moderator, [first, second], "Both", "Alike", now=clock())

    assert db.session.scalars(db.select(Mark.idea_id)).all() == [first.id]
    assert db.session.scalars(db.select(Mark).filter_by(idea_id=made.id)).all() == []


ACTS = {
    "merge": lambda t, now: services.merge(t.moderator, t.ideas[:2], "Both", "Alike", now=now),
    "split": lambda t, now: services.split(
        t.moderator, t.ideas[3], ["One", "Two", "Three"], "Three things", now=now
    ),
    "reword": lambda t, now: services.reword(
        t.moderator, t.ideas[0], "Clearer", "Clearer", now=now
    ),
    "move": lambda t, now: services.move(
        t.moderator, t.ideas[3], [t.problems[0]], "Only A", {p.id for p in t.problems}, now=now
    ),
    "leave out": lambda t, now: services.leave_out(
        t.moderator, t.ideas[2], "Outside the theme", now=now
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_undoing_an_act_brings_back_exactly_what_was(table, clock, act):
    before = everything(table.workshop)
    clock.advance(seconds=30)
    ACTS[act](table, clock())
    assert everything(table.workshop) != before

    clock.advance(seconds=30)
    last = acts.last_undoable(table.workshop)
    services.undo(table.moderator, last.number, now=clock())

    afresh()
    assert everything(table.workshop) == before
    assert acts.last_undoable(table.workshop) is None


def test_undoing_a_taking_back_leaves_it_out_again_with_its_reason(table, clock):
    idea = table.ideas[0]
    services.leave_out(table.moderator, idea, "Not specific", now=clock())
    services.take_back(table.moderator, idea, now=clock())

    services.undo(table.moderator, acts.last_undoable(table.workshop).number, now=clock())

    assert (idea.state, idea.reason) == (LEFT_OUT, "Not specific")


def test_acts_are_undone_one_after_the_other_from_the_last(table, clock):
    before = everything(table.workshop)
    made = ACTS["merge"](table, clock())
    ACTS["leave out"](table, clock())
    services.split(table.moderator, made, ["X", "Y"], "Two after all", now=clock())

    undone = []
    while last := acts.last_undoable(table.workshop):
        undone.append(str(services.undo(table.moderator, last.number, now=clock()).verb))

    assert undone == ["idea split", "idea left out", "ideas merged"]
    assert everything(table.workshop) == before
    assert made.state is UNDONE
    verbs = db.session.scalars(db.select(LogEntry.verb).order_by(LogEntry.number)).all()
    assert verbs[-6:] == ["ideas merged", "idea left out", "idea split"] + [acts.UNDONE] * 3


def refuse(deed, sentence):
    with pytest.raises(Refusal) as refused:
        deed()
    assert sentence in refused.value.message


def test_what_is_refused(table, clock):
    now, moderator, (first, second, third, _fourth) = clock(), table.moderator, table.ideas
    services.leave_out(moderator, third, "Outside", now=now)
    before = everything(table.workshop)

    for deed, sentence in [
        (lambda: services.merge(moderator, [first, first], "x", "y", now=now), "two ideas"),
        (lambda: services.merge(moderator, [first, second], "x", " ", now=now), "reason"),
        (lambda: services.merge(moderator, [first, third], "x", "y", now=now), "Idea 3 is no"),
        (lambda: services.split(moderator, first, ["x"], "y", now=now), "at least two"),
        (lambda: services.reword(moderator, first, "Idea 1", "y", now=now), "the same"),
        (lambda: services.leave_out(moderator, first, "", now=now), "reason"),
        (lambda: services.leave_out(moderator, third, "y", now=now), "Idea 3 is no"),
        (lambda: services.take_back(moderator, first, now=now), "not left out"),
        (lambda: services.undo(moderator, 0, now=now), "changed meanwhile"),
        (
            lambda: services.move(moderator, first, [], "y", {table.problems[0].id}, now=now),
            "at least one problem",
        ),
        (
            lambda: services.move(
                moderator, first, table.problems, "y", {table.problems[1].id}, now=now
            ),
            "moved this idea meanwhile",
        ),
        (
            lambda: services.move(
                moderator, first, table.problems[:1], "y", {table.problems[0].id}, now=now
            ),
            "already",
        ),
    ]:
        refuse(deed, sentence)

    assert everything(table.workshop) == before


def test_the_list_is_settled_in_its_phase_by_the_moderator_and_not_while_it_is_voted_on(
    round_2, go_to, clock
):
    idea = round_2.ideas[0]

    def leave_out(seat):
        return lambda: services.leave_out(seat, idea, "Outside", now=clock())

    go_to(round_2.workshop, PhaseKind.OPINION)
    refuse(leave_out(round_2.moderator), "settled in the reconfiguration phase")
    go_to(round_2.workshop, PhaseKind.RECONFIGURATION)
    for seat in (round_2.ana, round_2.official, round_2.observer):
        refuse(leave_out(seat), "settled in the reconfiguration phase")
    idea.frozen_at = clock()
    refuse(leave_out(round_2.moderator), "votes on this list")
    idea.frozen_at = None
    leave_out(round_2.moderator)()
    assert idea.state is LEFT_OUT


def test_only_what_came_after_the_last_vote_can_be_undone(table, clock):
    ACTS["leave out"](table, clock())
    log.record(table.workshop, acts.FROZEN, None, now=clock())
    assert acts.last_undoable(table.workshop) is None
    assert len(acts.standing_acts(table.workshop)) == 1

    ACTS["merge"](table, clock())
    assert acts.last_undoable(table.workshop).verb is acts.Verb.MERGED


# Objections


def test_an_author_of_any_parent_objects_and_withdraws(table, clock):
    made = ACTS["merge"](table, clock())

    objections.object_to(table.ben, made, "The deadline is lost", now=clock())
    assert [
        (objection.seat_id, objection.text)
        for objection in listing.objections(table.workshop)[made.id]
    ] == [(table.ben.id, "The deadline is lost")]

    objections.withdraw(table.ben, made, now=clock())
    assert listing.objections(table.workshop) == {}

    objections.object_to(table.ben, made, "It is still lost", now=clock())
    [again] = listing.objections(table.workshop)[made.id]
    assert (again.text, again.withdrawn_at) == ("It is still lost", None)


def test_an_author_objects_to_being_moved_or_left_out(table, clock):
    ACTS["move"](table, clock())
    ACTS["leave out"](table, clock())

    objections.object_to(table.official, table.ideas[3], "It answers B", now=clock())
    objections.object_to(table.eva, table.ideas[2], "It is within", now=clock())

    assert sorted(listing.objections(table.workshop)) == [table.ideas[2].id, table.ideas[3].id]


def test_nobody_else_objects_and_only_to_what_was_made(table, go_to, clock):
    made = ACTS["merge"](table, clock())

    def by(seat, idea=made):
        return lambda: objections.object_to(seat, idea, "No", now=clock())

    refuse(by(table.eva), "Only the authors")
    refuse(by(table.observer), "during the reconfiguration")
    refuse(by(table.eva, table.ideas[2]), "Only the authors")  # hers, but nobody touched it
    refuse(by(table.ana, table.ideas[0]), "changed again")
    refuse(lambda: objections.withdraw(table.ana, made, now=clock()), "no objection")
    go_to(table.workshop, PhaseKind.RESULTS)
    refuse(by(table.ana), "during the reconfiguration")


# Whatever is done to the list, in whatever order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "reword", "move", "leave out", "take back", "undo"]),
        st.integers(0, 10**6),
    ),
    max_size=14,
)


@given(steps=STEPS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_is_lost_whatever_is_done_and_undoing_is_exact(table, clock, steps):
    db.session.rollback()  # what an example before has left
    workshop, written = table.workshop, {idea.id for idea in table.ideas}
    before = [everything(workshop)]
    seen = set(written)
    for step, seed in steps:
        standing = len(acts.standing_acts(workshop))
        take(step, random.Random(seed), table, clock.advance(seconds=1))
        if len(acts.standing_acts(workshop)) > standing:
            before.append(everything(workshop))
        elif len(acts.standing_acts(workshop)) < standing:
            before.pop()
            assert everything(workshop) == before[-1]
        check(workshop, written, seen)
    while last := acts.last_undoable(workshop):
        before.pop()
        services.undo(table.moderator, last.number, now=clock())
        afresh()
        assert everything(workshop) == before[-1]


def take(step, chance, table, now):
    """One act on ideas chosen by chance, if there are any to choose from."""
    by, listed = table.moderator, listing.ideas(table.workshop)
    left_out = listing.ideas(table.workshop, LEFT_OUT)
    idea = chance.choice(listed) if listed else None
    if step == "merge" and len(listed) > 1:
        parents = chance.sample(listed, chance.randint(2, min(3, len(listed))))
        services.merge(by, parents, f"Merged {now}", "Alike", now=now)
    elif step == "split" and idea:
        texts = [f"Piece {n} {now}" for n in range(chance.randint(2, 3))]
        services.split(by, idea, texts, "Several", now=now)
    elif step == "reword" and idea:
        services.reword(by, idea, f"Reworded {now}", "Clearer", now=now)
    elif step == "move" and idea:
        seen = listing.problem_ids(table.workshop)[idea.id]
        every = [[table.problems[0]], [table.problems[1]], table.problems]
        others = [some for some in every if {problem.id for problem in some} != seen]
        services.move(by, idea, chance.choice(others), "There", seen, now=now)
    elif step == "leave out" and idea:
        services.leave_out(by, idea, "Outside", now=now)
    elif step == "take back" and left_out:
        services.take_back(by, chance.choice(left_out), now=now)
    elif step == "undo" and (last := acts.last_undoable(table.workshop)):
        services.undo(by, last.number, now=now)


def check(workshop, written, seen):
    """What always holds of the list."""
    afresh()
    ideas = {idea.id: idea for idea in listing.ideas(workshop, *IdeaState)}
    parents = listing.parents(workshop)
    children = ancestry.successors(parents)
    answered = listing.problem_ids(workshop)
    assert seen <= ideas.keys()  # nothing is deleted
    seen |= ideas.keys()
    for number, idea in ideas.items():
        if idea.state is UNDONE:
            assert number not in parents
            assert number not in children
            assert number not in answered
            continue
        assert ancestry.originals(number, parents) <= written
        assert answered[number]
        if idea.state is REPLACED:
            assert idea.reason
            assert children[number]
        else:
            assert number not in children
            assert idea.state is LISTED or idea.reason
    for number in written:  # each is where it was, or can be followed to what it is now
        ends = [
            end for end, made_from in reached_from(ideas, parents).items() if number in made_from
        ]
        assert ends
        assert all(ideas[end].state in (LISTED, LEFT_OUT) for end in ends)


def reached_from(ideas, parents):
    """For each idea at the end of a way, the written ones it goes back to."""
    children = ancestry.successors(parents)
    return {
        number: ancestry.originals(number, parents)
        for number, idea in ideas.items()
        if idea.state is not UNDONE and number not in children
    }
