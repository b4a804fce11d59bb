"""By keyboard alone: Tab, Enter, Space and Escape reach everything that a meeting needs."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.roundtable import PROBLEMS

INFORMATION, GAP, PARTICIPATION = PROBLEMS
ANA = "Ana Rojas"


def test_a_meeting_by_keyboard_alone(gather):
    door = gather(ANA, "Luis Quispe")
    desk, ana = door.desk(), door.seat(ANA)
    for window in (desk, ana):
        window.is_live()
    keys, phone = desk.page.keyboard, ana.page.keyboard

    desk.tab_to('form[action$="/agenda/start"] button')
    keys.press("Enter")
    ana.is_in(phase=1)

    ana.tab_to('form[action$="/floor/ask"] button')
    phone.press("Enter")
    expect(desk.form("/floor/next")).to_be_visible()
    ana.tab_to('form[action$="/floor/withdraw"] button')
    phone.press("Space")
    expect(desk.form("/floor/next")).to_have_count(0)
    ana.tab_to('form[action$="/floor/ask"] button')
    phone.press("Space")

    desk.tab_to('form[action$="/floor/next"] button')
    keys.press("Enter")
    expect(ana.page.locator(".your-turn")).to_be_visible()
    ana.tab_to('.your-turn form[action$="/end"] button')
    phone.press("Enter")
    expect(ana.page.locator(".your-turn")).to_be_hidden()

    desk.tab_to('form[action$="/agenda/pause"] button')
    keys.press("Space")
    expect(ana.part("phase").locator(".is-warning")).to_be_visible()
    desk.tab_to('form[action$="/agenda/resume"] button')
    keys.press("Space")
    expect(ana.part("phase").locator(".is-warning")).to_have_count(0)

    desk.tab_to('form[action$="/agenda/next"] button')
    keys.press("Enter")
    expect(desk.page.locator("dialog.confirm")).to_be_visible()
    keys.press("Escape")  # not yet
    expect(desk.page.locator("dialog.confirm")).to_have_count(0)
    desk.is_in(phase=1)
    for phase in (2, 3, 4):
        desk.tab_to('form[action$="/agenda/next"] button')
        keys.press("Enter")
        desk.tab_to('dialog.confirm button[value="yes"]')
        keys.press("Enter")
        ana.is_in(phase=phase)

    ana.cast_by_keyboard(GAP, INFORMATION)
    expect(desk.part("vote").locator("[data-cast]")).to_have_text("1")


def test_places_are_changed_by_arrows_and_by_list(gather):
    door = gather(ANA, "Luis Quispe")
    desk, ana = door.desk(), door.seat(ANA)
    desk.start()
    for _phase in range(3):
        desk.go_on()
    ana.is_in(phase=4)
    ana.open_the_ballot()
    ana.choose(*PROBLEMS)

    ana.card(PARTICIPATION).locator("[data-up]").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.chosen()).to_have_text([INFORMATION, PARTICIPATION, GAP])
    expect(ana.card(PARTICIPATION).locator("[data-up]")).to_be_focused()
    ana.page.keyboard.press("Enter")
    ana.page.keyboard.press("Enter")  # at the top it stays, and so does the focus
    expect(ana.chosen()).to_have_text([PARTICIPATION, INFORMATION, GAP])
    expect(ana.card(PARTICIPATION).locator("[data-up]")).to_be_focused()

    ana.card(GAP).locator("select").focus()
    ana.page.keyboard.press("ArrowUp")
    expect(ana.chosen()).to_have_text([PARTICIPATION, GAP, INFORMATION])
    expect(ana.card(GAP).locator("select")).to_be_focused()
