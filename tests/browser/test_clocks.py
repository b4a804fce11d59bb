"""Everyone looks at the same second, whatever their own clock says and whatever the server does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.windows import Window

# Clocks are looked at while they run.
pytestmark = pytest.mark.slow

ANA, LUIS = "Ana Rojas", "Luis Quispe"

# The limit of the budgets: two countdowns on one machine, clocks wrong by ±90 s.
MOST_APART_MS = 200
CHANGES = 5

WRONG_CLOCK = """(() => {
  const Right = Date, wrong = %d * 1000;
  window.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + wrong); }
    static now() { return Right.now() + wrong; }
  };
})()"""

# When each second was first shown, in the time of the machine, which is right.
WATCH = """(enough) => {
  const seen = {}, face = document.querySelector('[data-part="phase"]');
  window.watched = new Promise((done) => {
    const look = () => {
      const text = face.querySelector(".time").textContent.trim();
      seen[text] ??= performance.timeOrigin + performance.now();
      if (Object.keys(seen).length > enough) done(seen);
    };
    new MutationObserver(look).observe(face, {subtree: true, childList: true, characterData: true});
  });
}"""


def time_on(window: Window):
    return window.part("phase").locator(".time")


@pytest.fixture
def room(gather):
    """A desk, a projector, and two phones whose clocks are three minutes apart."""
    door = gather(ANA, LUIS)
    desk, wall = door.desk(), door.projector()
    early = door.seat(ANA, script=WRONG_CLOCK % 90)
    late = door.seat(LUIS, script=WRONG_CLOCK % -90)
    apart = early.page.evaluate("Date.now()") - late.page.evaluate("Date.now()")
    assert apart == pytest.approx(180_000, abs=5_000)
    desk.start()
    for window in (desk, wall, early, late):
        window.is_live()
        window.is_in(phase=1)
    return desk, wall, early, late


def test_wrong_clocks_show_the_same_second(room):
    desk, wall, early, late = room
    windows = (early, late, wall)
    for window in windows:
        window.page.evaluate(WATCH, CHANGES)
    seen = [window.page.evaluate("window.watched") for window in windows]
    # The first one seen by each may have begun before the watching did.
    common = sorted(set.intersection(*map(set, seen)))[1:-1]
    assert len(common) >= CHANGES - 2
    for text in common:
        instants = [each[text] for each in seen]
        assert max(instants) - min(instants) <= MOST_APART_MS, text

    desk.pause()
    for window in windows:
        expect(window.part("phase").locator(".is-warning, .screen-paused")).to_be_visible()
    standing = time_on(desk).inner_text()
    for window in windows:
        expect(time_on(window)).to_have_text(standing)
    desk.resume()
    for window in (desk, early, late, wall):
        expect(window.part("phase").locator(".is-warning, .screen-paused")).to_have_count(0)
        expect(time_on(window)).not_to_have_text(standing)


def test_a_restart_in_the_middle_keeps_every_second(room, server):
    desk, wall, early, late = room
    windows = [desk, wall, early, late]
    ends_at = [time_on(window).get_attribute("data-ends-at") for window in windows]
    assert len(set(ends_at)) == 1
    early.ask_for_the_floor()

    server.kill()
    for window in windows:
        window.shows_link("offline")
    before = time_on(late).inner_text()
    expect(time_on(late)).not_to_have_text(before)  # the phones go on counting meanwhile
    server.start()

    for window in windows:
        window.is_live()
        window.shows_link("live")
        assert time_on(window).get_attribute("data-ends-at") == ends_at[0]
        expect(time_on(window)).to_have_text(re.compile(r"^29:\d\d$"))
    # Nobody has reloaded a page, and the room goes on.
    desk.give_the_floor_to_the_next()
    expect(early.page.locator(".your-turn")).to_be_visible()
    expect(wall.page.locator(".screen-name")).to_have_text(ANA)
