"""A play before real pages: its orders go over the line, and each page must show a fresh load.

What two drawings of a page are compared by stands in `OF_ITS_OWN` and in the script below it.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests
from playwright.sync_api import Browser, Page

from tests.browser.windows import LAPTOP, PHONE, WALL
from tests.road.play import Play
from workshop import clock as wall_clock
from workshop.room import screens
from workshop.workshops import queries

# What a page has of its own, and why. Of an element `text` leaves out what it says, `attributes`
# how it is; without either it is left out whole.
OF_ITS_OWN = (
    ("script, noscript, template", "", "run or shown once, when the page is loaded"),
    ("#announcer, #flash", "", "sentences that were said at their time"),
    (
        "dialog.confirm, [data-form-error], .field-error",
        "",
        "what a script adds while somebody acts",
    ),
    ("[data-countdown], [data-since], [data-drift]", "text", "clocks"),
    ("progress", "attributes", "clocks, and turnout, which has news of its own"),
    ("[data-cast], [data-entitled]", "text", "turnout, likewise"),
    ("[data-people-present]", "text", "who is connected, which has news of its own"),
    (".presence", "attributes", "who is connected, likewise"),
    ("button[data-mute]", "text attributes", "each person's own choice"),
    ("[data-when-closed]", "attributes", "shown while a form is closed: `drafts.js`"),
    ("#undo", "text", "offered where it was pressed; here the presses go over another line"),
    ("[data-people-tools], [data-shortcuts-open]", "attributes", "shown where a script runs"),
    ("[data-people-found]", "text", "how many of the rows a search has left"),
    ("body", "attributes", "compared by name: see `facts`"),
    ("input[name=csrf_token], input[name=key], input[name=request_id]", "", "of this load"),
    ("meta[name=csrf-token], link[rel=modulepreload]", "", "of this load"),
)
# Classes that scripts set: rows of one's own, of who is here, of clocks near their end.
OF_SCRIPTS = ("is-me", "is-present", "is-near", "is-over", "")
FACTS = ("allows", "turn", "ballot", "version", "seat", "view", "lang")

COMPARE = """async ([ofItsOwn, ofScripts, facts, version]) => {
  const until = Date.now() + 3000;
  while (Number(document.body.dataset.version) < version && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const linesOf = (page) => {
    const lines = facts.map((name) => `body ${name}=${page.body.dataset[name]}`);
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.data.replace(/\\\\s+/g, " ").trim();
        if (text) lines.push(text);
      }
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      const rules = ofItsOwn.filter(([selector]) => node.matches(selector)).map(([, what]) => what);
      if (rules.includes("")) return;
      const kept = [...node.attributes]
        .filter(({name}) => !(name === "open" && node.localName === "details")) // the person's
        .filter(({name}) => !(name === "tabindex" && node.localName === "section")) // of the focus
        .map(({name, value}) => name === "class"
          ? `class=${value.split(/\\\\s+/).filter((one) => !ofScripts.includes(one)).join(" ")}`
          : `${name}=${value}`)
        .filter((line) => line !== "class=");
      const isBare = rules.some((rule) => rule.includes("attributes"));
      lines.push(`<${node.localName} ${isBare ? "" : kept.sort().join(" ")}>`);
      if (!rules.some((rule) => rule.includes("text"))) [...node.childNodes].forEach(walk);
    };
    walk(page.body);
    return lines;
  };
  let difference = "";
  do {
    const answer = await fetch(location.href, {cache: "no-store"});
    if (answer.redirected) return `leads to ${answer.url}`;
    const fresh = linesOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
    const shown = linesOf(document);
    const place = fresh.findIndex((line, index) => line !== shown[index]);
    if (place < 0 && fresh.length === shown.length) return "";
    const around = (lines) => lines.slice(Math.max(0, place - 2), place + 6).join("\\\\n      ");
    difference = `shown:\\\\n      ${around(shown)}\\\\n    loaded:\\\\n      ${around(fresh)}`;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < until);
  return difference;
}""".replace("\\\\", "\\")

ENOUGH = 12  # each fault waits for seconds

# A room that is told something asks in its own time; here at once.
AT_ONCE = "Math.random = () => 0"


class ShiftedClock:
    """The server's clock: the machine's, ahead by what a file says."""

    def __init__(self, file: Path) -> None:
        self.file, self.ahead = file, 0.0
        file.write_text("0")

    def __call__(self) -> datetime:
        return wall_clock.now() + timedelta(seconds=self.ahead)

    def advance(self, **lengths: float) -> datetime:
        self.ahead += timedelta(**lengths).total_seconds()
        self.file.write_text(str(self.ahead))
        return self()


class Line:
    """A browser without a window: what `Play` presses with, over the line to a real server."""

    def __init__(self, url: str) -> None:
        self.url, self.session = url, requests.Session()

    def get(self, place: str) -> Any:
        return self.session.get(self.url + place)

    def post(self, place: str, data: Any, headers: Any) -> Any:
        answer = self.session.post(
            self.url + place, data=data, headers=headers, allow_redirects=False
        )
        is_json = "json" in answer.headers.get("Content-Type", "")
        return SimpleNamespace(
            status_code=answer.status_code,
            text=answer.text,
            data=answer.content,
            is_json=is_json,
            json=answer.json() if is_json else None,
            location=answer.headers.get("Location"),
        )

    def sign_in(self, email: str, password: str) -> Line:
        said = {"email": email, "password": password}
        answer = self.post("/sign-in", said, {})
        assert answer.status_code == 303, answer.text
        return self


class BeforePages(Play):
    """Presses each button before open pages. `wrong` says which were not as a load."""

    def __init__(self, browser: Browser, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.chromium, self.url = browser, self.admin.url
        self.new_browser = lambda: Line(self.url)
        self.pressed: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.known: set[str] = set()
        self.pages: dict[str, Page] = {}

    def drawn(self, name: str, act: str, page: str = "") -> dict[str, list[str]]:
        """As the page draws it by the next beat: what ballots change is drawn anew only then."""
        until = time.monotonic() + 3
        while True:
            try:
                return super().drawn(name, act, page)
            except AssertionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def beat(self) -> None:
        """The server has a heart of its own: give it the time to count what has ended."""
        until = time.monotonic() + 5
        while self.contests() and time.monotonic() < until:
            time.sleep(0.05)

    def open_pages(self, *guests: str) -> None:
        """The desk, the wall, and the room of these guests."""
        self.open("desk", self.desk_browser, f"{self.page}/desk")
        with self.app.app_context():
            token = screens.token(queries.get(self.workshop_id))
        self.open("wall", self.new_browser(), f"/screen/{token}", WALL)
        for name in guests:
            self.open(name, self.browsers[name], self.page, PHONE)

    def open(self, who: str, line: Line, place: str, size: Any = LAPTOP) -> None:
        context = self.chromium.new_context(
            base_url=self.url, viewport=size, locale="en-GB", reduced_motion="reduce"
        )
        context.add_init_script(AT_ONCE)
        for cookie in line.session.cookies:
            value = {"name": cookie.name, "value": cookie.value or "", "url": self.url}
            context.add_cookies([value])  # type: ignore[list-item]  # a plain dict is taken
        self.pages[who] = context.new_page()
        self.pages[who].goto(place)
        self.pages[who].wait_for_selector('body[data-link="live"]')

    def close_page(self, who: str) -> None:
        self.pages.pop(who).context.close()

    def send(self, browser: Any, address: str, /, **fields: Any) -> Any:
        answer = super().send(browser, address, **fields)
        act, _values = self.app.url_map.bind("localhost").match(address, "POST")
        self.pressed[act] += 1
        if self.pages:
            self.look(act)
        return answer

    def look(self, act: str) -> None:
        """Let all pages compare themselves at once, then hear what each has found."""
        rules = [(selector, what) for selector, what, _why in OF_ITS_OWN]
        version = "SELECT version FROM workshop WHERE id = :id"
        wanted = [rules, OF_SCRIPTS, FACTS, self.value(version, id=self.workshop_id)]
        for page in self.pages.values():
            page.evaluate(f"(wanted) => {{ window.looked = ({COMPARE})(wanted); }}", wanted)
        for who, page in self.pages.items():
            difference = page.evaluate("window.looked")
            if difference and difference not in self.known:
                self.known.add(difference)
                self.wrong.append(f"{act}: {who}\n    {difference}")
        assert len(self.wrong) < ENOUGH, "\n".join(self.wrong)
