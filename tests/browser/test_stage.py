"""What one page must notice of an act elsewhere, without being loaded again."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.ballots import vote_by_post
from tests.browser.roundtable import PROBLEMS, PROBLEMS_2
from tests.browser.test_round_3 import a_proposal_is_written_and_presented
from tests.browser.windows import Desk, Seat
from workshop import clock
from workshop import links as lineage
from workshop.database import writing
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.links.models import Relation
from workshop.workshops.models import Workshop

ANA, LUIS, ROSA, MARTA = "Ana Rojas", "Luis Quispe", "Rosa Mamani", "Marta Salas"
INFORMATION = PROBLEMS[0]


def give_a_reason(desk: Desk, form: str, *, confirming: bool = False) -> None:
    """Fill in the reason of an act behind "More", and send it with Enter."""
    seen = desk.part("agenda").locator('input[name="seen"]').first
    before = seen.input_value()
    fold = desk.page.locator(".controls-more")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    field = desk.page.locator(f"#{form}-reason")
    field.fill("Lo pide la sala")
    field.press("Enter")
    if confirming:
        desk.page.locator('dialog.confirm button[value="yes"]').click()
    expect(seen).not_to_have_value(before)


def to_the_vote(desk: Desk) -> None:
    desk.start()
    for _phase in range(3):
        desk.go_on()


def pause(desk: Desk) -> None:
    desk.pause()


def suspend(desk: Desk) -> None:
    give_a_reason(desk, "suspend")


def leave(desk: Desk) -> None:
    give_a_reason(desk, "back")


def suspend_the_vote(desk: Desk) -> None:
    give_a_reason(desk, "suspend", confirming=True)


def leave_the_vote(desk: Desk) -> None:
    give_a_reason(desk, "back", confirming=True)


def resume(desk: Desk) -> None:
    desk.resume()


def take_up(desk: Desk) -> None:
    desk.act_on_the_agenda("take-up")


def come_back(desk: Desk) -> None:
    desk.go_on()


STOPS = [(pause, resume), (suspend_the_vote, take_up), (leave_the_vote, come_back)]


@pytest.mark.slow
@pytest.mark.parametrize(("stop", "go_on"), STOPS, ids=["paused", "suspended", "left"])
def test_a_ballot_opened_while_nothing_is_taken_comes_to_life(gather, stop, go_on):
    door = gather(ANA, LUIS, ROSA, MARTA)
    desk, ana = door.desk(), door.seat(ANA)
    to_the_vote(desk)
    path = ana.part("vote").locator('a[href$="/ballot"]:visible').get_attribute("href")
    stop(desk)
    ana.page.goto(str(path))
    ana.is_live()
    expect(ana.page.locator('[data-note="paused"]')).to_be_visible()
    # It may be marked meanwhile, as one that was open before.
    ana.choose(INFORMATION)

    go_on(desk)

    expect(ana.page.locator("button[data-review]")).to_be_enabled()
    expect(ana.page.locator('[data-note="paused"]')).to_be_hidden()
    ana.cast()


@pytest.mark.slow
def test_a_ballot_that_is_open_follows_pauses_more_time_and_the_notice(gather):
    door = gather(ANA, LUIS, ROSA, MARTA)
    desk, ana = door.desk(), door.seat(ANA)
    to_the_vote(desk)
    ana.open_the_ballot()
    ana.choose(INFORMATION)
    review = ana.page.locator("button[data-review]")
    for act in (desk.pause, desk.add_a_minute):
        act()
    expect(ana.page.locator('[data-note="paused"]')).to_be_visible()
    desk.resume()
    expect(ana.page.locator('[data-note="paused"]')).to_be_hidden()
    expect(review).to_be_enabled()

    for name in (LUIS, ROSA, MARTA):
        vote_by_post(door, name, [INFORMATION])
    desk.press("/close", confirming=True)  # in twenty seconds
    expect(ana.page.locator("[data-countdown]")).to_contain_text("00:1")
    ana.page.reload()
    expect(review).to_be_enabled()
    ana.cast()


@pytest.mark.slow
def test_who_is_entered_on_the_roll_can_mark_the_ballot_that_is_open(gather):
    door = gather(ANA, LUIS, ROSA)
    desk = door.desk()
    to_the_vote(desk)
    late = door.knock("Diego León", "CBC")
    desk.at_the_door("Diego León").locator("select").select_option("titular")
    desk.admit("Diego León")
    late.page.wait_for_url("**/workshops/*")
    path = desk.page.locator('form[action*="/roll/"]').get_attribute("action")
    late.page.goto(f"{str(path).split('/roll/')[0]}/ballot")
    late.is_live()
    expect(late.page.locator("[data-no-vote]")).to_be_visible()
    expect(late.page.locator("button[data-review]")).to_be_disabled()

    desk.page.locator('form[action*="/roll/"] button').click()
    desk.page.locator('dialog.confirm button[value="yes"]').click()

    expect(late.page.locator("[data-no-vote]")).to_have_count(0)
    expect(late.page.locator("button[data-review]")).to_be_enabled()
    late.choose(INFORMATION)
    late.cast()


def ask_again(seat: Seat) -> None:
    """The person neither speaks nor waits, and joins the queue."""
    expect(seat.page.locator("body")).to_have_attribute("data-turn", "none")
    seat.ask_for_the_floor()
    expect(seat.page.locator("body")).to_have_attribute("data-turn", "waiting")


def speak(desk: Desk, seat: Seat) -> None:
    ask_again(seat)
    give = desk.form("/floor/next").locator("button:visible")
    expect(give).to_contain_text(seat.name)
    give.click()
    expect(seat.page.locator("body")).to_have_attribute("data-turn", "speaking")


@pytest.mark.slow
def test_after_every_end_of_a_turn_one_may_ask_again_without_a_reload(gather):
    door = gather(ANA, LUIS, ROSA, MARTA)
    desk, rosa, luis = door.desk(), door.seat(ROSA), door.seat(LUIS)
    desk.start()
    speak(desk, rosa)
    rosa.finish_speaking()
    speak(desk, rosa)
    desk.pause()
    desk.resume()
    desk.end_the_turn()
    for _call in range(2):  # away twice: dropped
        if not _call:
            speak(desk, rosa)
        desk.form("/pass-over").locator("button:visible").first.click()
        expect(desk.part("floor").locator(".badge-state")).to_have_count(1 - _call)
    speak(desk, rosa)
    desk.form("/put-back").locator("button").click()
    expect(rosa.page.locator("body")).to_have_attribute("data-turn", "waiting")
    desk.form("/drop").locator("button").first.click()
    speak(desk, rosa)
    suspend(desk)
    take_up(desk)
    desk.end_the_turn()

    # The phase changes while she speaks and he waits.
    speak(desk, rosa)
    ask_again(luis)
    give_a_reason(desk, "skip")
    for seat in (rosa, luis):
        expect(seat.page.locator("body")).to_have_attribute("data-turn", "none")
    desk.start()
    desk.go_on()
    speak(desk, rosa)
    leave(desk)
    expect(rosa.page.locator("body")).to_have_attribute("data-turn", "none")
    desk.go_on()
    speak(desk, rosa)
    desk.go_on()
    expect(rosa.page.locator("body")).to_have_attribute("data-turn", "none")


@pytest.mark.parametrize(
    "round", [*(pytest.param(round, marks=pytest.mark.slow) for round in (1, 2)), 3]
)
def test_pressed_twice_no_act_accuses_the_only_moderator(gather, round):
    """Enter twice on each control of the clock, and Enter to what it asks."""
    door = gather(ANA, LUIS, ROSA, MARTA, round=round)
    desk = door.desk()
    if round == 3:
        a_proposal_is_written_and_presented(door.seat(ROSA), door.seat(ANA))
    desk.is_live()
    accused: list[str] = []
    for act in ("start", "pause", "resume", "extend", "next", "pause", "resume", "next", "extend"):
        button = desk.form(f"/agenda/{act}").locator("button:visible").first
        if not button.count():
            continue  # a phase without minutes, or paused and resumed by the press before
        button.focus()
        dialog = desk.page.locator("dialog.confirm")
        if act == "next":
            desk.page.keyboard.press("Enter")
            dialog.locator('button[value="yes"]').focus()
        for _press in range(2):
            desk.page.keyboard.press("Enter")
        if act == "next":
            expect(dialog.locator('button[value="no"]:focus')).to_have_count(1)  # asked again
            desk.page.keyboard.press("Escape")
        desk.settles()
        if dialog.count():
            dialog.locator('button[value="no"]').click()
        accused += [
            f"{act}: {sentence}"
            for sentence in desk.page.locator(".form-error").all_inner_texts()
            if sentence
        ]
    assert accused == []


def write_ideas(site: Flask, workshop_id: int) -> list[tuple[str, str]]:
    """Two ideas on the list for each of the first two problems, as the phases before leave them."""
    texts = [
        ("Un portal único reúne la información.", "Cada entidad publica un calendario."),
        ("Se amplía la red de estaciones.", "Se publican los datos de cada cuenca."),
    ]
    with site.test_request_context(), writing():
        workshop = db.session.get_one(Workshop, workshop_id)
        problems = {
            problem.text: problem
            for problem in db.session.scalars(
                db.select(Problem).filter_by(theme_id=workshop.theme_id, round=2)
            )
        }
        for number, pair in enumerate(texts):
            for place, text in enumerate(pair):
                idea = Idea(
                    theme_id=workshop.theme_id,
                    workshop_id=workshop.id,
                    position=2 * number + place + 1,
                    text=text,
                    state=IdeaState.LISTED,
                    written_at=clock.now(),
                )
                db.session.add(idea)
                db.session.flush()
                problem = problems[PROBLEMS_2[number]]
                lineage.connect(Relation.ANSWERS, problem, idea, by=None, now=clock.now())
    return texts


@pytest.mark.slow
def test_each_winner_stands_on_the_wall_until_the_moderator_goes_on(gather, site):
    door = gather(ANA, LUIS, ROSA, MARTA, round=2)
    desk, wall = door.desk(), door.projector()
    texts = write_ideas(site, door.table.workshop_id)
    desk.start()
    for _phase in range(5):
        desk.go_on()
    for name in (ANA, LUIS, ROSA, MARTA):
        for ballot, ranking in enumerate(texts):
            vote_by_post(door, name, list(ranking), ballot)
    desk.close_the_vote()
    desk.go_on()
    rows = wall.part("vote").locator(".standing-text")
    for number, (first, second) in enumerate(texts):
        show = desk.part("vote").locator('form[id^="reveal-"] button').first
        show.focus()
        desk.page.keyboard.press("Enter")
        expect(rows).to_contain_text([second])
        desk.settles()
        desk.part("vote").locator('form[id^="reveal-"] button').first.focus()
        for _press in range(2):
            desk.page.keyboard.press("Enter")
        expect(rows).to_contain_text([first, second])
        desk.settles()
        expect(desk.part("vote").locator('form[id^="reveal-"]')).to_have_count(0)
        go_on = desk.part("vote").locator('form[action$="/next"] button')
        if number + 1 == len(texts):
            expect(go_on).to_have_count(0)
            break
        go_on.focus()
        for _press in range(2):
            desk.page.keyboard.press("Enter")
        expect(rows).to_have_count(0)
        expect(wall.part("vote")).to_contain_text(PROBLEMS_2[number + 1])
        desk.settles()
    expect(rows).to_contain_text(list(texts[-1]))
    expect(desk.page.locator(".form-error")).to_have_count(0)
