"""`workshop demo`, without its server: the same site, its guests moved by hand."""

from __future__ import annotations

import io
import os
import re
import signal
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from flask import Flask
from greenlet import getcurrent, greenlet
from still import Still

SETTINGS = {
    "SECRET_KEY": "only for the walk",
    "RATE_LIMITS": False,
    "WTF_CSRF_ENABLED": False,
    "METRICS_TOKEN": "only for the walk",
}
# Whom the demonstration prints a link for, by the host of the link.
ROLES = ("sgp", "modera", "ana", "luis", "rosa")
SECONDS_BETWEEN_STEPS = 2


class Demo:
    """The demonstration as the command sets it up: its site, its links, what runs beside it."""

    def __init__(self, still: Still, folder: Path, main: Callable[..., Any]) -> None:
        self.still, self.database = still, folder / "demo.sqlite3"
        self.sites: list[Flask] = []
        self.beside: list[greenlet] = []
        self.steps = 0
        printed = io.StringIO()
        with redirect_stdout(printed):
            self._set_up(main)
        self.printed = printed.getvalue()
        self.app = self.sites[0]

    def _set_up(self, main: Callable[..., Any]) -> None:
        """Run the command; its server is told to stop before anyone comes."""
        import flask_socketio
        from gevent.pywsgi import WSGIServer

        import workshop

        make = workshop.create_app
        settings = {**SETTINGS, "DATABASE_URL": f"sqlite:///{self.database}"}

        def create_app(overrides: dict[str, Any]) -> Flask:
            self.sites.append(make({**overrides, **settings}))
            return self.sites[-1]

        def start(_socketio: Any, task: Callable[[], None], *arguments: Any) -> None:
            self.beside.append(greenlet(lambda: task(*arguments)))

        def sleep(_socketio: Any, seconds: float = 0) -> None:
            if (waiting := getcurrent()) in self.beside:
                waiting.parent.switch()

        workshop.create_app = create_app
        flask_socketio.SocketIO.start_background_task = start
        flask_socketio.SocketIO.sleep = sleep
        WSGIServer.start = lambda _server: os.kill(os.getpid(), signal.SIGTERM)
        self.still.begin("demo")
        main(["demo", "--no-browser", "--port", "0"], standalone_mode=False)

    def addresses(self) -> dict[str, str]:
        """The way in of each role, and of the projector, as a path of the site."""
        pairs = re.findall(r"http://(\w+)\.localhost:0(/\S+)", self.printed)
        return dict(pairs)

    def let_guests_act(self, times: int = 1) -> None:
        """Let what runs beside the site, the guests among it, do one thing each."""
        for _time in range(times):
            self.steps += 1
            self.still.advance(seconds=SECONDS_BETWEEN_STEPS)
            for number, task in enumerate(self.beside):
                self.still.begin(f"step {self.steps} of {number}")
                task.switch()
