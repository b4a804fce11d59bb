"""A visitor whose sockets send at full speed: the others are answered all the while.

A server of its own answers, as `workshop serve` runs it.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import requests

from tests.faults.site import Browser, Site
from tests.serving.raw_client import RawClient
from workshop.process.budget import Budget
from workshop.workshops.guides import PhaseKind

# Servers under as much as can be sent.
pytestmark = pytest.mark.slow

TEXT, BINARY, PING, PIECE, MORE = 0x81, 0x82, 0x89, 0x01, 0x00
JOIN = '420["join",{"workshop":1,"language":"es"}]'


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("flooded")
    site = Site(folder, f"sqlite:///{folder / 'workshop.sqlite3'}")
    site.start()
    yield site
    site.close()


@pytest.fixture(scope="module")
def meeting(site: Site):
    return site.meet(people=3, kind=PhaseKind.DISCUSSION)


def frame(first: int, text: str | bytes) -> bytes:
    """A frame whose mask changes nothing, so that a hundred thousand are quickly made."""
    payload = text.encode() if isinstance(text, str) else text
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([first]) + length + bytes(4) + payload


@contextmanager
def sending(connection: socket.socket, data: bytes) -> Iterator[threading.Thread]:
    """Send at full speed, until all is out or the server hangs up."""

    def run() -> None:
        with suppress(OSError):
            connection.sendall(data)

    thread = threading.Thread(target=run)
    thread.start()
    yield thread
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    thread.join()
    connection.close()


def slowest_answer(site: Site, someone: Browser, seconds: float = 2.5) -> float:
    """The longest that another visitor waited, in this time, for a probe or a page."""
    slowest = 0.0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for address in ("/healthz", "/sign-in", f"/workshops/{someone.workshop_id}"):
            began = time.monotonic()
            assert someone.get(address).ok
            slowest = max(slowest, time.monotonic() - began)
    return slowest


def connect(site: Site, cookie: str = "", *, joins_namespace: bool = True) -> socket.socket:
    """A websocket to the site that has been greeted."""
    client = RawClient(site.port, headers=f"Cookie: {cookie}\r\n" if cookie else "")
    client.read()
    if joins_namespace:
        client.write("40")
        client.read()
    client.socket.settimeout(30)
    return client.socket


def is_closed(connection: socket.socket) -> bool:
    """Whether the server ends the connection; reads what it still says."""
    connection.settimeout(5)
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


def complaints(site: Site) -> list[str]:
    """What the server's log says that is not an ordinary request."""
    lines = site.log.read_text().splitlines()
    return [line for line in lines if '"level": "info"' not in line]


FLOODS = {
    "joins": frame(TEXT, JOIN) * 10_000,
    "clocks": frame(TEXT, '421["clock"]') * 100_000,
    "events that nobody knows": frame(TEXT, '42["nothing",1]') * 100_000,
    "events with too much": frame(TEXT, '420["clock",1,2,3]') * 50_000,
    "large events": frame(TEXT, '42["nothing","' + "x" * 50_000 + '"]') * 400,
    "names that are none": frame(TEXT, '42[["join"]]') * 50_000,
    "numbers that no database holds": frame(TEXT, f'420["join",{{"workshop":{10**30}}}]') * 9_000,
    "nesting": frame(TEXT, "42" + "[" * 30_000) * 400,
    "no packets": frame(TEXT, "x") * 100_000,
    "empty frames": frame(TEXT, "") * 100_000,
    "bytes": frame(BINARY, b"\x00\xff" * 20) * 100_000,
    "attachments": frame(TEXT, '451-["join",{"_placeholder":true,"num":7}]')
    + frame(BINARY, b"x") * 100_000,
    "pings": frame(PING, "hello") * 100_000,
    "pongs of Engine.IO": frame(TEXT, "3") * 100_000,
    "pieces without end": frame(PIECE, "4") + frame(MORE, "") * 200_000,
    "not text": frame(TEXT, b"42\xff\xfe") * 50_000,
    "namespaces": frame(TEXT, "40/elsewhere,") * 100_000,
    "connecting again": frame(TEXT, "40") * 100_000,
    "leaving again": frame(TEXT, "41") * 100_000,
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_socket_that_sends_at_full_speed_is_closed_and_keeps_nobody_waiting(site, meeting, flood):
    before = len(complaints(site))
    connection = connect(site)

    with sending(connection, FLOODS[flood]) as thread:
        assert slowest_answer(site, meeting.people[0]) < 1
        assert not thread.is_alive()
        assert is_closed(connection)

    assert len(complaints(site)) <= before + 1


def test_someone_with_a_seat_keeps_nobody_waiting_either(site, meeting):
    text = JOIN.replace('"workshop":1', f'"workshop":{meeting.id}')
    connection = connect(site, meeting.people[1].cookie["Cookie"])

    with sending(connection, frame(TEXT, text) * 50_000):
        assert slowest_answer(site, meeting.people[0]) < 1
        assert is_closed(connection)


def test_several_sockets_together_keep_nobody_waiting(site, meeting):
    floods = [sending(connect(site), FLOODS["joins"]) for _socket in range(12)]

    for flood in floods:
        flood.__enter__()
    slowest = slowest_answer(site, meeting.people[0])
    for flood in floods:
        flood.__exit__(None, None, None)

    assert slowest < 1


def test_a_stranger_without_a_handshake_keeps_nobody_waiting(site, meeting):
    connection = connect(site, joins_namespace=False)

    with sending(connection, FLOODS["joins"]):
        assert slowest_answer(site, meeting.people[0]) < 1
        assert is_closed(connection)


def test_long_polling_has_the_same_budget(site, meeting):
    before = len(complaints(site))
    address = f"http://127.0.0.1:{site.port}/socket.io/?EIO=4&transport=polling"
    greeting = json.loads(requests.get(address, timeout=5).text[1:])
    session = requests.Session()

    def post(body: str) -> int:
        return session.post(f"{address}&sid={greeting['sid']}", body, timeout=5).status_code

    assert post("40") == 200
    assert [post("\x1e".join(['420["clock"]'] * 16)) for _time in range(3)] == [200, 200, 400]
    assert post('420["clock"]') == 400  # it is closed
    assert len(complaints(site)) <= before + 1


@pytest.mark.parametrize(
    "body", ["\x1e".join(["6"] * 5_000), "x", "1", "42[[1]]", "b!", "42" + "[" * 9_999]
)
def test_a_long_poll_that_no_page_sends_ends_quietly(site, body):
    before = len(complaints(site))
    address = f"http://127.0.0.1:{site.port}/socket.io/?EIO=4&transport=polling"
    for _time in range(20):
        greeting = json.loads(requests.get(address, timeout=5).text[1:])
        with_sid = f"{address}&sid={greeting['sid']}"
        requests.post(with_sid, "40", timeout=5)
        requests.post(with_sid, body, timeout=5)
        assert requests.post(with_sid, "3", timeout=5).status_code == 400

    assert len(complaints(site)) <= before + 1


def test_requests_sent_all_at_once_keep_nobody_waiting(site, meeting):
    connection = socket.create_connection(("127.0.0.1", site.port))
    request = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n"

    with sending(connection, request * 4_000):
        reader = threading.Thread(target=is_closed, args=[connection])
        reader.start()
        assert slowest_answer(site, meeting.people[0]) < 1


def test_a_page_that_opens_and_asks_on_stays(site, meeting):
    client = RawClient(site.port, headers=f"{'Cookie: ' + meeting.people[2].cookie['Cookie']}\r\n")
    client.read()
    client.write("40")
    client.read()
    text = JOIN.replace('"workshop":1', f'"workshop":{meeting.id}')
    client.write(text)
    for _probe in range(8 + 3 + 3):
        client.write('421["clock"]')
    answers = [client.read() for _answer in range(15)]

    assert answers[0].startswith("430[")
    assert all(re.match(r"431\[\d+\]$", answer) for answer in answers[1:])
    client.close()


def test_the_budget_is_three_times_what_a_page_needs():
    opening, page = 16, Budget()

    assert all(page.allows(300) for _packet in range(2 * opening))
    assert not all(page.allows(300) for _packet in range(opening))
