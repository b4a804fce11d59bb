"""Is it …? at the door with keys alone and no script; a guest on a second phone; corrections."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE
from tests.browser.windows import PHONE, Doorman, Window

NEARLY = "Bartolome de las Casas"
KNOWN = "Centro Bartolomé de las Casas"


def test_a_name_that_is_nearly_known_is_asked_about_by_keyboard(gather):
    door: Doorman = gather("Ana Rojas")
    page = door.open(f"/join/{door.table.code}", PHONE, java_script_enabled=False)
    page.locator('[name="name"]').focus()
    for typed in ("Pedro Ccori", NEARLY):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.locator('[name="organization"]').press("Enter")
    question = page.get_by_role("group", name=f"«{NEARLY}»")
    expect(question).to_be_visible()

    page.locator('[name="organization"]').press("Enter")  # is no answer
    expect(question).to_be_visible()
    expect(page.locator('[name="name"]')).to_have_value("Pedro Ccori")
    question.get_by_role("button", name=KNOWN).press("Enter")

    expect(page.locator('body[data-seat-state="waiting"]')).to_be_visible()
    expect(page.locator("main")).to_contain_text(KNOWN)


@pytest.mark.slow
def test_a_second_phone_goes_on_with_the_seat_that_is_there(gather, needs):
    needs(AXE, "the build installs axe-core")
    axe = AXE.read_text("utf-8")
    door: Doorman = gather("Ana Rojas", "Luis Quispe")
    desk = door.desk()
    ana = door.knock("ana  ROJAS", "spda")
    doubles = desk.page.get_by_role("region", name="Posibles duplicados")
    expect(doubles).to_contain_text("pidió entrar a las")
    assert desk.faults(axe) == []

    doubles.get_by_role("button", name="unirlas").press("Enter")
    desk.page.get_by_role("dialog").get_by_role("button").last.press("Enter")

    expect(ana.part("phase")).to_be_visible()  # its page goes there by itself
    expect(doubles).to_have_count(0)
    ana.page.get_by_role("link", name="Corregir su nombre").press("Enter")
    small = Window(ana.page)
    expect(ana.page.locator('[name="name"]')).to_have_value("Ana Rojas")
    assert (small.faults(axe), small.overflow()) == ([], 0)
    ana.page.locator('[name="name"]').fill("Ana María Rojas")
    ana.page.locator('[name="name"]').press("Enter")
    expect(desk.part("people")).to_contain_text("Ana María Rojas")
    seat = desk.part("people").locator("li", has_text="Ana María Rojas")
    seat.locator("summary").press("Enter")
    seat.get_by_role("link", name="Corregir").press("Enter")
    expect(desk.page.locator('[name="organization"]')).to_be_visible()
    assert desk.faults(axe) == []
    desk.page.locator('[name="role"]').select_option("observer")
    desk.page.get_by_role("button", name="Guardar").press("Enter")
    expect(desk.page.locator("#flash")).to_contain_text("nadie tiene el derecho a voto de SPDA")
