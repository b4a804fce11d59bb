"""What is in the log, and what must never be."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.extensions import db
from workshop.monitoring import logs
from workshop.people import links
from workshop.people.models import Person
from workshop.workshops.guides import PhaseKind

ROOT = Path(__file__).parents[2]
EMAIL, PASSWORD, WRITTEN = "rosaura@example.org", "zampona de totora", "Quebrada Honda sin agua"


@pytest.fixture
def app(make_app):
    """As served: a failure is answered and logged, not raised into the test."""
    return make_app(PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def lines():
    """The log from now on, as objects; `lines.text` is all of it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("workshop")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    ours.setLevel(logging.INFO)

    class Lines(list):
        @property
        def text(self) -> str:
            return stream.getvalue()

        def take(self) -> list[dict]:
            return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield Lines()
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


def test_a_request_is_one_line_without_what_it_brought(client, lines):
    answer = client.get("/join/ABCD-1234?name=Rosaura", headers={"X-Forwarded-For": "10.1.2.3"})

    [line] = lines.take()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("ms") > 0
    assert line == {
        "level": "info",
        "logger": "workshop.access",
        "message": "request",
        "request_id": answer.headers["X-Request-ID"],
        "method": "GET",
        "endpoint": "people.join",
        "route": "/join/<code>",
        "status": answer.status_code,
    }


@pytest.mark.parametrize("request_id", ["9f86d081884c7d65", "6f1c1e0e-33a5-4a0f-9c53-6f0e8c7a1b2d"])
def test_a_request_keeps_the_id_its_proxy_gave(client, request_id):
    assert (
        client.get("/healthz", headers={"X-Request-ID": request_id}).headers["X-Request-ID"]
        == request_id
    )


@pytest.mark.parametrize("request_id", ["", "abc", "Rosaura Quispe", "f" * 65, "IjoxIg.x"])
def test_any_other_id_is_replaced(client, lines, request_id):
    made = client.get("/", headers={"X-Request-ID": request_id}).headers["X-Request-ID"]

    assert re.fullmatch("[0-9a-f]{32}", made)
    assert [line["request_id"] for line in lines.take()] == [made]


def test_no_person_no_token_and_no_ballot_is_in_the_log(
    app, clock, meeting, client, go_to, press, cast, sign_in, lines
):
    app.config["SLOW_MS"] = 0  # every line there is
    with app.test_request_context():
        ana = db.session.get_one(Person, meeting.ana.person_id)
        ana.name = "Rosaura Quispe"
        token = links.token(links.issue_link(ana, "/workshops/1", now=clock(), days=7))
        db.session.commit()
    client.get(f"/enter/{token}")
    client.post(f"/enter/{token}")
    client.get(f"/enter/{token}x")
    client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    client.get(f"/?{PASSWORD}", headers={"User-Agent": "Rosaura's telephone"})
    client.get(f"/no/such/{token}")
    go_to(meeting.workshop, PhaseKind.DISCUSSION)
    written = press(meeting.ana, "contributions", text=WRITTEN)
    go_to(meeting.workshop, PhaseKind.VOTING)
    ballot = cast(meeting.ana, "B A C", request="r7")
    # And a failure whose own text quotes the values it failed with
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE personal_link RENAME COLUMN opened_at TO seen_at"))
        db.session.commit()
    crashed = client.get(f"/enter/{token}")

    assert (written.status_code, ballot.status_code, crashed.status_code) == (200, 200, 500)
    endpoints = {line.get("endpoint") for line in lines.take()}
    assert {"people.enter", "people.enter_now", "people.prove", "voting.cast"} <= endpoints
    [failure] = [line for line in lines.take() if line["level"] == "error"]
    assert failure["request_id"] == crashed.headers["X-Request-ID"]
    assert "in resolve" in failure["exception"]
    assert "OperationalError" in failure["exception"].splitlines()[-1]
    secrets = [token, EMAIL, PASSWORD, WRITTEN, "Rosaura", '"B"', "[[", "r7", "127.0.0.1"]
    secrets += [ballot.json["receipt"], "/enter/" + token[:6], "/no/such"]
    assert [secret for secret in secrets if secret in lines.text] == []


def test_a_slow_request_tells_its_time_in_the_database(app, client, lines):
    app.config["SLOW_MS"] = 0
    client.get("/sign-in")
    client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})

    slow = [line for line in lines.take() if line["logger"] == "workshop.slow"]

    assert [(line["level"], line["endpoint"]) for line in slow] == [
        ("warning", "people.sign_in"),
        ("warning", "people.prove"),
    ]
    assert slow[0]["statements"] == 0
    assert slow[1]["statements"] > 0
    assert 0 < slow[1]["database_ms"] <= slow[1]["ms"]


def test_a_quick_request_is_not_called_slow(client, lines):
    client.get("/healthz")
    client.get("/sign-in")

    assert [line["logger"] for line in lines.take()] == ["workshop.access"]


def test_of_a_library_only_what_holds_no_value_is_told(lines):
    library = logging.getLogger("engineio.server")
    library.error("Invalid session " + "SECRET")
    library.error("cannot send to %s", "SECRET")
    library.error("%d clients", 3)

    assert "SECRET" not in lines.text
    place, template, harmless = [line["message"] for line in lines.take()]
    assert re.fullmatch(r"\(text left out\) \[test_logs:\d+\]", place)
    assert (template, harmless) == ("cannot send to %s", "3 clients")


def test_an_exception_is_told_with_what_caused_it(lines):
    try:
        try:
            int("Rosaura")
        except ValueError as cause:
            raise OSError(28, "No space left", "/home/rosaura") from cause
    except OSError:
        logging.getLogger("workshop.try").exception("Not kept.")

    [line] = lines.take()
    names = [row for row in line["exception"].splitlines() if not row.startswith(" ")]
    assert names == ["ValueError", "OSError (28)"]
    assert "osaura'" not in lines.text.replace('int("Rosaura', "").replace("/home/rosaura", "")


NO_YIELD = """
from workshop import serving
import greenlet
from workshop import create_app
from workshop.database import writing
from workshop.extensions import db, socketio
from workshop.process import measures
from workshop.monitoring import logs
import gevent, logging

app = create_app({"DATABASE_URL": "sqlite:///:memory:", "SECRET_KEY": "x", "ASYNC_MODE": "gevent"})
logs.configure()
switches = []
gevent.spawn(lambda: None)  # somebody who would like to run
with app.test_request_context(), writing():
    db.session.execute(db.text("CREATE TABLE t (x)"))
    greenlet.settrace(lambda what, who: switches.append(what))
    for number in range(300):
        logging.getLogger("workshop.try").warning("line %d %s", number, "x" * 100)
        measures.ballots.inc()
        measures.push_seconds.observe(0.1)
    db.session.execute(db.text("INSERT INTO t VALUES (1)"))
    greenlet.settrace(None)
    before = len(switches)
    greenlet.settrace(lambda what, who: switches.append(what))
    gevent.sleep(0)
    greenlet.settrace(None)
print(before, len(switches) > before)
"""


def test_a_line_within_a_write_transaction_lets_nobody_else_run():
    done = subprocess.run(
        [sys.executable, "-c", NO_YIELD], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "0 True\n"  # and the count would have seen a yield
    assert len(done.stderr.splitlines()) == 300
    assert json.loads(done.stderr.splitlines()[0])["message"].startswith("line 0 x")
