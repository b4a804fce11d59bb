"""A word of 400 letters in every field that can hold it: no page, room or wall scrolls sideways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Route

from tests.browser.windows import PHONE, WALL, Window
from tests.migrations.rows import PLAYED
from tests.migrations.test_mended_texts import HELD, MENDED, tables
from workshop import create_app
from workshop.backups.reading import read_manifest, restore_backup
from workshop.extensions import db

# Every page and every phase of three rounds, in a browser.
pytestmark = pytest.mark.slow

ADMIN, MODERATOR, PARTICIPANT, OFFICIAL = 1, 2, 3, 5
ROUNDS = (1, 8, 9)  # the workshop of each round of the first theme
FILE = re.compile(r"\.\w+$|/language$")
HOST = "http://workshop.test"
OURS = {"settings", "result", "carried", "content", "accepted", "rule_settings", "email", "url"}
OURS |= {"video_url", "footnote"}


def long_word(length: int | None) -> str:
    return ("Transparencia" * 31)[: min(400, length or 400)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """A plan that was played through three rounds, in which every text is one long word."""
    url = f"sqlite:///{tmp_path / 'long.sqlite3'}"
    app = create_app({"TESTING": True, "DATABASE_URL": url, "RATE_LIMITS": False})
    with app.app_context():
        manifest = read_manifest(PLAYED)
        upgrade(revision=manifest["revision"])
        restore_backup(db.engine, PLAYED, manifest, lambda connection: None)
        upgrade()
        known = tables()
        with db.engine.begin() as connection:
            for name, column in MENDED + HELD:
                if column in OURS or not hasattr(known[name].c[column].type, "length"):
                    continue
                length = known[name].c[column].type.length
                for (number,) in connection.execute(db.select(known[name].c.id)).all():
                    word = f"{number}{long_word((length or 400) - 3)}"
                    changed = known[name].update().where(known[name].c.id == number)
                    connection.execute(changed.values({column: word}))
        yield app
        db.session.remove()
        db.engine.dispose()


class Reader:
    """The browser of a person (or of nobody) on a site that answers from this very process."""

    def __init__(
        self, browser: Browser, site: Flask, person: int | None, size: dict[str, int] = PHONE
    ):
        self.client = site.test_client()
        if person:
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = f"{person}.0", True
        context = browser.new_context(viewport=size, locale="es", java_script_enabled=False)
        context.route("**/*", self.answer)
        self.window = Window(context.new_page())
        self.wider: dict[str, int] = {}

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/socket.io"):  # it would wait for news
            route.abort()
            return
        with self.client.get(path, follow_redirects=True) as got:
            kind = got.headers.get("Content-Type", "")
            route.fulfill(status=got.status_code, body=got.data, content_type=kind)

    def look_at(self, path: str) -> str:
        """Open a page and measure it; the page as it came."""
        answer = self.window.page.goto(HOST + path)
        assert answer is not None
        assert answer.status == 200, path
        if wider := self.window.overflow():
            self.wider[path] = wider
        return answer.text()

    def look_around(self, *starts: str) -> set[str]:
        """Open a page of each kind that links lead to; their endpoints."""
        paths, seen = list(starts), set()
        known = self.client.application.url_map.bind("workshop.test")
        while paths:
            path = paths.pop(0)
            endpoint, _place = known.match(path.partition("?")[0])
            if endpoint in seen | {"static"} or FILE.search(path.partition("?")[0]):
                continue
            seen.add(endpoint)
            links = re.findall(r'<a [^>]*href="(/[^"#]*)', self.look_at(path))
            paths += [unescape(link) for link in links]
        return seen


def test_no_page_scrolls_sideways(browser: Browser, site: Flask):
    admin, stranger = Reader(browser, site, ADMIN), Reader(browser, site, None)

    assert len(admin.look_around("/", "/plans", *map("/workshops/{}/prepare".format, ROUNDS))) > 25
    assert len(stranger.look_around("/", "/open?language=es", "/join")) > 8

    assert (admin.wider, stranger.wider) == ({}, {})


@pytest.mark.parametrize("number", ROUNDS)
def test_no_room_and_no_wall_does_in_any_phase(browser: Browser, site: Flask, number: int):
    room = f"/workshops/{number}"
    moderator, wall = Reader(browser, site, MODERATOR), Reader(browser, site, None, WALL)
    people = [Reader(browser, site, person) for person in (PARTICIPANT, OFFICIAL)]
    known = tables()
    phases = known["phase"]
    with db.engine.begin() as connection:
        of_room = db.select(phases.c.id).where(phases.c.workshop_id == number)
        numbers = list(connection.scalars(of_room.order_by(phases.c.id)))[:7]
        meeting = known["workshop"].update().where(known["workshop"].c.id == number)
        connection.execute(meeting.values(state="live", closed_at=None, published_at=None))

    for phase in numbers:
        with db.engine.begin() as connection:
            current = phases.update().where(phases.c.id == phase)
            connection.execute(current.values(state="current"))
        for person in people:
            person.look_at(room)
        desk = moderator.look_at(f"{room}/desk")
        wall.look_at(re.findall(r'href="(/screen/[^"]+)', desk)[0])
        with db.engine.begin() as connection:
            connection.execute(current.values(state="completed"))

    assert [reader.wider for reader in (moderator, wall, *people)] == [{}] * 4
