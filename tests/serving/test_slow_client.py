"""The server with clients no browser would be: slow, stuck, or sending too much; and its end.

A server process of its own answers, because serving changes the standard library.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

from tests.ports import free_port
from tests.serving.raw_client import CLOSE, TEXT, RawClient, frame

# Servers that must wait for what a client does not do.
pytestmark = pytest.mark.slow

SERVER = Path(__file__).with_name("small_server.py")
ROOT = SERVER.parents[2]


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of our own, and its port."""
    number = free_port()
    with subprocess.Popen(
        [sys.executable, SERVER, str(number)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        try:
            yield process, number
        finally:
            process.kill()


def stop(process: subprocess.Popen[str]) -> None:
    """Tell a server to stop; it ends cleanly."""
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=5)[0].endswith("The server has stopped.\n")
    assert process.returncode == 0


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a running server."""
    with running() as (process, number):
        yield number
        stop(process)


@pytest.fixture
def connect(port: int) -> Iterator[Callable[..., RawClient]]:
    clients = []

    def make(**arguments: str) -> RawClient:
        clients.append(RawClient(port, **arguments))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def send(port: int, room: str, numbers: range, size: int) -> None:
    answer = requests.post(
        f"http://127.0.0.1:{port}/send/{room}/{numbers.start}/{numbers.stop}/{size}", timeout=5
    )
    assert answer.text == "sent"


def state(port: int) -> dict[str, int]:
    return requests.get(f"http://127.0.0.1:{port}/state", timeout=5).json()


def test_a_client_that_pauses_finds_every_frame_whole_and_in_order(port, connect):
    client = connect()
    client.join("pause")

    send(port, "pause", range(600), 6000)  # far more than both kernels keep
    time.sleep(1)

    assert [client.read_news() for _ in range(600)] == [(number, 6000) for number in range(600)]


def test_no_compression_is_agreed(connect):
    client = connect(headers="Sec-WebSocket-Extensions: permessage-deflate\r\n")

    assert client.answer.startswith("HTTP/1.1 101 ")
    assert "extensions" not in client.answer.lower()
    client.join("deflate")
    assert client.ask("echo", "¿cómo estás?") == "¿cómo estás?"


@pytest.mark.parametrize("length", [1, 125, 126, 65_535, 65_536, 200_000])
def test_messages_of_every_length_arrive(connect, length):
    client = connect()
    client.join("echo")
    text = ("quinua" * length)[:length]
    assert client.ask("echo", text) == text


def test_a_frame_that_is_too_long_is_refused_by_its_header(port, connect):
    client = connect()
    client.join("long")
    client.socket.sendall(frame(TEXT, b"", length=1 << 40))
    assert client.is_refused()


def test_a_message_that_grows_too_long_in_pieces_is_refused(connect):
    client = connect()
    client.join("pieces")
    piece = b"x" * 100_000
    client.socket.sendall(frame(0x01, b"42" + piece))
    client.socket.sendall(frame(0x00, piece))
    client.socket.sendall(frame(0x00, piece, length=100_000))
    assert client.is_refused()


@pytest.mark.parametrize("begins_with", ["websocket", "polling"])
def test_a_client_for_whom_too_much_waits_is_dropped(port, connect, begins_with):
    if begins_with == "polling":
        address = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
        greeting = requests.get(address, timeout=5).text
        sid = re.search(r'"sid":"([^"]+)"', greeting)[1]
        client = connect(query=f"&sid={sid}")
        client.write("2probe")
        assert client.read() == "3probe"
        client.write("5")
        client.write("40")
        while not client.read().startswith("40"):
            pass  # a no-op that ended the poll
        assert client.ask("join", "stuck") == "ok"
    else:
        client = connect()
        client.join("stuck")
    before = state(port)

    send(port, "stuck", range(500), 6000)  # some go out, its writer holds the others
    send(port, "stuck", range(1500), 6000)
    assert client.is_disconnected(within=1.5)
    send(port, "stuck", range(10_000), 6000)

    after = state(port)
    assert after["clients"] == before["clients"] - 1
    assert after["waiting"] == 0
    assert after["peak_kb"] - before["peak_kb"] < 30_000  # of more than 70,000 that were sent


def test_a_client_that_stops_reading_is_dropped_even_if_little_waits(port, connect):
    client = connect()
    client.join("still")

    send(port, "still", range(200), 6000)

    assert not client.is_disconnected(within=1)
    assert client.is_disconnected(within=4)


def test_many_files_may_be_open(port):
    assert state(port)["open_files_limit"] > 1024


def test_answers_on_one_connection_do_not_wait_for_each_other(port):
    with closing(requests.Session()) as browser:
        browser.get(f"http://127.0.0.1:{port}/state", timeout=5)
        start = time.monotonic()
        for _ in range(20):
            browser.get(f"http://127.0.0.1:{port}/state", timeout=5)
    assert time.monotonic() - start < 0.4  # 44 ms each, were small answers held back


def test_a_server_told_to_stop_finishes_what_it_has_begun():
    with (
        running() as (process, port),
        closing(RawClient(port)) as client,
        ThreadPoolExecutor() as own,
    ):
        client.join("goodbye")
        idle = socket.create_connection(("127.0.0.1", port), timeout=5)
        act = own.submit(requests.post, f"http://127.0.0.1:{port}/act/goodbye", timeout=5)
        assert process.stdout.readline() == "under way\n"

        told_at = time.monotonic()
        stop(process)

        assert time.monotonic() - told_at < 2.5  # nobody who is only connected holds it up
        assert act.result().text == "done"
        assert client.read_news() == (1, len("the last"))
        first, payload = client.read_frame()
        assert (first, payload) == (CLOSE, struct.pack("!H", 1001))
        assert idle.recv(1) == b""
        idle.close()
