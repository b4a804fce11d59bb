"""A body that is too long, or lies about it: an answer with a sentence, and the server goes on."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.faults.site import Browser, Site
from workshop.workshops.guides import PhaseKind

LIMIT = 2 * 1024 * 1024
SENTENCES = {
    "en": "That is too long to be sent at once. Shorten it, please.",
    "es": "Es demasiado largo para un solo envío. Acórtelo, por favor.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("too_long")
    site = Site(folder, f"sqlite:///{folder / 'workshop.sqlite3'}")
    site.start()
    yield site
    site.close()


@pytest.fixture(scope="module")
def ana(site: Site) -> Browser:
    return site.meet(1, PhaseKind.DISCUSSION).people[0]


def exchange(site: Site, head: str, *pieces: bytes) -> tuple[int, str, str]:
    """Status, head and body of the answer to a request that is written by hand."""
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=10)) as line:
        line.sendall(f"POST {head}\r\nHost: 127.0.0.1\r\nConnection: close\r\n".encode())
        line.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n")
        with suppress(OSError):  # the server may have answered and hung up
            for piece in pieces:
                line.sendall(piece)
            line.shutdown(socket.SHUT_WR)
        with line.makefile("rb") as stream:
            top, _empty, body = stream.read().partition(b"\r\n\r\n")
    return int(top.split()[1]), top.decode(), body.decode()


def head_of(language: str, accept: str, browser: Browser | None) -> str:
    lines = [
        "/workshops/1/contributions HTTP/1.1",
        f"Accept: {accept}",
        f"Accept-Language: {language}",
    ]
    if browser:
        lines += [f"{name}: {value}" for name, value in browser.headers.items() if name != "Accept"]
    return "\r\n".join(lines)


def with_length(size: int) -> list[bytes]:
    return [f"Content-Length: {size}\r\n\r\n".encode(), b"text=", b"x" * (size - 5)]


def in_chunks(size: int) -> list[bytes]:
    piece = b"x" * 65536
    chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
    start = b"Transfer-Encoding: chunked\r\n\r\n5\r\ntext=\r\n"
    return [start, *([chunk] * (size // len(piece))), b"0\r\n\r\n"]


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signed out"])
@pytest.mark.parametrize("body", [with_length, in_chunks])
def test_what_is_too_long_is_told_so(site, ana, language, accept, is_signed_in, body):
    head = head_of(language, accept, ana if is_signed_in else None)

    status, top, text = exchange(site, head, *body(LIMIT + 100_000))

    assert status == 413
    assert accept in top
    assert SENTENCES[language] in (json.loads(text)["message"] if "json" in accept else text)
    assert site.answers()


@pytest.mark.parametrize(
    ("length", "statuses"),
    [
        ("5000", {400}),  # more than is sent
        ("-5", {400}),
        ("many", {400}),
        ("9" * 30, {413, 400}),
        ("5", {302, 303, 400, 401, 422}),  # less than is sent
    ],
)
def test_a_length_that_lies_is_no_fault_of_ours(site, ana, length, statuses):
    body = [f"Content-Length: {length}\r\n\r\n".encode(), b"text=hola&problem_id=1"]

    status, _top, _text = exchange(site, head_of("en", "text/html", ana), *body)

    assert status in statuses
    assert site.answers()
    assert "Traceback" not in site.log.read_text()
    assert "A greenlet failed" not in site.log.read_text()


def test_a_body_without_an_end_is_not_read_for_ever(site):
    """The answer comes while the client still sends, and then the line is closed."""
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=10)) as line:
        line.sendall(b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n")
        line.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        with pytest.raises(ConnectionError):
            line.sendall(chunk * 4000)  # 250 MB
    assert site.answers()
