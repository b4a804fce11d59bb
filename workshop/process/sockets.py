"""What a browser may send over a socket, and what becomes of one that sends more or other things.

Sockets only join a room and ask the time; orders go by HTTP. So a page sends little, and a socket
that sends much, or what no page sends, is closed without a word: it may not keep the others waiting
and may not fill the log. A page that were closed by mistake connects again by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import engineio.socket
from engineio.exceptions import EngineIOError, SocketIsClosedError
from engineio.packet import Packet

from workshop.process.budget import Budget
from workshop.process.measures import refused_sockets


class Line(engineio.socket.Socket):
    """One browser's line, whichever way it takes, that ends quietly at what no page sends."""

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self.budget = Budget()

    def receive(self, pkt: Packet) -> None:
        """Take a packet. What comes by websocket has been counted frame by frame (`serving`)."""
        if self.closed:
            raise SocketIsClosedError
        if not self.upgraded and not self.budget.allows(len(pkt.data or "")):
            raise EngineIOError("more than a page sends")
        super().receive(pkt)

    def handle_post_request(self, environ: dict[str, Any]) -> None:
        try:
            super().handle_post_request(environ)
        except Exception as error:  # whatever it was, it was sent by no page
            self.give_up()
            raise EngineIOError("not what a page sends") from error

    def _websocket_handler(self, ws: Any) -> list[Any]:
        try:
            packets: list[Any] = super()._websocket_handler(ws)
            return packets
        except Exception:  # as above
            self.give_up()
            return []

    def give_up(self) -> None:
        """Close at once, waiting for nobody; the library's own would wait until all is read."""
        if not self.closed:
            refused_sockets.inc()
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)

    def close(self, *arguments: Any, **options: Any) -> None:
        """End the line; the library would answer its next request with an error of its own."""
        super().close(*arguments, **options)
        if self.closed:
            self.server.sockets.pop(self.sid, None)


def bind(server: Any) -> None:
    """Have Socket.IO's `server` use our lines, and end those that send what is no message."""
    engineio.socket.Socket = Line  # the library offers no way to say which
    server.eio.on("message", only_messages(server, server.eio.handlers["message"]))


def only_messages(server: Any, handle: Callable[[str, Any], None]) -> Callable[[str, Any], None]:
    """Take a message; whoever sends anything else is given up.

    What fails within a handler of ours never comes out of `handle` (`room.events.failed`).
    """

    def message(sid: str, data: Any) -> None:
        try:
            require_turn(server, sid, data)
            handle(sid, data)
        except Exception:  # whatever it was, it was sent by no page
            if line := server.eio.sockets.get(sid):
                line.give_up()

    return message


def require_turn(server: Any, sid: str, data: Any) -> None:
    """Go on only with text, first of all to connect, and once; ValueError otherwise."""
    is_connected = bool(server.manager.sid_from_eio_sid(sid, "/"))
    if not isinstance(data, str) or data.startswith("0") == is_connected:
        raise ValueError("out of turn")
