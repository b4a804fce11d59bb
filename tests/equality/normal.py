"""What two answers must have in common: text without what is made anew for every answer."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

MASKS = [
    (re.compile(rb"/static/[0-9a-f]{10}/"), b"/static/DIGEST/"),
    (re.compile(rb'(name="csrf[_-]token" (?:value|content)=")[^"]*'), rb"\1TOKEN"),
    # When a workbook was made is written by the library, from the machine's clock.
    (re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"), rb"\1INSTANT"),
]
ARCHIVES = {".zip", ".xlsx", ".docx"}
# What a measure counts up to is another matter every time; its name and labels are not.
MEASURED = re.compile(r"^([a-zA-Z_:]+(?:\{[^}]*\})?) .*$", re.M)


def pieces(name: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """What is compared by itself: the body, or each file in it when it is an archive."""
    if not body.startswith(b"PK\x03\x04"):
        yield name, body
        return
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = archive.namelist()
        yield f"{name}/names", "\n".join(names).encode()
        for member in sorted(names):
            yield from pieces(f"{name}/{member}", archive.read(member))


def normal(name: str, body: bytes) -> bytes:
    """The piece as it is compared, one mark-up element to a line where there are no lines."""
    if body.startswith(b"%PDF"):
        return _pdf(body)
    if name.endswith("/metrics"):
        return MEASURED.sub(r"\1", body.decode()).encode()
    for pattern, mask in MASKS:
        body = pattern.sub(mask, body)
    if PurePosixPath(name).suffix in (".xml", ".rels"):
        return body.replace(b"><", b">\n<")
    return _unpacked(body)


def _unpacked(body: bytes) -> bytes:
    """Parts that come packed are compared as what they hold, each on lines of its own."""
    is_message = body.startswith(b'{"') and b"\n" not in body.strip()  # not the lines of a backup
    if not is_message or (b'"parts":' not in body and b'"packed":' not in body):
        return body
    message = json.loads(body)
    if "packed" in message:
        packed = base64.b64decode(message.pop("packed"))
        message["parts"] = json.loads(zlib.decompress(packed))
    parts = message.pop("parts")
    if not isinstance(parts, dict):
        return body
    drawn = [f"\n== {name}\n{part}" for name, part in sorted(parts.items())]
    return (json.dumps(message, sort_keys=True) + "".join(drawn)).encode()


def _pdf(body: bytes) -> bytes:
    """The text of a PDF, page by page: its bytes hold when it was made."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(body)).pages
    return "\n\f\n".join(page.extract_text() for page in pages).encode()


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
