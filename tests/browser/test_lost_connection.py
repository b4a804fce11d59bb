"""When the network goes: the page says so, nothing typed is lost, and it comes back by itself."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.roundtable import PROBLEMS
from tests.browser.windows import PHONE, Seat

INFORMATION, GAP, PARTICIPATION = PROBLEMS
ANA, LUIS = "Ana Rojas", "Luis Quispe"

SECONDS_AWAY = 10
MOST_MS_TO_BE_CURRENT = 2000


@pytest.fixture
def room(gather):
    """The first phase has begun: the door, the desk and two phones."""
    door = gather(ANA, LUIS, "Rosa Mamani")
    desk, ana, luis = door.desk(), door.seat(ANA), door.seat(LUIS)
    desk.start()
    for window in (desk, ana, luis):
        window.is_live()
        window.is_in(phase=1)
    return door, desk, ana, luis


@pytest.mark.slow
def test_words_written_offline_arrive_once(room):
    _door, desk, ana, luis = room
    ana.shows_link("live")
    ana.context.set_offline(True)
    gone_at = time.monotonic()
    ana.shows_link("offline")

    words = "Los datos existen, pero nadie sabe a quién pedirlos."
    form = ana.draft_about(GAP, words)
    form.locator("button").click()
    expect(form.locator("[data-form-error]")).to_be_visible()
    expect(form.locator("textarea")).to_have_value(words)

    luis.ask_for_the_floor()  # the room goes on meanwhile
    desk.give_the_floor_to_the_next()
    expect(luis.page.locator(".your-turn")).to_be_visible()
    ana.page.wait_for_timeout(1000 * (gone_at + SECONDS_AWAY - time.monotonic()))
    ana.shows_link("offline")
    expect(form.locator("textarea")).to_have_value(words)
    expect(desk.part("problems").locator(".contribution")).to_have_count(0)

    ana.context.set_offline(False)
    expect(ana.page.locator(".speaker-name")).to_contain_text(LUIS, timeout=MOST_MS_TO_BE_CURRENT)
    ana.shows_link("live")
    expect(form.locator("textarea")).to_have_value("")
    for window in (desk, ana, luis):
        expect(window.part("problems").locator(".contribution .pre")).to_have_text([words])


@pytest.mark.slow
def test_where_sockets_are_blocked_the_page_asks(room):
    door, desk, ana, _luis = room
    page = door.open("about:blank", PHONE)
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    page.route("**/socket.io/**", lambda request: request.abort())
    page.goto(door.table.screen)
    window = Seat(page)
    window.shows_link("catching")
    ana.ask_for_the_floor()
    desk.give_the_floor_to_the_next()
    expect(page.locator(".screen-name")).to_have_text(ANA)
    window.shows_link("catching")


@pytest.mark.slow
def test_a_half_filled_ballot_is_never_touched(room):
    _door, desk, ana, luis = room
    for _phase in range(3):
        desk.go_on()
    ana.is_in(phase=4)
    ana.open_the_ballot()
    ana.choose(PARTICIPATION, INFORMATION)
    ana.card(GAP).locator("button.ballot-face").focus()

    luis.open_the_ballot()
    luis.choose(GAP)
    luis.cast()
    expect(ana.page.locator(".turnout [data-cast]")).to_have_text("1")
    desk.add_a_minute()
    desk.pause()
    expect(ana.page.locator('[data-note="paused"]')).to_be_visible()
    desk.resume()
    expect(ana.page.locator('[data-note="paused"]')).to_be_hidden()
    expect(ana.chosen()).to_have_text([PARTICIPATION, INFORMATION])
    expect(ana.card(GAP).locator("button.ballot-face")).to_be_focused()

    again = ana.context.new_page()  # the page is closed and opened again, minutes later
    again.goto(ana.page.url)
    ana.page.close()
    ana.page = again
    expect(ana.chosen()).to_have_text([PARTICIPATION, INFORMATION])
    expect(ana.step("mark")).to_be_visible()

    ana.context.set_offline(True)
    ana.page.locator("button[data-review]").click()
    ana.page.locator("button[data-cast]").click()
    expect(ana.page.locator("[data-cast-state]")).not_to_be_empty()
    ana.shows_link("offline")
    ana.context.set_offline(False)
    expect(ana.step("receipt")).to_be_visible()
    expect(desk.part("vote").locator("[data-cast]")).to_have_text("2")


def test_a_draft_survives_the_end_of_its_phase(room):
    _door, desk, ana, _luis = room
    words = "Conviene empezar por los datos que ya se producen."
    form = ana.draft_about(GAP, words)
    desk.go_on()
    ana.is_in(phase=2)
    expect(form.locator("textarea")).to_have_value(words)
    expect(form.locator("textarea")).to_be_visible()
    expect(form.locator("[data-when-closed]")).to_be_visible()

    ana.page.reload()
    expect(form.locator("textarea")).to_have_value(words)
    expect(form.locator("textarea")).to_be_visible()
    expect(form.locator("[data-when-closed]")).to_be_visible()
    # What was not begun cannot be begun now.
    expect(ana.problem(INFORMATION).locator("details.write")).to_be_hidden()
