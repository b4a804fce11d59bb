"""What every test may ask for: the application, its clock, clients, and honest rows.

`make_…` fixtures build one row with dull defaults, commit it and hand it back. Inside an app
context they hand back a live object; outside they open one of their own, and what they hand back
is detached with its columns and nearest relations loaded.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine

from workshop import clock as wall_clock
from workshop import create_app
from workshop.extensions import db, socketio
from workshop.room.packing import unpack

# The commands and servers that tests start end at a warning, as the tests do.
# A password that is read without a terminal is one by design.
os.environ["PYTHONWARNINGS"] = "error,ignore:Can not control echo:UserWarning"

# The first workshop of a plan: 20 June 2022, 09:30 in Lima.
MORNING = datetime(2022, 6, 20, 14, 30, tzinfo=UTC)


def settings(database: Path, **overrides: Any) -> dict[str, Any]:
    return {
        "TESTING": True,
        "DATABASE_URL": f"sqlite:///{database}",
        "LANGUAGE": "en",
        "RATE_LIMITS": False,
        "WTF_CSRF_ENABLED": False,
        **overrides,
    }


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and no rows, made once and copied for each test."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    app = create_app(settings(path))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return path


@event.listens_for(Engine, "connect")
def _hurry(connection: Any, _record: Any) -> None:
    """No test of this process pulls the plug, so its SQLite need not wait for the disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def as_served() -> Iterator[None]:
    """Connections as they are outside the tests, waiting for the disk."""
    event.remove(Engine, "connect", _hurry)
    yield
    event.listen(Engine, "connect", _hurry)


@pytest.fixture(scope="session")
def kept_apps() -> dict[str, Flask]:
    """The application with default settings, which takes long to make and is used again."""
    return {}


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("database") / "workshop.sqlite3"


@pytest.fixture
def make_app(
    database: Path, empty_database: Path, kept_apps: dict[str, Flask]
) -> Iterator[Callable[..., Flask]]:
    """An application with settings of its own; all that one test makes share a database."""
    for leftover in database.parent.glob("workshop.sqlite3*"):
        leftover.unlink()
    shutil.copyfile(empty_database, database)
    made = []

    def make(**overrides: Any) -> Flask:
        if overrides:
            kept_apps.clear()  # the libraries' own settings are now those of another application
            app = create_app(settings(database, **overrides))
        else:
            app = kept_apps.get("default") or create_app(settings(database))
            kept_apps["default"] = app
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions.pop("workshop_parts", None)
        app.extensions["open_pages"].cache_clear()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def csrf_app(make_app: Callable[..., Flask]) -> Flask:
    """The application as it is served: a POST without its token is refused."""
    return make_app(WTF_CSRF_ENABLED=True)


class Clock:
    """Stands still until told to advance."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, **lengths: float) -> datetime:
        self.instant += timedelta(**lengths)
        return self.instant


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock(MORNING)
    monkeypatch.setattr("workshop.clock.now", stopped)
    return stopped


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """The browser of a person who is signed in: always the same one for the same person."""
    browsers: dict[int, FlaskClient] = {}

    def browser_of(person: Any) -> FlaskClient:
        if person.id not in browsers:
            browsers[person.id] = app.test_client()
            with browsers[person.id].session_transaction() as session:
                session["_user_id"], session["_fresh"] = person.get_id(), True
        return browsers[person.id]

    return browser_of


@pytest.fixture
def count_queries(app: Flask) -> Callable[[Callable[[], Any]], int]:
    """How many statements a deed sends to the database: as many for three rows as for one."""

    def counted(deed: Callable[[], Any]) -> int:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            deed()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    return counted


@pytest.fixture
def needs() -> Callable[[str | Path, str], str]:
    """Skip unless a variable (WORKSHOP_…) is set or a path exists, and hand back what it is.

    With WORKSHOP_TEST_ALL=1 nothing may be missing: the test fails instead.
    """

    def need(wanted: str | Path, reason: str) -> str:
        is_path = isinstance(wanted, Path) or "/" in wanted
        value = str(wanted) if is_path and Path(wanted).exists() else os.environ.get(str(wanted))
        if value:
            return value
        stop = pytest.fail if os.environ.get("WORKSHOP_TEST_ALL") == "1" else pytest.skip
        stop(f"{wanted} is missing: {reason}")

    return need


@pytest.fixture
def postgresql(needs) -> Iterator[str]:
    """The address of a schema of our own in the PostgreSQL database that is there for tests."""
    url = needs("WORKSHOP_TEST_DATABASE_URL", "what touches the database is tried on PostgreSQL")
    schema = f"test_{secrets.token_hex(4)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


# Honest rows


@pytest.fixture
def keep(app: Flask) -> Callable[..., Any]:
    """Build a row in an app context, commit it, and load what a test will look at."""

    def keep(build: Callable[[], Any], *relations: str) -> Any:
        with nullcontext() if has_app_context() else app.app_context():
            row = build()
            db.session.add(row)
            db.session.commit()
            db.session.refresh(row)
            for path in relations:
                reached = row
                for name in path.split("."):
                    reached = getattr(reached, name, None)
            return row

    return keep


@pytest.fixture
def numbers() -> Iterator[int]:
    """1, 2, 3, …: what makes the names of dull rows differ."""
    return count(1)


@pytest.fixture
def make_organization(keep, numbers) -> Callable[..., Any]:
    from workshop.people.models import Organization, Sector

    def make(name: str = "", sector: Sector = Sector.CIVIL_SOCIETY, acronym: str = "") -> Any:
        name = name or f"Organization {next(numbers)}"
        return keep(lambda: Organization(name=name, sector=sector, acronym=acronym))

    return make


@pytest.fixture
def make_person(keep, numbers) -> Callable[..., Any]:
    """A participant, who has no password; `make_person(password_hash=…)` makes staff."""
    from workshop.people.models import Person

    def make(name: str = "", organization: Any = None, **details: Any) -> Any:
        def build() -> Person:
            return Person(
                name=name or f"Person {next(numbers)}",
                organization_id=organization.id if organization else None,
                created_at=wall_clock.now(),
                session_number=0,
                **details,
            )

        return keep(build, "organization")

    return make


@pytest.fixture(scope="session")
def password() -> str:
    """What every member of staff signs in with."""
    return "quinua y maca 1986"


@pytest.fixture(scope="session")
def password_hash(password: str) -> str:
    from workshop.people.passwords import hash_password

    return hash_password(password)


@pytest.fixture
def make_staff(make_person, password_hash, numbers) -> Callable[..., Any]:
    """Someone who signs in with `password` and is no administrator: a moderator, once seated."""

    def make(name: str = "", email: str = "", **details: Any) -> Any:
        email = email or f"staff{next(numbers)}@example.org"
        return make_person(name, email=email, password_hash=password_hash, **details)

    return make


@pytest.fixture
def make_admin(make_staff) -> Callable[..., Any]:
    def make(name: str = "Admin", **details: Any) -> Any:
        return make_staff(name, is_admin=True, **details)

    return make


@pytest.fixture
def make_plan(keep, numbers) -> Callable[..., Any]:
    from workshop.plans.models import Plan

    def make(name: str = "", first_year: int = 2023, last_year: int = 2024) -> Any:
        name = name or f"Plan {next(numbers)}"
        return keep(lambda: Plan(name=name, first_year=first_year, last_year=last_year))

    return make


@pytest.fixture
def make_theme(keep, make_plan, numbers) -> Callable[..., Any]:
    from workshop.plans.models import Theme

    def make(name: str = "", plan: Any = None, **details: Any) -> Any:
        plan_id = (plan or make_plan()).id
        number = next(numbers)
        details = {"position": number, **details}
        return keep(
            lambda: Theme(plan_id=plan_id, name=name or f"Theme {number}", **details), "plan"
        )

    return make


@pytest.fixture
def make_workshop(keep, make_theme) -> Callable[..., Any]:
    """A workshop with its own copy of the round's guide, starting now, not yet opened."""
    from workshop.plans.models import Theme
    from workshop.workshops.services import plan_workshop

    def make(theme: Any = None, round: int = 1, **details: Any) -> Any:
        theme_id = (theme or make_theme()).id
        starts_at = details.pop("starts_at", None) or wall_clock.now()

        def build() -> Any:
            row = plan_workshop(db.session.get_one(Theme, theme_id), round, starts_at)
            for name, value in details.items():
                setattr(row, name, value)
            return row

        return keep(build, "phases", "theme.plan")

    return make


@pytest.fixture
def make_seat(keep, make_organization, make_person, make_staff) -> Callable[..., Any]:
    """A seat with a person of its own: staff for those who moderate, else a participant."""
    from workshop.people.models import Organization, Person, Sector
    from workshop.workshops.guides import MODERATING, VOTING, Role
    from workshop.workshops.models import Workshop
    from workshop.workshops.seating import take_seat

    def make(
        workshop: Any,
        role: Role = Role.TITULAR,
        organization: Any = None,
        person: Any = None,
        **details: Any,
    ) -> Any:
        if organization is None and role in VOTING:
            sector = Sector.EXECUTIVE if role is Role.OFFICIAL else Sector.CIVIL_SOCIETY
            organization = make_organization(sector=sector)
        if person is None:
            person = make_staff() if role in MODERATING else make_person(organization=organization)
        organization_id = organization.id if organization else None

        def build() -> Any:
            return take_seat(
                db.session.get_one(Workshop, workshop.id),
                db.session.get_one(Person, person.id),
                db.session.get(Organization, organization_id) if organization_id else None,
                role,
                None,
                now=wall_clock.now(),
                **details,
            )

        return keep(build, "person.organization", "organization", "workshop.theme")

    return make


@pytest.fixture
def make_problem(keep, make_theme, make_organization, numbers) -> Callable[..., Any]:
    """An admitted problem of round 1, named by an organization of its own."""
    from workshop.diagnoses.models import Problem

    def make(theme: Any = None, text: str = "", organization: Any = None, **details: Any) -> Any:
        theme_id = (theme or make_theme()).id
        organization_id = (organization or make_organization()).id
        number = next(numbers)
        details = {"round": 1, "position": number, "revision": 1, **details}

        def build() -> Problem:
            return Problem(
                theme_id=theme_id,
                organization_id=organization_id,
                text=text or f"Problem {number}",
                **details,
            )

        return keep(build, "organization", "diagnosis", "theme")

    return make


# A meeting, its acts and its news


@pytest.fixture
def meeting(app: Flask, password_hash: str) -> Any:
    """A round 1, not begun: a moderator, three participants, an official, an observer, problems.

    Most tests begin with it, so it is built in one transaction.
    """
    from workshop.diagnoses.models import Problem
    from workshop.people.models import Organization, Person, Sector
    from workshop.plans.models import Plan, Theme
    from workshop.workshops.guides import Role
    from workshop.workshops.seating import take_seat
    from workshop.workshops.services import plan_workshop

    now = wall_clock.now()

    def seat(role: Role, name: str, sector: Sector | None = None, **details: Any) -> Any:
        organization = (
            Organization(name=f"{name}'s organization", sector=sector) if sector else None
        )
        person = Person(
            name=name, organization=organization, created_at=now, session_number=0, **details
        )
        return take_seat(workshop, person, organization, role, None, now=now)

    with nullcontext() if has_app_context() else app.app_context(), db.session.no_autoflush:
        plan = Plan(name="PAGA", first_year=2023, last_year=2024)
        workshop = plan_workshop(Theme(plan=plan, name="Ambiente", position=1), 1, now)
        staff = {"email": "teresa@example.org", "password_hash": password_hash}
        made = SimpleNamespace(
            workshop=workshop,
            moderator=seat(Role.MODERATOR, "Mara", **staff),
            ana=seat(Role.TITULAR, "Ana", Sector.CIVIL_SOCIETY),
            ben=seat(Role.TITULAR, "Ben", Sector.ACADEMIA),
            eva=seat(Role.TITULAR, "Eva", Sector.PRIVATE_SECTOR),
            official=seat(Role.OFFICIAL, "Omar", Sector.EXECUTIVE),
            observer=seat(Role.OBSERVER, "Olga"),
            problems=[
                Problem(
                    theme=workshop.theme,
                    organization=Organization(name=f"Author {letter}", sector=Sector.ACADEMIA),
                    text=f"Problem {letter}",
                    round=1,
                    position=position,
                    revision=1,
                )
                for position, letter in enumerate("ABC", start=1)
            ],
        )
        db.session.add_all(made.problems)
        db.session.commit()
        # Loaded, for when the context is gone
        for row in (workshop, workshop.theme, *workshop.seats, *made.problems):
            for name in ("id", "phases", "plan", "person", "organization"):
                getattr(row, name, None)
    return made


@pytest.fixture
def go_to(app: Flask) -> Callable[..., None]:
    """Bring a workshop to its first phase of a kind; the ones before are finished at once."""
    from workshop.workshops import services
    from workshop.workshops.guides import PhaseKind
    from workshop.workshops.models import Workshop

    def go_to(workshop: Any, kind: PhaseKind) -> None:
        with nullcontext() if has_app_context() else app.app_context():
            row = db.session.get_one(Workshop, workshop.id)
            by = next(seat.person for seat in row.seats if seat.moderates)
            now = wall_clock.now()
            while row.kind is not kind:
                if row.kind is PhaseKind.VOTING:
                    services.end_time_now(row, by, now=now)
                if row.current_phase:
                    services.finish_phase(row, by, now=now)
                services.start_phase(row, by, now=now)
            db.session.commit()

    return go_to


@pytest.fixture
def press(sign_in) -> Callable[..., Any]:
    """Send an act as a page's script does: `press(seat, "agenda/start", seen=3)`."""

    def press(seat: Any, act: str, key: str = "", **fields: Any) -> Any:
        headers = {"Accept": "application/json", **({"Idempotency-Key": key} if key else {})}
        address = f"/workshops/{seat.workshop_id}/{act}"
        return sign_in(seat.person).post(address, data=fields, headers=headers)

    return press


@pytest.fixture
def apart(app: Flask) -> Callable[[], AbstractContextManager[None]]:
    """For what a browser asks, a context of its own, also from inside one that a test holds open.

    What the test has arranged is committed, and what it holds is read anew afterwards.
    """

    @contextmanager
    def apart() -> Iterator[None]:
        if not has_app_context():
            yield
            return
        db.session.commit()
        with app.app_context():
            yield
        db.session.commit()

    return apart


@pytest.fixture
def cast(press, apart) -> Callable[..., Any]:
    """Cast a ballot as the page's script does; the answer is the server's.

    What it says is as the rule has it, or an order written "B AC": tie groups, "" for a blank one.
    `revision` is the one on screen, and the same `request` again is the same ballot sent again.
    """

    def cast(seat: Any, answer: Any, contest: int = 1, request: str = "", revision: int = 0) -> Any:
        if isinstance(answer, str):
            answer = [list(group) for group in answer.split()]
        request = request or f"{seat.id}/{revision}"
        sent = {"step": "cast", "answer": json.dumps(answer), "request_id": request}
        with apart():
            return press(seat, f"contests/{contest}/ballot", request, revision=revision, **sent)

    return cast


class Listener:
    """A page's socket: what `join` answered, and the news heard since."""

    def __init__(self, app: Flask, browser: FlaskClient, wanted: dict[str, Any]) -> None:
        self.socket = socketio.test_client(app, flask_test_client=browser)
        self.answer = unpack(self.socket.emit("join", wanted, callback=True))
        self._heard: list[dict[str, Any]] = []

    def news(self, name: str) -> list[dict[str, Any]]:
        """The messages with this name that have come since it was last asked."""
        self._heard += self.socket.get_received()
        heard = [unpack(message["args"][0]) for message in self._heard if message["name"] == name]
        self._heard = [message for message in self._heard if message["name"] != name]
        return heard


@pytest.fixture
def listen(app: Flask, sign_in, client: FlaskClient) -> Iterator[Callable[..., Listener]]:
    """A socket in a workshop: `listen(seat.person, workshop)`; without a person, a stranger's."""
    from workshop.room import presence

    listeners: list[Listener] = []

    def listen(person: Any, workshop: Any, /, **wanted: Any) -> Listener:
        browser = sign_in(person) if person else client
        wanted = {"workshop": workshop.id, "language": "en", **wanted}
        listeners.append(Listener(app, browser, wanted))
        return listeners[-1]

    yield listen
    for listener in listeners:
        if listener.socket.is_connected():
            listener.socket.disconnect()
    presence.take_changed()
