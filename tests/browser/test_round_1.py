"""A whole round 1: the Environment roundtable, from the open door to the downloaded files.

Everyone is there at once: the moderator's laptop, four phones, an observer, the projector.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.ballots import vote_by_post
from tests.browser.roundtable import FACTS, PROBLEMS, SEATED
from tests.browser.windows import Desk, Doorman, Seat, Window
from workshop.text import name_order

INFORMATION, GAP, PARTICIPATION = PROBLEMS
WATER = "Los datos de la calidad del agua llegan tarde a las comunidades."
IN_THE_HALL = {"Ana Rojas", "Luis Quispe", "Rosa Mamani", "Nora Prado"}


def test_the_environment_roundtable(gather, tmp_path):
    door = gather()
    desk = door.desk()
    ana, luis = door.seat("Ana Rojas"), door.seat("Luis Quispe")
    rosa, nora = door.seat("Rosa Mamani"), door.seat("Nora Prado")
    wall = door.projector()
    for window in (desk, ana, luis, rosa, nora, wall):
        window.is_live()

    pedro = somebody_comes_with_the_code(door, desk)
    everyone = [desk, ana, luis, rosa, nora, wall]

    desk.start()
    for window in everyone:
        window.is_in(phase=1)
    ana_speaks_and_then_luis(desk, ana, luis, wall)
    something_is_written(luis, [desk, ana, nora])
    a_missing_problem_is_proposed(ana, desk, [luis, wall])

    desk.go_on()
    for window in everyone:
        window.is_in(phase=2)
    the_summary_grows(desk, [ana, nora, wall])

    desk.go_on()
    for window in everyone:
        window.is_in(phase=3)
    expect(desk.form("/reword")).to_have_count(0)  # the wording is frozen
    an_entity_answers(rosa, [desk, ana, nora, wall])
    a_forged_answer_is_refused(door, ana)

    desk.go_on()
    for window in everyone:
        window.is_in(phase=4)
    everyone_votes(door, desk, ana, luis, pedro, rosa, wall)
    nothing_is_known_before_it_is_shown(desk, [ana, nora, wall])

    desk.go_on()
    for window in everyone:
        window.is_in(phase=5)
    nothing_is_known_before_it_is_shown(desk, [ana, nora, wall])
    the_result_is_shown_step_by_step(desk, [ana, nora, wall])
    the_whole_result_is_read(ana)
    the_files_are_taken(desk, tmp_path)


def somebody_comes_with_the_code(door: Doorman, desk: Desk) -> Seat:
    """Pedro's phone runs no scripts; he waits at the door until he is let in."""
    pedro = door.knock("Pedro Ccori", "Centro Bartolomé de las Casas", java_script_enabled=False)
    pedro.page.goto(door.table.room)
    expect(pedro.part("phase")).to_have_count(0)
    desk.admit("Pedro Ccori")
    # The page at the door looks again by itself.
    expect(pedro.part("phase")).to_be_visible()
    return pedro


def ana_speaks_and_then_luis(desk: Desk, ana: Seat, luis: Seat, wall: Window) -> None:
    ana.ask_for_the_floor()
    expect(desk.part("floor")).to_contain_text("Ana Rojas")
    luis.ask_for_the_floor()
    expect(wall.part("floor").locator(".screen-queue li")).to_have_count(2)

    desk.give_the_floor_to_the_next()
    clock = ana.page.locator(".your-turn")
    expect(clock).to_be_visible()
    assert clock.bounding_box() == {"x": 0, "y": 0, **ana.page.viewport_size}
    assert clock.locator(".time").inner_text() in ("02:00", "01:59", "01:58", "01:57")
    expect(clock.locator(".time")).to_have_text("01:56")  # it counts down
    expect(luis.page.locator(".speaker-name")).to_contain_text("Ana Rojas")
    expect(wall.page.locator(".screen-name")).to_have_text("Ana Rojas")
    expect(luis.page.locator(".your-turn")).to_be_hidden()

    ana.finish_speaking()
    expect(clock).to_be_hidden()
    desk.give_the_floor_to_the_next()
    expect(luis.page.locator(".your-turn")).to_be_visible()
    desk.end_the_turn()
    expect(luis.page.locator(".your-turn")).to_be_hidden()


def something_is_written(author: Seat, readers: list[Window]) -> None:
    words = "Falta un responsable por entidad y un plazo que se publique."
    author.write_about(GAP, words)
    for reader in readers:
        expect(reader.part("problems").locator(".contribution")).to_contain_text(words)


def a_missing_problem_is_proposed(author: Seat, desk: Desk, readers: list[Window]) -> None:
    author.propose(WATER)
    desk.admit_problem(WATER)
    for reader in readers:
        problems = reader.part("problems").locator(".problem-text, .screen-problem")
        expect(problems).to_have_text([*PROBLEMS, WATER])


def the_summary_grows(desk: Desk, readers: list[Window]) -> None:
    """What the moderator types is read by all before the moderator leaves the field."""
    field = desk.summary_of(INFORMATION)
    for words in ("Cuatro organizaciones piden", " datos abiertos por región."):
        field.press_sequentially(words)
        for reader in readers:
            shown = reader.part("problems").locator(".summary, .screen-summary")
            expect(shown).to_contain_text(words.strip())
        expect(field).to_be_focused()


def an_entity_answers(official: Seat, readers: list[Window]) -> None:
    for reader in readers:
        expect(reader.part("problems").locator(".blank, .screen-answers").first).to_contain_text(
            "MINAM"
        )
    official.answer(GAP, "planned", "Se publica un calendario de datos", "Dirección de Información")
    for reader in readers:
        problem = reader.part("problems").locator("li").filter(has_text=GAP)
        answer = problem.locator(".answers .rows, .screen-answers").first
        expect(answer).to_contain_text("MINAM")
        blanks = problem.locator(".blank, .is-blank")
        expect(blanks.filter(has_text="OEFA")).to_be_visible()
        expect(blanks.filter(has_text="MINAM")).to_have_count(0)


def a_forged_answer_is_refused(door: Doorman, participant: Seat) -> None:
    """The address of the officials' form, and a participant who knows it."""
    problem = participant.problem(INFORMATION).get_attribute("id").removeprefix("problem-")
    token = participant.page.locator('meta[name="csrf-token"]').get_attribute("content")
    answer = participant.context.request.post(
        f"{door.table.room}/problems/{problem}/comment",
        form={"status": "planned", "action": "Nada", "revision": "0", "csrf_token": token},
        max_redirects=0,
    )
    assert answer.status in (403, 409)
    expect(participant.problem(INFORMATION).locator(".answers li")).to_have_count(0)


def everyone_votes(
    door: Doorman, desk: Desk, ana: Seat, luis: Seat, pedro: Seat, rosa: Seat, wall: Window
) -> None:
    """Twelve organizations vote: by tap, by keyboard, without scripts, and from elsewhere."""
    turnout = wall.part("vote").locator("[data-cast]")
    expect(turnout).to_have_text("0")

    ana.open_the_ballot()
    ana.choose(GAP, INFORMATION)
    ana.cast()
    ana.go_back_to_the_room()
    expect(turnout).to_have_text("1")

    luis.cast_by_keyboard(INFORMATION, GAP, PARTICIPATION, WATER)
    expect(turnout).to_have_text("2")
    vote_without_scripts(pedro, {INFORMATION: 1, WATER: 2})
    expect(turnout).to_have_text("3")

    rosa.page.goto(door.table.room)
    rosa.open_the_ballot()
    rosa.choose(GAP, INFORMATION, PARTICIPATION)
    rosa.cast()
    expect(turnout).to_have_text("4")
    rosa.page.locator("[data-change]").click()  # she thinks again
    rosa.card(GAP).locator("[data-down]").click()
    rosa.card(GAP).locator("[data-down]").click()
    rosa.cast()

    for name in SEATED.keys() - IN_THE_HALL:
        vote_by_post(door, name, [INFORMATION, GAP, PARTICIPATION, WATER])
    expect(turnout).to_have_text("12")
    expect(desk.part("vote").locator("[data-cast]")).to_have_text("12")
    desk.close_the_vote()


def vote_without_scripts(seat: Seat, places: dict[str, int]) -> None:
    page = seat.page
    page.reload()
    seat.part("vote").locator('a[href$="/ballot"]:visible').click()
    for option, place in places.items():
        seat.card(option).locator("select").select_option(str(place))
    page.locator('button[value="review"]').click()
    expect(page.locator("[data-review-list] li")).to_have_count(len(places))
    page.locator('button[value="cast"]').click()
    expect(page.locator("[data-receipt]")).to_be_visible()


def nothing_is_known_before_it_is_shown(desk: Desk, readers: list[Window]) -> None:
    """Neither in what is seen nor in what the pages hold."""
    for window in (desk, *readers):
        expect(window.part("vote").locator(".standing, .standing-points")).to_have_count(0)
        assert "22.5" not in window.page.content()
        assert "22,5" not in window.page.content()


def the_result_is_shown_step_by_step(desk: Desk, readers: list[Window]) -> None:
    order = [INFORMATION, GAP, PARTICIPATION, WATER]
    for shown in range(1, 5):
        desk.show_the_next_place()
        for reader in readers:
            rows = reader.part("vote").locator(".standing:not(.is-hidden) .standing-text")
            expect(rows).to_have_count(shown)
            expect(rows.first).to_contain_text(order[-shown])


def the_whole_result_is_read(seat: Seat) -> None:
    page = seat.page
    page.goto(seat.part("vote").locator("a.btn").get_attribute("href"))
    points = page.locator(".standing-points")
    expect(points).to_contain_text(["35", "22.5", "12", "2.5"])
    expect(page.locator(".standing.is-carried")).to_have_count(3)
    duels = page.locator("table.duels tbody tr").first.locator("td")
    expect(duels).to_contain_text(["—", "11 : 1", "12 : 0", "12 : 0"])
    expect(page.locator(".codes code")).to_have_count(12)
    expect(page.locator('a[href*="/files/"]')).to_have_count(0)  # files are the moderator's


def the_files_are_taken(desk: Desk, folder: Path) -> None:
    desk.page.goto(desk.part("vote").locator("a.btn").get_attribute("href"))
    names = [organization["name"] for organization in FACTS["organizations"]]
    organizations = sorted(names, key=name_order)
    carried = [INFORMATION, GAP, PARTICIPATION]

    assert column(rows_of(taken(desk, "prioritized-problems.csv")), 4) == carried
    assert column(rows_of(taken(desk, "participants.csv")), 2) == organizations

    book = openpyxl.load_workbook(io.BytesIO(taken(desk, "prioritized-problems.xlsx")))
    problems, participants, votes = book.worksheets
    assert column(list(problems.values), 4)[:3] == carried
    assert column(list(participants.values), 2) == organizations
    figures = [row for row in votes.values][1:5]
    assert [(row[2], float(row[4])) for row in figures] == [
        (INFORMATION, 35),
        (GAP, 22.5),
        (PARTICIPATION, 12),
        (WATER, 2.5),
    ]

    document = json.loads(taken(desk, "prioritized-problems.json"))
    assert document["participants"] == organizations
    assert [row["problem"] for row in document["prioritized_problems"]] == carried
    assert document["result"]["ballots"]["cast"] == 12


def taken(desk: Desk, name: str) -> bytes:
    """A file as it arrives when its button is pressed."""
    with desk.page.expect_download() as download:
        desk.page.locator(f'a[href$="/files/{name}"]').click()
    return Path(download.value.path()).read_bytes()


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of a CSV in Spanish, which parts its values by a semicolon."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def column(rows: list, number: int) -> list[str]:
    """The cells under a heading, without the notes that follow the table."""
    width = len(rows[0])
    return [row[number] for row in rows[1:13] if len(row) == width]
