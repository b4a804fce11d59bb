"""What only a browser shows of the small tools: told once, answered by keyboard, on every page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.windows import PHONE


def test_a_message_and_a_question_reach_every_page_and_are_told_once(gather):
    door = gather("Ana Rojas")
    desk, wall = door.desk(), door.projector()
    desk.start()
    ana = door.seat("Ana Rojas", PHONE)
    ana.is_live()
    page = desk.page

    page.locator("#message-tool summary").click()
    page.fill("#message-text", "Back at 10:40")
    page.fill("#message-minutes", "10")
    # The strip moves the page: a second click in the same place does not meet another button.
    page.locator("#message-form button").dblclick()
    expect(desk.part("message")).to_contain_text("Back at 10:40")
    assert page.locator("#temperature-tool[open]").count() == 0

    for window in (ana, wall, desk):
        expect(window.part("message")).to_contain_text("Back at 10:40")
    expect(ana.page.locator("#announcer")).to_contain_text("Back at 10:40")
    # Another act draws the part anew; the words were told already.
    ana.page.evaluate("document.querySelector('#announcer').replaceChildren()")
    page.locator("#temperature-tool summary").click()
    page.locator("#temperature-ask button").click()
    expect(ana.page.locator(".faces")).to_be_visible()
    expect(ana.page.locator("#announcer")).not_to_contain_text("Back at 10:40")

    ana.tab_to("[data-face-is='2']")
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator("[data-face-is='2']")).to_have_attribute("aria-pressed", "true")
    expect(ana.page.locator("[data-face-is='1']")).to_have_attribute("aria-pressed", "false")
    expect(wall.part("temperature")).to_be_visible()

    desk.press(f"/messages/{message_of(page)}/take-down")
    for window in (ana, wall, desk):
        expect(window.part("message")).to_be_hidden()


def message_of(page):
    """The number of the message that stands, from the button that takes it down."""
    action = page.locator('[data-part="message"] form').get_attribute("action")
    return action.split("/")[-2]
