"""The server with clients no browser would be: slow, stuck, or sending too much; and its end.

A server process of its own answers, because serving changes the standard library.
"""

from __future__ import annotations

import base64
import json
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
from typing import Any

import pytest
import requests

from tests.ports import free_port

SERVER = Path(__file__).with_name("small_server.py")
ROOT = SERVER.parents[2]

TEXT, CLOSE = 0x81, 0x88  # first byte of a whole frame


class RawClient:
    """A websocket by hand: it reads when told to, and sends whatever bytes it is given."""

    def __init__(self, port: int, headers: str = "", query: str = "") -> None:
        self.socket = socket.socket()
        # Little room for what is not read yet, so that the server soon feels it.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
        self.socket.settimeout(5)
        self.socket.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket{query} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{headers}\r\n".encode()
        )
        self.stream = self.socket.makefile("rb")
        self.answer = b"".join(iter(self.stream.readline, b"\r\n")).decode()

    def close(self) -> None:
        self.stream.close()
        self.socket.close()

    def join(self, room: str) -> None:
        self.read()  # Engine.IO's greeting
        self.write("40")
        self.read()
        assert self.ask("join", room) == "ok"

    def ask(self, event: str, argument: str) -> Any:
        self.write(f"420{json.dumps([event, argument])}")
        return json.loads(self.read().removeprefix("430"))[0]

    def write(self, text: str) -> None:
        self.socket.sendall(frame(TEXT, text.encode()))

    def read_frame(self) -> tuple[int, bytes]:
        first, length = self.exactly(2)
        if length == 126:
            (length,) = struct.unpack("!H", self.exactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self.exactly(8))
        return first, self.exactly(length)

    def read(self) -> str:
        first, payload = self.read_frame()
        assert first == TEXT
        return payload.decode()

    def read_news(self) -> tuple[int, int]:
        """The number of the next news, and the length of its text."""
        number, text = json.loads(self.read().removeprefix("42"))[1]
        return number, len(text)

    def exactly(self, size: int) -> bytes:
        data = self.stream.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def is_refused(self) -> bool:
        """Whether the server says "too big" or simply hangs up, where an answer would do too."""
        try:
            first, payload = self.read_frame()
        except (EOFError, ConnectionError):
            return True
        return first == CLOSE and payload[:2] == struct.pack("!H", 1009)

    def is_disconnected(self, within: float) -> bool:
        """Whether the connection breaks; looks without reading, as a stuck client would."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            try:
                self.write("3")  # a pong, ignored
            except ConnectionError:
                return True
            time.sleep(0.1)
        return False


def frame(first: int, payload: bytes, length: int | None = None) -> bytes:
    """A frame as browsers send it, masked; `length` is what its header claims."""
    length = len(payload) if length is None else length
    if length < 126:
        head = struct.pack("!BB", first, 0x80 | length)
    elif length < 1 << 16:
        head = struct.pack("!BBH", first, 0x80 | 126, length)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, length)
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


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
