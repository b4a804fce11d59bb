"""`workshop serve` in a process of its own, on a database of its own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

# Below those that the system gives to connections, so that a server finds its own again.
PORTS = range(20_000, 32_000)
SECONDS_TO_START = 60


def free_port() -> int:
    """A port that nobody listens on, and that runs beside this one will hardly choose."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("None of a hundred ports is free.")


class Server:
    """A served workshop site; it can be killed and started again where it was."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = f"sqlite:///{folder / 'workshop.sqlite3'}"
        self.log = folder / "server.log"
        self.settings = {
            "SECRET_KEY": "only for the journeys in a browser",
            "DATABASE_URL": self.database,
            "RATE_LIMITS": False,
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when pages are served."""
        environment = {
            **os.environ,
            **{f"WORKSHOP_{name}": value or "no" for name, value in self.settings.items()},
        }
        command = [sys.executable, "-m", "workshop.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=1):
                return True
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=10)
