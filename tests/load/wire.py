"""HTTP and Socket.IO by hand, thin enough that one core plays a few thousand participants."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gzip
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

ANSWER_SECONDS = 60

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
SET_COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\r]+)=([^;\r]*)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')
VERSION = re.compile(rb'"version":(\d+)')


@dataclass
class Answer:
    """What the server said to one request, and how long that took."""

    head: bytes
    body: bytes
    seconds: float

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(self.head) + len(self.body)

    @property
    def text(self) -> str:
        is_packed = b"\r\ncontent-encoding: gzip" in self.head.lower()
        return (gzip.decompress(self.body) if is_packed else self.body).decode()

    @property
    def location(self) -> str:
        match = LOCATION.search(self.head)
        return match[1].decode() if match else ""


class Line(asyncio.Protocol):
    """A keep-alive connection, one request at a time."""

    def __init__(self) -> None:
        self.received = b""
        self.answer: asyncio.Future[tuple[bytes, bytes]] | None = None
        self.is_open = False

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.is_open = transport, True

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        if self.answer and not self.answer.done():
            self.answer.set_exception(error or ConnectionResetError("closed"))

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, mark, body = self.received.partition(b"\r\n\r\n")
        if not mark:
            return
        if length := CONTENT_LENGTH.search(head):
            if len(body) < int(length[1]):
                return
        elif b"chunked" in head.lower():
            if not body.endswith(b"0\r\n\r\n"):
                return
            body = unchunked(body)
        self.received = b""
        if self.answer and not self.answer.done():
            self.answer.set_result((head, body))

    async def send(self, request: bytes) -> Answer:
        self.answer = asyncio.get_running_loop().create_future()
        begun = time.monotonic()
        self.transport.write(request)
        head, body = await asyncio.wait_for(self.answer, ANSWER_SECONDS)
        return Answer(head, body, time.monotonic() - begun)


def unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _mark, rest = body.partition(b"\r\n")
        whole += rest[: int(size, 16)]
        body = rest[int(size, 16) + 2 :]
    return whole


class Browser:
    """Cookies, the page's CSRF token, and one connection that is opened again when it was shut."""

    def __init__(self, port: int, language: str = "es") -> None:
        self.port, self.language = port, language
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self.line: Line | None = None

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str) -> Answer:
        answer = await self._send("GET", path, {})
        if match := CSRF.search(answer.text if answer.status == 200 else ""):
            self.csrf = match[1]
        return answer

    async def file(self, path: str) -> Answer:
        return await self._send("GET", path, {})

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        """A form sent as a page without script sends it."""
        return await self._send("POST", path, {}, {"csrf_token": self.csrf, **form})

    async def order(self, path: str, form: dict[str, str]) -> Answer:
        """A form sent as the script of our pages sends it."""
        headers = {"Accept": "application/json", "X-CSRFToken": self.csrf}
        return await self._send("POST", path, headers, form)

    async def _send(
        self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None
    ) -> Answer:
        if self.line is None or not self.line.is_open:
            loop = asyncio.get_running_loop()
            _, self.line = await loop.create_connection(Line, "127.0.0.1", self.port)
        body = urlencode(form).encode() if form is not None else b""
        fields = {
            "Host": f"127.0.0.1:{self.port}",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": self.language,
            "Cookie": self.cookie,
            **headers,
        }
        if form is not None:
            fields["Content-Type"] = "application/x-www-form-urlencoded"
            fields["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in fields.items())]
        answer = await self.line.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        for name, value in SET_COOKIE.findall(answer.head):
            self.cookies[name.decode()] = value.decode()
        return answer

    def close(self) -> None:
        if self.line and self.line.is_open:
            self.line.transport.close()


class Ear(asyncio.Protocol):
    """A Socket.IO client over a websocket. `hear(ear, version, payload, instant)` gets the parts.

    Frames go out with a mask of zeros, which is legal and costs nothing.
    """

    def __init__(self, port: int, cookie: str, hear: Callable[..., None]) -> None:
        self.port, self.cookie, self.hear = port, cookie, hear
        loop = asyncio.get_running_loop()
        self.connected: asyncio.Future[None] = loop.create_future()
        self.joined: asyncio.Future[bytes] = loop.create_future()
        self.received = b""
        self.is_websocket = False
        self.is_open = True
        self.version = 0
        self.messages = 0

    async def listen(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", self.port)
        await asyncio.wait_for(self.connected, ANSWER_SECONDS)

    async def join(self, question: str) -> bytes:
        """Send the "join" event and wait for its answer."""
        self.write(f'420["join",{question}]')
        return await asyncio.wait_for(self.joined, ANSWER_SECONDS)

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\nCookie: {self.cookie}\r\n\r\n".encode()
        )

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        for waiting in (self.connected, self.joined):
            if not waiting.done():
                waiting.set_exception(error or ConnectionResetError("closed"))
                waiting.exception()  # asked for here, so that nobody has to

    def write(self, text: str) -> None:
        data = text.encode()
        size = len(data)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self.transport.write(head + b"\0\0\0\0" + data)

    def data_received(self, data: bytes) -> None:
        if self.received:
            data = self.received + data
        if not self.is_websocket:
            head, mark, rest = data.partition(b"\r\n\r\n")
            if not mark:
                self.received = data
                return
            if b" 101 " not in head:
                self.transport.close()
                return
            self.is_websocket, data = True, rest
        self.received = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        """Take every whole frame; what is left over comes back."""
        at, size = 0, len(data)
        while size - at >= 2:
            length, body = data[at + 1] & 0x7F, at + 2
            if length == 126:
                length, body = int.from_bytes(data[body : body + 2], "big"), body + 2
            elif length == 127:
                length, body = int.from_bytes(data[body : body + 8], "big"), body + 8
            if size - body < length:
                break
            if data[at] == 0x81:
                self._packet(data[body : body + length])
            elif data[at] == 0x88:
                self.transport.close()
            at = body + length
        return data[at:]

    def _packet(self, packet: bytes) -> None:
        if packet.startswith(b"42"):
            self.messages += 1
            if packet.startswith(b'42["parts",'):
                match = VERSION.search(packet, 11, 80)
                self.hear(self, int(match[1]), packet, time.monotonic())
        elif packet == b"2":
            self.write("3")
        elif packet.startswith(b"0"):
            self.write("40")
        elif packet.startswith(b"40"):
            self.connected.set_result(None)
        elif packet.startswith(b"430"):
            with contextlib.suppress(asyncio.InvalidStateError):
                self.joined.set_result(packet)
