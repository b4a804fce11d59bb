"""A websocket by hand, for clients that no browser would be."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import time
from typing import Any

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
