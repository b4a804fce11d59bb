"""The windows of a workshop, with the verbs of the people in front of them.

Everything is found by structure (parts, the addresses of forms, ids), never by words: the journeys
hold in every language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.roundtable import PASSWORD, Roundtable
from tests.browser.server import Server

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
WALL = {"width": 1920, "height": 1080}

SETTLED = """async () => {
  for (const until = Date.now() + 10_000; Date.now() < until; ) {
    const text = await (await fetch(location.href, {cache: "no-store"})).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const isBusy = document.querySelector("form[data-act] button[aria-disabled=true]");
    if (!isBusy && fresh.body.dataset.version === document.body.dataset.version) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The page does not come to rest.");
}"""

AXE_RUN = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) =>
  violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target).join("; ")}`))"""


class Window:
    """One browser window: a page with cookies of its own."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def part(self, name: str) -> Locator:
        """A live part of the page: phase, floor, problems, vote, agenda, people."""
        return self.page.locator(f'[data-part="{name}"]')

    def form(self, ending: str, within: str = "") -> Locator:
        """The form that is sent to an address with this end."""
        return self.page.locator(f'{within} form[action$="{ending}"]')

    def press(self, ending: str, *, confirming: bool = False) -> None:
        """Press the button of the form with this address, and say yes if it asks."""
        self.form(ending).locator("button:visible").first.click()
        if confirming:
            self.page.locator('dialog.confirm button[value="yes"]').click()

    def tab_to(self, selector: str, containing: str = "") -> None:
        """Press Tab until the focus is there; it must be reached within two rounds of the page."""
        for _press in range(150):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(f":focus:is({selector})")
            if focused.count() and containing in focused.inner_text():
                return
        raise AssertionError(f"{selector} {containing!r} cannot be reached with Tab")

    def go_back(self) -> None:
        """By the link at the top of the page, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator("a.back-link").click()

    def is_live(self) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-link", "live")

    def shows_link(self, state: str) -> None:
        """The light of the connection: live, catching or offline, in one sentence of three."""
        expect(self.page.locator(f'[data-link-text="{state}"]')).to_be_visible()
        expect(self.page.locator("[data-link-text]:visible")).to_have_count(1)

    def is_in(self, phase: int) -> None:
        """The page shows this phase of the agenda, counted from 1."""
        step = self.part("phase").locator(".phase-step, .screen-step")
        expect(step).to_have_text(re.compile(rf"^\D*{phase}\D"))
        ends = self.part("phase").locator(".time:visible, .phase-end:visible")
        expect(ends.first).to_be_visible()

    def settles(self) -> None:
        """No order is under way, and the page shows the version that a fresh load would."""
        self.page.evaluate(SETTLED)

    def faults(self, axe: str) -> list[str]:
        """What axe-core finds serious or critical on this page."""
        self.page.evaluate(axe)
        return self.page.evaluate(AXE_RUN)

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


class Seat(Window):
    """Somebody who takes part: on a phone, come by personal link or by the room's code."""

    def __init__(self, page: Page, name: str = "") -> None:
        super().__init__(page)
        self.name = name

    def ask_for_the_floor(self) -> None:
        self.press("/floor/ask")

    def finish_speaking(self) -> None:
        self.page.locator('.your-turn form[action$="/end"] button').click()

    def problem(self, text: str) -> Locator:
        return self.part("problems").locator("li.problem").filter(has_text=text)

    def draft_about(self, problem: str, text: str) -> Locator:
        """Open the form under a problem and type, without sending; hands back the form."""
        fold = self.problem(problem).locator("details.write")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.locator("textarea").fill(text)
        return fold.locator("form")

    def write_about(self, problem: str, text: str) -> None:
        form = self.draft_about(problem, text)
        form.locator("button").click()
        expect(form.locator("textarea")).to_have_value("")

    def propose(self, text: str) -> None:
        self.page.locator("#propose > summary").click()
        self.page.locator("#propose-text").fill(text)
        self.page.locator("#propose-form button").click()
        expect(self.page.locator("#propose-text")).to_have_value("")

    def answer(self, problem: str, status: str, action: str, unit: str) -> None:
        """Put the entity's official answer to a problem on record."""
        self.problem(problem).locator('a[href*="/comment"]').click()
        self.page.locator(f"#status-{status}").check()
        self.page.locator('[name="action"]').fill(action)
        self.page.locator('[name="unit"]').fill(unit)
        self.page.locator('form[id^="comment-"] button').click()

    def open_the_ballot(self) -> None:
        self.part("vote").locator('a[href$="/ballot"]:visible').click()
        expect(self.step("mark")).to_be_visible()
        self.page.wait_for_load_state()  # its script has run

    def step(self, name: str) -> Locator:
        """A step of the ballot: mark, review, receipt."""
        return self.page.locator(f'[data-step="{name}"]')

    def card(self, option: str) -> Locator:
        return self.page.locator("[data-option]").filter(has_text=option)

    def choose(self, *options: str) -> None:
        """Tap options in the order of preference."""
        for place, option in enumerate(options, start=1):
            self.card(option).locator("button.ballot-face").click()
            expect(self.card(option).locator("[data-number]")).to_have_text(str(place))

    def cast(self) -> None:
        """From the ranking through the review to the receipt."""
        self.page.locator("button[data-review]").click()
        self.page.locator("button[data-cast]").click()
        expect(self.step("receipt")).to_be_visible()
        assert len(self.receipt) == 8

    def cast_by_keyboard(self, *options: str) -> None:
        """From the room to the receipt with Tab, Enter and Space alone."""
        self.tab_to('[data-part="vote"] a[href$="/ballot"]')
        self.page.keyboard.press("Enter")
        expect(self.step("mark")).to_be_visible()
        for place, option in enumerate(options, start=1):
            self.tab_to("button.ballot-face", containing=option)
            self.page.keyboard.press("Space")
            expect(self.card(option).locator("[data-number]")).to_have_text(str(place))
            expect(self.card(option).locator("button.ballot-face")).to_be_focused()
        self.tab_to("button[data-review]")
        self.page.keyboard.press("Enter")
        expect(self.step("review")).to_be_visible()
        self.tab_to("button[data-cast]")
        self.page.keyboard.press("Enter")
        expect(self.step("receipt")).to_be_visible()

    def chosen(self) -> Locator:
        """The cards of the ballot that have a place, best first."""
        return self.page.locator("[data-ranked] .ballot-text")

    def go_back_to_the_room(self) -> None:
        self.step("receipt").locator("a").click()
        self.is_live()

    @property
    def receipt(self) -> str:
        return self.page.locator("[data-receipt]").inner_text()


class Desk(Window):
    """The moderator's desk."""

    def start(self) -> None:
        self.act_on_the_agenda("start")

    def go_on(self) -> None:
        """End the phase and begin the next one."""
        self.act_on_the_agenda("next", confirming=True)

    def pause(self) -> None:
        self.act_on_the_agenda("pause")

    def resume(self) -> None:
        self.act_on_the_agenda("resume")

    def add_a_minute(self) -> None:
        self.act_on_the_agenda("extend")

    def set_the_time(self, minutes: int) -> None:
        """Let so many minutes remain of the phase."""
        self.page.locator(".controls-more > summary").click()
        self.page.locator("#set-minutes").fill(str(minutes))
        self.page.locator("#set-time button").click()
        expect(self.part("phase").locator(".time")).to_have_text(re.compile(rf"^{minutes - 1}:"))
        self.page.locator(".controls-more > summary").click()

    def act_on_the_agenda(self, act: str, *, confirming: bool = False) -> None:
        """Press a control of the clock, and see that the desk shows the agenda as it is then."""
        seen = self.part("agenda").locator('input[name="seen"]').first
        before = seen.input_value()
        self.press(f"/agenda/{act}", confirming=confirming)
        expect(seen).not_to_have_value(before)

    def give_the_floor_to_the_next(self) -> None:
        self.press("/floor/next")

    def end_the_turn(self) -> None:
        self.form("/end", ".speaker").locator("button").click()

    def at_the_door(self, name: str) -> Locator:
        return self.part("people").locator(".door li").filter(has_text=name)

    def admit(self, name: str) -> None:
        self.at_the_door(name).locator('form[action$="/admit"] button').click()
        expect(self.at_the_door(name)).to_have_count(0)

    def admit_problem(self, text: str) -> None:
        proposed = self.part("problems").locator(".door li").filter(has_text=text)
        proposed.locator('form[action$="/admit"] button').click()
        expect(self.part("problems").locator("li.problem").filter(has_text=text)).to_be_visible()

    def summary_of(self, problem: str) -> Locator:
        item = self.part("problems").locator("li.problem").filter(has_text=problem)
        return item.locator("form.summary-form textarea")

    def close_the_vote(self) -> None:
        self.press("/close", confirming=True)
        expect(self.part("vote").locator("[data-turnout]")).to_have_count(0)

    def show_the_next_place(self) -> None:
        seen = self.form("/reveal").first.locator('input[name="seen"]')
        before = seen.input_value()
        self.form("/reveal").locator("button").first.click()
        shown = self.form("/reveal").locator(f'input[value="{before}"]')
        expect(shown).to_have_count(0)

    def show_everything(self) -> None:
        self.form("/reveal").locator("button").last.click()
        self.page.locator('dialog.confirm button[value="yes"]').click()


@dataclass
class Doorman:
    """Opens windows on a roundtable, one for each person."""

    browser: Browser
    server: Server
    table: Roundtable

    def open(self, path: str, size: dict[str, int] = LAPTOP, **options: object) -> Page:
        """A page in a context of its own; `script` runs in it before the page's own."""
        script = options.pop("script", None)
        context = self.browser.new_context(
            base_url=self.server.url,
            viewport=size,  # type: ignore[arg-type]
            locale="es-PE",
            reduced_motion="reduce",
            **options,
        )
        if script:
            context.add_init_script(str(script))
        page = context.new_page()
        page.goto(path)
        return page

    def seat(self, name: str, size: dict[str, int] = PHONE, **options: object) -> Seat:
        """Somebody enters the room by personal link."""
        window = Seat(self.open(self.table.links[name], size, **options), name)
        window.page.locator("main form button").click()
        expect(window.part("phase")).to_be_visible()
        window.page.wait_for_load_state()  # its style sheets hide what is not for now
        return window

    def knock(self, name: str, organization: str, **options: object) -> Seat:
        """Somebody comes to the door with the room's code."""
        window = Seat(self.open("/join", PHONE, **options), name)
        page = window.page
        page.locator('[name="code"]').fill(self.table.code.lower())
        page.locator("main form button").click()
        page.locator('[name="name"]').fill(name)
        page.locator('[name="organization"]').fill(organization)
        page.locator("main form button").click()
        expect(page.locator('body[data-seat-state="waiting"]')).to_be_visible()
        return window

    def desk(self, **options: object) -> Desk:
        """The moderator signs in with the password and goes to the desk."""
        page = self.signed_in(self.table.moderator, self.table.desk, **options)
        return Desk(page)

    def signed_in(self, email: str, path: str, **options: object) -> Page:
        page = self.open(path, **options)  # type: ignore[arg-type]
        page.locator('[name="email"]').fill(email)
        page.locator('[name="password"]').fill(PASSWORD)
        page.locator('main form[action$="/sign-in"] button').click()
        page.wait_for_url(f"**{path}")
        return page

    def projector(self) -> Window:
        return Window(self.open(self.table.screen, WALL))
