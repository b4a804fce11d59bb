"""Commands, run by a shell as a person would paste them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

SECONDS_TO_START = 120


def environment(**own: str) -> dict[str, str]:
    """This process's as a person has it: no settings of a site or of tests, our programs first."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not re.match("WORKSHOP_|PYTEST|PYTHONWARNINGS", name)
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return {**kept, "PATH": path, "BROWSER": "true", **own}


def run(command: str, folder: Path, typed: str = "", **own: str) -> str:
    """What a command that must succeed prints. It has no terminal, so passwords come as typed."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(**own),
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        start_new_session=True,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


@contextmanager
def running(command: str, folder: Path, log: Path, **own: str) -> Iterator[None]:
    """A command that goes on, such as a server; its whole group is ended afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-c", command],
            cwd=folder,
            env=environment(**own),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
        assert process.poll() is None, log.read_text()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def page(url: str, seconds: float = SECONDS_TO_START) -> str:
    """A page of a server that may still be starting."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except (OSError, HTTPException):  # it is not there yet, or was just ended
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def wait_for(text: str, log: Path, seconds: float = SECONDS_TO_START) -> None:
    """Return when a running command has printed this."""
    until = time.monotonic() + seconds
    while text not in log.read_text("utf-8"):
        assert time.monotonic() < until, log.read_text("utf-8")
        time.sleep(0.05)
