"""The graph walked from both ends, its picture, its pages."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop import clock as wall_clock
from workshop import links
from workshop.extensions import db
from workshop.ideas.models import Feasibility, Idea, IdeaState, Opinion
from workshop.lineage import graph
from workshop.lineage.flow import COLUMN, PADDING, RIBBON, flow, wrap_text
from workshop.lineage.graph import Edge, Graph, Node
from workshop.links.models import Relation
from workshop.planfile.reading import import_plan
from workshop.plans.models import Plan
from workshop.workshops.models import Workshop

PLAN = Path(__file__).parents[1] / "planfile" / "plan.json"


@pytest.fixture
def plan(app):
    """The tests' own plan: merged, dropped, introduced, adopted, a theme that stopped."""
    with app.app_context():
        plan, _is_new = import_plan(json.loads(PLAN.read_text("utf-8")), now=wall_clock.now())
        db.session.commit()
        return plan.id


@pytest.fixture
def lineage(app, plan):
    with app.app_context():
        themes = db.session.get_one(Plan, plan).themes
        yield graph.read([theme.id for theme in themes])


def texts(nodes):
    return [node.text for node in nodes]


def named(lineage, text):
    return next(node for node in lineage.nodes.values() if node.text.startswith(text))


def test_from_a_commitment_back_to_the_diagnosis(lineage):
    commitment = next(n for n in lineage.nodes.values() if n.kind == "commitment")

    assert texts(lineage.ancestors(commitment.key)) == [
        "El agua en las zonas altas",
        "El agua llega pocas horas.",
        "Nadie publica la calidad del agua.",
        "El agua llega pocas horas y no se sabe su calidad.",
        "Publicar la calidad del agua por barrio.",
        "Un mapa con cortes y calidad.",
        "Publicar un mapa del servicio de agua.",
    ]


def test_from_the_diagnosis_on_to_the_milestones(lineage):
    diagnosis = named(lineage, "El agua en las zonas altas")

    assert texts(lineage.descendants(diagnosis.key))[-2:] == [
        "Publicar los datos.",
        "Publicar el mapa.",
    ]


def test_what_ends_says_so(lineage):
    dropped = named(lineage, "Las tarifas")

    assert [(edge.relation, edge.note) for edge in lineage.ends(dropped.key)] == [
        (Relation.DROPPED, "Es otra entidad.")
    ]
    assert lineage.descendants(dropped.key) == []


def test_what_an_entity_introduced_begins_there(lineage):
    introduced = named(lineage, "Abrir las actas")

    assert introduced in lineage.first()
    assert [edge.relation for edge in lineage.backward[introduced.key]] == [Relation.INTRODUCED]


def test_only_what_is_published_is_read_from_outside(app, plan):
    with app.app_context():
        ids = [theme.id for theme in db.session.get_one(Plan, plan).themes]
        assert graph.read(ids, set()).nodes == {}

        first = db.session.scalar(db.select(Workshop).filter_by(round=1))
        first.state = "published"
        db.session.flush()
        seen = graph.read(ids, set())

    assert {node.level for node in seen.nodes.values()} == {"diagnosis", "problem-1"}
    assert {edge.relation for edge in seen.edges} == {Relation.RAISED_BY, Relation.DROPPED}


def test_many_items_cost_as_many_questions_as_few(app, plan, count_queries, make_problem):
    def look():
        with app.app_context():
            themes = [theme.id for theme in db.session.get_one(Plan, plan).themes]
            for node in graph.read(themes).nodes.values():
                assert node.text
                assert node.kind == "milestone" or node.item.theme.name

    few = count_queries(look)
    with app.app_context():
        theme = db.session.get_one(Plan, plan).themes[0]
        for _number in range(5):
            make_problem(theme)

    assert count_queries(look) == few


# Walks, whatever the shape


@st.composite
def graphs(draw):
    """Graphs without circles: every edge leads to a later node, or to nothing."""
    size = draw(st.integers(1, 12))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(1, size))
    drawn = draw(st.lists(pairs, max_size=30))
    keys = [f"idea-{number}" for number in range(size)]

    class Item:
        def __init__(self, number):
            self.id, self.text = number, "x"

    nodes = {key: Node("idea", Item(number), 1) for number, key in enumerate(keys)}
    edges = [
        Edge(keys[source], keys[other] if source < other < size else None, Relation.MERGED)
        for source, other in drawn
    ]
    return Graph(nodes, edges)


@given(graphs())
def test_whoever_comes_from_an_item_is_what_became_of_it(made):
    back = {key: {node.key for node in made.ancestors(key)} for key in made.nodes}
    on = {key: {node.key for node in made.descendants(key)} for key in made.nodes}

    assert {(a, b) for a in back for b in back[a]} == {(b, a) for a in on for b in on[a]}
    for edge in made.edges:
        if edge.target:
            assert edge.source in back[edge.target]
            assert on[edge.target] <= on[edge.source]


# The picture


def test_boxes_of_a_column_do_not_overlap_and_ribbons_stay_on_their_boxes(lineage):
    drawn = flow(lineage)

    by_column = {}
    for box in drawn.boxes:
        by_column.setdefault(box.x, []).append(box)
    for boxes in by_column.values():
        for above, below in pairwise(boxes):
            assert above.y + above.height < below.y
    at = {box.node.key: box for box in drawn.boxes}
    for ribbon in drawn.ribbons:
        start, end = at[ribbon.edge.source], at[ribbon.edge.target]
        assert (ribbon.x1, ribbon.x2) == (start.x + COLUMN, end.x)
        for box, y in ((start, ribbon.y1), (end, ribbon.y2)):
            assert box.y + PADDING <= y
            assert y + RIBBON <= box.y + box.height
    heights = [(r.x1, r.y1) for r in drawn.ribbons] + [(s.x, s.y) for s in drawn.stubs]
    assert len(set(heights)) == len(heights)


def test_the_picture_shows_what_merged_what_ended_and_what_was_introduced(lineage):
    drawn = flow(lineage)

    assert [level for level, _x in drawn.columns] == [
        "diagnosis",
        "problem-1",
        "problem-2",
        "idea",
        "proposal",
        "commitment",
    ]
    assert sorted((str(stub.edge.relation), stub.is_end) for stub in drawn.stubs) == [
        ("dropped", True),
        ("introduced_by_entity", False),
        ("not_taken_up", True),
        ("withdrawn", True),
    ]
    assert sum(ribbon.edge.relation == "merged" for ribbon in drawn.ribbons) == 3
    assert [box.milestones for box in drawn.boxes if box.milestones] == [2]


def test_merged_ideas_stand_before_what_was_made_of_them(app, make_workshop, make_problem):
    """Beside their parents, one column further; a way that nobody followed ends visibly."""
    with app.app_context():
        workshop = db.session.merge(make_workshop(round=2))
        problem, alone = (
            db.session.merge(make_problem(workshop.theme, text=text, round=2)) for text in "PQ"
        )
        now = wall_clock.now()
        first, other, out, made = (
            Idea(
                theme_id=workshop.theme_id,
                workshop_id=workshop.id,
                position=number,
                text=text,
                state=state,
                reason="Not ours" if state is IdeaState.LEFT_OUT else "",
                written_at=now,
            )
            for number, (text, state) in enumerate(
                [
                    ("one", IdeaState.REPLACED),
                    ("other", IdeaState.REPLACED),
                    ("out", IdeaState.LEFT_OUT),
                    ("made", IdeaState.LISTED),
                ],
                start=1,
            )
        )
        db.session.add_all([first, other, out, made])
        db.session.flush()
        for idea in (first, other, out, made):
            links.connect(Relation.ANSWERS, problem, idea, by=None, now=now)
        for parent in (first, other):
            links.connect(Relation.MERGED, parent, made, by=None, now=now)
        workshop.cut_at = now

        lineage = graph.read([workshop.theme_id])
        drawn = flow(lineage)

    x_of = {box.node.text: box.x for box in drawn.boxes}
    assert x_of["one"] == x_of["other"] == x_of["out"] < x_of["made"]
    assert [level for level, _x in drawn.columns] == ["problem-2", "idea"]
    merged = [ribbon.edge for ribbon in drawn.ribbons if ribbon.edge.relation == "merged"]
    assert {lineage.nodes[edge.source].text for edge in merged} == {"one", "other"}
    ends = {(lineage.nodes[stub.edge.source].text, stub.edge.relation) for stub in drawn.stubs}
    assert ends == {("out", "left_out"), ("Q", "without_successor")}
    assert lineage.ends(f"idea-{out.id}")[0].note == "Not ours"
    assert alone.text == "Q"


@pytest.mark.parametrize("text", ["short", "word " * 100, "unbrokenword" * 20])
def test_words_fit_their_box(text):
    assert len(wrap_text(text)) <= 4
    assert all(len(line) <= 29 for line in wrap_text(text))


# The pages


def test_the_sgp_reads_the_list_the_picture_and_every_story(
    app, plan, make_admin, sign_in, lineage
):
    admin = sign_in(make_admin())

    page = admin.get(f"/plans/{plan}/lineage").text
    for node in lineage.nodes.values():
        assert f"/lineage/{node.kind}/{node.item.id}" in page
        story = admin.get(f"/plans/{plan}/lineage/{node.kind}/{node.item.id}")
        assert story.status_code == 200
    assert "<svg" in page
    assert "A reasoned response is owed." in page
    assert admin.get(f"/plans/{plan}/lineage?from=commitments").status_code == 200
    assert admin.get(f"/plans/{plan}/lineage/idea/999").status_code == 404
    assert admin.get(f"/plans/{plan}/lineage/person/1").status_code == 404


def test_an_organization_reads_what_became_of_what_it_said(
    app, plan, make_person, make_seat, sign_in
):
    from workshop.people.models import Organization

    with app.app_context():
        forum = db.session.scalar(db.select(Organization).filter_by(name="Foro del Agua"))
        workshop = db.session.scalar(db.select(Workshop).filter_by(round=2))
    person = make_person("Ana", organization=forum)
    seat = make_seat(workshop, person=person, organization=forum)
    with app.app_context():
        idea = db.session.scalar(db.select(Idea).filter(Idea.organization_id != forum.id))
        opinion = Opinion(
            workshop_id=workshop.id,
            idea_id=idea.id,
            organization_id=forum.id,
            seat_id=seat.id,
            feasibility=Feasibility.NOT_FEASIBLE,
            text="No hay medidores en todos los barrios.",
            written_at=wall_clock.now(),
        )
        db.session.add(opinion)
        db.session.commit()

    page = sign_in(person).get(f"/plans/{plan}/organizations/{forum.id}").text

    assert "Nadie publica la calidad del agua." in page  # raised, and merged into another
    assert "El agua llega pocas horas y no se sabe su calidad." in page
    assert "Publicar cada hora los cortes de agua." in page  # an idea that was not taken up
    assert "No hay medidores en todos los barrios." in page  # what it answered to another's idea
    other = sign_in(person).get(f"/plans/{plan}/organizations/{forum.id + 1}")
    assert other.status_code in (403, 404)


def test_a_person_without_a_seat_reads_nothing(plan, make_person, sign_in):
    assert sign_in(make_person()).get(f"/plans/{plan}/lineage").status_code == 403
