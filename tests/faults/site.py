"""A site as it is deployed: its database, its server processes, and the people who use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests
from flask import Flask
from flask_migrate import stamp
from itsdangerous import URLSafeTimedSerializer

from tests.ports import free_port
from workshop import clock, create_app
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.people.models import Organization, Person, Sector
from workshop.plans.models import Plan, Theme
from workshop.voting.contest import queries, services
from workshop.voting.models import Contest, ContestState
from workshop.workshops import log
from workshop.workshops import services as agenda
from workshop.workshops.guides import PhaseKind, Role
from workshop.workshops.models import LogEntry, Workshop
from workshop.workshops.seating import take_seat
from workshop.workshops.services import plan_workshop

SECRET = "only for the tests of faults"
TOKEN = "e" * 40
ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-m", "workshop.cli", "serve"]


def until(holds: Callable[[], Any], seconds: float = 10, what: object = "") -> Any:
    """Wait until something holds (not None, not False), looking again and again; what it gave."""
    end = time.monotonic() + seconds
    while (result := holds()) is None or result is False:
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
        time.sleep(0.02)
    return result


class Site:
    """One deployment. `settings` are what its server is told, `app` looks at its database."""

    def __init__(self, folder: Path, database: str, **settings: str) -> None:
        self.log = folder / "server.log"
        self.port = free_port()
        self.settings = {
            "SECRET_KEY": SECRET,
            "DATABASE_URL": database,
            "LANGUAGE": "en",
            "RATE_LIMITS": "no",
            **settings,
        }
        self.app: Flask = create_app(
            {"TESTING": True, "SECRET_KEY": SECRET, "DATABASE_URL": database, "LANGUAGE": "en"}
        )
        with self.app.app_context():
            db.create_all()
            stamp()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *command: object, **settings: str) -> None:
        """Start the server, the embedded one unless told, and return when it answers."""
        listens = [*(command or SERVE), "--port", self.port]
        if "gunicorn" in command:
            listens = [sys.executable, "-m", *command, "-b", f"127.0.0.1:{self.port}", "wsgi:app"]
        environment = {
            f"WORKSHOP_{name}": value for name, value in (self.settings | settings).items()
        }
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                [str(word) for word in listens],
                cwd=ROOT,
                env=os.environ | environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        try:
            until(lambda: self.answers() or self.process.poll() is not None, 30)
            assert self.process.poll() is None, self.log.read_text()
        except AssertionError:
            self.kill()
            raise

    def answers(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).ok
        except requests.RequestException:
            return False

    @property
    def workers(self) -> list[int]:
        """The processes that serve, beside the one that was started."""
        return [
            int(number)
            for task in Path(f"/proc/{self.process.pid}/task").iterdir()
            for number in (task / "children").read_text().split()
        ]

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def close(self) -> None:
        self.stop()
        with self.app.app_context():
            db.engine.dispose()

    def meet(self, people: int, kind: PhaseKind, moderators: int = 1, **settings: Any) -> Any:
        """A workshop of its own in a phase: its number, its moderators and its people."""
        with self.app.app_context():
            now = clock.now()
            plan = Plan(name=f"Plan {time.monotonic_ns()}", first_year=2027, last_year=2028)
            workshop = plan_workshop(Theme(plan=plan, name="Ambiente", position=1), 1, now)
            for name, value in settings.items():
                setattr(workshop, name, value)
            source = Organization(name=f"Source {workshop.id}", sector=Sector.ACADEMIA)
            for position in range(3):
                problem = Problem(text=f"Problem {position}", round=1, position=position)
                problem.theme, problem.organization, problem.revision = workshop.theme, source, 1
                db.session.add(problem)
            staff = [self._seat(workshop, n, Role.MODERATOR, now) for n in range(moderators)]
            seats = [self._seat(workshop, n, Role.TITULAR, now) for n in range(people)]
            db.session.commit()
            by = staff[0].person
            while workshop.kind is not kind:
                if workshop.current_phase:
                    agenda.finish_phase(workshop, by, now=clock.now())
                agenda.start_phase(workshop, by, now=clock.now())
            db.session.commit()
            contest = queries.latest_contest(workshop)
            return SimpleNamespace(
                id=workshop.id,
                contest=contest and contest.id,
                moderators=[Browser(self, seat) for seat in staff],
                people=[Browser(self, seat) for seat in seats],
            )

    def _seat(self, workshop: Workshop, number: int, role: Role, now: Any) -> Any:
        person = Person(name=f"{role} {number}", created_at=now, session_number=0)
        organization = None
        if role is Role.TITULAR:
            name = f"Organization {workshop.id}/{number}"
            organization = Organization(name=name, sector=Sector.CIVIL_SOCIETY)
            person.organization = organization
        return take_seat(workshop, person, organization, role, None, now=now)

    def count(self, meeting: Any) -> list[str]:
        """End the vote as the clock would and count it; the receipts of what is counted.

        The log's chain must be whole by then, and no phase stuck.
        """
        with self.app.app_context():
            workshop = db.session.get_one(Workshop, meeting.id)
            contest = db.session.get_one(Contest, meeting.contest)
            if contest.state is ContestState.OPEN:
                by = db.session.get_one(Person, meeting.moderators[0].person_id)
                agenda.end_time_now(workshop, by, now=clock.now())
                services.settle(contest, now=clock.now())
                db.session.commit()
            receipts = queries.receipts(contest)
            assert contest.result["ballots"] == {"cast": len(receipts), "blank": 0}
            self.check_log(meeting)
            return receipts

    def check_log(self, meeting: Any) -> list[str]:
        """The verbs of the workshop's log, whose chain is whole."""
        with self.app.app_context():
            query = db.select(LogEntry).filter_by(workshop_id=meeting.id).order_by(LogEntry.number)
            entries = list(db.session.scalars(query))
            assert log.first_broken(entries) is None
            return [entry.verb for entry in entries]


class Browser:
    """One signed-in person, with what their browser would send."""

    def __init__(self, site: Site, seat: Any) -> None:
        self.seat_id, self.person_id = seat.id, seat.person_id
        self.workshop_id = seat.workshop_id
        self.site = site
        signer = site.app.session_interface.get_signing_serializer(site.app)
        session = {"_user_id": seat.person.get_id(), "_fresh": True, "csrf_token": TOKEN}
        csrf = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(TOKEN)
        self.cookie = {"Cookie": f"session={signer.dumps(session)}"}
        self.headers = {**self.cookie, "X-CSRFToken": csrf, "Accept": "application/json"}
        self.base = f"http://127.0.0.1:{site.port}"

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(self.base + path, headers=self.headers | headers, timeout=20)

    def press(self, act: str, key: str = "", **fields: Any) -> requests.Response:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        address = f"{self.base}/workshops/{self.workshop_id}/{act}"
        return requests.post(address, fields, headers=headers, timeout=20)

    def cast(self, contest: int, request_id: str, ranking: str = '[["B"],["A"]]', revision=0):
        fields = {"ranking": ranking, "request_id": request_id, "revision": revision}
        return self.press(f"contests/{contest}/ballot", **fields)

    def cast_until_answered(self, contest: int, **fields: Any) -> dict[str, Any]:
        """As the page's script: the same ballot again and again until there is an answer."""
        request_id = f"ballot of {self.seat_id}"

        said: list[object] = ["nothing"]

        def settled() -> Any:
            try:
                answer = self.cast(contest, request_id, **fields)
            except requests.RequestException as error:
                said[0] = error
                time.sleep(0.2)
                return None
            said[0] = answer.text
            return answer if answer.status_code < 500 else None

        answer = until(settled, 40, lambda: f"a ballot is answered, but {said[0]}")
        assert answer.status_code == 200, answer.text
        return answer.json()
