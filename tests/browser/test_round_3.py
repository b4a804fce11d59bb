"""A whole round 3 for one proposal: from the entity's draft to the draft commitment."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.roundtable import IDEAS
from tests.browser.windows import Desk, Seat, Window
from workshop.commitments.models import Commitment
from workshop.extensions import db

ANA, LUIS, ROSA, NORA = "Ana Rojas", "Luis Quispe", "Rosa Mamani", "Nora Prado"
TITLE = "Articular las plataformas de información ambiental"
BETTER = "Articular las plataformas de información ambiental de los tres niveles de gobierno"
SCOPE = "Las entidades nacionales comparten sus datos en un solo portal hasta 2024."
QUESTION = "¿Quién mantiene el portal cuando cambie el gobierno?"
RESERVATION = "Falta el presupuesto de los gobiernos regionales."


@pytest.mark.slow
def test_the_environment_roundtable(gather, site):
    door = gather(ANA, LUIS, ROSA, NORA, round=3)
    desk, rosa = door.desk(), door.seat(ROSA)
    ana, luis = door.seat(ANA), door.seat(LUIS)
    wall = door.projector()
    everyone = [desk, rosa, ana, luis, wall]

    a_proposal_is_written_and_presented(rosa, ana)
    for window in everyone:
        window.is_live()
        expect(window.part("proposal")).to_contain_text(TITLE)

    desk.start()
    for window in everyone:
        window.is_in(phase=1)
    for window in (ana, wall):  # it says where it comes from, and what was left out
        expect(window.part("proposal")).to_contain_text(IDEAS[0])
        expect(window.part("proposal")).to_contain_text("Los datos de las empresas")

    desk.go_on()
    a_question_is_asked(ana, luis, [desk, rosa, wall])

    desk.go_on()
    a_suggestion_is_taken_up(ana, rosa, [desk, luis, wall])

    desk.go_on()
    everyone_says_how_far_they_agree(desk, ana, luis, rosa, wall)
    desk.press("/agreement/1/close", confirming=True)

    desk.go_on()
    the_outcome_is_read_out([desk, ana, luis, wall])
    desk.act_on_the_agenda("finish", confirming=True)
    with site.app_context():
        titles = db.session.scalars(db.select(Commitment.title)).all()
    assert BETTER in titles


def a_proposal_is_written_and_presented(official: Seat, reader: Seat) -> None:
    """Rosa writes it on her phone; nobody reads the draft before it is presented."""
    page = official.page
    official.part("proposal").locator('a[href$="/proposals"]').click()
    page.locator('a[href$="/proposals/new"]').click()
    page.locator("#title").fill(TITLE)
    page.locator("#scope").fill(SCOPE)
    page.locator("fieldset").filter(has_text=IDEAS[0]).locator('[value="developed_into"]').check()
    partly = page.locator("fieldset").filter(has_text=IDEAS[1])
    partly.locator('[value="partly_taken_up"]').check()
    page.reload()  # what she chose and wrote is kept on her phone
    expect(page.locator("#scope")).to_have_value(SCOPE)
    expect(partly.locator('[value="partly_taken_up"]')).to_be_checked()
    partly.locator("textarea").fill("Los datos de las empresas quedan para una ley.")
    page.locator(".proposal-form > button").click()
    expect(page.locator('form[action$="/present"]')).to_be_visible()
    expect(reader.part("proposal")).not_to_contain_text(TITLE)
    official.press("/present", confirming=True)
    expect(page.locator('form[action$="/present"]')).to_have_count(0)
    official.go_back()  # to all proposals, and from there to the room
    official.go_back()


def a_question_is_asked(asking: Seat, speaking: Seat, readers: list[Window]) -> None:
    fold = asking.part("proposal").locator("details.write")
    fold.locator("summary").click()
    fold.locator("textarea").fill(QUESTION)
    fold.locator("button").click()
    for reader in readers:
        expect(reader.part("proposal")).to_contain_text(QUESTION)
    speaking.ask_for_the_floor()
    expect(readers[0].part("floor")).to_contain_text(speaking.name)


def a_suggestion_is_taken_up(author: Seat, official: Seat, readers: list[Window]) -> None:
    """Ana betters the title; the room reads the difference word by word; Rosa accepts it."""
    author.page.locator("#suggest-title > summary").click()
    author.page.locator("#suggest-title-text").fill(BETTER)
    author.page.locator("#suggest-title-form button").click()
    for reader in readers:
        added = reader.part("proposal").locator("ins").filter(has_text="los tres niveles")
        expect(added).to_be_visible()
    card = official.page.locator(".part-decisions .suggestion")
    card.locator('textarea[name="reason"]').fill("Precisa el alcance.")
    card.locator("button.btn-primary").click()
    for reader in readers:
        expect(reader.part("proposal").locator(".proposal-title").first).to_have_text(BETTER)


def everyone_says_how_far_they_agree(
    desk: Desk, ana: Seat, luis: Seat, rosa: Seat, wall: Window
) -> None:
    for seat, level in ((ana, 1), (rosa, 1)):
        answer(seat, level)
    expect(wall.part("agreement").locator(".screen-answered")).to_contain_text("2")
    answer(luis, 4)  # a reservation without words is not taken
    expect(luis.page.locator('.part-answer [role="alert"]')).to_be_visible()
    luis.page.locator('.part-answer textarea[name="reservation"]').fill(RESERVATION)
    luis.page.locator(".part-answer form button").click()
    expect(wall.part("agreement").locator(".screen-answered")).to_contain_text("3")
    for window in (desk, ana, wall):
        assert RESERVATION not in window.page.content()


def answer(seat: Seat, level: int) -> None:
    form = seat.page.locator(".part-answer form")
    form.locator(f'[name="level"][value="{level}"]').check()
    form.locator("button").click()


def the_outcome_is_read_out(readers: list[Window]) -> None:
    for reader in readers:
        expect(reader.part("agreement").locator(".outcome")).to_be_visible()
        expect(reader.part("agreement").locator(".reservations")).to_contain_text(RESERVATION)
        expect(reader.part("agreement").locator(".levels li strong").first).to_have_text("2")
