"""The figures: for a token, of what happened, without a person in them."""

from __future__ import annotations

import re

import pytest

from workshop.process.measures import forget_the_dead
from workshop.workshops.guides import PhaseKind

TOKEN = "a token for the one that watches"


@pytest.fixture
def app(make_app):
    return make_app(METRICS_TOKEN=TOKEN)


@pytest.fixture
def figures(app):
    """Every figure as it stands: {'name{labels}': value}."""

    def figures():
        answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        rows = [row.rpartition(" ") for row in answer.text.splitlines() if row[0] != "#"]
        return {name: float(value) for name, _space, value in rows}

    return figures


def test_without_a_token_set_there_is_no_such_page(make_app):
    client = make_app(METRICS_TOKEN=None).test_client()

    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer None"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("header", [None, "", "Bearer ", "Bearer wrong", TOKEN, "Bearer ñandú"])
def test_without_the_token_nothing_is_told(client, header):
    answer = client.get("/metrics", headers={"Authorization": header} if header is not None else {})

    assert answer.status_code == 401
    assert "workshop_" not in answer.text


def test_an_act_its_push_and_its_time_in_the_database_are_counted(
    clock, meeting, listen, press, figures
):
    listen(meeting.ana.person, meeting.workshop)
    before = figures()

    press(meeting.moderator, "agenda/start")

    after = figures()
    grown = {name for name, value in after.items() if value > before.get(name, 0)}
    act = 'endpoint="agenda.start",method="POST"'
    assert {
        f'workshop_requests_total{{{act},status="200"}}',
        f"workshop_request_duration_seconds_count{{{act}}}",
        f"workshop_request_duration_seconds_sum{{{act}}}",
        'workshop_pushes_total{event="parts"}',
        "workshop_push_duration_seconds_count",
        "workshop_push_duration_seconds_sum",
        "workshop_database_statement_duration_seconds_sum",
        "workshop_database_commit_duration_seconds_count",
    } <= grown
    assert "workshop_ballots_total" not in grown
    assert after["workshop_rooms"] == 1


def test_ballots_are_counted_when_they_are_acknowledged(meeting, go_to, cast, figures):
    go_to(meeting.workshop, PhaseKind.VOTING)
    before = figures()["workshop_ballots_total"]

    statuses = [
        cast(meeting.ana, "B").status_code,
        cast(meeting.ben, "B", revision=7).status_code,  # refused
        cast(meeting.observer, "B").status_code,
    ]

    assert statuses == [200, 409, 409]
    assert figures()["workshop_ballots_total"] == before + 1


def test_no_label_comes_from_outside(client, figures):
    client.get("/join/ZORRO-99")
    client.get("/no/such/zorro")
    client.open("/", method="ZORRO")
    names = figures()

    assert not [name for name in names if "zorro" in name.lower()]
    labels = {label for name in names for label in re.findall(r'(\w+)="', name)}
    assert labels <= {"endpoint", "method", "status", "event", "le"}
    assert 'workshop_requests_total{endpoint="none",method="GET",status="404"}' in names
    assert any('method="other"' in name for name in names)


def test_a_worker_that_is_gone_no_longer_counts_as_connected(tmp_path):
    import os
    import subprocess
    import sys

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for pid in (gone.pid, os.getpid()):
        for kind in ("gauge_livesum", "gauge_livemax", "counter"):
            (tmp_path / f"{kind}_{pid}.db").touch()

    forget_the_dead(tmp_path)

    left = {file.name for file in tmp_path.iterdir()}
    assert left == {
        f"counter_{gone.pid}.db",
        *(f"{kind}_{os.getpid()}.db" for kind in ("gauge_livesum", "gauge_livemax", "counter")),
    }
