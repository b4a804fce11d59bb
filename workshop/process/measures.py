"""What the site counts and times about itself, for Prometheus.

Labels are names from the code (an endpoint, an event), never what a person sent, so there are as
many series as there are views. With `PROMETHEUS_MULTIPROC_DIR` set (the library's own variable) the
figures of several workers live in that folder, and whichever is asked answers for all.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import current_app
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    Summary,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

disable_created_metrics()  # an instant beside each count, which nothing here uses
FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR")

registry = CollectorRegistry()
if not FOLDER:
    ProcessCollector(registry=registry)

requests = Counter(
    "workshop_requests_total",
    "Requests answered.",
    ["method", "endpoint", "status"],
    registry=registry,
)
request_seconds = Histogram(
    "workshop_request_duration_seconds",
    "From a request's arrival in the application to its answer; acts are those with method POST.",
    ["method", "endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=registry,
)
pushes = Counter(
    "workshop_pushes_total",
    "Messages handed to the sockets of a room, by the name of the event.",
    ["event"],
    registry=registry,
)
push_seconds = Histogram(
    "workshop_push_duration_seconds",
    "What an act changed in a workshop, drawn and handed to the sockets of every audience.",
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=registry,
)
ballots = Counter(
    "workshop_ballots_total",
    "Ballots acknowledged: cast, changed, or sent again.",
    registry=registry,
)
statement_seconds = Summary(
    "workshop_database_statement_duration_seconds",
    "Time in statements of the database, waiting for its locks included.",
    registry=registry,
)
commit_seconds = Histogram(
    "workshop_database_commit_duration_seconds",
    "Time in commits: what the disk takes to keep a change.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
    registry=registry,
)
stalled_clients = Counter(
    "workshop_stalled_clients_total",
    "Clients dropped because they had stopped reading.",
    registry=registry,
)
refused_sockets = Counter(
    "workshop_refused_sockets_total",
    "Sockets closed because they sent more than a page does, or something else.",
    registry=registry,
)
connections = Gauge(
    "workshop_connections",
    "Clients connected by socket.",
    multiprocess_mode="livesum",
    registry=registry,
)
rooms = Gauge(
    "workshop_rooms",
    "Workshops to which somebody listens.",
    multiprocess_mode="livemax",
    registry=registry,
)


# The time in the database


class Spent:
    """What one request has cost in the database so far."""

    __slots__ = ("seconds", "statements")

    def __init__(self) -> None:
        self.statements = 0
        self.seconds = 0.0


spent: ContextVar[Spent | None] = ContextVar("spent", default=None)
_commit_began: ContextVar[float | None] = ContextVar("commit_began", default=None)


@event.listens_for(Engine, "before_cursor_execute")
def _before_statement(
    _connection: Any, _cursor: Any, _sql: Any, _values: Any, context: Any, _many: Any
) -> None:
    context.workshop_began = perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def _after_statement(
    _connection: Any, _cursor: Any, _sql: Any, _values: Any, context: Any, _many: Any
) -> None:
    seconds = perf_counter() - context.workshop_began
    statement_seconds.observe(seconds)
    if (request := spent.get()) is not None:
        request.statements += 1
        request.seconds += seconds


@event.listens_for(Engine, "commit")
def _before_commit(_connection: Connection) -> None:
    _commit_began.set(perf_counter())


@event.listens_for(Session, "after_commit")
def _after_commit(_session: Session) -> None:
    if (began := _commit_began.get()) is None:
        return
    _commit_began.set(None)
    seconds = perf_counter() - began
    commit_seconds.observe(seconds)
    if (request := spent.get()) is not None:
        request.seconds += seconds


# What is there now, and the page


def take_stock() -> None:
    """Count who is connected to this process, and to how many workshops they listen."""
    server = current_app.extensions["socketio"].server
    if server is None:
        return
    connections.set(len(server.eio.sockets))
    heads = (room.partition("/")[0] for room in server.manager.rooms.get("/", {}) if room)
    rooms.set(len({head for head in heads if head.isdigit()}))


def page() -> bytes:
    """All figures as Prometheus reads them, of this process or, with a folder, of every worker."""
    take_stock()
    if not FOLDER:
        return generate_latest(registry)
    forget_the_dead(Path(FOLDER))
    together = CollectorRegistry()
    MultiProcessCollector(together, FOLDER)
    return generate_latest(together)


def forget_the_dead(folder: Path) -> None:
    """Drop what workers that ended without a goodbye said was there *now*; their counts stay."""
    for file in folder.glob("gauge_live*_*.db"):
        try:
            os.kill(int(file.stem.rpartition("_")[2]), 0)
        except ProcessLookupError:
            file.unlink(missing_ok=True)
        except PermissionError:
            pass  # alive, and somebody else's


def keep_stock() -> None:
    """Called at every beat: with several workers each says now and then what is connected to it."""
    global _beats
    _beats += 1
    if FOLDER and _beats % 10 == 1:
        take_stock()


_beats = 0
