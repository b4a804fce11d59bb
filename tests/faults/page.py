"""What a live page does without its screen: joins, hears, notices gaps, asks, comes back."""

from __future__ import annotations

import random
import re
import threading
import time
from typing import Any

import requests
import socketio

from tests.faults.site import Browser
from workshop.room.packing import unpack

BEHIND = 1.0
SPREAD = 1.0


class Page:
    """A page of one person on the line that leads to `port`; its rules are those of parts.js."""

    def __init__(self, person: Browser, port: int, view: str = "room") -> None:
        self.person, self.port, self.view = person, port, view
        self.version, self.parts, self.me = 0, {}, {}
        self.turnouts: dict[int, int] = {}
        self.seats: list[int] = []
        self.joined = self.left = 0
        self.away: list[str] = []
        self.answer: dict[str, Any] = {}
        self.turn = threading.RLock()
        self.socket = socketio.Client(
            reconnection_delay=0.5, reconnection_delay_max=5, randomization_factor=0.5
        )
        self.socket.on("connect", self.join)
        self.socket.on("disconnect", self.leave)
        for name in ("parts", "heartbeat", "turnout", "presence", "away", "me"):
            self.socket.on(name, getattr(self, f"on_{name}"))

    def open(self) -> Page:
        self.socket.connect(
            f"http://127.0.0.1:{self.port}",
            headers=dict(self.person.cookie),  # the library takes things out
            transports=["websocket"],
            wait_timeout=20,
        )
        return self

    def close(self) -> None:
        self.socket.shutdown()

    def join(self) -> None:
        wanted = {"workshop": self.person.workshop_id, "language": "en", "version": self.version}
        self.socket.emit("join", wanted, callback=self.let_in)

    def let_in(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        if answer["ok"]:
            self.catch_up(unpack(answer))
            self.joined += 1

    def leave(self, *_reason: object) -> None:
        self.left += 1
        self.socket.eio.ws.shutdown()  # the library forgets a socket whose other end is gone

    def catch_up(self, state: dict[str, Any]) -> None:
        with self.turn:
            self.me = state["me"]
            if state["version"] < self.version:
                return
            for turnout in state["counts"].get("turnout", ()):
                self.on_turnout(turnout)
            if state["parts"] and state["version"] > self.version:
                self.version, self.parts = state["version"], state["parts"]

    def on_parts(self, news: dict[str, Any]) -> None:
        with self.turn:
            if news["version"] == self.version + 1:
                self.version = news["version"]
                self.parts = self.parts | unpack(news)["parts"]
            elif news["version"] > self.version:
                self.fetch_in(random.uniform(0, SPREAD))

    def on_heartbeat(self, beat: dict[str, Any]) -> None:
        if beat["version"] > self.version:
            wait = 0 if beat.get("late") else BEHIND
            self.fetch_in(wait + random.uniform(0, SPREAD), unless=beat["version"])

    def on_turnout(self, turnout: dict[str, int]) -> None:
        self.turnouts[turnout["contest"]] = turnout["cast"]

    def on_presence(self, message: dict[str, list[int]]) -> None:
        self.seats = message["seats"]

    def on_away(self, message: dict[str, str]) -> None:
        self.away.append(message["url"])

    def on_me(self, facts: dict[str, str]) -> None:
        self.me = facts

    def fetch_in(self, seconds: float, unless: float = float("inf")) -> None:
        def later() -> None:
            time.sleep(seconds)
            if self.version < unless:
                self.fetch()

        threading.Thread(target=later, daemon=True).start()

    def fetch(self) -> None:
        path = f"/workshops/{self.person.workshop_id}/parts?version={self.version}"
        url = f"http://127.0.0.1:{self.port}{path}"
        try:
            answer = requests.get(url, headers=self.person.headers, timeout=8)
        except requests.RequestException:
            return
        if answer.status_code == 200:
            self.catch_up(answer.json())

    @property
    def screen(self) -> tuple[int, dict[str, str], dict[int, int]]:
        return self.version, self.parts, self.turnouts


# What the script of a page draws itself, from the clock and from the counts: 4:31, 12 of 40.
DRAWN_BY_PAGE = re.compile(
    r"\d+:\d\d|"
    r'value="\d+"|'
    r'data-(projected-end|slips-from)="\d+"|'
    r"data-(cast|entitled)>\d+<"
)


def words(html: str | None) -> str:
    return DRAWN_BY_PAGE.sub("", html or "")


def truth(person: Browser) -> tuple[int, dict[str, str], dict[int, int]]:
    """The screen of a page that is opened now."""
    state = person.get(f"/workshops/{person.workshop_id}/parts?version=0").json()
    turnouts = {
        turnout["contest"]: turnout["cast"] for turnout in state["counts"].get("turnout", ())
    }
    return state["version"], state["parts"], turnouts


def unequal(pages: list[Page]) -> list[str]:
    """What some page shows otherwise than one that is opened now; nothing when all are equal."""
    version, parts, turnouts = truth(pages[0].person)
    differences = [f"{p.version} is not {version}" for p in pages if p.version != version]
    for page in pages:
        differences += [
            f"{name}: {page.parts.get(name)} is not {html}"
            for name, html in parts.items()
            if words(page.parts.get(name)) != words(html)
        ]
        differences += [
            f"turnout {contest}: {page.turnouts.get(contest)} is not {cast}"
            for contest, cast in turnouts.items()
            if page.turnouts.get(contest) != cast
        ]
    return differences


def are_equal(pages: list[Page]) -> bool:
    return not unequal(pages)
