"""Take the README's five pictures: `python tests/browser/screenshots.py [FOLDER]`.

Drives a short round 1 of the Environment roundtable, in Spanish, against a server of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "workshop/static/img/screens"
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, expect, sync_playwright  # noqa: E402

from tests.browser.ballots import vote_by_post  # noqa: E402
from tests.browser.conftest import CHROMIUM  # noqa: E402
from tests.browser.roundtable import PROBLEMS, SEATED, convene  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.windows import PHONE, Desk, Doorman, Window  # noqa: E402
from workshop import create_app  # noqa: E402

INFORMATION, GAP, PARTICIPATION = PROBLEMS
WATER = "Los datos de la calidad del agua llegan tarde a las comunidades."
VOTERS = SEATED.keys() - {"Nora Prado"}
# What the others vote, by the first letter of the name: not all of one mind.
OPINIONS = [
    [INFORMATION, GAP, PARTICIPATION, WATER],
    [GAP, INFORMATION, WATER],
    [INFORMATION, PARTICIPATION],
]


def take(window: Window, folder: Path, name: str, below: int = 0) -> None:
    """Keep what the window shows from this many pixels below its top."""
    path = folder / f"{name}.png"
    window.page.evaluate("document.querySelector('#flash')?.replaceChildren()")
    window.page.evaluate("(below) => scrollTo(0, below)", below)
    window.page.screenshot(path=path)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def hold_the_discussion(door: Doorman, desk: Desk, folder: Path) -> None:
    """Queue, speaker and contributions; the room, the desk and the wall as they are then."""
    ana = door.seat("Ana Rojas", PHONE, device_scale_factor=2)
    luis, rosa, marta = (door.seat(name) for name in ("Luis Quispe", "Rosa Mamani", "Marta Salas"))
    wall = door.projector()
    desk.start()
    desk.set_the_time(22)
    ana.is_in(phase=1)
    for seat in (rosa, ana, luis, marta):
        seat.ask_for_the_floor()
        expect(desk.part("floor")).to_contain_text(seat.name)
    desk.give_the_floor_to_the_next()
    luis.write_about(GAP, "En nuestra región los datos existen, pero nadie sabe a quién pedirlos.")
    marta.write_about(GAP, "Las comunidades piden los datos en su lengua.")
    ana.propose(WATER)
    desk.admit_problem(WATER)
    expect(wall.part("problems")).to_contain_text(WATER)
    expect(ana.part("floor").locator(".speaker-name")).to_contain_text("Rosa Mamani")
    take(ana, folder, "room")
    take(desk, folder, "desk")
    wall.page.set_viewport_size({"width": 1600, "height": 900})
    take(wall, folder, "projector")
    for window in (luis, rosa, marta, wall):
        window.context.close()


def hold_the_vote(door: Doorman, desk: Desk, folder: Path) -> None:
    for _phase in range(3):
        desk.go_on()
    ana = door.seat("Ana Rojas", PHONE, device_scale_factor=2)
    ana.open_the_ballot()
    ana.choose(GAP, INFORMATION)
    take(ana, folder, "ballot", below=310)
    for number, name in enumerate(sorted(VOTERS)):
        vote_by_post(door, name, OPINIONS[number % len(OPINIONS)])
    expect(desk.part("vote").locator("[data-cast]")).to_have_text(str(len(VOTERS)))
    desk.close_the_vote()
    desk.go_on()
    desk.show_everything()
    desk.page.goto(desk.part("vote").locator("a.btn").get_attribute("href") or "")
    expect(desk.page.locator("table.duels")).to_be_visible()
    take(desk, folder, "result")


def take_all(browser: Browser, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        server = Server(Path(place), BASE_URL="https://talleres.example.org", LANGUAGE="es")
        server.start()
        try:
            door = Doorman(browser, server, convene(create_app({**server.settings})))
            desk = door.desk()
            hold_the_discussion(door, desk, folder)
            hold_the_vote(door, desk, folder)
        finally:
            server.stop()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take_all(browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
