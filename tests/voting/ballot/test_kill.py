"""The server is killed while ballots come in: what it acknowledged is counted, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from flask_migrate import stamp
from itsdangerous import URLSafeTimedSerializer

from tests.ports import free_port
from workshop import clock
from workshop.extensions import db
from workshop.voting.contest import queries, services
from workshop.workshops import services as live
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import Workshop

# Servers that are killed and started again.
pytestmark = pytest.mark.slow

SECRET = "only for the test that kills"
VOTERS = 24
KILLED_AFTER = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, make_app):
    elsewhere = {}
    if request.param == "postgresql":
        elsewhere["DATABASE_URL"] = request.getfixturevalue("postgresql")
    app = make_app(SECRET_KEY=SECRET, **elsewhere)
    with app.app_context():
        db.create_all()
        stamp()
    return app


@pytest.fixture
def phones(app, make_workshop, make_seat, make_problem, go_to):
    """The headers with which each voter's phone sends its ballot."""
    workshop = make_workshop()
    make_seat(workshop, Role.MODERATOR)
    for _problem in range(3):
        make_problem(workshop.theme)
    seats = [make_seat(workshop) for _voter in range(VOTERS)]
    go_to(workshop, PhaseKind.VOTING)
    raw = "e" * 40
    token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw)
    signer = app.session_interface.get_signing_serializer(app)
    return [
        {
            "Cookie": "session="
            + signer.dumps({"_user_id": seat.person.get_id(), "_fresh": True, "csrf_token": raw}),
            "X-CSRFToken": token,
            "Accept": "application/json",
        }
        for seat in seats
    ]


@pytest.fixture
def start(app):
    """Start the real server on the test's database, and wait until it answers."""
    port = free_port()
    settings = {
        "WORKSHOP_DATABASE_URL": app.config["DATABASE_URL"],
        "WORKSHOP_SECRET_KEY": SECRET,
        "WORKSHOP_LANGUAGE": "en",
    }
    command = [Path(sys.executable).with_name("workshop"), "serve", "--port", str(port)]
    servers = []

    def start():
        servers.append(subprocess.Popen(command, env={**os.environ, **settings}))
        for _attempt in range(150):
            try:
                urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1)
                return servers[-1], f"http://127.0.0.1:{port}"
            except (URLError, OSError):
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    yield start
    for server in servers:
        server.kill()
        server.wait()


def test_acknowledged_before_a_kill_is_counted_after_it(app, phones, start):
    victim, site = start()
    acknowledged = {}

    def cast(phone):
        ballot = {"ranking": '[["B"],["A"]]', "request_id": f"from {phone}", "revision": 0}
        address = f"{site}/workshops/1/contests/1/ballot"
        request = Request(address, urlencode(ballot).encode(), phones[phone])
        try:
            answer = json.load(urlopen(request, timeout=10))
        except HTTPError:
            raise
        except (OSError, ValueError, HTTPException):
            return  # killed before the answer, or in the middle of it
        acknowledged[phone] = answer["receipt"]
        if len(acknowledged) == KILLED_AFTER:
            victim.send_signal(signal.SIGKILL)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(cast, range(VOTERS)))
    victim.wait()
    before = dict(acknowledged)
    assert KILLED_AFTER <= len(before) < VOTERS

    _server, site = start()
    with app.app_context():
        turnout = queries.turnout(1)
        assert len(before) <= turnout.cast <= len(before) + 4  # at most one under way per thread
    for phone in range(VOTERS):  # every phone sends again what it has sent, as its script does
        cast(phone)

    assert {phone: acknowledged[phone] for phone in before} == before
    with app.app_context():
        workshop = db.session.get_one(Workshop, 1)
        contest = queries.latest_contest(workshop)
        live.end_time_now(workshop, workshop.seats[0].person, now=clock.now())
        services.settle(contest, now=clock.now())
        assert contest.result["ballots"] == {"cast": VOTERS, "blank": 0}
        assert queries.receipts(contest) == sorted(acknowledged.values())
