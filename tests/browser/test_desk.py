"""The desk with many people: who knocks is noticed, found, and let in without the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

ANA, LUIS = "Ana Rojas", "Luis Quispe"


def test_knocks_search_and_shortcuts(gather):
    door = gather(ANA, LUIS)
    desk = door.desk()
    desk.is_live()
    page, keys = desk.page, desk.page.keyboard
    title = page.title()

    for name in ("Pedro Salas", "Julia Ríos", "Olga Núñez"):
        door.knock(name, "CBC")
        expect(desk.at_the_door(name)).to_be_visible()
    expect(page).to_have_title(f"(3) {title}")
    expect(page.locator("#announcer")).to_contain_text("Olga Núñez")

    keys.press("a")
    expect(desk.at_the_door("Pedro Salas")).to_have_count(0)
    expect(page).to_have_title(f"(2) {title}")

    keys.press("/")
    search = page.locator("[data-people-find]")
    expect(search).to_be_focused()
    keys.type("julia rios a")  # in a field an A is an A
    expect(desk.at_the_door("Julia Ríos")).to_be_visible()
    search.fill("luis")
    expect(page.locator(".person:visible")).to_have_count(1)
    desk.start()  # draws the list anew, which stays searched
    expect(page.locator(".person:visible")).to_have_count(1)
    search.press("Escape")
    expect(desk.at_the_door("Julia Ríos")).to_be_visible()

    page.locator("#admit-all button").click()
    expect(page.locator("[data-knock]")).to_have_count(0)
    expect(page).to_have_title(title)

    keys.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    keys.press("p")  # while the list stands open nothing is pressed behind it
    page.locator("[data-shortcuts-on]").uncheck()
    keys.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    keys.press("p")
    expect(desk.form("/agenda/pause")).to_be_visible()
    page.locator("[data-shortcuts-open]").click()
    page.locator("[data-shortcuts-on]").check()
    page.locator("#shortcuts form button").click()
    page.locator("h1").first.evaluate("() => document.activeElement.blur()")
    keys.press("Control+p")
    keys.press("p")
    expect(desk.form("/agenda/resume")).to_be_visible()


@pytest.mark.slow
def test_the_desk_sees_at_once_who_is_missing_and_closes_when_all_present_have_voted(gather):
    door = gather(ANA, LUIS, "Rosa Mamani", "Marta Salas")
    desk = door.desk()
    seats = [door.seat(name) for name in (ANA, LUIS, "Rosa Mamani")]
    desk.start()
    for _phase in range(3):
        desk.go_on()
    vote = desk.part("vote")
    expect(vote.locator(".roll-numbers")).to_contain_text("3 presentes")
    expect(vote.locator("#too-early")).to_be_visible()

    for seat in seats:
        seat.open_the_ballot()
        seat.page.locator("button.ballot-face").first.click()
        seat.cast()

    expect(vote.locator("#close-vote")).to_be_visible()
    expect(vote).to_contain_text(re.compile("Ausentes sin cédula: *OXFAM"))
    desk.close_the_vote()
