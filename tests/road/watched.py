"""A play with everybody's pages open, and whether news keeps them as a fresh load would draw them.

A page here is what its script makes of it, without a browser: parts are replaced as they are told,
facts are set, and what is one's own is fetched anew when a part it goes with has changed. What
stands outside of these can only be right if it never changes.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import Any

from flask.testing import FlaskClient
from lxml import html

from tests.conftest import Listener
from tests.road.play import Play
from workshop.room import screens
from workshop.room.parts import TOKEN_PLACE
from workshop.workshops import queries

# What a page's script puts in place of the server's words at its beginning, or is told by other
# means than parts, each with an expression for it.
TOLD_OTHERWISE = {
    "the tokens and keys of this load": r'name="(csrf_token|key|request_id)" value="[^"]*"',
    "the token for scripts": r'name="csrf-token" content="[^"]*"',
    "the time and the version of this load": r'data-(now|version)="[^"]*"',
    "what the answer to one's own act offers to take back": r'<form class="undo-bar".*?</form>\s*',
    "sentences shown once": r'<div id="flash".*?</div>',
    "who is connected": r"(?<=data-people-present=)[^<]*| is-present(?=\")",
    "how many have voted": r"<span data-(cast|entitled)>\d+|<progress max=\"\d+\" value=\"\d+\"",
}
OF_THIS_LOAD = re.compile("|".join(TOLD_OTHERWISE.values()), re.DOTALL)
FIELD = '<input type="hidden" >'
FACTS = ("allows", "turn", "ballot", "aside", "face")
# Who has the room open, beside the desk, the SGP and the wall; and other live pages, by round.
IN_THE_ROOM = ("Álvaro", "Nadia", "Omar", "Bruno")
ELSEWHERE = {
    1: (("Omar", "answers"),),
    2: (("Zoe", "ideas"), ("Zoe", "weigh"), ("Omar", "opinions")),
    3: (("Omar", "proposals"), ("Nadia", "proposals/1")),
}


class Page:
    """One page of a workshop that somebody has open."""

    def __init__(
        self, play: Play, browser: FlaskClient, who: str, place: str, token: str = ""
    ) -> None:
        self.browser, self.who, self.place = browser, who, place
        wanted: dict[str, Any] = {"workshop": play.workshop_id, "language": "en", "version": 0}
        if token:
            wanted |= {"view": "screen", "token": token}
        self.socket = Listener(play.app, browser, wanted)
        self.is_open = True
        # What is one's own, by its address: the parts it goes with, and what it is called here.
        self.own: dict[str, tuple[str, str]] = {}
        self.drawing = self.load()

    def load(self) -> dict[str, str]:
        """What a load draws: each part, what is one's own, the facts, and the rest."""
        answer = self.browser.get(self.place)
        if answer.status_code != 200:
            return {"the page": f"answers {answer.status_code}"}
        page = html.fromstring(normal(answer.text))
        body = page.find("body")
        drawn = {f"fact {name}": body.attrib.pop(f"data-{name}", "") for name in FACTS}
        for name in ("part", "mine"):
            for section in page.findall(f".//*[@data-{name}]"):
                called = self.called(section)
                if called not in drawn:  # a part that is fetched, too, is taken out already
                    drawn[called] = taken_out(section)
        return {**drawn, "the rest": html.tostring(page, encoding="unicode")}

    def called(self, section: Any) -> str:
        """What a section is called here; what is one's own is noted, too."""
        part, address = section.get("data-part"), section.get("data-mine")
        called = f"part {part}" if part else f"mine {address}"
        if address:
            self.own[address] = section.get("data-mine-with"), called
        return called

    def hear(self, answer: Any) -> None:
        """What the page's script does with the news that has come, and an answer to its act."""
        changed: set[str] = set()
        for news in self.socket.news("parts"):
            changed |= news["parts"].keys()
            fresh = {f"part {name}": drawing(news["parts"][name]) for name in news["parts"]}
            self.drawing |= {name: fresh[name] for name in fresh if name in self.drawing}
            self.drawing["fact allows"] = news["allows"]
        own_news = self.socket.news("me")
        own = answer.get("me", {}) if isinstance(answer, dict) else {}
        for facts in [*own_news, own]:
            self.drawing |= {f"fact {name}": facts[name] for name in facts}
        for address, (wanted, called) in self.own.items():
            if answer is not None or own_news or changed & set(wanted.split()):
                self.drawing[called] = self.fetch(address)
        if self.socket.news("away"):
            self.close()

    def fetch(self, address: str) -> str:
        """What is one's own, from its address or out of the page in which it stands."""
        text = self.browser.get(address).text
        if not text.lstrip().startswith("<!doctype"):
            return drawing(text)
        page = html.fromstring(normal(text))
        [section] = page.xpath("//*[@data-mine=$address]", address=address)
        return taken_out(section)

    def close(self) -> None:
        self.is_open = False
        if self.socket.socket.is_connected():
            self.socket.socket.disconnect()


def normal(text: str) -> str:
    """Without what differs at every load."""
    return OF_THIS_LOAD.sub("", text.replace(TOKEN_PLACE, FIELD))


def drawing(text: str) -> str:
    """A piece of a page as `taken_out` has it."""
    return taken_out(html.fromstring(f"<div>{normal(text)}</div>"))


def taken_out(section: Any) -> str:
    """What stands in an element, which is empty from then on.

    What a part holds that is fetched by itself, as turnout comes, only a browser's page can show.
    """
    for inner in section.findall(".//*[@data-mine]"):
        taken_out(inner)
    inner = (section.text or "") + "".join(
        html.tostring(child, encoding="unicode") for child in section
    )
    tail, attributes = section.tail, dict(section.attrib)
    section.clear()
    section.attrib.update(attributes)
    section.tail = tail
    return " ".join(inner.split())


class Watched(Play):
    """Presses each button before everybody's open pages. `wrong` says which are not as a load."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.pressed: Counter[str] = Counter()
        self.wrong: dict[str, str] = {}
        self.pages: dict[tuple[int, str, str], Page] = {}
        self.drawn_at: Any = None

    def places(self) -> dict[tuple[str, str], tuple[FlaskClient, str]]:
        """Who has which page open: everybody the room, some another page of it, the wall."""
        page = self.page
        places = {
            ("desk", f"{page}/desk"): (self.desk_browser, ""),
            ("sgp", page): (self.admin, ""),
        }
        elsewhere = [(who, f"{page}/{place}") for who, place in ELSEWHERE.get(self.now.round, ())]
        for name, place in [*((name, page) for name in IN_THE_ROOM), *elsewhere]:
            if browser := self.browsers.get(name):
                places[name, place] = (browser, "")
        with self.app.app_context():
            token = screens.token(queries.get(self.workshop_id))
        places["wall", f"/screen/{token}"] = (self.app.test_client(), token)
        return places

    def open_pages(self) -> list[Page]:
        """The pages that are open; whoever has come since the last press opens theirs."""
        if not self.workshop_id:
            return []
        for (who, place), (browser, token) in self.places().items():
            key = (self.workshop_id, who, place)
            if key not in self.pages and browser.get(place).status_code == 200:
                self.pages[key] = Page(self, browser, who, place, token)
        return [page for key, page in self.pages.items() if key[0] == self.workshop_id]

    def send(self, browser: FlaskClient, address: str, /, **fields: Any) -> Any:
        pages = [page for page in self.open_pages() if page.is_open]
        if self.drawn_at != self.clock():
            self.compare(pages)  # what the clock has changed is no act's affair
        answer = super().send(browser, address, **fields)
        self.beat()
        act, _values = self.app.url_map.bind("localhost").match(address, "POST")
        self.pressed[act] += 1
        for page in pages:
            page.hear(answer if page.browser is browser else None)
        for page, name, difference in self.compare([page for page in pages if page.is_open]):
            self.wrong.setdefault(f"{act}: {page.who}, {page.place}, {name}", difference)
        return answer

    def compare(self, pages: list[Page]) -> list[tuple[Page, str, str]]:
        """What of these pages is not as a load draws it. From here on they are as loaded."""
        self.app.extensions.pop("workshop_parts", None)  # nothing is taken from a former drawing
        wrong = []
        for page in pages:
            shown, page.drawing = page.drawing, page.load()
            for name in shown.keys() | page.drawing.keys():
                pair = shown.get(name, ""), page.drawing.get(name, "")
                if pair[0] != pair[1]:
                    wrong.append((page, name, difference(*pair)))
        self.drawn_at = self.clock()
        return wrong


def difference(shown: str, loaded: str) -> str:
    lines = [re.sub(r"(<)", r"\n\1", text).splitlines() for text in (shown, loaded)]
    return "\n".join(
        line for line in difflib.unified_diff(*lines, "shown", "loaded", n=0, lineterm="")
    )
