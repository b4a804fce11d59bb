"""A plan as a file: in and out equal, refused whole with every fault, twice changes nothing."""

import copy
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop import clock as wall_clock
from workshop.closing import due, responses
from workshop.commitments.models import Commitment, Milestone
from workshop.extensions import db
from workshop.links.models import Link
from workshop.people.models import Organization, Person
from workshop.planfile.checks import faults
from workshop.planfile.files import parse
from workshop.planfile.reading import BadPlan, import_plan
from workshop.planfile.writing import differing_paths, export_plan
from workshop.plans.models import Plan
from workshop.web import local_date
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Phase, Workshop

OWN = Path(__file__).with_name("plan.json")
RICH = Path(__file__).with_name("rich_plan.json")
FULL = Path(__file__).with_name("full_plan.json")


@pytest.fixture
def document():
    """The tests' own plan: every relation, every state, slips of the print."""
    return json.loads(OWN.read_text("utf-8"))


@pytest.fixture
def rich():
    """Two themes through three rounds, every sector, full records, odd spellings of half-years."""
    return json.loads(RICH.read_text("utf-8"))


@pytest.fixture
def read(app):
    """Import a document, keep it, and write it back; twice, to see that nothing changes."""

    def read(document):
        with app.app_context():
            plan, is_new = import_plan(copy.deepcopy(document), now=wall_clock.now())
            db.session.commit()
            return export_plan(plan), is_new

    return read


def test_what_goes_in_comes_out_equal(read, document):
    assert read(document) == (document, True)


def test_a_rich_plan_goes_in_and_comes_out_equal(read, rich):
    assert read(rich) == (rich, True)


def test_of_a_meeting_of_a_file_only_the_day_is_known(app, read, document):
    read(document)

    with app.app_context():
        first = db.session.scalar(db.select(Workshop).order_by(Workshop.starts_at))
        assert first.starts_at.isoformat() == "2025-03-03T05:00:00+00:00"  # midnight in Lima
        with app.test_request_context("/?language=en"):
            assert local_date(first.starts_at) == "Monday, March 3, 2025"
        assert db.session.scalar(db.select(db.func.count()).select_from(Phase)) == 0


def test_importing_twice_changes_nothing(app, read, document):
    read(document)
    with app.app_context():
        before = [db.session.query(model).count() for model in (Plan, Link, Organization)]

    assert read(document) == (document, False)

    with app.app_context():
        after = [db.session.query(model).count() for model in (Plan, Link, Organization)]
    assert after == before


def test_the_same_plan_saying_something_else_is_refused_where_it_differs(read, document):
    read(document)
    document["rounds"][0]["workshops"][0]["problems"][1]["text"] = "Otra cosa."

    with pytest.raises(BadPlan) as refused:
        read(document)

    assert [place for place, _what in refused.value.faults] == [
        "rounds[0].workshops[0].problems[1].text"
    ]


def test_an_organization_known_otherwise_is_named(read, document, make_organization):
    make_organization("Foro del Agua", sector="academia")

    with pytest.raises(BadPlan) as refused:
        read(document)

    assert [place for place, _what in refused.value.faults] == ["organizations[1].sector"]


@pytest.mark.parametrize(
    "left_out",
    ["commitments lineage responses counts", "lineage responses counts", "responses counts"],
)
def test_a_part_of_a_plan_is_a_plan(read, document, left_out):
    for name in left_out.split():
        del document[name]
    if "commitments" in left_out:
        document["process"]["name"] = "Solo las rondas"

    assert read(document) == (document, True)


def test_the_desk_asks_for_exactly_what_the_plan_demands(app, read, rich):
    read(rich)
    items = {
        item["id"]: item
        for round in rich["rounds"]
        for workshop in round["workshops"]
        for problem in (*workshop.get("problems", []), *workshop.get("proposals", []))
        for item in (problem, *problem.get("ideas", []))
    }
    refused = {
        (item["state"], code)
        for code, item in items.items()
        if item.get("state") in {"left_out", "withdrawn"}
    }
    demanding = {"dropped", "merged", "not_taken_up", "adopted_changed"}
    followed = {
        (link["relation"], link["to" if link["relation"] == "adopted_changed" else "from"])
        for link in rich["lineage"]
        if link["relation"] in demanding and items[link["from"]].get("state") != "left_out"
    }
    codes = {item["text"]: code for code, item in items.items()}
    codes |= {record["title"]: record["id"] for record in rich["commitments"]}

    with app.app_context():
        plan = db.session.scalar(db.select(Plan))
        missing = due.missing_responses([theme.id for theme in plan.themes])
        assert {(str(case.cause), codes[case.text]) for case in missing} == refused | followed


def test_records_keep_their_paragraphs_and_lists_as_text_a_person_can_edit(app, read, document):
    read(document)

    with app.app_context():
        problem = db.session.scalar(db.select(Commitment.problem))
    assert problem == (
        "\\- 3 de cada 10 hogares reciben agua pocas horas (*).\n\n"
        "- Cortes sin aviso.\n"
        "- Calidad desconocida:\n"
        "  - cloro\n"
        "  - 1\\. metales"
    )


def change(document, path, value):
    *way, last = path
    for step in way:
        document = document[step]
    if value is ...:
        del document[last]
    else:
        document[last] = value


WORKSHOP = ("rounds", 0, "workshops", 0)
FAULTS = [
    (("process", "plan_years"), [2026, 2025], "process.plan_years"),
    (("process",), ..., "$"),
    (("schema_version",), "2.0", "schema_version"),
    (("themes", 0, "name"), " Agua", "themes[0].name"),
    (("themes", 0, "id"), "AGU-MUY-LARGO-DE-MAS", "themes[0].id"),
    (("organizations", 0, "sector"), "private", "organizations[0].sector"),
    (("organizations", 1, "id"), "sunass", "organizations[1].id"),
    (("organizations", 1, "workshops"), ["R1-AGU"], "organizations[1].workshops"),
    ((*WORKSHOP, "date", "iso"), "2025-02-30", "rounds[0].workshops[0].date.iso"),
    ((*WORKSHOP, "theme"), "XYZ", "rounds[0].workshops[0].theme"),
    ((*WORKSHOP, "round"), 2, "rounds[0].workshops[0].round"),
    ((*WORKSHOP, "problems", 0, "text"), "", "rounds[0].workshops[0].problems[0].text"),
    ((*WORKSHOP, "problems", 0, "diagnosis"), "X", "rounds[0].workshops[0].problems[0].diagnosis"),
    (
        ("rounds", 1, "workshops", 0, "problems", 0, "ideas", 0, "text"),
        ...,
        "rounds[1].workshops[0].problems[0].ideas[0]",
    ),
    (
        ("rounds", 2, "workshops", 0, "proposals", 1, "reason"),
        ...,
        "rounds[2].workshops[0].proposals[1]",
    ),
    (("commitments", 0, "period", "end"), "2025-01", "commitments[0].period"),
    (("commitments", 0, "period", "end"), "2025-13", "commitments[0].period.end"),
    (
        ("commitments", 0, "milestones", 0, "start", "printed"),
        "someday",
        "commitments[0].milestones[0].start.printed",
    ),
    (
        ("commitments", 0, "milestones", 0, "end", "half"),
        "2026-H2",
        "commitments[0].milestones[0].end",
    ),
    (
        ("commitments", 0, "milestones", 1, "end"),
        {"half": "2025-H1"},
        "commitments[0].milestones[1]",
    ),
    (
        ("commitments", 0, "description", "problem", 0, "p"),
        "two\nlines",
        "commitments[0].description.problem[0].p",
    ),
    (("lineage", 0, "to"), "R9", "lineage[0].to"),
    (("lineage", 0, "relation"), "adopted", "lineage[0]"),
    (("lineage", 0, "relation"), "resembles", "lineage[0].relation"),
    (("lineage", 1), {"from": "R2-AGU-P1", "to": "R1-AGU-P1", "relation": "merged"}, "lineage[1]"),
    (("responses", 0, "date"), "2025-02-30", "responses[0].date"),
    (("responses", 0, "about"), "X1", "responses[0].about"),
    (("responses", 0, "about"), "sunass", "responses[0].about"),
    (("process", "name"), "Plan\0", "process.name"),
    (("source",), "half a letter: \ud83c", "source"),
    (("about",), {"weight": float("nan")}, "about.weight"),
    (("commitments", 0, "period", "end"), "2026-12\n", "commitments[0].period.end"),
    (("commitments", 0, "number"), 10**20, "commitments[0].number"),
    (
        ("commitments", 0, "milestones", 1, "order"),
        1,
        "commitments[0].milestones[1].order",
    ),
    (
        ("commitments", 0, "description", "relevance"),
        [{"p": "one\rtwo"}],
        "commitments[0].description.relevance",
    ),
    (("counts", "ideas"), 4, "counts.ideas"),
]


@pytest.mark.parametrize(("where", "value", "place"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_is_named_by_its_path(app, document, where, value, place):
    change(document, where, value)

    with app.test_request_context():
        fault_list = faults(document)

    assert place in [path for path, _sentence in fault_list]


def test_two_commitments_of_a_file_are_never_both_number_1(app, rich):
    """Each that comes after is named; nothing of the file is kept."""
    rich["commitments"][1]["number"] = rich["commitments"][3]["number"] = 1

    with app.test_request_context():
        assert [place for place, _sentence in faults(rich)] == [
            "commitments[1].number",
            "commitments[3].number",
        ]


def test_two_milestones_of_a_file_are_never_both_number_2(app, read, document):
    """What a file numbered stays so until something comes between; then places count."""
    read(document)
    with app.app_context():
        commitment = db.session.scalars(db.select(Commitment)).one()
        plan = commitment.theme.plan
        commitment.milestones.pop(0)
        commitment.milestones.append(Milestone(position=7, activity="Abrir el mapa"))
        db.session.commit()

        [written] = export_plan(plan)["commitments"]

    assert [milestone["order"] for milestone in written["milestones"]] == [1, 2]


def test_an_item_has_one_response(app, document):
    document["responses"].append(dict(document["responses"][0]))

    with app.test_request_context():
        fault_list = faults(document)

    assert [place for place, _sentence in fault_list] == [
        "responses[0].about",
        "responses[2].about",
    ]


def places(value, way=()):
    """The way to everything in a document."""
    if way:
        yield way
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*way, step))


ODD = [
    ...,
    None,
    "",
    " x",
    "x\n",
    "\0",
    0,
    -1,
    10**12,
    1.5,
    True,
    [],
    {},
    [None],
    "SUN",
    ["x", "x"],
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_in_a_file_it_comes_out_equal_or_is_refused(app, data):
    """Left out, changed, added to: a file is never half taken, and never ends in a mere error."""
    document = json.loads(data.draw(st.sampled_from([OWN, FULL])).read_text("utf-8"))
    for _change in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.sampled_from(list(places(document))))
        change(document, where, copy.deepcopy(data.draw(st.sampled_from(ODD))))

    with app.test_request_context():
        plan, refused = None, []
        try:
            plan, _is_new = import_plan(copy.deepcopy(document), now=wall_clock.now())
        except BadPlan as bad:
            refused = bad.faults
        assert (plan is None) == bool(refused)
        assert all(place and sentence for place, sentence in refused)
        if plan:
            assert list(differing_paths(document, export_plan(plan))) == []
            assert import_plan(document, now=wall_clock.now()) == (plan, False)
        db.session.rollback()


def test_what_a_file_says_beyond_our_columns_comes_back(read, document):
    document["responses"][0]["page"] = 12
    document["commitments"][0]["description"]["remarks"] = "In the margin."
    document["commitments"][0]["description"]["relevance"] = [{"ul": ["a"]}, {"ul": ["b"]}]
    del document["commitments"][0]["monitoring"]
    document["sections"] = "a name that we use ourselves"
    document["process"]["plan_years"] = [2025.0, 2026]

    assert read(document) == (document, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not valid JSON"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"process": {"name": "a", "name": "b"}}', "name stands twice in one object"),
        (b"9" * 5000, "is not valid JSON"),
    ],
)
def test_what_is_no_plan_file_says_so(app, content, sentence):
    with app.test_request_context(), pytest.raises(BadPlan) as refused:
        parse(content)

    [(place, message)] = refused.value.faults
    assert place == "$"
    assert sentence in message


def test_every_fault_is_named_at_once(app, document):
    for where, value, _place in (FAULTS[3], FAULTS[5], FAULTS[11]):
        change(document, where, value)

    with app.test_request_context():
        paths = [place for place, _sentence in faults(document)]

    assert paths == [
        "organizations[0].sector",
        "rounds[0].workshops[0].problems[0].text",
        "themes[0].name",
    ]


def test_the_paths_of_a_difference():
    first = {"a": [1, {"b": 2}], "c": 1}
    second = {"a": [1, {"b": 3}], "d": 1}

    assert list(differing_paths(first, second)) == ["a[1].b", "c", "d"]


def test_a_plan_that_ran_here_is_written_and_read_again(app, make_app, meeting, go_to, press):
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    press(meeting.ana, "contributions", text="The registers are on paper")
    go_to(meeting.workshop, PhaseKind.OFFICIALS)
    press(meeting.moderator, "agenda/finish")
    for _phase in ("the vote", "its result"):
        press(meeting.moderator, "agenda/skip", reason="Settled without a vote")
    press(meeting.moderator, "agenda/close")
    a, b, _c = meeting.problems
    sent = press(meeting.moderator, "close", item=[a.id, b.id], reason="As agreed")
    assert sent.status_code == 200
    with app.app_context():
        workshop = db.session.get_one(Workshop, meeting.workshop.id)
        [written] = [case for case in due.missing_for(workshop) if case.kind == "contributions"]
        entity, by = (
            db.session.get_one(Organization, meeting.official.organization_id),
            db.session.get_one(Person, meeting.moderator.person_id),
        )
        said = ("taken_into_account", "In problem A", entity, date(2022, 1, 1), 0, by)
        responses.answer(written, *said, now=wall_clock.now())
        db.session.commit()
    with app.test_request_context():
        ran = export_plan(db.session.scalar(db.select(Plan)), keeping=True)
        db.session.commit()
        assert faults(ran) == []
        assert export_plan(db.session.scalar(db.select(Plan))) == ran

    elsewhere = make_app()
    with elsewhere.test_request_context():
        plan, _is_new = import_plan(copy.deepcopy(ran), now=wall_clock.now())
        db.session.commit()
        again = export_plan(plan)
    assert list(differing_paths(ran, again)) == []
    assert "Mara" not in json.dumps(again)  # the moderator: a file names no person


def test_the_sgp_uploads_and_downloads(document, make_admin, sign_in):
    admin = sign_in(make_admin())

    def upload(content: bytes):
        file = (io.BytesIO(content), "plan.json")
        return admin.post("/plans/import", data={"file": file})

    assert upload(json.dumps(document).encode()).status_code == 303
    assert admin.get("/plans/1/plan.json").json == document
    refused = upload(b"{")
    assert refused.status_code == 422
    assert "is not valid JSON" in refused.text


@pytest.mark.slow
def test_the_command_line(tmp_path, document, monkeypatch):
    database = f"sqlite:///{tmp_path / 'plan.sqlite3'}"
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", database)
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "only for this test")

    def workshop(*words: str):
        command = [sys.executable, "-m", "workshop.cli", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert workshop("db-upgrade").returncode == 0
    result = workshop("import", str(OWN), "--as", "Otro nombre")
    assert (result.returncode, result.stdout) == (0, "Otro nombre: imported.\n")
    out = tmp_path / "out.json"
    assert workshop("export-plan", "Otro nombre", str(out)).returncode == 0
    document["process"]["name"] = "Otro nombre"
    assert json.loads(out.read_text("utf-8")) == document

    bad = tmp_path / "bad.json"
    document["themes"][0]["id"] = ""
    bad.write_text(json.dumps(document), "utf-8")
    refused = workshop("import", str(bad))
    assert refused.returncode == 2
    assert refused.stderr.startswith("themes[0].id: ")
