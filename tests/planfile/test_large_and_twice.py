"""Ten times a plan on the web, and two imports at once: one plan, and a sentence for the other."""

import copy
import io
import json
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from workshop import clock as wall_clock
from workshop.extensions import db
from workshop.people.models import Person
from workshop.planfile.writing import differing_paths
from workshop.plans.models import Plan

# A plan ten times the size, and sites that import at once.
pytestmark = pytest.mark.slow

FULL = json.loads(Path(__file__).with_name("full_plan.json").read_text("utf-8"))
RICH = json.loads(Path(__file__).with_name("rich_plan.json").read_text("utf-8"))
# What names an item, by its code.
NAMING = {"id", "theme", "org", "from", "to", "workshops", "responsible_org", "about", "diagnosis"}
NAMING |= {"also_answers", "item", "workshop"}


def renamed(value, number, key=""):
    """The same part of a plan with codes and names of its own."""
    if isinstance(value, dict):
        own = {name: renamed(inner, number, name) for name, inner in value.items()}
        if "sector" in own or "not_developed" in own or "subject" in own:
            own["name"] = f"{own.get('name', '')} {number}".strip()
        return {**own, "names_as_printed": []} if "names_as_printed" in own else own
    if isinstance(value, list):
        return [renamed(inner, number, key) for inner in value]
    return f"{number}-{value}" if key in NAMING and isinstance(value, str) else value


def times(document, number):
    """A plan that consists of a plan so many times."""
    parts = [renamed(document, place) for place in range(number)]
    whole = copy.deepcopy(document)
    for section in ("themes", "organizations", "diagnoses", "commitments", "lineage", "responses"):
        whole[section] = [entry for part in parts for entry in part.get(section, [])]
    for number, commitment in enumerate(whole["commitments"], start=1):
        commitment["number"] = number
    for place, round in enumerate(whole["rounds"]):
        round["workshops"] = [w for part in parts for w in part["rounds"][place]["workshops"]]
    whole.pop("counts", None)
    whole.pop("editions", None)
    return whole


def upload(browser, text):
    file = FileStorage(io.BytesIO(text.encode()), "plan.json", "file")
    boundary, body = encode_multipart({"file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.post("/plans/import", data=body, content_type=kind)


@pytest.fixture
def sgp(make_admin, sign_in):
    return sign_in(make_admin())


def test_ten_times_a_plan_is_uploaded_and_comes_out_equal(sgp):
    document = times(RICH, 10)
    text = json.dumps(document, ensure_ascii=False, indent=4)

    assert upload(sgp, text).status_code == 303

    assert list(differing_paths(document, sgp.get("/plans/1/plan.json").json)) == []


def test_a_file_beyond_all_plans_is_told_so_and_others_may_send_less(sgp, make_person, sign_in):
    large = json.dumps({"source": "x" * 5_000_000})
    assert "process is missing" in upload(sgp, large).text  # read, and refused for what it says
    refused = upload(sgp, "x" * 9_000_000)
    assert refused.status_code == 413
    assert "too long to be sent at once" in refused.text
    assert upload(sign_in(make_person()), large).status_code == 413


@pytest.fixture(params=["sqlite", "postgresql"])
def two_sites(request, tmp_path, monkeypatch):
    """The address of a database that two processes share."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    else:
        url = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", url)
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "only for this test")
    monkeypatch.setenv("WORKSHOP_LANGUAGE", "en")
    return url


def command(*words):
    words = [sys.executable, "-m", "workshop.cli", *words]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def signed_in(app, name):
    """The browser of a new administrator of this site."""
    with app.app_context():
        person = Person(name=name, password_hash="x", is_admin=True, created_at=wall_clock.now())
        db.session.add(person)
        db.session.commit()
        number = person.get_id()
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = number, True
    return browser


def test_two_imports_at_once_make_one_plan(two_sites, make_app, tmp_path):
    """A command and two browsers, of which one says something else under the same name."""
    app = make_app(DATABASE_URL=two_sites)
    file, other = tmp_path / "plan.json", tmp_path / "other.json"
    file.write_text(json.dumps(FULL), "utf-8")
    other.write_text(json.dumps({**FULL, "source": "Another one"}), "utf-8")
    assert command("db-upgrade").communicate()[1] == ""
    browsers = [signed_in(app, name) for name in ("Ana", "Ben")]
    start, answers = Barrier(3, timeout=60), []

    def press(browser, path):
        start.wait()
        answers.append(upload(browser, path.read_text("utf-8")))

    threads = [
        Thread(target=press, args=pair) for pair in zip(browsers, (file, other), strict=True)
    ]
    for thread in threads:
        thread.start()
    process = command("import", str(file))
    start.wait()
    for thread in threads:
        thread.join()
    out, err = process.communicate()

    with app.app_context():
        assert db.session.scalars(db.select(Plan.name)).all() == [FULL["process"]["name"]]
    assert {answer.status_code for answer in answers} <= {303, 422}
    assert "Traceback" not in err
    refused = [answer.text for answer in answers if answer.status_code == 422]
    refused += [err] if process.returncode == 2 else []
    assert process.returncode == 2 or "imported" in out or "there already" in out
    assert len(refused) in (1, 2)  # the other one, or both that say what this one does
    assert all("is there and says something else" in text for text in refused)
