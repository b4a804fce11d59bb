"""A whole round 2: from what is behind the problems to ranked ideas, in five windows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from tests.browser.ballots import vote_by_post
from tests.browser.roundtable import PROBLEMS, PROBLEMS_2, Roundtable
from tests.browser.windows import Desk, Doorman, Seat, Window
from workshop import clock
from workshop.database import writing
from workshop.extensions import db
from workshop.workshops.models import Workshop

ANA, LUIS, ROSA, MARTA, NORA = (
    "Ana Rojas",
    "Luis Quispe",
    "Rosa Mamani",
    "Marta Salas",
    "Nora Prado",
)
INFORMATION, GAP, PARTICIPATION = PROBLEMS_2
PORTAL = "Un portal único reúne la información ambiental de todas las entidades."
PLAIN = "La información se publica en lenguaje ciudadano y en lenguas originarias."
CALENDAR = "Cada entidad publica un calendario de datos y responde si no lo cumple."
EARLY = "La consulta empieza antes de aprobar los términos de referencia."
NETWORK = "Se amplía la red de estaciones de monitoreo del aire y del agua."
MERGED = (
    "Un portal único, en lenguaje ciudadano y en lenguas originarias, reúne toda la información."
)


@pytest.mark.slow
def test_the_environment_roundtable(gather, site):
    door = gather(ANA, LUIS, ROSA, MARTA, NORA, round=2)
    desk = door.desk()
    ana, luis, rosa = door.seat(ANA), door.seat(LUIS), door.seat(ROSA)
    wall = door.projector()
    everyone = [desk, ana, luis, rosa, wall]

    desk.start()
    for window in everyone:
        window.is_live()
        window.is_in(phase=1)
    the_problems_say_where_they_come_from([ana, desk])

    desk.go_on()
    ideas_are_written(ana, luis)
    nothing_is_read_before_it_is_revealed([desk, rosa, wall])
    a_minute_passes(site, door.table)
    desk.page.reload()
    desk.press("/ideas/reveal", confirming=True)
    for reader in (desk, rosa, wall):
        expect(ideas(reader)).to_have_count(4)

    desk.go_on()
    ideas_are_weighed(ana, luis)
    something_is_written_about(CALENDAR, ana, [luis, desk])

    desk.go_on()
    the_ministry_answers(rosa, [ana, desk])

    desk.go_on()
    two_ideas_become_one(desk, ana, luis)

    desk.go_on()
    everyone_votes(door, desk, ana, luis, wall)

    desk.go_on()
    ana.go_back_to_the_room()
    the_results_are_shown(desk, [ana, wall])


def ideas(window: Window) -> Locator:
    """The ideas on the list of a window, wherever the phase puts it."""
    return window.page.locator(
        '[data-part="ideas"] .list-text:visible, [data-part="ideas"] .screen-idea:visible'
    )


def idea(window: Window, text: str) -> Locator:
    return window.part("ideas").locator(".list-idea").filter(has_text=text)


def the_problems_say_where_they_come_from(readers: list[Window]) -> None:
    for reader in readers:
        reworded = reader.part("problems").locator("li.problem").filter(has_text=INFORMATION)
        expect(reworded.locator("q")).to_have_text(PROBLEMS[0])
        expect(reader.part("problems").locator("li.problem")).to_have_count(3)


def ideas_are_written(ana: Seat, luis: Seat) -> None:
    """Alone and in silence; what is typed is kept, and a reload loses nothing."""
    write(ana, PORTAL, INFORMATION, losing_an_answer=True)
    luis_writes = [(PLAIN, INFORMATION), (CALENDAR, GAP), (EARLY, PARTICIPATION)]
    for text, problem in luis_writes:
        write(luis, text, problem)


def write(seat: Seat, text: str, *problems: str, losing_an_answer: bool = False) -> None:
    """Write an idea and hand it in, with a reload in between; `losing_an_answer`: the server
    kept the words, but the page was gone before it heard so."""
    page = seat.page
    if "/ideas" not in page.url:
        seat.part("ideas").locator('a[href$="/ideas"]').click()
    cards = page.locator(".idea-card")
    before = cards.count()
    seat.press("/ideas")
    expect(cards).to_have_count(before + 1)
    card = cards.last
    if losing_an_answer:
        page.route(re.compile(r"/ideas/\d+$"), lambda route: (route.fetch(), route.abort()))
    card.locator("textarea").fill(text)
    for problem in problems:
        card.get_by_label(problem).check()
    expect(card.locator("[data-saved]")).not_to_be_empty()
    page.unroute_all(behavior="wait")
    page.reload()
    expect(cards.last.locator("textarea")).to_have_value(text)
    expect(cards.last.locator("[data-conflict]")).to_be_hidden()
    cards.last.locator('form[action$="/hand-in"] button').click()
    # The page comes anew; once revealed, what is handed in goes to the list at once.
    expect(page.locator('main form[action$="/hand-in"]')).to_have_count(0)
    expect(page.get_by_text(text).last).to_be_visible()


def nothing_is_read_before_it_is_revealed(readers: list[Window]) -> None:
    for reader in readers:
        expect(reader.part("ideas").locator(".ideas-count strong")).to_have_text("4")
        for text in (PORTAL, PLAIN, CALENDAR, EARLY):
            assert text not in reader.page.content()


def a_minute_passes(site: Flask, table: Roundtable) -> None:
    """As if the phase had begun a minute earlier."""
    with site.test_request_context(), writing():
        phase = db.session.get_one(Workshop, table.workshop_id).current_phase
        assert phase
        phase.spans[0].started_at = clock.now() - timedelta(seconds=61)


def ideas_are_weighed(ana: Seat, luis: Seat) -> None:
    """Ana marks an idea and says that two go together; the page she is on follows her."""
    for seat in (ana, luis):
        seat.go_back()
    ana.part("ideas").locator('a[href$="/weigh"]').click()
    card = ana.page.locator(".weigh-card").filter(has_text=PORTAL)
    for criterion in ("feasibility", "value"):
        card.locator(f'form[id^="mark-{criterion}"] button').last.click()
        pressed = card.locator(f'form[id^="mark-{criterion}"] button[aria-pressed="true"]')
        expect(pressed).to_have_count(1)
    ana.page.reload()
    expect(card.locator('button[aria-pressed="true"]')).to_have_count(2)
    card.locator(".weigh-with a").click()
    ana.page.locator("button", has_text=PLAIN).click()
    expect(ana.page.locator('button[aria-pressed="true"]')).to_contain_text(PLAIN)
    ana.go_back()  # to all ideas, and from there to the room
    ana.go_back()
    expect(luis.part("synergies").locator("svg")).to_be_visible()


def something_is_written_about(text: str, author: Seat, readers: list[Window]) -> None:
    words = "En Cusco ya existe un calendario parecido."
    fold = idea(author, text).locator("details.write")
    fold.locator("summary").click()
    fold.locator("textarea").fill(words)
    fold.locator("button").click()
    for reader in readers:
        expect(idea(reader, text).locator(".contribution")).to_contain_text(words)


def the_ministry_answers(official: Seat, readers: list[Window]) -> None:
    """Rosa answers for her ministry, and adds what is on its agenda already."""
    for reader in readers:
        expect(idea(reader, PORTAL).locator(".blank")).to_contain_text("MINAM")
    official.part("ideas").locator('a[href$="/opinions"]').click()
    card = official.page.locator(".idea-card").filter(has_text=PORTAL)
    card.locator('[value="feasible_with_conditions"]').check()
    card.locator("button").click()
    expect(official.page.locator("main")).to_contain_text(PORTAL)  # the conditions are asked for
    card.locator("textarea").fill("Si hay un responsable en cada entidad.")
    card.locator("button").click()
    for reader in readers:
        expect(idea(reader, PORTAL).locator(".opinion")).to_contain_text("MINAM")
        expect(idea(reader, PORTAL).locator(".blank")).to_have_count(0)
    official.go_back()
    write(official, NETWORK, GAP)
    for reader in readers:
        expect(idea(reader, NETWORK)).to_be_visible()


def two_ideas_become_one(desk: Desk, ana: Seat, luis: Seat) -> None:
    """The moderator merges; both authors are told, one objects, and the list is previewed."""
    listed = desk.part("reconfiguration").locator(".list-idea")
    for text in (PORTAL, PLAIN):
        listed.filter(has_text=text).locator("input.list-choice").check()
    desk.page.locator("#merge-choice button").click()
    desk.page.locator("#merge-text").fill(MERGED)
    desk.page.locator("#merge-reason").fill("Dicen lo mismo de dos maneras.")
    desk.page.locator('form[id^="merge-"][method="post"] button').click()
    expect(listed.filter(has_text=MERGED)).to_be_visible()
    for author in (ana, luis):
        notice = author.page.locator(".part-notices .list-idea")
        expect(notice).to_contain_text(MERGED)
        expect(notice).to_contain_text("Dicen lo mismo de dos maneras.")
    luis.page.locator(".part-notices details summary").click()
    luis.page.locator(".part-notices textarea").fill("Las lenguas originarias se pierden.")
    luis.page.locator(".part-notices form button").click()
    expect(listed.filter(has_text=MERGED).locator(".list-objection")).to_contain_text("Las lenguas")


def everyone_votes(door: Doorman, desk: Desk, ana: Seat, luis: Seat, wall: Window) -> None:
    """Only one problem has ideas to rank; the others go forward without a vote."""
    turnout = wall.part("vote").locator("[data-cast]")
    expect(turnout).to_have_text("0")
    ana.open_the_ballot()
    expect(ana.page.locator("[data-option]")).to_have_count(2)
    ana.choose(NETWORK, CALENDAR)
    ana.cast()
    luis.open_the_ballot()
    luis.choose(CALENDAR)
    luis.cast()
    for name in (ROSA, MARTA):
        vote_by_post(door, name, [CALENDAR, NETWORK])
    expect(turnout).to_have_text("4")
    for without_vote in (MERGED, EARLY):
        expect(desk.part("reconfiguration")).to_contain_text(without_vote)
    desk.close_the_vote()


def the_results_are_shown(desk: Desk, readers: list[Window]) -> None:
    desk.show_everything()
    for reader in readers:
        rows = reader.part("vote").locator(".standing .standing-text")
        expect(rows).to_contain_text([CALENDAR, NETWORK])
