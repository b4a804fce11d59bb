"""Two workers as one site: presence, news, removal, limits; a worker that dies or is renewed."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.faults.conftest import WORKERS
from tests.faults.page import are_equal, unequal
from tests.faults.site import until
from workshop.workshops.guides import PhaseKind

# Sites of several processes, each started and ended anew.
pytestmark = pytest.mark.slow

PAGES = 12


@pytest.fixture
def room(several, open_page):
    """A discussion with pages at both workers, and the desk."""
    meeting = several.meet(PAGES, PhaseKind.DISCUSSION)
    desk = open_page(meeting.moderators[0], view="desk")
    pages = [open_page(person) for person in meeting.people]
    until(lambda: all(page.joined for page in [desk, *pages]))
    return meeting, desk, pages


def test_the_desk_sees_everyone_at_whichever_worker(several, room):
    meeting, desk, pages = room
    everyone = sorted(person.seat_id for person in [*meeting.moderators, *meeting.people])
    until(lambda: desk.seats == everyone, 5, lambda: desk.seats)

    pages[0].close()
    pages[1].close()
    until(lambda: desk.seats == sorted({*everyone} - {p.person.seat_id for p in pages[:2]}), 3)


def test_news_of_acts_at_both_workers_leaves_every_screen_equal(several, room):
    meeting, _desk, pages = room
    with ThreadPoolExecutor(PAGES) as pool:
        asked = pool.map(lambda person: person.press("floor/ask"), meeting.people)
        said = pool.map(
            lambda person: person.press("contributions", text="All at once"), meeting.people
        )
        assert [answer.status_code for answer in [*asked, *said]] == [200] * 2 * PAGES
    until(lambda: are_equal(pages), 4, lambda: unequal(pages))
    assert pages[0].version == 2 * PAGES + 1
    several.check_log(meeting)


def test_whoever_is_removed_hears_no_more_at_any_worker(room):
    meeting, desk, pages = room
    gone = pages[:4]  # at both workers
    for page in gone:
        meeting.moderators[0].press(f"seats/{page.person.seat_id}/remove")
    until(lambda: all(page.away == ["/"] for page in gone))
    until(lambda: are_equal(pages[4:]), 4, lambda: unequal(pages[4:]))
    versions = [page.version for page in gone]

    meeting.people[5].press("contributions", text="Among ourselves")

    until(lambda: are_equal(pages[4:]), 4, lambda: unequal(pages[4:]))
    assert [page.version for page in gone] == versions
    here = {page.person.seat_id for page in [desk, *pages[4:]]}
    until(lambda: set(desk.seats) == here, 3)


def test_the_same_order_twice_at_once_is_carried_out_once(several):
    meeting = several.meet(8, PhaseKind.DISCUSSION)
    for person in meeting.people:
        gate = threading.Barrier(4)

        def press(_time, person=person, gate=gate):
            gate.wait()
            return person.press("contributions", key="the same key", text="Said once")

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(press, range(4)))
        assert [answer.status_code for answer in answers] == [200] * 4
        assert len({answer.text for answer in answers}) == 1
    assert several.check_log(meeting).count("contribution made") in (0, 8)
    page = meeting.people[0].get(f"/workshops/{meeting.id}/parts?version=0").text
    assert page.count("Said once") == 8


def test_a_vote_that_ends_is_counted_once_though_both_workers_look(several, open_page):
    meeting = several.meet(6, PhaseKind.VOTING)
    pages = [open_page(person) for person in meeting.people]
    receipts = [
        person.cast_until_answered(meeting.contest)["receipt"] for person in meeting.people[:5]
    ]
    until(lambda: all(page.turnouts.get(meeting.contest) == 5 for page in pages), 3)
    desk = meeting.moderators[0]

    desk.cast = None
    meeting.people[5].cast_until_answered(meeting.contest)
    answer = desk.press(f"contests/{meeting.contest}/close")

    assert answer.status_code == 200, answer.text
    counted = several.count(meeting)
    assert set(receipts) < set(counted)
    until(lambda: are_equal(pages), 4, lambda: unequal(pages))
    assert several.check_log(meeting).count("contest closed") == 1


def test_a_worker_killed_costs_its_pages_one_reconnect(several, room):
    meeting, desk, pages = room
    before = several.workers
    victim = before[0]

    os.kill(victim, signal.SIGKILL)
    until(lambda: any(page.left for page in pages), 3)
    for person in meeting.people:  # acts during it are sent until they are answered
        until(lambda person=person: _pressed(person), 10)
    until(lambda: all(page.joined == 1 + page.left for page in [desk, *pages]), 8)
    until(lambda: are_equal(pages), 4, lambda: unequal(pages))

    assert {page.left for page in pages} == {0, 1}
    assert len({*several.workers} & {*before}) == 1
    everyone = sorted(person.seat_id for person in [*meeting.moderators, *meeting.people])
    until(lambda: desk.seats == everyone, 5, desk.seats)
    several.check_log(meeting)


def _pressed(person) -> bool:
    try:
        return person.press("floor/ask", key=f"{person.seat_id}").status_code == 200
    except OSError:
        return False


def test_people_of_a_dead_worker_vanish_from_the_desk(several, room):
    """Those who do not come back: their worker has not said that they went."""
    _meeting, desk, pages = room
    for page in pages:
        page.socket.reconnection = False
        page.socket._reconnect_abort = threading.Event()
    os.kill(several.workers[0], signal.SIGKILL)
    until(lambda: any(page.left for page in pages), 3)
    until(lambda: desk.joined == 1 + desk.left, 8)

    def here():
        return {page.person.seat_id for page in [desk, *pages] if page.socket.connected}

    until(lambda: {*desk.seats} == here(), 16, lambda: (here(), desk.seats))
    assert len(here()) < 1 + PAGES


def test_a_reload_keeps_the_room(several, room):
    """HUP: new workers take over, the old ones send their pages there within seconds."""
    meeting, desk, pages = room
    before = several.workers
    several.process.send_signal(signal.SIGHUP)
    begun = time.monotonic()
    pressed = 0
    while any(page.left == 0 or page.joined < 2 for page in [desk, *pages]):
        assert time.monotonic() - begun < 12
        person = meeting.people[pressed % PAGES]
        assert person.press("contributions", text=f"During it, {pressed}").status_code == 200
        pressed += 1
    until(lambda: are_equal(pages), 4, lambda: unequal(pages))
    assert {page.left for page in [desk, *pages]} == {1}
    until(lambda: {*several.workers}.isdisjoint(before), 10)
    assert several.check_log(meeting)


def test_limits_count_at_both_workers_together(several):
    several.stop()
    several.start(*WORKERS, RATE_LIMITS="yes")
    stranger = {"email": "nobody@example.org", "password": "a guess of a password"}
    address = f"http://127.0.0.1:{several.port}/sign-in"
    with requests.Session() as browser:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(address).text)[1]
        cookies = browser.cookies.get_dict()

    fields = {**stranger, "csrf_token": token}
    # A connection of its own each time, so that both workers are asked.
    answers = [
        requests.post(address, fields, cookies=cookies, timeout=20).status_code
        for _guess in range(21)
    ]

    # Ten a minute, twice ten if a minute ended meanwhile; two that count apart would let all pass.
    assert set(answers[:10]) == {422}
    assert 429 in answers
