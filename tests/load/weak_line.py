"""How long a phone on a 2G-like line waits, in Chromium: `python tests/load/weak_line.py [RUNS]`.

The line has 400 ms of latency and 50 kbit/s in each direction, which Chromium itself slows down to.
A phone opens the room for the first time, once more, and asks for the floor; medians of 3 RUNS.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from processes import free_port, serving
from run import ROOT, prepare

LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000 / 8,
    "uploadThroughput": 50_000 / 8,
}
PATIENCE = 120_000
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def main(runs: int = 3) -> None:
    with tempfile.TemporaryDirectory(prefix="workshop-load-") as folder:
        environment = {
            "WORKSHOP_SECRET_KEY": "of no worth",
            "WORKSHOP_DATABASE_URL": f"sqlite:///{Path(folder) / 'load.sqlite3'}",
            "PYTHONPATH": str(ROOT),
        }
        made = prepare(environment, "fill", str(runs + 10), "start")
        port = free_port()
        command = [sys.executable, "-m", "workshop.cli", "serve", "--port", str(port)]
        with serving(command, port, environment, Path(folder)), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            site = f"http://127.0.0.1:{port}"
            measured = [
                dict(phone(browser, f"{site}{entrance}"))
                for entrance in made["entrances"][10 : 10 + runs]
            ]
            browser.close()
    for name in measured[0]:
        print(f"{name:<34} {statistics.median(run[name] for run in measured):6.1f} s")


def phone(browser: Browser, entrance: str) -> Iterator[tuple[str, float]]:
    """One person's waits: what for, and how many seconds."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="es-PE")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(entrance)
    page.locator("main form button").click()
    room = page.url
    slow_down(page)
    for time_of in ("the first time", "once more"):
        page.goto("about:blank")
        begun = time.monotonic()
        page.goto(room, wait_until="commit")
        page.locator('body[data-link="live"]').wait_for()
        live = time.monotonic() - begun
        yield f"the room, {time_of}: readable", page.evaluate(FIRST_PAINT)
        yield f"the room, {time_of}: live", live
    begun = time.monotonic()
    page.locator('form[action$="/floor/ask"] button:visible').first.click()
    page.locator('form[action$="/floor/withdraw"] button:visible').first.wait_for()
    yield "asking for the floor, until shown", time.monotonic() - begun
    context.close()


def slow_down(page: Page) -> None:
    """Forget what the page has loaded so far, and go on over a bad line."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("Network.enable")
    chromium.send("Network.clearBrowserCache")
    chromium.send("Network.emulateNetworkConditions", LINE)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
