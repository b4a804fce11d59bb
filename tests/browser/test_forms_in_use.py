"""A form that somebody is filling in follows the server in all but what that person has entered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_round_3 import a_proposal_is_written_and_presented
from tests.browser.windows import Desk

ANA, LUIS, ROSA, MARTA = "Ana Rojas", "Luis Quispe", "Rosa Mamani", "Marta Salas"

# What a form is, apart from what is entered in it; the token of a page is its own.
DRAWN = """() => [...document.querySelectorAll("[data-part] form")].map((form) => ({
  id: form.id,
  action: form.getAttribute("action"),
  confirm: form.dataset.confirm ?? "",
  hidden: [...form.querySelectorAll("input[type=hidden]")]
    .filter(({name}) => name !== "csrf_token").map(({name, value}) => [name, value]),
  labels: [...form.querySelectorAll("label")].map((label) => label.textContent.trim()),
  options: [...form.querySelectorAll("option")].map((option) => option.value),
  buttons: [...form.querySelectorAll("button")].map((button) => button.textContent.trim()),
}))"""
ENTRIES = "[data-part] form :is(input:not([type=hidden]), textarea, select)"
NAMED = """(selector) => [...document.querySelectorAll(selector)].map(({id}) => id)"""


def entries_of(page: Page) -> list[str]:
    return [f"#{name}" for name in page.evaluate(NAMED, ENTRIES) if name]


def enter(page: Page, field: str, is_typed: bool) -> bool:
    """Put the cursor there, and type unless told otherwise; False: it is not for this phase."""
    page.evaluate(
        """(field) => { for (let fold = document.querySelector(field).closest("details"); fold;
             fold = fold.parentElement.closest("details")) fold.open = true; }""",
        field,
    )
    place = page.locator(field)
    if not place.is_visible():
        return False
    place.focus()
    if is_typed and place.evaluate("(field) => field.localName !== 'select'"):
        numeric = place.get_attribute("inputmode") == "numeric"
        place.press_sequentially("7" if numeric else "Palabras sin enviar")
        # A text that saves itself does so first.
        for note in page.locator(f"form[data-autosave]:has({field}) [data-saved]").all():
            expect(note).to_have_text(re.compile(r"\d:\d"))
    return True


def value_of(page: Page, field: str) -> str:
    return page.locator(field).input_value()


@pytest.mark.slow
@pytest.mark.parametrize("is_typed", [False, True], ids=["focused", "typed in"])
@pytest.mark.parametrize(("round", "start"), [(1, 1), (1, 2), (2, 5), (3, 1)])
def test_every_form_of_the_desk_follows_the_server(gather, round, start, is_typed):
    door = gather(ANA, LUIS, ROSA, MARTA, round=round)
    desk, other = door.desk(), door.desk()
    if round == 3:
        a_proposal_is_written_and_presented(door.seat(ROSA), door.seat(ANA))
    other.is_live()
    other.start()
    for _phase in range(start - 1):
        other.go_on()
    desk.is_live()
    desk.settles()
    fields = entries_of(desk.page)
    assert fields
    for place, field in enumerate(fields):
        if not enter(desk.page, field, is_typed):
            continue
        typed = value_of(desk.page, field)
        other.add_a_minute() if place % 2 else other.pause()
        if not place % 2:
            other.resume()
        desk.settles()

        assert desk.page.evaluate(DRAWN) == freshly_drawn(desk)
        assert value_of(desk.page, field) == typed
        expect(desk.page.locator(field)).to_be_focused()


def freshly_drawn(desk: Desk) -> list[object]:
    page = desk.context.new_page()
    page.goto(desk.page.url)
    drawn = page.evaluate(DRAWN)
    page.close()
    return drawn


def test_what_is_typed_stays_while_the_phase_goes_on_under_it(gather):
    door = gather(ANA, LUIS, ROSA, MARTA)
    desk, other = door.desk(), door.desk()
    other.start()
    desk.is_live()
    desk.is_in(1)
    enter(desk.page, "#skip-reason", True)
    desk.page.locator("#skip-reason").blur()
    other.go_on()
    desk.is_in(2)

    assert desk.page.evaluate(DRAWN) == freshly_drawn(desk)
    expect(desk.page.locator("#skip-reason")).to_have_value("Palabras sin enviar")


def test_after_a_skip_the_form_names_the_next_phase_and_is_empty(gather):
    door = gather(ANA, LUIS, ROSA, MARTA)
    desk = door.desk()
    desk.start()
    label = desk.page.locator("label[for=skip-reason]")
    before = label.inner_text() if label.is_visible() else label.text_content()
    enter(desk.page, "#skip-reason", True)

    for _press in range(2):
        desk.page.keyboard.press("Enter")

    expect(label).not_to_have_text(before or "")
    desk.settles()
    expect(desk.page.locator("#skip-reason")).to_have_value("")
    assert desk.page.evaluate(DRAWN) == freshly_drawn(desk)
    expect(desk.page.locator(".form-error")).to_have_count(0)
    # The second press has skipped nothing.
    expect(desk.part("agenda").locator(".agenda-item.is-skipped")).to_have_count(1)
