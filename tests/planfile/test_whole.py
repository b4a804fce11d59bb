"""A plan file keeps what it is said to keep, and nothing it brings passes for done here."""

import copy
import io
import json
from pathlib import Path

import pytest
from flask_babel import to_user_timezone

from tests.planfile.random_plan import RandomPlan
from workshop import clock as wall_clock
from workshop.cli.plans import export_plan_file
from workshop.commitments.models import Commitment
from workshop.diagnoses.models import Diagnosis
from workshop.exports.content import content
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.planfile.checks import faults
from workshop.planfile.files import parse
from workshop.planfile.reading import BadPlan, import_plan
from workshop.planfile.shape import purpose, schema
from workshop.planfile.writing import differing_paths, export_plan
from workshop.plans.models import Plan
from workshop.workshops.models import Workshop

HERE = Path(__file__).parent
FILES = {
    name: json.loads((HERE / name).read_text("utf-8"))
    for name in ("plan.json", "rich_plan.json", "full_plan.json")
}
# What only an act of this site makes.
ACTS = (
    "contest",
    "option",
    "roll_entry",
    "ballot",
    "receipt",
    "official_comment",
    "opinion",
    "summary",
    "agreement_check",
    "agreement_answer",
    "step",
    "version",
    "edition",
    "person",
    "seat",
    "attendance",
    "span",
    "turn",
    "contribution",
)


@pytest.fixture
def full():
    """A plan of the present version that says everything the schema knows."""
    return copy.deepcopy(FILES["full_plan.json"])


@pytest.fixture
def carry(elsewhere):
    """Bring a document to another site, and write it there again."""

    def carry(document):
        with elsewhere.test_request_context():
            plan, _is_new = import_plan(copy.deepcopy(document), now=wall_clock.now())
            db.session.commit()
            again = export_plan(plan)
            assert import_plan(copy.deepcopy(document), now=wall_clock.now()) == (plan, False)
            return again

    return carry


def test_a_full_plan_goes_in_and_comes_out_equal(carry, full):
    assert carry(full) == full


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_of_chance_is_the_same_on_every_site(app, carry, unknown, seed):
    with app.test_request_context():
        plan = RandomPlan(seed).build()
        document = export_plan(plan, keeping=True)
        db.session.commit()
        assert export_plan(plan) == document
        assert faults(document) == []
    assert document["schema_version"] == "1.1"
    assert "Mara" not in json.dumps(document)
    assert unknown(document) == set()

    assert list(differing_paths(document, carry(json.loads(json.dumps(document))))) == []


@pytest.mark.parametrize("name", FILES)
def test_the_schema_names_every_key(unknown, name):
    assert unknown(FILES[name]) == set()


def test_the_full_plan_says_all_that_the_schema_knows(full):
    """So that what is added to the schema is carried from site to site by the test above."""
    said = set()

    def walk(value):
        if isinstance(value, dict):
            said.update(value)
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, dict | list):
                walk(inner)

    walk([full, FILES["rich_plan.json"]])
    known = set()

    def names(shape):
        if isinstance(shape, dict):
            known.update(shape.get("properties", {}))
        for inner in shape.values() if isinstance(shape, dict) else shape:
            if isinstance(inner, dict | list):
                names(inner)

    names(schema())
    assert known - said == set()


def test_what_a_file_tells_of_is_no_act_of_this_site(app, client, full):
    with app.test_request_context():
        plan, _is_new = import_plan(full, now=wall_clock.now())
        db.session.commit()
        for name in ACTS:
            table = db.metadata.tables[name]
            assert db.session.scalar(db.select(db.func.count()).select_from(table)) == 0, name
        record = db.session.scalars(db.select(Commitment)).one()
        assert (record.state, record.approval_instrument) == ("approved", "Decreto Supremo 5-2025")
        states = {(w.round, str(w.state)) for w in db.session.scalars(db.select(Workshop))}
        assert states == {(1, "closed"), (1, "convened"), (2, "closed"), (3, "closed")}
        assert str(db.session.scalar(db.select(Diagnosis.shared_on))) == "2025-02-20"
        # What pages, tables and editions are made from says nothing of it either.
        made = json.dumps(content(plan, now=wall_clock.now()), ensure_ascii=False)
    for secret in (
        "Empieza en junio",
        "Falta el plazo",
        "12.5",
        "Falta la unidad",
        "ab" * 32,
        "El recibo llega tarde",
        "recibe fondos",
        "Faltan piletas",
        '"relation": "resembles"',
    ):
        assert secret not in made, secret
    assert "Plan completo de prueba" not in client.get("/open").text


def test_an_imported_record_says_so_and_goes_on_here(app, full, make_admin, sign_in):
    sgp = sign_in(make_admin())
    file = (io.BytesIO(json.dumps(full).encode()), "plan.json")
    assert sgp.post("/plans/import", data={"file": file}).status_code == 303
    assert "Imported from a file on" in sgp.get("/plans/1").text
    page = sgp.get("/plans/1/commitments/1").text
    assert "Imported with a plan file" in page
    assert "Falta la unidad." in page
    with app.app_context():
        record = db.session.scalars(db.select(Commitment)).one()
        seen = record.revision
        # What the file left empty is looked for again before the record is published.
        record.contribution = "Todos lo sabrán."
        record.milestones[1].responsible_unit = "Oficina de Planeamiento"
        record.milestones[1].means_of_verification = "Portal"
        db.session.commit()

    sent = sgp.post("/plans/1/commitments/1/publish", data={"seen": seen})

    assert sent.status_code == 303
    record = sgp.get("/plans/1/plan.json").json["commitments"][0]
    assert record["state"] == "published"
    assert record["steps"][:5] == full["commitments"][0]["steps"]
    assert [step["state"] for step in record["steps"][5:]] == ["published"]


def test_a_file_of_the_former_version_stays_one_until_more_is_said(app, full):
    document = copy.deepcopy(FILES["plan.json"])
    assert document["schema_version"] == "1.0"
    with app.test_request_context():
        plan, _is_new = import_plan(copy.deepcopy(document), now=wall_clock.now())
        assert export_plan(plan) == document
        db.session.scalars(db.select(Commitment)).one().so_far = "A pilot."
        db.session.commit()
        later = export_plan(plan)
    assert later["schema_version"] == "1.1"
    assert later["commitments"][0].pop("so_far") == [{"p": "A pilot."}]
    with app.test_request_context():
        assert later == {**document, "schema_version": "1.1", "purpose": purpose()}


def test_the_file_and_its_page_say_what_only_a_backup_keeps(app, make_plan, make_admin, sign_in):
    sgp = sign_in(make_admin())
    plan = make_plan("Bosques")
    with app.test_request_context():
        sentence = purpose()

    assert "ballots" in sentence
    assert "It is no backup" in export_plan_file.help
    assert sgp.get(f"/plans/{plan.id}/plan.json").json["purpose"] == sentence
    assert "Only a backup keeps ballots" in sgp.get("/plans/import").text


def test_a_meeting_that_came_ahead_of_its_day_is_ranked_by_its_own_vote(app, full):
    with app.test_request_context():
        plan, _is_new = import_plan(full, now=wall_clock.now())
        ahead = db.session.scalars(db.select(Workshop).filter_by(state="convened")).one()
        assert (ahead.rule, ahead.carry_limit, ahead.quorum_percent) == ("dots", 2, None)
        assert {str(phase.state) for phase in ahead.phases} == {"pending"}
        assert ahead.starts_at.isoformat() == "2025-09-01T14:00:00+00:00"
        ahead.state = "live"
        db.session.flush()
        [_first, seg] = export_plan(plan)["rounds"][0]["workshops"]
    assert seg["state"] == "live"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("diagnoses.0.shared_on", "2025-02-30", "diagnoses[0].shared_on"),
        ("rounds.0.workshops.0.date.time", "25:00", "rounds[0].workshops[0].date.time"),
        ("rounds.0.workshops.0.voting.places", 10**30, "rounds[0].workshops[0].voting.places"),
        (
            "rounds.0.workshops.0.voting.settings.dots",
            9,
            "rounds[0].workshops[0].voting.settings.dots",
        ),
        (
            "rounds.0.workshops.0.votes.0.options.0.item",
            "C01",
            "rounds[0].workshops[0].votes[0].options[0].item",
        ),
        (
            "rounds.0.workshops.0.problems.0.answers.0.org",
            "X1",
            "rounds[0].workshops[0].problems[0].answers[0].org",
        ),
        ("rounds.0.workshops.0.problems.3.reason", ..., "rounds[0].workshops[0].problems[3]"),
        (
            "rounds.1.workshops.0.problems.0.ideas.0.number",
            2,
            "rounds[1].workshops[0].problems[0].ideas[0].number",
        ),
        (
            "rounds.2.workshops.0.proposals.0.agreement_checks.0.answers.0.level",
            6,
            "rounds[2].workshops[0].proposals[0].agreement_checks[0].answers[0].level",
        ),
        ("commitments.0.approval", ..., "commitments[0]"),
        ("commitments.0.approval.date", "0000-00-00", "commitments[0].approval.date"),
        ("commitments.0.steps.0.date", "2025-13-01", "commitments[0].steps[0].date"),
        ("commitments.0.supporters.friends", ["x"], "commitments[0].supporters"),
        ("commitments.0.title_in_list", 5, "commitments[0].title_in_list"),
        ("editions.1.number", 1, "editions[0]"),
        ("editions.0.workshop", "C01", "editions[0].workshop"),
        ("lineage_relations.resembles", ..., "lineage[4].relation"),
        ("organizations.0.names_as_printed", "SUNASS", "organizations[0].names_as_printed"),
    ],
)
def test_what_it_may_not_say_is_refused_where_it_stands(app, full, path, value, place):
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    holder = full
    for step in way:
        holder = holder[step]
    if value is ...:
        del holder[last]
    else:
        holder[last] = value

    with app.test_request_context(), pytest.raises(BadPlan) as refused:
        import_plan(parse(json.dumps(full).encode()), now=wall_clock.now())

    assert place in [where for where, _sentence in refused.value.faults]
    with app.app_context():
        assert db.session.scalar(db.select(Plan.id)) is None


def test_a_year_that_was_only_inferred_is_on_no_page(app, full, make_admin, sign_in):
    for entry in full["rounds"]:
        for workshop in entry["workshops"]:
            workshop["date"] = {"iso": "2019-05-06", "year_inferred": True}
            workshop["state"] = "closed"
    sgp = sign_in(make_admin())
    file = (io.BytesIO(json.dumps(full).encode()), "plan.json")
    assert sgp.post("/plans/import", data={"file": file}).status_code == 303
    with app.app_context():
        organizations = db.session.scalars(db.select(Organization.id))
        pages = [f"/plans/1/organizations/{number}" for number in organizations]
    pages += ["/plans/1", "/workshops/1/minutes", "/workshops/1/prepare"]

    for page in pages:
        answer = sgp.get(page)
        assert (answer.status_code, "2019" in answer.text) == (200, False), page
    assert "May 6" in sgp.get("/workshops/1/minutes").text


def test_the_pages_of_an_imported_meeting_show_only_what_the_file_knew(
    app, full, make_admin, sign_in
):
    sgp = sign_in(make_admin())
    file = (io.BytesIO(json.dumps(full).encode()), "plan.json")
    assert sgp.post("/plans/import", data={"file": file}).status_code == 303
    with app.app_context():
        numbers = [
            row.id
            for row in db.session.scalars(db.select(Workshop).filter_by(state="closed"))
            if not row.phases and f"{to_user_timezone(row.starts_at):%H:%M}" == "00:00"
        ]
    assert numbers

    for number in numbers:
        page = sgp.get(f"/workshops/{number}/prepare").text.partition("<main")[2]
        assert "only what the file knew is shown" in page
        assert 'id="agenda"' not in page
        for address in ("prepare", "minutes", ""):
            page = sgp.get(f"/workshops/{number}/{address}".rstrip("/")).text.partition("<main")[2]
            assert page
            assert "00:00" not in page
            assert "10:00" not in page
            assert "not run" not in page
