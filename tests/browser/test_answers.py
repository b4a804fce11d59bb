"""The officials' sheet as a hand and a keyboard find it: one press for each answer, one for all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.windows import PHONE


@pytest.mark.slow
def test_an_official_prepares_all_answers_and_puts_them_on_record_with_one_press(gather):
    door = gather()
    desk = door.desk()
    rosa = door.seat("Rosa Mamani", PHONE)
    rosa.page.goto(f"{door.server.url}{door.table.room}/answers")
    rosa.is_live()
    forms, count = rosa.page.locator(".sheet-form"), rosa.page.locator(".sheet-count")
    number = forms.count()

    first = forms.nth(0)
    first.locator("input[value=planned]").check()
    first.locator("textarea").fill("Para junio de este año.")
    first.locator("textarea").press("Control+Enter")
    expect(forms.nth(1).locator("input[type=radio]").first).to_be_focused()
    expect(count).to_contain_text(str(number - 1))
    # One after the other: what is saved above does not push the next one away from the finger.
    for place in range(1, number):
        forms.nth(place).locator("input[value=being_addressed]").check()
    expect(count).not_to_contain_text(" de ")

    for _phase in range(3):
        desk.go_on() if _phase else desk.start()
    rosa.page.locator("#record-all button:enabled").click()

    expect(rosa.page.locator(".sheet .badge-state.is-ok")).to_have_count(number)
    first.locator("textarea").fill("Para mayo.")
    first.locator("button[formaction]").click()
    luis = door.seat("Luis Quispe")
    expect(luis.part("problems")).to_contain_text("Para mayo.")
    assert rosa.overflow() == 0
