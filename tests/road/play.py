"""Three rounds of one theme as people press them, and a diary of what was pressed.

Nothing here reads what the app made of an act: the diary holds what was sent, and when. Rows are
told apart by their texts, and their numbers are looked up only to press the next button.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from workshop.extensions import db
from workshop.language import day_of
from workshop.room import heartbeat

JSON = {"Accept": "application/json"}
THEME = "Agua y bosques"

# Who comes, by the name they say at the door: their organization, its sector, and their role.
GUESTS = {
    "Álvaro": ("Árbol Association", "civil_society", "titular"),
    "Nadia": ("Nature University", "academia", "titular"),
    "Ñusta": ("Ñandú Foundation", "civil_society", "titular"),
    "Zoe": ("Zone Chamber", "private_sector", "titular"),
    "Omar": ("Ministry of Water", "executive", "official"),
}
# Comes after the vote of round 1 has opened, and is let in and onto the roll.
LATE = {"Lautaro": ("Lagoon Cooperative", "private_sector", "titular")}
# Comes with another of the same organization, and may vote in their place.
SECOND = {"Alma": ("Árbol Association", "civil_society", "alternate")}
# Is at the door of a restless meeting, and turned away.
STRANGER = {"Bruno": ("Boat Club", "civil_society", "observer")}
# Is invited and never comes.
ABSENT = ("Absent Guild", "civil_society", "titular")
# What an entity prepares and never puts on record.
UNSAID = "The minister has not decided"


@dataclass
class Diary:
    """What was done in one round, in the order in which it was done."""

    round: int
    began: datetime | None = None
    ended: datetime | None = None
    came: set[str] = field(default_factory=set)
    # organization, seconds for which it had the floor while time ran, what kind of turn it was
    turns: list[tuple[str, int, str]] = field(default_factory=list)
    # organization, about, text; hidden ones say the reason
    contributions: list[tuple[str, str, str, str]] = field(default_factory=list)
    pauses: list[str] = field(default_factory=list)
    # entity, about, key of the answer, text
    answers: list[tuple[str, str, str, str]] = field(default_factory=list)
    # question, the ballots as cast (an order of options' texts), entitled
    votes: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    entitled: int = 0
    # question: options in the order of the room's result, with their places
    ranking: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    carried: list[str] = field(default_factory=list)
    cut_reason: str = ""
    # What became of an item: its text, and the reason where one was asked
    merged: dict[str, list[str]] = field(default_factory=dict)
    split: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    objections: list[tuple[str, str, str]] = field(default_factory=list)
    # proposal: outcome; reservations as (organization, level, text)
    proposals: dict[str, str] = field(default_factory=dict)
    reservations: list[tuple[str, str, int, str]] = field(default_factory=list)
    # Seconds for which each phase ran, in the order in which they were gone through
    ran: list[int] = field(default_factory=list)


class Play:
    """The three rounds. `self.rounds` has the diaries when they are over."""

    def __init__(self, app: Flask, clock: Any, admin: FlaskClient, moderator: Any, desk: Any):
        self.app, self.clock, self.admin = app, clock, admin
        self.moderator, self.desk_browser = moderator, desk
        self.new_browser: Callable[[], Any] = app.test_client
        self.browsers: dict[str, Any] = {}
        self.plan_id = self.theme_id = self.workshop_id = 0
        self.rounds: dict[int, Diary] = {}
        self.now = Diary(0)
        self.is_running = False
        self.code = ""
        self.password = "quinua y maca 1986"  # that of all staff

    # Pressing

    def send(self, browser: FlaskClient, address: str, /, **fields: Any) -> Any:
        """Press a button that sends this; hands back what it was answered."""
        answer = self.post(browser, address, fields)
        assert answer.status_code in (200, 303), (address, fields, faults(answer.text))
        return said(answer)

    def post(self, browser: FlaskClient, address: str, fields: dict[str, Any]) -> Any:
        return browser.post(address, data=sent(fields), headers=JSON)

    def press(self, name: str, act: str, page: str = "", /, **typed: Any) -> Any:
        """Press a button as this person's page draws it, with all that its form sends along.

        `name` is that of a guest or "desk" or "sgp"; without `page` it is the room or the desk.
        """
        address = act if act.startswith("/") else f"{self.page}/{act}"
        along = self.drawn(name, address, page)
        return self.send(self.browser(name), address, **(along | typed))

    def drawn(self, name: str, act: str, page: str = "") -> dict[str, list[str]]:
        """What the form of an act sends along, as this person's page draws it."""
        address = act if act.startswith("/") else f"{self.page}/{act}"
        place = page or (f"{self.page}/desk" if name == "desk" else self.page)
        text = self.browser(name).get(place).text
        return hidden_fields(text, address, is_own=place == address)

    def browser(self, name: str) -> FlaskClient:
        return {"desk": self.desk_browser, "sgp": self.admin}.get(name) or self.browsers[name]

    def sgp(self, address: str, /, **fields: Any) -> Any:
        return self.send(self.admin, address, **fields)

    def desk(self, act: str, /, **fields: Any) -> Any:
        return self.send(self.desk_browser, f"/workshops/{self.workshop_id}/{act}", **fields)

    def seat(self, name: str, act: str, /, **fields: Any) -> Any:
        if self.now.began:
            self.now.came.add(organization(name))
        return self.send(self.browsers[name], f"/workshops/{self.workshop_id}/{act}", **fields)

    def rows(self, query: str, **values: Any) -> list[Any]:
        with self.app.app_context():
            return list(db.session.execute(db.text(query), values))

    def value(self, query: str, **values: Any) -> Any:
        return self.rows(query, **values)[0][0]

    def wait(self, **lengths: float) -> None:
        """Let time go by, for the phase under way too, if it runs."""
        before = self.clock()
        passed = self.clock.advance(**lengths) - before
        self.beat()
        if self.is_running:
            self.now.ran[-1] += round(passed.total_seconds())

    def beat(self) -> None:
        """What the server does by itself, such as counting a vote that has ended."""
        with self.app.test_request_context():
            heartbeat.beat(with_heartbeat=False)

    # Preparing a round, and coming in

    def make_plan(self) -> None:
        years = {"first_year": 2026, "last_year": 2028}
        self.sgp("/plans", name="Road plan", **years)
        self.plan_id = self.value("SELECT max(id) FROM plan")
        self.sgp(f"/plans/{self.plan_id}/themes", name=THEME)
        self.theme_id = self.value("SELECT max(id) FROM theme WHERE name = :name", name=THEME)

    def today(self) -> date:
        """The day it is where the workshops are held."""
        with self.app.app_context():
            return day_of(self.clock())

    def convene(self, round: int) -> None:
        self.now = self.rounds[round] = Diary(round)
        place = f"/plans/{self.plan_id}/themes/{self.theme_id}/rounds/{round}/workshop"
        day = self.today()
        self.sgp(place, day=day.isoformat(), time="09:30", place="Casa de la Cultura")
        self.workshop_id = self.value("SELECT max(id) FROM workshop")
        appointed = {"staff-person_id": self.moderator.id, "staff-role": "moderator"}
        self.sgp(f"{self.page}/prepare/seats/appoint", **appointed)
        self.code = self.value("SELECT code FROM workshop WHERE id = :id", id=self.workshop_id)
        self.invite("Nobody", *ABSENT)

    @property
    def page(self) -> str:
        return f"/workshops/{self.workshop_id}"

    def invite(self, name: str, organization: str, sector: str, role: str) -> None:
        self.enter_organization(organization, sector)
        number = self.organization_id(organization)
        seat = {"name": name, "role": role, "organization_id": number, "time_percent": 100}
        seat["email"] = f"{name.lower()}@example.org"
        self.sgp(f"{self.page}/prepare/seats/add", **{f"seat-{key}": seat[key] for key in seat})

    def enter_organization(self, name: str, sector: str) -> None:
        if not self.rows("SELECT id FROM organization WHERE name = :name", name=name):
            self.sgp("/organizations", name=name, sector=sector)

    def ready(self) -> None:
        for state in ("convened", "ready"):
            self.sgp(f"{self.page}/prepare/state", state=state)

    def come(self, guests: dict[str, tuple[str, str, str]]) -> None:
        """Knock at the door and be let in."""
        for name, (organization, sector, role) in guests.items():
            self.knock(name, organization, sector, role)
            self.desk(f"seats/{self.seat_of(name)}/admit", role=role)

    def knock(self, name: str, organization: str, sector: str, role: str) -> None:
        """Say who comes, for an organization that is none of those it looks like."""
        browser = self.browsers.setdefault(name, self.new_browser())
        said = {"name": name, "organization": organization, "sector": sector}
        said |= {"offered_for": organization, "meant": "0"}
        if role == "official":
            said["is_official"] = "y"
        self.send(browser, f"/join/{self.code}", **said)

    def seat_of(self, name: str) -> int:
        query = """SELECT seat.id FROM seat JOIN person ON person.id = seat.person_id
            WHERE workshop_id = :workshop AND person.name = :name"""
        return self.value(query, workshop=self.workshop_id, name=name)

    # The agenda

    def begin(self) -> None:
        self.now.began = self.clock()
        self.desk("agenda/start")
        self.now.ran.append(0)
        self.is_running = True

    def next(self) -> None:
        self.desk("agenda/next", seen=self.agenda_seen())
        self.now.ran.append(0)

    def go_on_to(self, kind: str) -> None:
        """From phase to phase until one of this kind is under way."""
        query = "SELECT kind FROM phase WHERE workshop_id = :w AND state = 'current'"
        while self.value(query, w=self.workshop_id) != kind:
            self.wait(minutes=1)
            self.next()

    def agenda_seen(self) -> int:
        """The agenda as the desk's buttons show it: pressed once more, they are on an older one."""
        query = "SELECT agenda_version FROM workshop WHERE id = :id"
        return self.value(query, id=self.workshop_id)

    def pause(self, reason: str, **lengths: float) -> None:
        self.desk("agenda/pause", reason=reason)
        self.now.pauses.append(reason)
        self.is_running = False
        self.wait(**lengths)
        self.desk("agenda/resume")
        self.is_running = True

    def finish(self) -> None:
        self.desk("agenda/finish")
        self.is_running = False
        self.now.ended = self.clock()
        self.desk("agenda/close")

    # Preparing it

    def organization_id(self, name: str) -> int:
        return self.value("SELECT id FROM organization WHERE name = :name", name=name)

    def prepare_problem(self, text: str, organization: str, sector: str) -> None:
        self.enter_organization(organization, sector)
        author = {"problem-organization_id": self.organization_id(organization)}
        self.sgp(f"{self.page}/prepare/problems", **author, **{"problem-text": text})

    def phases(self) -> list[int]:
        """The phases of the agenda, in their order."""
        query = "SELECT id FROM phase WHERE workshop_id = :w ORDER BY position"
        return [number for (number,) in self.rows(query, w=self.workshop_id)]

    def agenda_lines(self, longer: int = 0) -> dict[str, Any]:
        """The agenda's form as it stands, with so many minutes more for each phase."""
        lines: dict[str, Any] = {}
        for phase in self.phases():
            query = "SELECT minutes, seconds_per_turn FROM phase WHERE id = :phase"
            [(minutes, seconds)] = self.rows(query, phase=phase)
            said = {"minutes": minutes + longer, "protected_places": 0}
            said |= {"seconds_per_turn": seconds, "floor_order": "first_come"}
            lines |= {f"phase{phase}-{name}": said[name] for name in said}
        return lines

    def settle_voting(self, carry_limit: int, tie_policy: str = "carry-all") -> None:
        """Entities vote, too; without another policy all that is level at the cut goes forward."""
        said = {"rule": "duels-points", "carry_limit": carry_limit, "tie_policy": tie_policy}
        said |= {"vote_unit": "organization", "officials_vote": "y", "quorum_percent": 40}
        self.sgp(f"{self.page}/prepare/voting", **said)
        people = "SELECT person_id FROM seat WHERE id = :id"
        state, society = (self.value(people, id=self.seat_of(name)) for name in ("Omar", "Nadia"))
        sent = {"mode": "secret", "state": state, "society": society}
        self.sgp(f"{self.page}/prepare/secrecy", **{f"secrecy-{key}": sent[key] for key in sent})

    # Speaking and writing

    def turn_of(self, name: str) -> int:
        """The turn that this guest waits for, has, or had last."""
        query = "SELECT max(id) FROM turn WHERE seat_id = :seat"
        return self.value(query, seat=self.seat_of(name))

    def speak(self, name: str, seconds: int, *, paused_for: int = 0) -> None:
        """Ask for the floor, have it for so long, and end; a pause of the meeting does not run."""
        self.seat(name, "floor/ask")
        self.wait(seconds=5)
        waiting = "SELECT id FROM turn WHERE workshop_id = :w AND outcome IS NULL AND place = 0"
        self.desk("floor/next", seen=self.value(waiting, w=self.workshop_id))
        self.wait(seconds=seconds // 2)
        if paused_for:
            self.pause("The line is down", seconds=paused_for)
        self.wait(seconds=seconds - seconds // 2)
        turn = self.value("SELECT max(id) FROM turn WHERE workshop_id = :w", w=self.workshop_id)
        self.seat(name, f"floor/{turn}/end")
        self.now.turns.append((organization(name), seconds, "Speech"))

    def speak_beside(self, name: str, act: str, kind: str, seconds: int) -> None:
        """Ask for something beside the queue, be given it, and end."""
        self.seat(name, f"floor/{act}")
        self.wait(seconds=5)
        turn = self.value("SELECT max(id) FROM turn WHERE workshop_id = :w", w=self.workshop_id)
        self.desk(f"floor/{turn}/give")
        self.wait(seconds=seconds)
        self.seat(name, f"floor/{turn}/end")
        self.now.turns.append((organization(name), seconds, kind))

    def contribute(self, name: str, text: str, about: str = "", hidden: str = "") -> None:
        fields = {"problem_id": self.problem(about)} if about else {}
        self.seat(name, "contributions", text=text, **fields)
        if hidden:
            number = self.value("SELECT max(id) FROM contribution")
            self.desk(f"contributions/{number}/hide", reason=hidden)
        self.now.contributions.append((organization(name), about, text, hidden))

    def propose(self, name: str, text: str, declined: str = "") -> None:
        """Propose a problem in the room; the moderator puts it on the list, or does not."""
        self.seat(name, "problems", text=text)
        if declined:
            self.desk(f"problems/{self.problem(text)}/decline", reason=declined)
        else:
            self.desk(f"problems/{self.problem(text)}/admit")

    def extend(self, minutes: int, reason: str) -> None:
        seen = self.agenda_seen()
        self.desk("agenda/extend", minutes=minutes, reason=reason, seen=seen)

    def suspend(self, reason: str, **lengths: float) -> None:
        self.desk("agenda/suspend", reason=reason)
        self.is_running = False
        self.wait(**lengths)
        self.desk("agenda/take-up")
        self.is_running = True

    def summarize(self, problem: str, text: str) -> None:
        self.desk(f"problems/{self.problem(problem)}/summary", text=text, revision=0)

    def answer(self, name: str, problem: str, status: str, text: str, **fields: str) -> None:
        said = {"status": status, "text": text, "revision": 0, **fields}
        self.seat(name, f"problems/{self.problem(problem)}/comment", **said)
        self.now.answers.append((organization(name), problem, status, text))

    def prepare_answer(self, name: str, problem: str, text: str) -> None:
        """What the entity alone sees; it is never put on record."""
        said = {"status": "", "text": text, "revision": 0, "wording": 1}
        self.seat(name, f"answers/{self.problem(problem)}", **said)

    def problem(self, text: str) -> int:
        query = "SELECT max(id) FROM problem WHERE theme_id = :theme AND text = :text"
        return self.value(query, theme=self.theme_id, text=text)

    def idea(self, text: str) -> int:
        query = "SELECT max(id) FROM idea WHERE workshop_id = :workshop AND text = :text"
        return self.value(query, workshop=self.workshop_id, text=text)

    # Ideas

    def write_idea(self, name: str, text: str, *problems: str) -> None:
        self.seat(name, "ideas")
        idea = self.value("SELECT max(id) FROM idea")
        answers = [self.problem(problem) for problem in problems]
        self.seat(name, f"ideas/{idea}", text=text, problem=answers, revision=1)
        self.seat(name, f"ideas/{idea}/hand-in")

    def give_opinion(self, name: str, idea: str, feasibility: str, text: str) -> None:
        said = {"feasibility": feasibility, "budget": "possible", "unit": "DGA", "text": text}
        self.seat(name, f"opinions/{self.idea(idea)}", revision=0, **said)
        self.now.answers.append((organization(name), idea, feasibility, text))

    def merge(self, text: str, ideas: list[str], reason: str) -> None:
        numbers = [self.idea(idea) for idea in ideas]
        self.desk("list/merge", idea=numbers, text=text, reason=reason)
        self.now.merged[text] = ideas

    def split(self, idea: str, texts: list[str], reason: str) -> None:
        pieces = {f"texts-{number}": text for number, text in enumerate(texts)}
        self.desk(f"list/{self.idea(idea)}/split", reason=reason, **pieces)
        self.now.split[idea] = texts

    def leave_out(self, idea: str, reason: str) -> None:
        self.desk(f"list/{self.idea(idea)}/leave-out", reason=reason)
        self.now.left_out[idea] = reason

    def object_to(self, name: str, idea: str, text: str) -> None:
        self.seat(name, f"list/{self.idea(idea)}/object", text=text)
        self.now.objections.append((organization(name), idea, text))

    # Proposals

    def proposal(self, title: str) -> int:
        query = "SELECT id FROM proposal WHERE theme_id = :theme AND title = :title"
        return self.value(query, theme=self.theme_id, title=title)

    def propose_commitment(self, name: str, title: str, takes: dict[str, str]) -> None:
        """Write a proposal that takes up ideas of round 2, and present it."""
        query = "SELECT id FROM idea WHERE theme_id = :t AND text = :text AND state = 'listed'"
        ideas = {self.value(query, t=self.theme_id, text=text): takes[text] for text in takes}
        said = {"title": title, "scope": f"All that belongs to: {title}", "revision": 0}
        said |= {f"take-{idea}": how for idea, how in ideas.items()}
        said |= {f"note-{idea}": "Without the regions" for idea in ideas}
        self.seat(name, "proposals", left_out="The rest", **said)
        self.seat(name, f"proposals/{self.proposal(title)}/present")

    def introduce_proposal(self, name: str, title: str) -> None:
        """Write a proposal that comes from no idea, as a draft."""
        said = {"title": title, "scope": "All of it", "introduced": "y", "revision": 0}
        because = "The law asks for it"
        self.seat(name, "proposals", left_out="", introduced_because=because, **said)

    def withdraw_commitment(self, name: str, title: str, reason: str) -> None:
        query = "SELECT revision FROM proposal WHERE id = :id"
        number = self.proposal(title)
        revision = self.value(query, id=number)
        self.seat(name, f"proposals/{number}/withdraw", reason=reason, revision=revision)
        self.now.proposals[title] = "withdrawn"

    def discuss(
        self, title: str, outcome: str, levels: dict[str, int], said: dict[str, str]
    ) -> None:
        """Questions, strengthening, and the check: who agrees how far, with what reservation."""
        for _phase in ("questions", "strengthening", "agreement"):
            self.wait(minutes=2)
            self.next()
        check = self.value("SELECT max(id) FROM agreement_check")
        for name, level in levels.items():
            reservation = said.get(name, "")
            sent = {"level": level, "reservation": reservation, "revision": 0}
            self.seat(name, f"agreement/{check}/answer", **sent)
            if reservation:
                self.now.reservations.append((organization(name), title, level, reservation))
        self.wait(minutes=2)
        self.desk(f"agreement/{check}/close", confirmed="yes")
        self.next()  # summary of agreements
        self.now.proposals[title] = outcome

    # Voting

    def contests(self, state: str = "open") -> dict[str, int]:
        """The votes in this state by their question; "" where there is only one."""
        query = "SELECT question, id FROM contest WHERE workshop_id = :w AND state = :state"
        return dict(map(tuple, self.rows(query, w=self.workshop_id, state=state)))

    def cast(self, name: str, question: str, *order: str | tuple[str, ...]) -> None:
        contest = self.contests()[question]
        keys = dict(
            map(tuple, self.rows("SELECT text, key FROM option WHERE contest_id = :c", c=contest))
        )
        groups = [(group,) if isinstance(group, str) else group for group in order]
        answer = json.dumps([[keys[text] for text in group] for group in groups])
        sent = {"step": "cast", "answer": answer, "request_id": f"{name}/{contest}", "revision": 0}
        self.seat(name, f"contests/{contest}/ballot", **sent)
        self.now.votes[question][organization(name)] = ["=".join(group) for group in groups]

    def enter_ballot(self, name: str, option: str) -> None:
        """The moderator and another of the staff enter it for somebody without a device."""
        contest = self.contests()[""]
        query = "SELECT id FROM roll_entry WHERE contest_id = :c AND organization_id = :o"
        there = self.organization_id(organization(name))
        line = self.value(query, c=contest, o=there)
        key = self.value(
            "SELECT key FROM option WHERE contest_id = :c AND text = :text", c=contest, text=option
        )
        page = f"{self.page}/contests/{contest}/assisted/{line}"
        second = self.value("SELECT id FROM person WHERE is_admin")
        said = {"second": second, "password": self.password, f"rank-{key}": 1}
        self.press("desk", page, page, **said)

    def admit_to_roll(self, name: str) -> None:
        for contest in self.contests().values():
            self.desk(f"contests/{contest}/roll/{self.seat_of(name)}")

    def close_votes(self) -> None:
        first = min(self.contests().values())
        self.desk(f"contests/{first}/close")
        self.wait(minutes=1)

    def reveal(self) -> None:
        query = "SELECT id FROM contest WHERE workshop_id = :w AND state = 'counted' ORDER BY id"
        for (contest,) in self.rows(query, w=self.workshop_id):
            self.desk(f"contests/{contest}/reveal", everything="yes", seen=0)

    # After the meeting

    def settle(self, *carried: str, reason: str = "") -> None:
        """Settle what goes forward, by the texts of the items."""
        find = self.problem if self.now.round == 1 else self.idea
        items = [find(text) for text in carried]
        self.sgp(f"{self.page}/close", item=items, reason=reason)
        self.now.carried, self.now.cut_reason = list(carried), reason

    def settle_as_counted(self) -> None:
        """Settle the list as its page offers it."""
        page = self.admin.get(f"{self.page}/close").text
        offered = re.findall(r"<input[^>]*name=\"item\"[^>]*>", page)
        items = [re.search(r'value="(\d+)"', tag) for tag in offered if " checked" in tag]
        self.sgp(f"{self.page}/close", item=[item[1] for item in items if item], reason="")

    def respond(self, text: str, place: str = "") -> None:
        """One response for everything that is owed, of the round or where `place` says."""
        place = place or f"{self.page}/responses"
        page = self.admin.get(place).text
        missing = re.findall(r'name="about" value="([^"]+)"', page)
        if missing:
            entity = "SELECT id FROM organization WHERE name = :name"
            said = {"category": "no_budget", "text": text}
            said["answered_on"] = self.today().isoformat()
            said["organization_id"] = self.value(entity, name=GUESTS["Omar"][0])
            self.sgp(place, about=sorted(set(missing)), **said)

    def publish(self) -> None:
        self.sgp(f"{self.page}/close/publish")


def sent(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as a browser sends them: a file, here (bytes, name), is read anew for each press."""
    return {
        key: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for key, value in fields.items()
    }


def said(answer: Any) -> Any:
    """What an answer says: its data, its file, or where it leads."""
    if answer.status_code == 303:
        return answer.location
    return answer.json if answer.is_json else answer.data


def hidden_fields(page: str, address: str, *, is_own: bool) -> dict[str, list[str]]:
    """What the form that is sent to this address sends along without its being typed."""
    along: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form_for(page, address, is_own=is_own)):
        facts = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if facts.get("type") == "hidden" and facts["name"] not in ("csrf_token", "key"):
            along.setdefault(facts["name"], []).append(html.unescape(facts.get("value", "")))
    return along


def form_for(page: str, address: str, *, is_own: bool) -> str:
    """The form that is sent to an address; where it is the page's `own`, it may go unsaid."""
    for form in re.findall(r'<form[^>]* method="post".*?</form>', page, re.DOTALL):
        head = form.partition(">")[0]
        place = re.search(r' action="([^"#]*)', head)
        if place[1] == address if place else is_own:
            return str(form)
    raise AssertionError(f"the page has no form for {address}")


def faults(page: str) -> str:
    """What a refusal says, without the page around it."""
    return " ".join(re.findall(r'class="field-error"[^>]*>([^<]+)', page)) or page[:500]


def organization(name: str) -> str:
    return {**GUESTS, **LATE, **SECOND, **STRANGER}[name][0]
