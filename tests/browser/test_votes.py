"""Votes by every rule: from the ballot on a phone to the result on the wall, ties included."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.ballots import mark_by_post, vote_by_post
from tests.browser.roundtable import PASSWORD, PROBLEMS, Roundtable
from tests.browser.windows import Desk, Doorman, Seat, Window
from workshop import clock
from workshop.database import writing
from workshop.diagnoses.models import Problem, ProblemState
from workshop.extensions import db
from workshop.voting.models import Ballot, BallotLink, Contest, Option, Receipt, RollEntry
from workshop.workshops import services
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import CountRule, TiePolicy, Workshop

INFORMATION, GAP, PARTICIPATION = PROBLEMS
ANA, LUIS = "Ana Rojas", "Luis Quispe"
OTHERS = [LUIS, "Rosa Mamani", "Carlos Huamán", "Marta Salas"]
# With the three of the plan they are eight, of one line and of two.
MORE = [
    "Los datos de la calidad del agua llegan tarde a las comunidades y no se traducen a las"
    " lenguas originarias de cada región.",
    "Las oficinas de información de los gobiernos regionales no tienen personal.",
    "No hay plazos públicos para responder a las alertas ciudadanas sobre derrames.",
    "Los registros de pasivos ambientales están incompletos.",
    "Las audiencias públicas de los proyectos de inversión se anuncian con poca anticipación y"
    " en lugares alejados.",
]
SMALL_WALL = {"width": 1280, "height": 720}


@pytest.fixture
def hold(gather, site):
    """Bring a roundtable of five organizations to its vote by this rule; returns its door."""

    def hold(rule: CountRule, *more: str, **settings: object) -> Doorman:
        door = gather(ANA, *OTHERS)
        with site.test_request_context(), writing():
            workshop = the_workshop(door.table)
            workshop.rule = rule
            for name, value in settings.items():
                setattr(workshop, name, value)
            for position, text in enumerate(more, start=len(PROBLEMS)):
                db.session.add(a_problem(workshop, position, text))
            db.session.flush()
            go_to_the_vote(workshop)
        return door

    return hold


def the_workshop(table: Roundtable) -> Workshop:
    return db.session.get_one(Workshop, table.workshop_id)


def a_problem(workshop: Workshop, position: int, text: str) -> Problem:
    return Problem(
        theme_id=workshop.theme_id,
        round=1,
        position=position,
        text=text,
        state=ProblemState.ADMITTED,
        revision=1,
    )


def go_to_the_vote(workshop: Workshop) -> None:
    moderator = next(seat.person for seat in workshop.seats if seat.moderates)
    while workshop.kind is not PhaseKind.VOTING:
        if workshop.current_phase:
            services.finish_phase(workshop, moderator, now=clock.now())
        services.start_phase(workshop, moderator, now=clock.now())


# What people do


def review(seat: Seat, *lines: str) -> None:
    """Go to the review; it says the ballot line by line."""
    seat.page.locator("button[data-review]").click()
    expect(seat.page.locator("[data-review-list] li")).to_contain_text(list(lines))


def cast(seat: Seat) -> None:
    seat.page.locator("button[data-cast]").click()
    expect(seat.step("receipt")).to_be_visible()
    assert seat.overflow() == 0


def show_the_result(door: Doorman, wall: Window) -> Desk:
    """The moderator closes the vote, in which all have voted, and shows everything."""
    desk = door.desk()
    expect(desk.part("vote").locator("[data-cast]")).to_have_text(str(1 + len(OTHERS)))
    desk.close_the_vote()
    desk.go_on()
    show_everything(desk, wall)
    return desk


def show_everything(desk: Desk, wall: Window) -> None:
    desk.show_everything()
    expect(wall.part("vote").locator(".screen-cut")).to_be_visible()


def reads(wall: Window, *rows: tuple[str, str, str]) -> None:
    """The wall shows these places, options and numbers, all of it within its screen."""
    shown = wall.part("vote").locator("li.standing")
    for column, texts in zip(("place", "text", "points"), zip(*rows, strict=True), strict=True):
        expect(shown.locator(f".standing-{column}")).to_contain_text(list(texts))
    assert_fits(wall)


def assert_fits(wall: Window) -> None:
    """Nothing of the wall is below its foot, and nothing of what is shown behind it."""
    assert wall.overflow() == 0
    assert wall.page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
    last = wall.part("vote").locator("li.standing, .duels tr").last.bounding_box()
    foot = wall.page.locator(".screen-foot").bounding_box()
    assert last
    assert foot
    assert last["y"] + last["height"] <= foot["y"]


# The rules


@pytest.mark.slow
def test_ticks_and_a_tie_that_lots_decide(hold):
    door = hold(CountRule.APPROVAL, *MORE, carry_limit=1, tie_policy=TiePolicy.LOTS)
    wall = door.projector()
    wall.page.set_viewport_size(SMALL_WALL)
    ana = door.seat(ANA)
    ana.open_the_ballot()
    for option in (GAP, INFORMATION):
        ana.card(option).locator("label").click()
    review(ana, INFORMATION, GAP)  # as on the list: ticks know no order
    cast(ana)
    for name, option in zip(OTHERS, [GAP, GAP, INFORMATION, INFORMATION], strict=True):
        mark_by_post(door, name, "tick", {option: "yes"})

    desk = show_the_result(door, wall)
    reads(
        wall,
        ("1=", INFORMATION, "3"),
        ("1=", GAP, "3"),
        *(("3=", option, "0") for option in (PARTICIPATION, *MORE)),
    )
    digest = desk.part("vote").locator(".digest").inner_text()
    expect(wall.part("vote").locator(".digest")).to_have_text(digest)
    expect(wall.page.locator(".standing-cut")).to_have_count(0)
    desk.page.locator("#lot-number").fill("4162")
    desk.page.keyboard.press("Enter")
    desk.page.locator('dialog.confirm button[value="yes"]').click()
    expect(wall.part("vote").locator(".lots")).to_contain_text("4162")
    expect(wall.part("vote").locator(".standing.is-carried")).to_have_count(1)
    expect(desk.page.locator("#lot-number")).to_have_count(0)
    assert_fits(wall)


def test_dots_by_keyboard_and_a_tie_that_a_run_off_decides(hold):
    rules = {"dots": 3, "most": 2}
    door = hold(CountRule.DOTS, carry_limit=2, tie_policy=TiePolicy.RUN_OFF, rule_settings=rules)
    wall = door.projector()
    ana = door.seat(ANA)
    spread_by_keyboard(ana, {INFORMATION: 2, GAP: 1})
    ballots = [
        {INFORMATION: 2, PARTICIPATION: 1},
        {INFORMATION: 2, GAP: 1},
        {INFORMATION: 1, PARTICIPATION: 2},
        {GAP: 1},
    ]
    for name, dots in zip(OTHERS, ballots, strict=True):
        mark_by_post(door, name, "dots", dots)

    desk = show_the_result(door, wall)
    reads(wall, ("1", INFORMATION, "7"), ("2=", GAP, "3"), ("2=", PARTICIPATION, "3"))
    desk.press("/run-off", confirming=True)
    expect(wall.part("vote").locator(".screen-run-off li")).to_contain_text([GAP, PARTICIPATION])
    expect(wall.part("vote").locator("[data-countdown]")).to_be_visible()

    ana.go_back_to_the_room()
    ana.open_the_ballot()
    expect(ana.part("own-clock").locator("[data-countdown]")).to_be_visible()
    ana.card(PARTICIPATION).locator("[data-more]").click()
    review(ana, PARTICIPATION)
    cast(ana)
    for name, option in zip(OTHERS, [PARTICIPATION, GAP, PARTICIPATION, GAP], strict=True):
        mark_by_post(door, name, "dots", {option: 1})
    expect(desk.part("vote").locator("[data-cast]")).to_have_text("5")
    desk.close_the_vote()
    show_everything(desk, wall)
    # The first contest is settled, and is what everybody looks at again.
    desk.press("/next")
    carried = wall.part("vote").locator(".standing.is-carried .standing-text")
    expect(carried).to_contain_text([INFORMATION, PARTICIPATION])


def spread_by_keyboard(seat: Seat, dots: dict[str, int]) -> None:
    """From the room to the receipt with Tab, Enter and Space alone."""
    keyboard = seat.page.keyboard
    seat.tab_to('[data-part="vote"] a[href$="/ballot"]')
    keyboard.press("Enter")
    expect(seat.step("mark")).to_be_visible()
    for option, number in dots.items():
        key = seat.card(option).get_attribute("data-option")
        seat.tab_to(f'[data-option="{key}"] [data-more]')
        for _dot in range(number):
            keyboard.press("Space")
        expect(seat.card(option).locator("input")).to_have_value(str(number))
    seat.tab_to("button[data-review]")
    keyboard.press("Enter")
    expect(seat.step("review")).to_be_visible()
    seat.tab_to("button[data-cast]")
    keyboard.press("Enter")
    expect(seat.step("receipt")).to_be_visible()


@pytest.mark.slow
def test_a_grid_is_asked_and_read_in_the_order_of_its_criteria(hold):
    criteria = {"valuable": 1, "feasible": 2}
    door = hold(CountRule.GRID, carry_limit=1, rule_settings={"criteria": criteria})
    wall = door.projector()
    ana = door.seat(ANA)
    ana.open_the_ballot()
    for option, marks in ((GAP, (2, 1)), (INFORMATION, (0, 2)), (PARTICIPATION, (0, 0))):
        for number, mark in enumerate(marks):
            question = ana.card(option).locator("[data-criterion]").nth(number)
            question.locator(f'input[value="{mark}"]').check()
    names = ana.card(GAP).locator("[data-criterion] legend").all_inner_texts()
    ana.page.locator("button[data-review]").click()
    line = ana.page.locator("[data-review-list] li").filter(has_text=GAP).locator(".ballot-got")
    assert [piece.split(":")[0] for piece in line.inner_text().split(" · ")] == names
    cast(ana)
    marks = {
        GAP: {"valuable": 2, "feasible": 1},
        INFORMATION: {"valuable": 1, "feasible": 2},
        PARTICIPATION: {"valuable": 0, "feasible": 0},
    }
    for name in OTHERS:
        mark_by_post(door, name, "mark", marks)

    desk = show_the_result(door, wall)
    reads(wall, ("1", INFORMATION, "4.8"), ("2", GAP, "4.0"), ("3", PARTICIPATION, "0.0"))
    means = wall.part("vote").locator("li.standing").first.locator(".standing-profile > span")
    expect(means).to_have_text([f"{names[0]} 0.8", f"{names[1]} 2.0"])
    desk.page.goto(desk.part("vote").locator('a.btn[href*="/contests/"]').get_attribute("href"))
    profile = desk.page.locator(".profile").first
    expect(profile.locator("dt")).to_have_text(names)
    expect(profile.locator("dd .numbers")).to_contain_text(["0.8", "2.0"])


@pytest.mark.slow
def test_shared_places_and_a_ballot_that_two_of_the_staff_enter(hold):
    door = hold(CountRule.STV, carry_limit=2)
    wall = door.projector()
    ana = door.seat(ANA)
    ana.open_the_ballot()
    ana.choose(INFORMATION, GAP)
    review(ana, INFORMATION, GAP)
    cast(ana)
    for name in OTHERS[1:3]:
        vote_by_post(door, name, [INFORMATION, GAP])
    vote_by_post(door, OTHERS[3], [PARTICIPATION])

    desk = door.desk()
    enter_for(desk, "DAR", {GAP: 1})
    desk.context.close()
    desk = show_the_result(door, wall)
    reads(wall, ("1=", INFORMATION, "3"), ("1=", GAP, "1"), ("3", PARTICIPATION, "1"))
    desk.page.goto(desk.part("vote").locator('a.btn[href*="/contests/"]').get_attribute("href"))
    rounds = desk.page.locator("table.rounds tbody tr")
    expect(rounds.filter(has_text=GAP).locator("td")).to_have_text(["1", "2"])


def enter_for(desk: Desk, organization: str, places: dict[str, int]) -> None:
    """The moderator enters a ballot, and somebody of the SGP confirms it."""
    page = desk.page
    fold = desk.part("vote").locator('details:has(a[href*="/assisted/"])')
    fold.locator("summary").click()
    fold.locator("a").filter(has_text=organization).click()
    for option, place in places.items():
        page.locator("[data-option]").filter(has_text=option).locator("select").select_option(
            str(place)
        )
    page.locator('[name="password"]').fill("not theirs")
    page.locator("form button.btn-huge").click()
    expect(page.locator('[role="alert"]')).to_be_visible()
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator("form button.btn-huge").click()
    expect(desk.part("vote").locator("[data-cast]")).to_have_text("5")


@pytest.mark.slow
def test_a_last_place_goes_out_and_two_devices_meet(hold):
    door = hold(CountRule.IRV, carry_limit=1)
    wall = door.projector()
    phone, tablet = door.seat(ANA), door.seat(ANA)
    for device, ranking in ((phone, (INFORMATION, GAP)), (tablet, (PARTICIPATION, GAP))):
        device.open_the_ballot()
        device.choose(*ranking)
    phone.cast()
    review(tablet, PARTICIPATION, GAP)
    tablet.page.locator("button[data-cast]").click()
    expect(tablet.step("conflict")).to_be_visible()
    for side, ranking in (("theirs", [INFORMATION, GAP]), ("mine", [PARTICIPATION, GAP])):
        expect(tablet.page.locator(f"[data-conflict-{side}] li")).to_contain_text(ranking)
    assert tablet.overflow() == 0
    tablet.page.locator("[data-replace]").click()
    expect(tablet.step("receipt")).to_be_visible()
    expect(tablet.page.locator("[data-receipt-list] li")).to_contain_text([PARTICIPATION, GAP])
    expect(wall.part("vote").locator("[data-cast]")).to_have_text("1")
    rankings = [[INFORMATION], [INFORMATION], [GAP], [GAP]]
    for name, ranking in zip(OTHERS, rankings, strict=True):
        vote_by_post(door, name, ranking)

    show_the_result(door, wall)
    reads(wall, ("1", GAP, "2"), ("2=", INFORMATION, "2"), ("2=", PARTICIPATION, "1"))


# Practice


@pytest.mark.slow
def test_a_practice_closes_by_itself_and_leaves_no_trace(gather, site):
    door = gather(ANA, *OTHERS)
    desk, ana, luis = door.desk(), door.seat(ANA), door.seat(LUIS)
    desk.part("vote").locator("details summary").click()
    desk.press("/practice")
    for seat in (ana, luis):
        seat.open_the_ballot()
    cards = ana.page.locator("button.ballot-face")
    cards.first.click()
    ana.page.locator("button[data-review]").click()
    ana.page.locator("button[data-cast]").click()
    expect(ana.step("receipt")).to_be_visible()
    luis.page.locator("button.ballot-face").first.click()

    shorten(site, door.table)
    luis.page.reload()
    expect(luis.page.locator('[data-note="over"]')).to_be_visible()
    expect(luis.page.locator("button[data-review]")).to_be_disabled()
    expect(luis.chosen()).to_have_count(1)
    expect(luis.part("own-clock").locator("[data-countdown]")).to_have_count(0)
    expect(desk.part("vote").locator("li.standing")).to_have_count(3)
    desk.press("/put-away", confirming=True)
    expect(desk.part("vote").locator("li.standing")).to_have_count(0)
    with site.app_context():
        assert not list(traces_of(door.table))


def shorten(site: Flask, table: Roundtable) -> None:
    """Let two seconds remain of the practice."""
    with site.app_context(), writing():
        contest = db.session.scalars(
            db.select(Contest).filter_by(workshop_id=table.workshop_id, is_practice=True)
        ).one()
        contest.ends_at = clock.now() + timedelta(seconds=2)
        contest.workshop.version += 1  # what was drawn before is out of date


def traces_of(table: Roundtable) -> list[object]:
    """Every row that a contest of this workshop has left."""
    contests = db.session.scalars(
        db.select(Contest.id).filter_by(workshop_id=table.workshop_id)
    ).all()
    standing = db.select(Contest.id)
    orphans = [
        row
        for rows in (Option, RollEntry, Ballot, BallotLink, Receipt)
        for row in db.session.scalars(db.select(rows).filter(rows.contest_id.not_in(standing)))
    ]
    return [*contests, *orphans]
