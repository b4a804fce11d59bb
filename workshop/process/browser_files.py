"""The files that browsers load: served compressed, kept for ever, and named before they are missed.

Their address holds a digest of all of them, so a browser asks for each once and never whether it
has changed; an update has other addresses, also for what scripts and styles load in turn.

While developing (debug) and in tests nothing is kept: each request gets what the disk holds, and
the digest stays that of the start, because it only names the address.
"""

from __future__ import annotations

import functools
import os
import posixpath
import re
import zlib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parents[1] / "static"
KINDS = {".css", ".js", ".svg", ".png", ".woff2"}
DIGEST_LENGTH = 10

# What a module loads at once; `await import(…)` is for later.
IMPORT = re.compile(r'^(?:import|export)\b[^;"(]*"(\.[^"]+)"', re.MULTILINE)
ADDRESS = re.compile(rf"/static/([0-9a-f]{{{DIGEST_LENGTH}}})(/.+)")


class BrowserFiles(WhiteNoise):
    """WhiteNoise, that trusts no stale copy and leads old addresses to what there is now."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        asked = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        # A page from before an update; not after one, when there may be more than one server.
        if asked and asked[1] != digest() and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            place = environ.get("SCRIPT_NAME", "") + f"/static/{digest()}{asked[2]}"
            start_response("302 Found", [("Location", place), ("Cache-Control", "no-store")])
            return []
        return super().__call__(environ, start_response)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        """The file with its compressed copy, when that is a copy of what the file holds now."""
        copy = f"{path}.gz"
        there = [path, copy] if is_copy(copy, path) else [path]
        known = {file: os.stat(file) for file in there if os.path.exists(file)}
        return super().get_static_file(path, url, stat_cache=known)


def is_copy(copy: str, path: str) -> bool:
    """Whether a gzip file holds what the other does, by the checksum at its end."""
    try:
        with open(copy, "rb") as file:
            file.seek(-8, os.SEEK_END)
            checksum = int.from_bytes(file.read(4), "little")
        return checksum == zlib.crc32(Path(path).read_bytes())
    except OSError:
        return False


@functools.cache
def digest() -> str:
    """The same for the same files, wherever and whenever they were installed."""
    checksum = sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.suffix in KINDS:
            checksum.update(f"{path.relative_to(STATIC).as_posix()}\n".encode())
            checksum.update(path.read_bytes())
    return checksum.hexdigest()[:DIGEST_LENGTH]


@functools.cache
def modules(*scripts: str) -> list[str]:
    """These scripts and all that they load at once, each before what it loads in turn."""
    names: dict[str, None] = {}
    waiting = list(scripts)
    while waiting:
        name = waiting.pop(0)
        if name not in names:
            names[name] = None
            waiting += imports_of(name)
    return list(names)


def imports_of(script: str) -> Iterable[str]:
    text = (STATIC / script).read_text("utf-8")
    folder = posixpath.dirname(script)
    return [posixpath.normpath(posixpath.join(folder, name)) for name in IMPORT.findall(text)]


def bind(app: Flask) -> None:
    """Serve the files before anything else looks at the request."""
    is_edited = app.debug or app.testing
    app.jinja_env.globals["modules"] = modules.__wrapped__ if app.debug else modules
    app.wsgi_app = BrowserFiles(  # type: ignore[method-assign]  # as Flask means it to be
        app.wsgi_app,
        root=str(STATIC),
        prefix=app.static_url_path,
        max_age=0 if is_edited else None,
        autorefresh=is_edited,
        immutable_file_test=lambda _path, _url: not is_edited,
    )
