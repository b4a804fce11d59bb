"""Every screen for everyone: axe-core, the smallest phones, and browsers without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.ballots import vote_by_post
from tests.browser.conftest import AXE
from tests.browser.roundtable import PROBLEMS, SEATED
from tests.browser.windows import Desk, Doorman, Window

INFORMATION, GAP, PARTICIPATION = PROBLEMS
SMALLEST = {"width": 320, "height": 640}


class Inspection:
    """Looks at screens and remembers what is wrong with them, until asked."""

    def __init__(self, axe: str) -> None:
        self.axe = axe
        self.wrong: dict[str, list[str]] = {}

    def look_at(self, screen: str, window: Window, *, small: bool = False) -> None:
        faults = window.faults(self.axe)
        if small and (wider := window.overflow()):
            faults.append(f"{wider} px wider than the phone")
        if faults:
            self.wrong[screen] = faults


@pytest.fixture
def inspect(needs) -> Inspection:
    needs(AXE, "the build installs axe-core")
    return Inspection(AXE.read_text("utf-8"))


@pytest.mark.slow
def test_the_doors_and_the_desks_of_the_sgp(gather, inspect):
    door: Doorman = gather("Ana Rojas")
    phone = Window(door.open("/", SMALLEST))
    enter = door.table.links["Ana Rojas"]
    for path in ("/", "/sign-in", "/join", f"/join/{door.table.code}", enter, "/nothing/here"):
        phone.page.goto(path)
        expect(phone.page.locator("h1")).to_be_visible()
        inspect.look_at(path, phone, small=True)
    visitor = door.knock("Pedro Ccori", "Centro Bartolomé de las Casas")
    visitor.page.set_viewport_size(SMALLEST)
    inspect.look_at("waiting", visitor, small=True)
    phone.page.goto(enter)
    phone.page.locator("main form button").click()
    expect(phone.part("phase")).to_be_visible()
    phone.page.goto("/")
    inspect.look_at("own workshops", phone, small=True)

    sgp = Window(door.signed_in(door.table.admin, f"/plans/{door.table.plan_id}"))
    inspect.look_at("plan desk", sgp)
    sgp.page.goto(f"{door.table.room}/prepare")
    inspect.look_at("preparation", sgp)
    assert inspect.wrong == {}


def test_the_room_the_desk_and_the_wall_in_every_phase(gather, inspect):
    door: Doorman = gather()
    desk, wall = door.desk(), door.projector()
    people = {
        "participant": door.seat("Ana Rojas", SMALLEST),
        "official": door.seat("Rosa Mamani", SMALLEST),
        "observer": door.seat("Nora Prado", SMALLEST),
    }
    ana, rosa = people["participant"], people["official"]

    def look_around(phase: int) -> None:
        for name, window in people.items():
            window.is_in(phase)
            inspect.look_at(f"{name}, phase {phase}", window, small=True)
        for name, window in {"desk": desk, "wall": wall}.items():
            window.is_in(phase)
            inspect.look_at(f"{name}, phase {phase}", window)

    desk.start()
    rosa.ask_for_the_floor()
    expect(desk.part("floor")).to_contain_text("Rosa Mamani")
    ana.ask_for_the_floor()
    ana.write_about(GAP, "Los datos existen, pero nadie sabe a quién pedirlos.")
    look_around(1)
    desk.give_the_floor_to_the_next()
    expect(rosa.page.locator(".your-turn")).to_be_visible()
    inspect.look_at("my turn", rosa, small=True)

    desk.go_on()
    desk.summary_of(GAP).fill("Se piden datos abiertos por región.")
    expect(ana.part("problems").locator(".summary")).to_be_visible()
    look_around(2)
    desk.go_on()
    look_around(3)
    rosa.problem(GAP).locator('a[href$="/comment"]').click()
    expect(rosa.page.locator("#status-planned")).to_be_visible()
    inspect.look_at("comment", rosa, small=True)
    rosa.page.go_back()

    ana.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    desk.go_on()
    look_around(4)
    flash = ana.page.locator("#flash")
    expect(flash).to_contain_text("Votación de prioridades")
    flash.locator("a").click()
    expect(ana.page.locator(".phase-title")).to_be_in_viewport()
    expect(flash).to_be_empty()
    ana.open_the_ballot()
    ana.choose(GAP, INFORMATION)
    inspect.look_at("ballot", ana, small=True)
    ana.page.locator("button[data-review]").click()
    expect(ana.step("review")).to_be_visible()
    inspect.look_at("review", ana, small=True)
    ana.page.locator("button[data-cast]").click()
    expect(ana.step("receipt")).to_be_visible()
    inspect.look_at("receipt", ana, small=True)
    ana.go_back_to_the_room()

    for name in SEATED.keys() - {"Ana Rojas", "Nora Prado"}:
        vote_by_post(door, name, [INFORMATION, GAP])
    expect(desk.part("vote").locator("[data-cast]")).to_have_text("11")
    desk.close_the_vote()
    desk.go_on()
    desk.show_the_next_place()
    look_around(5)
    desk.show_everything()
    expect(ana.part("vote").locator("a.btn")).to_be_visible()
    for name, window in {"participant": ana, "desk": desk}.items():
        window.page.goto(window.part("vote").locator("a.btn").get_attribute("href") or "")
        expect(window.page.locator("table.duels")).to_be_visible()
        inspect.look_at(f"result, {name}", window, small=window is ana)
    assert inspect.wrong == {}


def test_a_meeting_without_scripts(gather):
    """The vote without scripts is in the journey of round 1."""
    door: Doorman = gather("Ana Rojas", "Luis Quispe")
    plain = {"java_script_enabled": False}
    desk, ana = door.desk(**plain), door.seat("Ana Rojas", **plain)
    desk.press("/agenda/start")
    desk.is_in(phase=1)
    # What was drawn does not count down, and no connection keeps it new: the planned end is said.
    expect(desk.part("phase").locator(".time")).to_be_hidden()
    expect(desk.part("phase").locator(".phase-end")).to_contain_text("Fin previsto")
    expect(desk.page.locator(".link-state")).to_be_hidden()

    after(ana.page.reload, lambda: ana.press("/floor/ask"))
    expect(ana.form("/floor/withdraw").locator("button")).to_be_visible()
    form = ana.draft_about(GAP, "Los datos existen, pero nadie sabe a quién pedirlos.")
    form.locator("button").click()
    expect(ana.part("problems").locator("details.said")).to_have_count(1)

    after(desk.page.reload, lambda: desk.press("/floor/next"))
    expect(desk.page.locator(".speaker-name")).to_contain_text("Ana Rojas")
    ana.page.reload()
    ana.finish_speaking()
    expect(ana.page.locator(".your-turn")).to_be_hidden()

    desk.press("/agenda/next")
    desk.is_in(phase=2)
    move_on_without_scripts(desk)
    ana.page.reload()
    ana.is_in(phase=3)


def after(reload: Callable[[], object], act: Callable[[], None]) -> None:
    """Without scripts nobody sees news before the page is loaded again."""
    reload()
    act()


def move_on_without_scripts(desk: Desk) -> None:
    desk.summary_of(GAP).fill("Se piden datos abiertos por región.")
    desk.page.locator("form.summary-form").nth(1).locator("button").click()
    expect(desk.summary_of(GAP)).to_have_value("Se piden datos abiertos por región.")
    desk.press("/agenda/next")
    desk.is_in(phase=3)
