"""The demonstration for those who change it: `make dev`, or `python -m workshop.demo.development`.

What is saved is served by the next request: templates, styles and scripts from the disk as they
are, Python and translations by a new server on the same database, with the same links. Only after
a change to the tables must it be stopped and started again, which makes a fresh database.

This process watches the files. Each server is a copy of it (fork) that imports the application for
itself, but finds the libraries loaded, and so is there within a second. It is not part of the
wheel.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()  # before the libraries; the servers inherit them as they are

import argparse
import importlib
import logging
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# What the running server has read once, and a new one must read again.
READ_AT_START = {".py", ".mo", ".json", ".typ"}
# What the build makes files of: translations, and the icons and classes of Bootstrap's in use.
BUILT_FROM = {".py", ".html", ".js", ".po"}
# The libraries that take longest to load.
LIBRARIES = (
    "alembic.context",
    "argon2",
    "babel.messages.pofile",
    "docx",
    "flask_babel",
    "flask_compress",
    "flask_limiter",
    "flask_login",
    "flask_migrate",
    "flask_socketio",
    "flask_sqlalchemy",
    "flask_talisman",
    "flask_wtf",
    "gevent.pywsgi",
    "geventwebsocket.handler",
    "hatchling.builders.hooks.plugin.interface",
    "jsonschema",
    "markdown_it",
    "prometheus_client",
    "sqlalchemy.dialects.sqlite",
    "typst",
    "whitenoise.compress",
    "xlsxwriter",
)
SECONDS_BETWEEN_LOOKS = 0.1
# Not gevent's: this process must have no event loop of its own when it makes a copy of itself.
sleep = monkey.get_original("time", "sleep")
fork, wait_for = monkey.get_original("os", ["fork", "waitpid"])

State = dict[Path, tuple[int, int]]


def main() -> None:
    """Serve until Ctrl+C; a server that ends by itself is replaced after the next change."""
    options = argparse.ArgumentParser(prog="python -m workshop.demo.development")
    options.add_argument("--port", type=int, default=8000)
    port = options.parse_args().port
    for name in LIBRARIES:
        importlib.import_module(name)
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="workshop-dev-") as folder:
        try:
            watch(Path(folder), port, secrets.token_hex(32))
        except KeyboardInterrupt:
            print("Stopped.")


def watch(folder: Path, port: int, secret: str) -> None:
    """Have a server running that is as new as the files."""
    known = look()
    server = start(folder, port, secret)
    try:
        while True:
            sleep(SECONDS_BETWEEN_LOOKS)
            now = look()
            suffixes = {path.suffix for path, _state in known.items() ^ now.items()}
            known = now
            if suffixes & READ_AT_START:
                stop(server)
                server = start(folder, port, secret)
            if suffixes & BUILT_FROM:
                wait_for(copy(build), 0)
    finally:
        stop(server)


def look() -> State:
    """Every file a server reads, with when it was saved and how long it is."""
    state = {}
    for folder, _folders, names in os.walk(PACKAGE):
        for name in names:
            path = Path(folder, name)
            if path.suffix not in READ_AT_START | BUILT_FROM:
                continue
            with suppress(FileNotFoundError):  # an editor is putting another in its place
                about = path.stat()
                state[path] = (about.st_mtime_ns, about.st_size)
    return state


def start(folder: Path, port: int, secret: str) -> int:
    """Start a server; its id."""
    return copy(lambda: serve(folder, port, secret))


def copy(deed: Callable[[], None]) -> int:
    """Let a copy of this process do something with the code as it is now; the copy's id."""
    process: int = fork()
    if process:
        return process
    for name in [name for name in sys.modules if name.split(".")[0] == "workshop"]:
        del sys.modules[name]
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        deed()
    except Exception:
        logging.exception("This ended; it is tried again when a file is saved.")
    finally:
        os._exit(0)


def build() -> None:
    """Make again what is made of what was saved."""
    # inner import: a copy reads the code as it is now
    from workshop import build

    build.make()


def stop(server: int) -> None:
    """End a server at once: what it has answered is kept, and its pages connect to the next."""
    os.kill(server, signal.SIGKILL)
    wait_for(server, 0)


def serve(folder: Path, port: int, secret: str) -> None:
    """The demonstration in debug mode; the first server fills it, the links are good for all."""
    # inner import: a copy reads the code as it is now
    from workshop import serving

    # inner import: the same
    from workshop.demo import site

    app = site.make_app(folder, 1, port, DEBUG=True, SECRET_KEY=secret)
    if not (filled := folder / "filled").exists():
        site.print_links(site.fill(app, port))
        filled.touch()
    site.start(app)
    serving.serve(app, port=port, on_ready=lambda: print("Serving what is saved.", flush=True))


if __name__ == "__main__":
    main()
