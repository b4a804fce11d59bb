"""Every address that answers GET, for everyone, in both languages.

`FILLED` names each pattern of the site with the query that fills its numbers. A pattern that is
not in it, or that nobody could open, makes the walk fail: so a walk of error pages never passes.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from typing import Any
from urllib.parse import urlsplit

from record import Record, slug
from visit import Visit
from werkzeug.exceptions import HTTPException

LANGUAGES = ("es", "en")
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
CONTESTS = "SELECT workshop_id, id FROM contest"
WORKSHOPS = "SELECT id FROM workshop"
PLANS = "SELECT id FROM plan"
IDEAS = "SELECT workshop_id, id FROM idea WHERE workshop_id IS NOT NULL"
PROPOSALS = """SELECT workshop.id, proposal.id FROM proposal JOIN workshop
    ON workshop.theme_id = proposal.theme_id WHERE workshop.round = 3"""
RECORDS = """SELECT theme.plan_id, commitment.id FROM commitment
    JOIN theme ON theme.id = commitment.theme_id"""
THEMES = "SELECT plan_id, id FROM theme"
PLACES = """SELECT workshop.id, {table}.id FROM {table} JOIN workshop
    ON workshop.theme_id = {table}.theme_id WHERE workshop.round = 1"""
# Files of the public site, which are the same for everyone and take long to make.
PUBLIC_FILE = re.compile(r"/open/\d+/.*\.(?!atom)\w+$")
FOUND = None  # by the links of other pages

FILLED = {
    "/": "",
    "/enter/<>": FOUND,
    "/healthz": "",
    "/join": "",
    "/join/<>": "SELECT code FROM workshop",
    "/join/<>/qr.svg": "SELECT code FROM workshop",
    "/metrics": "",
    "/open": "",
    "/open/<>": PLANS,
    "/open/<>/changes": PLANS,
    "/open/<>/commitments/<>": RECORDS,
    "/open/<>/data": PLANS,
    "/open/<>/data.zip": PLANS,
    "/open/<>/data/<>.<>": FOUND,
    "/open/<>/feed.atom": PLANS,
    "/open/<>/lineage": PLANS,
    "/open/<>/lineage/<>/<>": FOUND,
    "/open/<>/rounds/<>": FOUND,
    "/open/<>/rounds/<>/minutes": FOUND,
    "/open/<>/rounds/<>/minutes.<>": FOUND,
    "/organizations": "",
    "/organizations/<>": "SELECT id FROM organization",
    "/password": "",
    "/plans": "",
    "/plans/<>": PLANS,
    "/plans/<>/commitments": PLANS,
    "/plans/<>/commitments/<>": RECORDS,
    "/plans/<>/commitments/<>/panel": RECORDS,
    "/plans/<>/commitments/<>/timeline": RECORDS,
    "/plans/<>/commitments/<>/versions": RECORDS,
    "/plans/<>/edit": PLANS,
    "/plans/<>/files": PLANS,
    "/plans/<>/files.zip": PLANS,
    "/plans/<>/files/<>.<>": FOUND,
    "/plans/<>/lineage": PLANS,
    "/plans/<>/lineage/<>/<>": FOUND,
    "/plans/<>/organizations/<>": "SELECT plan.id, organization.id FROM plan, organization",
    "/plans/<>/plan.json": PLANS,
    "/plans/<>/responses": PLANS,
    "/plans/<>/themes/<>/edit": THEMES,
    "/plans/<>/themes/<>/problems": THEMES,
    "/plans/<>/themes/<>/rounds/<>/workshop": "SELECT plan_id, id, 2 FROM theme",
    "/plans/import": "",
    "/plans/schema.json": "",
    "/readyz": "",
    "/screen/<>": FOUND,
    "/screen/<>/parts": FOUND,
    "/sign-in": "",
    "/staff": "",
    "/voting/promise": "",
    "/workshops/<>": WORKSHOPS,
    "/workshops/<>/close": WORKSHOPS,
    "/workshops/<>/contests/<>": CONTESTS,
    "/workshops/<>/contests/<>/assisted/<>": """SELECT contest.workshop_id, contest.id,
        min(roll_entry.id) FROM roll_entry JOIN contest ON contest.id = roll_entry.contest_id
        GROUP BY contest.id""",
    "/workshops/<>/contests/<>/ballot": CONTESTS,
    "/workshops/<>/contests/<>/no-vote": CONTESTS,
    "/workshops/<>/contests/<>/count.json": CONTESTS,
    "/workshops/<>/contests/<>/record.json": CONTESTS,
    "/workshops/<>/desk": WORKSHOPS,
    "/workshops/<>/files/prioritized-problems.csv": WORKSHOPS,
    "/workshops/<>/files/prioritized-problems.json": WORKSHOPS,
    "/workshops/<>/files/prioritized-problems.xlsx": WORKSHOPS,
    "/workshops/<>/files/votes.csv": WORKSHOPS,
    "/workshops/<>/ideas": WORKSHOPS,
    "/workshops/<>/list/<>": IDEAS,
    "/workshops/<>/list/merge": WORKSHOPS,
    "/workshops/<>/mine/<>": "SELECT id, 'marks' FROM workshop",
    "/workshops/<>/minutes": WORKSHOPS,
    "/workshops/<>/minutes.<>": FOUND,
    "/workshops/<>/opinions": WORKSHOPS,
    "/workshops/<>/parts": WORKSHOPS,
    "/workshops/<>/prepare": WORKSHOPS,
    "/workshops/<>/prepare/diagnoses/<>": PLACES.format(table="diagnosis"),
    "/workshops/<>/prepare/problems/<>": PLACES.format(table="problem"),
    "/workshops/<>/prepare/seats/<>": "SELECT workshop_id, id FROM seat",
    "/workshops/<>/prepare/seats/links.csv": WORKSHOPS,
    "/workshops/<>/problems/<>/comment": PLACES.format(table="problem"),
    "/workshops/<>/proposals": WORKSHOPS,
    "/workshops/<>/proposals/<>": PROPOSALS,
    "/workshops/<>/proposals/<>/edit": PROPOSALS,
    "/workshops/<>/proposals/new": WORKSHOPS,
    "/workshops/<>/responses": WORKSHOPS,
    "/workshops/<>/waiting": WORKSHOPS,
    "/workshops/<>/waiting.json": WORKSHOPS,
    "/workshops/<>/weigh": WORKSHOPS,
    "/workshops/<>/weigh/<>": IDEAS,
    "/workshops/<>/weigh/<>/mine": IDEAS,
}


class Walk:
    def __init__(self, visit: Visit, record: Record) -> None:
        self.visit, self.record = visit, record
        self.statuses: Counter[int] = Counter()
        # How often each pattern was opened, not turned away.
        self.opened: Counter[str] = Counter()
        self.requests, self.faults = 0, []
        self.adapter = visit.app.url_map.bind("localhost")

    def patterns(self) -> set[str]:
        """The site's own patterns, names left out: those in Python may change."""
        rules = self.visit.app.url_map.iter_rules()
        patterns = {re.sub(r"<[^>]*>", "<>", rule.rule) for rule in rules if "GET" in rule.methods}
        return {pattern for pattern in patterns if not pattern.startswith("/static/")}

    def filled(self) -> list[str]:
        """Every address that the rows lead to."""
        addresses = []
        for pattern, query in FILLED.items():
            if query == "":
                addresses.append(pattern)
            for row in sorted(self.visit.rows(query)) if query else []:
                address = pattern
                for value in row:
                    address = address.replace("<>", str(value), 1)
                addresses.append(address)
        return addresses

    def everywhere(self, moment: str) -> None:
        """Everyone opens every address, and whatever the pages they see lead to."""
        for name in self.visit.people:
            for language in LANGUAGES:
                self.visit.speak(name, language)
                self._follow(name, language, moment, self.filled())

    def look(self, moment: str, addresses: list[str]) -> None:
        """Everyone opens these addresses, as they stand at this moment."""
        for name in self.visit.people:
            for language in LANGUAGES:
                self.visit.speak(name, language)
                for address in addresses:
                    self.open(name, language, moment, address)

    def _follow(self, name: str, language: str, moment: str, addresses: list[str]) -> None:
        waiting = deque(address for address in addresses if self._is_for(name, address))
        met = set(addresses)
        while waiting:
            for link in self.open(name, language, moment, waiting.popleft()):
                if link not in met and self._is_for(name, link):
                    met.add(link)
                    waiting.append(link)

    @staticmethod
    def _is_for(name: str, address: str) -> bool:
        if address.startswith("/static/"):
            return False
        return name == "stranger" or not PUBLIC_FILE.match(address)

    def open(self, name: str, language: str, moment: str, address: str) -> list[str]:
        """Open an address, keep the answer; returns where its page leads."""
        token = {"Authorization": "Bearer only for the walk"} if address == "/metrics" else {}
        answer = self.visit.get(name, address, f"{moment} {language}", headers=token)
        self.requests += 1
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{moment}: {name} {language} {address}: {answer.status_code}")
        pattern = self.pattern_of(address)
        if answer.status_code == 200:
            self.opened[pattern] += 1
        self.record.keep(
            f"{moment}/{name}/{language}/{slug(address)}",
            answer.data,
            status=answer.status_code,
            type=answer.content_type,
            disposition=answer.headers.get("Content-Disposition", ""),
            location=answer.headers.get("Location", ""),
        )
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        return list(map(self._own, LINK.findall(answer.text))) if is_page else []

    @staticmethod
    def _own(link: str) -> str:
        return link.replace("&amp;", "&").replace("&#34;", '"')

    def pattern_of(self, address: str) -> str:
        try:
            rule, _values = self.adapter.match(urlsplit(address).path, "GET", return_rule=True)
        except HTTPException:
            return ""
        return re.sub(r"<[^>]*>", "<>", rule.rule)

    def unknown(self) -> list[str]:
        """Patterns of the site that the table does not name, or names although they are gone."""
        return sorted(self.patterns() ^ FILLED.keys())

    def facts(self) -> dict[str, Any]:
        return {
            "requests": self.requests,
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "opened": dict(sorted(self.opened.items())),
            "patterns": sorted(self.patterns()),
            "unknown": self.unknown(),
            "faults": self.faults,
        }
