"""`workshop serve` in a process of its own, on a database of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.ports import free_port

READY = b"Workshop is at "
SECONDS_TO_START = 60


class Server:
    """A served workshop site; it can be killed and started again where it was."""

    def __init__(self, folder: Path, module: str = "workshop.cli", **settings: object) -> None:
        self.module = module
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
        """Start, and return when this very process serves pages: another may have the port."""
        environment = {
            **os.environ,
            **{f"WORKSHOP_{name}": value or "no" for name, value in self.settings.items()},
        }
        command = [sys.executable, "-m", self.module, "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            begun = log.tell()
            self.process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + SECONDS_TO_START
        while READY not in self.log.read_bytes()[begun:]:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=10)
