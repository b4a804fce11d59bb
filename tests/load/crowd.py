"""The room: participants who come in, listen and vote, and the moderator who acts."""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urljoin

from figures import Figures, percentile
from processes import Server, say
from wire import Answer, Browser, Ear

from workshop.room.packing import unpack

AT_ONCE = 50
# After this long without its news, a screen counts as having lost it.
PATIENCE = 5.0
# Two sentences, as people write them in the room.
CONTRIBUTION = (
    "En nuestra provincia el estudio de impacto se publica cuando el proyecto ya empezó. "
    "Pedimos que se entregue antes, en lenguaje claro y en las lenguas de cada comunidad."
)

# The state of the agenda that a form of the agenda was drawn from.
SEEN = re.compile(rb'/agenda/[a-z-]+(?:(?!</form>).)*?name=\\?"seen\\?" value=\\?"(\d+)', re.DOTALL)
CONTEST = re.compile(rb"/contests/(\d+)/")
OPTION = re.compile(r'data-option="([A-Z]+)"')
FILES = re.compile(r'(?:href|src)="(/static/[^"#]+)')
IMPORTS = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+\.js)["']""")
FONTS = re.compile(r"""url\(["']?([^"')]+\.woff2)["']?\)""")


class Hearing:
    """Who has heard which version when; what was lost and what came twice."""

    def __init__(self) -> None:
        self.receipts: dict[int, list[float]] = {}
        self.latest = 0
        self.payload = b""
        self.repeated = 0

    def __call__(self, ear: Ear, version: int, payload: bytes, at: float) -> None:
        if version <= ear.version:
            self.repeated += 1
        ear.version = version
        self.latest = max(self.latest, version)
        self.receipts.setdefault(version, []).append(at)
        self.payload = payload

    async def everyone(self, version: int, listeners: int) -> list[float]:
        """The instants at which they heard `version`, once all have or patience ends."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and len(self.receipts.get(version, ())) < listeners:
            await asyncio.sleep(0.005)
        return self.receipts.get(version, [])


async def side_by_side(
    deeds: Iterable[Callable[[], Awaitable[None]]], errors: Counter[str], at_once: int = AT_ONCE
) -> float:
    """Do all, a few at a time; counts what failed and returns the seconds it took."""
    waiting = iter(deeds)

    async def work() -> None:
        for deed in waiting:
            try:
                await deed()
            except (OSError, RuntimeError, TimeoutError) as error:
                errors[f"{type(error).__name__}: {error}"[:80]] += 1

    begun = time.monotonic()
    await asyncio.gather(*(work() for _worker in range(at_once)))
    return time.monotonic() - begun


def fine(answer: Answer, *expected: int) -> Answer:
    """The answer, if its status is one of those expected."""
    if answer.status not in (expected or (200,)):
        raise RuntimeError(f"HTTP {answer.status}")
    return answer


class Participant:
    """One person with a personal link, a browser and a socket."""

    def __init__(self, number: int, port: int, entrance: str) -> None:
        # One in ten reads English, so that the server draws every part in both languages.
        self.browser = Browser(port, "en" if number % 10 == 9 else "es")
        self.entrance = entrance
        self.ear: Ear | None = None
        self.options: list[str] = []
        self.revision = 0

    async def enter(self) -> None:
        """Open the link, press its button, and go to the room it leads to."""
        fine(await self.browser.get(self.entrance))
        answer = fine(await self.browser.post(self.entrance, {}), 303)
        fine(await self.browser.get(answer.location))

    async def listen(self, hearing: Hearing, workshop: int) -> None:
        """Connect the socket and join; the answer holds every part."""
        self.ear = Ear(self.browser.port, self.browser.cookie, hearing)
        await self.ear.listen()
        data = await self.ear.join(json.dumps({"workshop": workshop, "version": 0}))
        if b'"ok":true' not in data[:20]:
            raise RuntimeError(f"not let in: {data[:60]!r}")

    async def ask(self, workshop: str) -> None:
        """Ask for the floor."""
        fine(await self.browser.order(f"{workshop}/floor/ask", {"key": secrets.token_hex(12)}))

    async def contribute(self, workshop: str) -> None:
        form = {"text": CONTRIBUTION, "key": secrets.token_hex(12)}
        fine(await self.browser.order(f"{workshop}/contributions", form))

    async def open_ballot(self, path: str, seconds: list[float]) -> None:
        answer = fine(await self.browser.get(path))
        seconds.append(answer.seconds)
        self.options = OPTION.findall(answer.text)
        if not self.options:
            raise RuntimeError("a ballot without options")

    async def cast(self, path: str, seconds: list[float]) -> None:
        """Send a random order of some of the options, as the ballot's script does."""
        if not self.options:
            raise RuntimeError("no ballot was shown")
        order = random.sample(self.options, random.randint(1, len(self.options)))
        form = {
            "ranking": json.dumps([[key] for key in order]),
            "request_id": secrets.token_hex(16),
            "revision": str(self.revision),
        }
        begun = time.monotonic()
        answer = fine(await self.browser.order(path, form))
        seconds.append(time.monotonic() - begun)
        self.revision = json.loads(answer.text)["revision"]


class Moderator:
    """Signs in with a password; presses what the agenda offers, saying what was seen."""

    def __init__(self, port: int, made: dict[str, Any]) -> None:
        self.browser = Browser(port)
        self.made = made
        self.path = f"/workshops/{made['workshop']}"
        self.seen = b"1"
        self.contest = ""

    async def enter(self) -> None:
        await self.browser.get("/sign-in")
        known = {"email": self.made["email"], "password": self.made["password"]}
        fine(await self.browser.post("/sign-in", known), 302, 303)
        await self.look()
        self.ear = Ear(self.browser.port, self.browser.cookie, self.hear)
        await self.ear.listen()
        await self.ear.join(json.dumps({"workshop": self.made["workshop"], "version": 0}))

    async def look(self) -> Answer:
        page = fine(await self.browser.get(f"{self.path}/desk"))
        self._read(page.text.encode())
        return page

    def hear(self, ear: Ear, version: int, payload: bytes, _at: float) -> None:
        ear.version = version
        self._read(payload)

    async def sees(self, version: int) -> None:
        """Wait until the desk shows this version, as someone who presses next would."""
        until = time.monotonic() + PATIENCE
        while self.ear.version < version and time.monotonic() < until:
            await asyncio.sleep(0.005)

    def _read(self, page: bytes) -> None:
        if page.startswith(b'42["parts",'):
            page = json.dumps(unpack(json.loads(page[2:])[1]), ensure_ascii=False).encode()
        if match := SEEN.search(page):
            self.seen = match[1]
        if match := CONTEST.search(page):
            self.contest = match[1].decode()

    async def order(self, path: str, **form: str) -> None:
        fine(await self.browser.order(path, form))

    async def press(self, act: str, **form: str) -> None:
        """One act on the agenda; the answer may come before or after the news."""
        await self.order(f"{self.path}/agenda/{act}", seen=self.seen.decode(), **form)


class Room:
    """A whole run against the application, stage by stage; `figures` fills up on the way."""

    def __init__(self, server: Server, made: dict[str, Any], figures: Figures) -> None:
        self.server, self.made, self.figures = server, made, figures
        self.hearing = Hearing()
        self.moderator = Moderator(server.port, made)
        self.people = [
            Participant(number, server.port, entrance)
            for number, entrance in enumerate(made["entrances"])
        ]
        self.errors: Counter[str] = Counter()
        self.lost = 0

    @property
    def ears(self) -> list[Ear]:
        return [person.ear for person in self.people if person.ear and person.ear.is_open]

    async def come_in(self) -> None:
        """Everybody enters over HTTP, then everybody's socket joins."""
        await self.moderator.enter()
        await self.first_view(self.people[0])
        cpu = self.server.cpu
        seconds = await side_by_side((person.enter for person in self.people[1:]), self.errors)
        self.figures.note("arrivals", len(self.people) / seconds)
        self.figures.note("arrival_cpu", (self.server.cpu - cpu) / len(self.people) * 1e3)
        say("joining")
        joins = (
            (lambda person=person: person.listen(self.hearing, self.made["workshop"]))
            for person in self.people
        )
        seconds = await side_by_side(joins, self.errors)
        self.figures.note("joins", len(self.ears) / seconds)
        await asyncio.sleep(1)
        self.figures.note("memory", self.server.megabytes)

    async def first_view(self, person: Participant) -> None:
        """What a browser that has nothing yet must fetch to show the room."""
        await person.enter()
        path = f"/workshops/{self.made['workshop']}"
        pages = [fine(await person.browser.get(path)) for _time in range(40)]
        self.figures.note("page", percentile([page.seconds for page in pages], 50) * 1e3)
        total = pages[0].size
        waiting, fetched = FILES.findall(pages[0].text), set()
        while waiting:
            path = waiting.pop()
            if path in fetched:
                continue
            fetched.add(path)
            file = fine(await person.browser.file(path))
            total += file.size
            if path.endswith((".js", ".css")):
                linked = IMPORTS.findall(file.text) + FONTS.findall(file.text)
                waiting += [urljoin(path, name) for name in linked]
        self.figures.note("transferred", total / 1e3)

    async def act(self, name: str, act: str, pause: float = 0.3, **form: str) -> None:
        """The moderator presses what the agenda offers."""
        await self.told(name, self.moderator.press(act, **form), pause)

    async def told(self, name: str, deed: Awaitable[None], pause: float) -> None:
        """Do it, and note how long until half, nearly all and the last of the room have it."""
        version, listeners = max(self.hearing.latest, 1) + 1, len(self.ears)
        begun = time.monotonic()
        order = asyncio.ensure_future(deed)
        heard = [at - begun for at in await self.hearing.everyone(version, listeners)]
        await order
        await self.moderator.sees(version)
        self.lost += listeners - len(heard)
        self.figures.note_delays(name, heard)
        await asyncio.sleep(max(0.0, pause - (time.monotonic() - begun)))

    async def moderate(self, acts: int) -> None:
        """Start the first phase; then press on its clock, calmly and five times a second."""
        await self.act("phase", "start")
        cpu, received = self.server.cpu, sum(ear.messages for ear in self.ears)
        for number in range(acts):
            await self.clock_act("act", number, 0.4)
        for number in range(acts, 2 * acts):
            await self.clock_act("rapid", number, 0.2)
        received = sum(ear.messages for ear in self.ears) - received
        self.figures.note("message_cpu", (self.server.cpu - cpu) / received * 1e6)
        self.figures.note("size", len(self.hearing.payload) / 1e3)

    async def clock_act(self, name: str, number: int, pause: float) -> None:
        if number % 3 == 2:
            await self.act(name, "extend", pause, minutes="1")
        else:
            await self.act(name, ("pause", "resume")[number % 3], pause)

    async def discuss(self, asking: int = 20, writing: int = 40) -> None:
        """Twice a second someone asks for the floor; five times a second someone contributes."""
        for person in self.people[:asking]:
            await self.told("queue", person.ask(self.moderator.path), 0.5)
        for person in self.people[:writing]:
            await self.told("contribution", person.contribute(self.moderator.path), 0.2)
        self.figures.note("contribution_size", len(self.hearing.payload) / 1e3)

    async def vote(self, window: float) -> None:
        """Go on to the vote; all open their ballots and cast them, then change them at once."""
        for _phase in range(3):
            await self.act("phase", "next", 1.0)
        path = f"/workshops/{self.made['workshop']}/contests/{self.moderator.contest}/ballot"
        await self.ballots_within(
            window, "ballot_page", lambda person, seconds: person.open_ballot(path, seconds)
        )
        say("casting")
        await self.ballots_within(
            window, "ballot", lambda person, seconds: person.cast(path, seconds)
        )
        await self.change_ballots(path)

    async def ballots_within(
        self, window: float, name: str, deed: Callable[..., Awaitable[None]]
    ) -> None:
        """Each does it once, at a random moment of the window."""
        seconds: list[float] = []

        async def later(person: Participant) -> None:
            await asyncio.sleep(random.uniform(0, window))
            await deed(person, seconds)

        cpu, failed = self.server.cpu, self.errors.total()
        await side_by_side(
            ((lambda person=person: later(person)) for person in self.people),
            self.errors,
            len(self.people),
        )
        self.figures.note_delays(name, seconds)
        self.figures.note(f"{name}_acknowledged", len(seconds))
        self.figures.note(f"{name}_errors", self.errors.total() - failed)
        self.figures.note(f"{name}_cpu", (self.server.cpu - cpu) / len(self.people) * 1e3)

    async def change_ballots(self, path: str) -> None:
        """All change their ballots as fast as the server takes them."""
        seconds: list[float] = []
        took = await side_by_side(
            ((lambda person=person: person.cast(path, seconds)) for person in self.people),
            self.errors,
        )
        self.figures.note("saturation", len(seconds) / took)

    async def close(self) -> None:
        """Close the vote, which all have cast, and show its result from the last place on."""
        path = f"{self.moderator.path}/contests/{self.moderator.contest}"
        await self.told("close", self.moderator.order(f"{path}/close"), 0.5)
        await self.act("phase", "next", 1.0)
        for _place in self.people[0].options:
            await self.told("reveal", self.moderator.order(f"{path}/reveal"), 0.5)
        self.figures.note("lost", self.lost)
        self.figures.note("repeated", self.hearing.repeated)
        self.figures.note("memory_end", self.server.megabytes)
        self.figures.note("dropped", len(self.people) - len(self.ears))
        self.figures.errors.update(self.errors)

    def leave(self) -> None:
        for person in (*self.people, self.moderator):
            person.browser.close()
            if person.ear and person.ear.is_open:
                person.ear.transport.close()
