"""The server: one process in which every participant's connection is a light thread (gevent).

`serve` is the embedded server of `workshop serve` and `workshop demo`; `Worker` is the same for
gunicorn (`gunicorn -k workshop.serving.Worker wsgi:app`). Importing this module changes the
standard library for the whole process, so only entry modules do, before they import anything else.
All that touches gevent-websocket, which is small and old, is here.
"""

from __future__ import annotations

import sys

from gevent import monkey

# gunicorn's overseer reaps and renews its workers with the standard library as it is; each worker
# makes the change for itself.
if "gunicorn.arbiter" not in sys.modules:
    monkey.patch_all()

import gc
import logging
import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from weakref import WeakValueDictionary

import gevent
import geventwebsocket.handler
from gevent.event import Event
from gevent.lock import BoundedSemaphore
from gevent.pywsgi import Input, WSGIHandler, WSGIServer
from gevent.socket import socket as GeventSocket
from geventwebsocket.exceptions import ProtocolError, WebSocketError
from geventwebsocket.websocket import Header, WebSocket

from workshop.process.budget import Budget
from workshop.process.measures import refused_sockets, stalled_clients

if TYPE_CHECKING:
    from flask import Flask
    from flask_socketio import SocketIO

log = logging.getLogger(__name__)

# The longest message anyone may send us; engineio looks at the size only when it has all of it.
MESSAGE_LIMIT = 256 * 1024
# Packets waiting for one client; the ballot of a thousand people is told in far fewer.
QUEUE_LIMIT = 1000
# Seconds that one frame may wait for a client that has stopped reading.
PATIENCE = 20
# Bytes the kernel keeps for one client. Left to itself it would keep megabytes for a stalled one.
SEND_BUFFER = 128 * 1024
# Seconds that requests in flight may still take when the server is told to stop.
GRACE = 10
# Seconds for gunicorn to close the door, and for the next worker to be ready behind it.
HANDING_OVER = 3
# Seconds over which it then sends its sockets there.
SPREAD = 2
# The code of RFC 6455 for a server that goes down; clients take it as a lost connection.
GOING_AWAY = 1001
# The code for a message that is refused for what it is, here: for being too many.
POLICY_VIOLATION = 1008
OPEN_FILES = 65_536
# Bytes of a body that are still read when its request is answered already, so that a browser that
# sent too much comes to read why.
LEFT_OVER = 16 * 1024 * 1024

HANDLER = "workshop.handler"


def serve(
    app: Flask,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    on_ready: Callable[[], object] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, then finish; call `on_ready` once connections are accepted."""
    if (mode := app.extensions["socketio"].async_mode) != "gevent":
        raise RuntimeError(f"Socket.IO must run in gevent mode here, not {mode}.")
    allow_many_files()
    server = WSGIServer(listen(host, port), app, handler_class=Handler, log=None)
    stop = Event()
    signals = [
        gevent.signal_handler(number, stop.set) for number in (signal.SIGINT, signal.SIGTERM)
    ]

    server.start()
    settle(app)
    if on_ready:
        on_ready()
    stop.wait()

    for watched in signals:
        watched.cancel()  # the next Ctrl+C ends the process at once
    server.close()  # nobody new
    take_leave()
    server.stop(timeout=1)
    print("The server has stopped.", flush=True)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose settings every accepted connection inherits."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    # pywsgi writes head and body apart: with Nagle's algorithm the body would wait 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    return listener


def settle(app: Flask) -> None:
    """What a process does once, when the application is loaded and before people come."""
    gc.collect()
    gc.freeze()  # what is there now stays: do not look through it again
    gc.set_threshold(10_000, 50, 100)
    gevent.get_hub().print_exception = tell_exception
    gevent.spawn(watch, app.extensions["socketio"])


def tell_exception(_context: object, kind: type, error: BaseException, trace: Any) -> None:
    """What failed outside the application, to the log; gevent itself would print it as it is."""
    log.error("A greenlet failed.", exc_info=(kind, error, trace))


def allow_many_files() -> None:
    """Raise the limit of open files, one per participant, as far as we may."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows; sandboxes may refuse
        # inner import: not on Windows
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        if resource.RLIM_INFINITY != soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def watch(socketio: SocketIO) -> None:
    """Drop stalled clients, every second, for as long as the process lives."""
    while True:
        gevent.sleep(1)
        try:
            drop_stalled(socketio)
        except Exception:
            log.exception("Could not look for stalled clients.")


def drop_stalled(socketio: SocketIO, limit: int | None = None) -> int:
    """Disconnect the clients for whom more than `limit` packets wait; how many they were.

    Their queue is the one thing that grows without bound in this process. A browser that was only
    slow connects again and gets every part as it stands.
    """
    limit = QUEUE_LIMIT if limit is None else limit
    engine = socketio.server.eio
    stalled = [
        (sid, client)
        for sid, client in engine.sockets.copy().items()
        if not client.closed and client.queue.qsize() > limit
    ]
    for sid, client in stalled:
        # A client that began with polling is known by the sid it upgraded with, any other by the
        # request it connected with.
        environ = socketio.server.environ.get(sid) or {}
        if handler := upgraded.get(sid) or environ.get(HANDLER):
            hang_up(handler.socket)
        client.close(wait=False, abort=True, reason=engine.reason.TRANSPORT_ERROR)
    if stalled:
        stalled_clients.inc(len(stalled))
        log.warning("Dropped %d clients with more than %d packets waiting.", len(stalled), limit)
    return len(stalled)


def take_leave(grace: float | None = None, *, spread: float = 0) -> None:
    """Let the requests in flight finish, then send every socket away, to connect again elsewhere.

    What the last acts told their rooms goes out before. An idle connection is hung up. `spread` is
    the seconds over which the sockets are sent, so that those who take them are not stormed.
    """
    deadline = time.monotonic() + (GRACE if grace is None else grace)
    for handler in list(handlers):
        handler.close_connection = True  # after the answer that is under way
        if handler not in answering:
            hang_up(handler.socket)
    while any(handler.is_request for handler in answering) and time.monotonic() < deadline:
        gevent.sleep(0.02)
    gevent.sleep(0.1)  # what was pushed last goes out
    leaving = list(answering)
    for handler in leaving:
        gevent.spawn(handler.send_away)
        gevent.sleep(spread / len(leaving))
    gevent.sleep(0.1)


def hang_up(connection: socket.socket) -> None:
    """Send what the kernel has taken, then nothing more; wakes whoever reads or writes."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class Sender:
    """Writes one client's frames, each whole before the next begins."""

    def __init__(self, connection: GeventSocket) -> None:
        self.connection = connection
        self.turn = BoundedSemaphore()

    def __call__(self, frame: bytes) -> None:
        with self.turn:
            try:
                # A single system call, which is all that most frames need; sendall() makes two.
                sent = self.connection.send(frame, 0, 0.0)
            except BlockingIOError:
                sent = 0
            if sent < len(frame):
                self.wait_and_send(memoryview(frame)[sent:])

    def wait_and_send(self, rest: memoryview) -> None:
        try:
            with gevent.Timeout(PATIENCE, TimeoutError("the client has stopped reading")):
                self.connection.sendall(rest)
        except TimeoutError:
            hang_up(self.connection)  # half a frame went out: nothing can follow it
            raise


class Connection(WebSocket):
    """A websocket with bounds: on what it reads, and on how long it waits to write."""

    closed: bool  # declared by the library, which comes without types

    def __init__(self, environ: dict[str, Any], stream: Any, handler: Handler) -> None:
        super().__init__(environ, stream, handler)
        self.raw_write = Sender(handler.socket)
        self.size = 0
        self.budget = Budget()

    def read_frame(self) -> tuple[Header, bytes]:
        """The next frame; refused by its header when the message would become too long.

        The others have their turn first: of a client that sends at full speed something is always
        there to be read, so reading alone would never wait.
        """
        gevent.sleep(0)
        header = Header.decode_header(self.stream)
        if header.flags:
            raise ProtocolError("no extension was agreed")
        if header.opcode in (self.OPCODE_TEXT, self.OPCODE_BINARY):
            self.size = 0
        self.size += header.length
        if self.size > MESSAGE_LIMIT:
            self.close(1009)
            raise ProtocolError(f"a message of more than {MESSAGE_LIMIT} bytes")
        if not self.budget.allows(header.length):
            refused_sockets.inc()
            self.close(POLICY_VIOLATION)
            raise ProtocolError("more than a page sends")
        payload = self.raw_read(header.length)
        if len(payload) < header.length:
            raise ProtocolError("the connection ended within a frame")
        return header, unmask(payload, header.mask) if header.mask else payload

    def validate_utf8(self, payload: bytes) -> None:
        """Nothing yet: reading the whole text finds out, a hundred times faster."""

    def close(self, code: int = 1000, message: bytes | None = b"") -> None:
        """Say goodbye and end the connection, so that a reader that waits for more wakes up.

        The library's own sends no code, and leaves a client that vanished to the kernel's patience.
        """
        if self.closed:
            return
        with suppress(WebSocketError):
            self.send_frame(struct.pack("!H", code) + (message or b""), self.OPCODE_CLOSE)
        self.closed = True
        hang_up(self.handler.socket)


def unmask(payload: bytes, mask: bytes) -> bytes:
    """`payload` XOR the repeated mask, as two large integers: thirty times faster than a loop."""
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


class Body(Input):
    """What a request brings, of which no more is read to its end than is worth it."""

    handler: Handler

    def _discard(self) -> None:
        """Read what the application left; gevent's own never ends if the body does not."""
        if self._chunked_input_error or (self.content_length is None and not self.chunked_input):
            return
        self.send_100_continue_enabled = False
        left = LEFT_OVER
        while piece := self.read(16 * 1024):
            left -= len(piece)
            if left < 0:
                self.handler.close_connection = True
                return


class Handler(geventwebsocket.handler.WebSocketHandler):
    """One HTTP connection, which may become a websocket."""

    wsgi_input: Any  # declared by the library, which comes without types
    is_request = False  # one that the application is answering, and no socket's

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        body = self.wsgi_input
        self.wsgi_input = Body(body.rfile, body.content_length, body.socket, body.chunked_input)
        self.wsgi_input.handler = self
        if environ["wsgi.input"] is body:
            environ["wsgi.input"] = self.wsgi_input
        return environ

    def handle(self) -> None:
        handlers.add(self)
        try:
            super().handle()
        finally:
            handlers.discard(self)

    def handle_one_response(self) -> None:
        gevent.sleep(0)  # requests that were sent all at once may not be answered all at once
        self.is_request = not self.environ["PATH_INFO"].startswith("/socket.io/")
        answering.add(self)
        try:
            super().handle_one_response()
        finally:
            answering.discard(self)
            self.is_request = False

    def send_away(self) -> None:
        """End a socket so that its client connects again; a request is left alone."""
        if websocket := getattr(self, "websocket", None):
            websocket.close(GOING_AWAY)
        elif not self.is_request:
            hang_up(self.socket)  # a long poll

    def log_error(self, _message: str, *_details: object) -> None:
        # Not the library's, which writes the address and what was sent.
        log.warning("Refused what was not a proper request.")

    def run_websocket(self) -> None:
        self.environ[HANDLER] = self
        for sid in parse_qs(self.environ["QUERY_STRING"]).get("sid", []):
            upgraded[sid] = self
        super().run_websocket()

    def log_request(self) -> None:
        # Not the library's, which formats a line for each request even when nobody reads it.
        WSGIHandler.log_request(self)


handlers: set[Handler] = set()
answering: set[Handler] = set()
upgraded: WeakValueDictionary[str, Handler] = WeakValueDictionary()
geventwebsocket.handler.WebSocket = Connection  # the handler offers no other way to say which


def __getattr__(name: str) -> type:
    """`Worker`, made when gunicorn asks for it: gunicorn is not needed otherwise."""
    if name != "Worker":
        raise AttributeError(name)
    # inner import: whoever serves with one process need not have it
    from gunicorn.workers.ggevent import GeventPyWSGIWorker, PyWSGIHandler

    class WorkerHandler(Handler, PyWSGIHandler):
        log_request = PyWSGIHandler.log_request

    class Worker(GeventPyWSGIWorker):
        """gunicorn's gevent worker with our handler, that lets its room go when it has to."""

        wsgi_handler = WorkerHandler

        def run(self) -> None:
            for listener in self.sockets:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            settle(self.wsgi)
            gevent.spawn(self.leave_when_told)
            super().run()

        def leave_when_told(self) -> None:
            while self.alive:
                gevent.sleep(0.1)
            gevent.sleep(HANDING_OVER)
            take_leave(self.cfg.graceful_timeout, spread=SPREAD)

    return Worker
