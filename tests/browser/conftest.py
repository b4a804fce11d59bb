"""A real Chromium, a real server, and a roundtable for each journey."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.roundtable import convene
from tests.browser.server import Server
from tests.browser.windows import Doorman
from workshop import create_app
from workshop.extensions import db

CHROMIUM = Path(os.environ.get("WORKSHOP_TEST_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parents[2] / "build/node/node_modules/axe-core/axe.min.js"

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def browser(needs, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium, without the windows of the journey before."""
    needs(CHROMIUM, "journeys run in a real browser")
    browser = request.getfixturevalue("chromium")
    yield browser
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site that all journeys share, each in a workshop of its own."""
    server = Server(tmp_path_factory.mktemp("served"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="package")
def site(server: Server) -> Iterator[Flask]:
    """The application on the server's database, to set the scene; all acts go by browser."""
    app = create_app({"TESTING": True, **server.settings})
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def gather(browser: Browser, server: Server, site: Flask) -> Callable[..., Doorman]:
    """Convene a roundtable, with everyone seated or only those named, and open its door."""

    def gather(*names: str, round: int = 1) -> Doorman:
        return Doorman(browser, server, convene(site, list(names), round))

    return gather
