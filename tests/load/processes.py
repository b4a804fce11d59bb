"""Servers as processes of their own, each on its core, and what they cost."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CROWD_CORE = CORES[0], CORES[-1]
OPEN_FILES = 20_000


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def pin(core: int) -> None:
    os.sched_setaffinity(0, {core})


def allow_many_files() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Server:
    """A running server with its workers: its port, and their use of processor and memory."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far."""
        return sum(map(seconds_of, self.processes))

    @property
    def megabytes(self) -> float:
        return sum(map(megabytes_of, self.processes))

    @property
    def processes(self) -> list[int]:
        """The server's own process and those it has started."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]


def seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def megabytes_of(pid: int) -> float:
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * PAGE / 1e6


@contextmanager
def serving(
    command: list[str],
    port: int,
    environment: dict[str, str],
    folder: Path,
    cores: int = 1,
) -> Iterator[Server]:
    """Run a server until the block ends: on the server's core, or on as many as are there."""
    own = {SERVER_CORE} if cores == 1 else set(CORES[:cores])
    with (folder / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            preexec_fn=lambda: os.sched_setaffinity(0, own),
        )
        try:
            await_answer(process, port, Path(log.name))
            yield Server(process, port)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait up to half a minute until the server answers."""
    for _attempt in range(300):
        if process.poll() is not None:
            raise SystemExit(f"The server ended at once:\n{log.read_text()}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The server does not answer:\n{log.read_text()}")


def syncs_per_second(folder: Path, seconds: float = 1.0) -> float:
    """How often this disk keeps a page for good: the ceiling of a database that loses nothing."""
    count, begun = 0, time.monotonic()
    with (folder / "sync").open("wb", buffering=0) as file:
        while time.monotonic() < begun + seconds:
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            count += 1
    return count / (time.monotonic() - begun)


def free_port(first: int = 8300, last: int = 8399) -> int:
    """A port of our range that nobody listens on."""
    for port in range(first, last + 1):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise SystemExit(f"Every port from {first} to {last} is taken.")
