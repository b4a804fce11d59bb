"""Whatever stands in a plan file: it is refused with its path, or imported and all files are made.

Every place of the tests' own plan is given the same odd value at once. What the import refuses is
put back as it was until the rest is imported; then every page and file of the plan is asked for.
"""

import copy
import io
import json
import math
import re
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.public.scene import FILE, JSON
from workshop import clock as wall_clock
from workshop.closing import due
from workshop.commitments.models import Commitment
from workshop.exports.content import content as content_of
from workshop.exports.editions import minutes_of
from workshop.exports.table_files import write_table
from workshop.exports.tables import tables
from workshop.exports.workshop_views import minutes_file
from workshop.extensions import db
from workshop.language import current
from workshop.people.models import Organization
from workshop.planfile.reading import BadPlan, import_plan
from workshop.planfile.shape import path, schema
from workshop.plans.models import Plan
from workshop.workshops.models import Workshop

DOCUMENT = json.loads(Path(FILE).read_text("utf-8"))
FULL = json.loads(Path(FILE).with_name("full_plan.json").read_text("utf-8"))
PROBLEM = ("rounds", 0, "workshops", 0, "problems", 0)
MEETING = "rounds[0].workshops[0]"
VALUES = {
    "a number": 5,
    "a huge number": 10**30,
    "null": None,
    "a list": [],
    "a list of null": [None],
    "an object of lists": {"x": [{}]},
    "an empty text": "",
    "a word without end": "x" * 40_000,
    "the year 0": "0000-01",
    "the last day": "9999-12-31",
    "other digits": "٢٠٢٥-٠٣",
    "markup": "<script>alert(1)</script> & ]]> *a* [b](c) # d",
    "odd characters": "\U0001f600 中 \uf0b7 a\u000bb \u202etxt \u200b \ufffe",
}
# A public page; its files are asked for otherwise.
PAGE = re.compile(r"/open(/(?!.*\.(csv|xlsx|docx|pdf|json|zip))[^?]*)?(\?language=en)?")


def places(value, way=()):
    """The way to everything in a document."""
    if way:
        yield way
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*way, step))


def at(document, way):
    for step in way:
        document = document[step]
    return document


def put(document, way, value):
    *outer, last = way
    at(document, outer)[last] = copy.deepcopy(value)


def deep(levels):
    """A list in a list in a list …"""
    value = []
    for _level in range(levels):
        value = [value]
    return value


def leaves(document):
    return [way for way in places(document) if not isinstance(at(document, way), dict | list)]


def changed(ways, value, document=DOCUMENT):
    document = copy.deepcopy(document)
    for way in ways:
        put(document, way, value)
    return document


def is_beside(way, place):
    """Whether a fault at a place may come from what stands at the end of the way."""
    own = path(way)
    return own.startswith(place) or place.startswith(own)


def accepted(app, ways, value):
    """The plan imported with the odd value wherever that is not refused."""
    while True:
        with app.test_request_context():
            try:
                plan, _is_new = import_plan(changed(ways, value), now=wall_clock.now())
            except BadPlan as bad:
                ways = without_refused(ways, bad.faults)
            else:
                db.session.commit()
                return plan.id


# What another entry of the file refers to, or stands behind.
NAMING = ("id", "round", "state", "relation", "order")


def without_refused(ways, faults):
    assert all(place and sentence for place, sentence in faults)
    left = [way for way in ways if not any(is_beside(way, place) for place, _what in faults)]
    if len(left) == len(ways):  # what names another thing is refused where that thing is named
        left = [way for way in ways if way[-1] not in NAMING]
    assert len(left) < len(ways), faults
    return left


@pytest.fixture
def sgp(make_admin, sign_in):
    return sign_in(make_admin())


@pytest.fixture
def publish(app, sgp):
    """Answer for what ended, then publish each round."""

    def publish(plan_id):
        with app.app_context():
            workshops = list(db.session.scalars(db.select(Workshop)))
            numbers = [workshop.id for workshop in workshops]
            about = [o.key for o in due.missing_responses(sorted({w.theme_id for w in workshops}))]
            entity = db.session.scalar(db.select(Organization.id).filter_by(sector="executive"))
        if about:
            answer = {"about": about, "category": "other", "text": "So.", "organization_id": entity}
            sent = sgp.post(
                f"/plans/{plan_id}/responses",
                data={**answer, "answered_on": "2022-06-20"},
                headers=JSON,
            )
            assert sent.status_code == 200, sent.text
        for number in numbers:
            sent = sgp.post(f"/workshops/{number}/close/publish", headers=JSON)
            assert sent.status_code == 200, sent.text
        with app.app_context():
            for record in db.session.scalars(db.select(Commitment)):
                record.state = "published"
                record.approval_instrument, record.approved_on = "Resolution 1", date(2025, 6, 1)
            db.session.commit()

    return publish


def check_everything(app, client, sgp, plan_id):
    """Every file of the plan, and every page of it that the public reads."""
    assert sgp.get(f"/plans/{plan_id}/plan.json").status_code == 200
    with app.test_request_context():
        plan, language = db.session.get_one(Plan, plan_id), current()
        content = content_of(plan, now=wall_clock.now())
        for table in tables(content):
            for form in ("csv", "xlsx", "docx", "json"):
                assert write_table(table, content, language, form)
        for workshop in db.session.scalars(db.select(Workshop)):
            assert minutes_file(minutes_of(workshop), "docx")
        document = minutes_of(workshop)
    assert minutes_file(document, "pdf")
    known, waiting = set(), ["/open?language=en", f"/open/{plan_id}/feed.atom"]
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        known.add(address)
        links = re.findall(r'<a [^>]*href="([^"#]+)', answer.text)
        targets = {urljoin(address, href.replace("&amp;", "&")) for href in links}
        waiting += [target for target in targets - known - set(waiting) if PAGE.fullmatch(target)]


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_an_odd_value_is_refused_with_its_path_or_printed(app, client, sgp, publish, value):
    plan_id = accepted(app, leaves(DOCUMENT), value)

    publish(plan_id)

    check_everything(app, client, sgp, plan_id)


@pytest.mark.parametrize("value", [*VALUES.values(), math.nan, -1, True, 1.5, deep(50)], ids=repr)
def test_an_odd_value_in_a_full_plan_is_refused_with_its_path_or_comes_out_equal(app, value):
    """Everywhere at once; what is refused is put back until the rest is imported."""
    ways = list(leaves(FULL))
    with app.test_request_context():
        while True:
            document = changed(ways, value, FULL)
            try:
                plan, _is_new = import_plan(document, now=wall_clock.now())
            except BadPlan as bad:
                db.session.rollback()
                ways = without_refused(ways, bad.faults)
            else:
                break
        assert import_plan(document, now=wall_clock.now()) == (plan, False)


def strange_names():
    """Every name that the schema knows, in every object of the plan that has it not."""
    names = sorted(names_in(schema()) | {"given", "row_id", "details"})
    return [
        (*way, name)
        for way in [(), *places(DOCUMENT)]
        if isinstance(at(DOCUMENT, way), dict)
        for name in names
        if name not in at(DOCUMENT, way)
    ]


def names_in(value):
    if not isinstance(value, dict | list):
        return set()
    inner = value.values() if isinstance(value, dict) else value
    own = set(value.get("properties", ())) if isinstance(value, dict) else set()
    return own.union(*map(names_in, inner))


@pytest.mark.slow
@pytest.mark.parametrize("value", [5, "abc", {"x": [None]}], ids=str)
def test_a_name_of_ours_where_it_is_not_ours_does_no_harm(app, client, sgp, publish, value):
    plan_id = accepted(app, strange_names(), value)

    publish(plan_id)

    check_everything(app, client, sgp, plan_id)


@pytest.mark.parametrize(
    ("where", "value", "place"),
    [
        (("themes", 0, "given"), 5, "themes[0].given"),
        (("organizations", 0, "given"), [], "organizations[0].given"),
        ((*PROBLEM, "given"), 5, "rounds[0].workshops[0].problems[0].given"),
        (("commitments", 0, "milestones", 0, "given"), 5, "commitments[0].milestones[0].given"),
        (("lineage", 4, "round"), "abc", "lineage[4].round"),
        (("lineage", 4, "round"), 3, "lineage[4].round"),
        (("commitments", 0, "period", "start"), "0000-01", "commitments[0].period.start"),
        (("rounds", 0, "workshops", 0, "date", "iso"), "0001-01-01", f"{MEETING}.date.iso"),
        (("rounds", 0, "workshops", 0, "date", "iso"), "9999-12-31", f"{MEETING}.date.iso"),
        (("responses", 0, "date"), "0000-01-01", "responses[0].date"),
        (
            ("commitments", 0, "milestones", 0, "start", "printed"),
            "1st Half - 0000",
            "commitments[0].milestones[0].start.printed",
        ),
        (
            ("commitments", 0, "milestones", 1, "start", "half"),
            "0000-H1",
            "commitments[0].milestones[1].start.half",
        ),
        (("organizations", 2, "name"), "\U0001f600", "organizations[2].name"),
        (("diagnoses", 0, "title"), "7", "diagnoses[0].title"),
        (("commitments", 0, "title"), "\U0001f600", "commitments[0].title"),
        (("organizations", 0, "acronym"), "1.", "organizations[0].acronym"),
        (("about",), deep(200), "$"),
    ],
)
def test_what_would_break_its_files_is_refused_where_it_stands(sgp, where, value, place):
    document = copy.deepcopy(DOCUMENT)
    put(document, where, value)

    file = (io.BytesIO(json.dumps(document).encode()), "plan.json")
    sent = sgp.post("/plans/import", data={"file": file})

    assert sent.status_code == 422
    assert place in sent.text


def test_word_s_characters_in_a_file_are_cleaned(app, sgp):
    document = copy.deepcopy(DOCUMENT)
    put(document, (*PROBLEM, "text"), "\uf0b7 Agua\u000b\U0001f600 \u202e中")
    file = json.dumps(document).encode()

    for _time in ("new", "there already"):
        sent = sgp.post("/plans/import", data={"file": (io.BytesIO(file), "plan.json")})
        assert sent.status_code == 303, sent.text
    problem = at(sgp.get("/plans/1/plan.json").json, PROBLEM)
    assert problem["text"] == "• Agua\n\U0001f600 中"
